/** What could not be accepted, kept with its place and reason until somebody mends, replays or drops it. */
import type { Issue, Signal } from '../schemas/outcome.js'
import type { Database, Session } from './database.js'

export interface QuarantineEntry {
  readonly scope: 'row' | 'file' | 'message'
  readonly line: number | null
  readonly locator: string
  readonly issues: readonly Issue[]
  /** The row as found, personal columns masked. */
  readonly raw: string | null
  /** Identity of the row's content, 32 hex digits. */
  readonly hash: string
}

export interface QuarantineItem {
  readonly quarantine_id: number
  readonly connector: string
  readonly scope: 'row' | 'file' | 'message'
  readonly source_id: number | null
  readonly line: number | null
  readonly locator: string
  readonly code: string
  readonly field: string | null
  readonly message: string
  readonly value: string | null
  readonly raw: string | null
  readonly status: 'open' | 'replayed' | 'dropped'
}

/**
 * Keeps entries of one run, or of none that is known here. The n-th identical row of a run is its n-th item: identical rows of one file are separate,
 * while a row that comes again in a later run is the item it was (and is open again only if it never was decided). A message has its place in its identity.
 */
export async function quarantine(
  session: Session,
  connector: string,
  sourceId: number | null,
  runId: number | null,
  entries: readonly QuarantineEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry, index) => ({ ...entry, index, issues: entry.issues, first: entry.issues[0] }))
  await session.query(
    `with entry as (
       select e.*, case when scope = 'message' then 1 else
           coalesce((select max(q.occurrence) from store.quarantine q where q.last_run_id = $3 and q.row_hash = e.hash), 0)
           + row_number() over (partition by hash order by index) end as occurrence
         from jsonb_to_recordset($4::jsonb) as e (index int, scope text, line bigint, locator text, issues jsonb, raw text, hash uuid, first jsonb)),
     kept as (
       insert into store.quarantine as q (connector, scope, source_id, line, locator, code, field, message, value, issues, raw, row_hash, occurrence, first_run_id, last_run_id)
       select $1, scope, $2, line, locator, first ->> 'code', first ->> 'field', first ->> 'message', first ->> 'value', issues, raw, hash, occurrence, $3, $3
         from entry order by index
       on conflict (connector, row_hash, occurrence) do update set last_run_id = excluded.last_run_id
       returning q.*, q.xmax = 0 as is_new)
     insert into store.outbox (topic, key, value)
     select 'riskledger.quarantine.v1', quarantine_id::text, jsonb_build_object('type', 'quarantined', 'quarantine_id', quarantine_id,
       'connector', connector, 'scope', scope, 'locator', locator, 'code', code, 'field', field, 'message', message, 'status', status)
     from kept where is_new`,
    [connector, sourceId, runId, JSON.stringify(rows)],
  )
}

export interface CountedSignal extends Signal {
  seen: number
  readonly locator: string
}

/** Adds signals of one batch to those of the run. */
export async function keepSignals(session: Session, runId: number, signals: readonly CountedSignal[]): Promise<void> {
  if (signals.length === 0) return
  await session.query(
    `insert into store.signal (run_id, code, field, value, seen, locator)
     select $1, code, left(field, 200), left(value, 200), sum(seen), (array_agg(locator))[1]
       from jsonb_to_recordset($2::jsonb) as s (code text, field text, value text, seen bigint, locator text)
      group by 2, 3, 4 order by 2, 3, 4
     on conflict (run_id, code, field, value) do update set seen = signal.seen + excluded.seen`,
    [runId, JSON.stringify(signals)],
  )
}

/** Open items, oldest first; all of them or one connector's. */
export async function openItems(
  database: Database,
  connector: string | null,
  ids: readonly number[] | null,
): Promise<QuarantineItem[]> {
  const { rows } = await database.pool.query<QuarantineItem>(
    `select quarantine_id, connector, scope, source_id, line, locator, code, field, message, value, raw, status from store.quarantine
      where status = 'open' and ($1::text is null or connector = $1) and ($2::bigint[] is null or quarantine_id = any ($2)) order by quarantine_id`,
    [connector, ids],
  )
  return rows
}

/** Marks items as decided, with who did it; returns how many were open. */
export async function decide(
  session: Session,
  ids: readonly number[],
  status: 'replayed' | 'dropped',
  by: string,
): Promise<number> {
  const { rowCount } = await session.query(
    `with decided as (
       update store.quarantine set status = $2, decided_by = $3, decided_at = now() where quarantine_id = any ($1) and status = 'open'
       returning quarantine_id, connector, locator)
     insert into store.outbox (topic, key, value)
     select 'riskledger.quarantine.v1', quarantine_id::text,
       jsonb_build_object('type', 'decided', 'quarantine_id', quarantine_id, 'connector', connector, 'locator', locator, 'status', $2::text) from decided`,
    [ids, status, by],
  )
  return rowCount ?? 0
}
