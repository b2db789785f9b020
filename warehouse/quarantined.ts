/** Quarantine as people look at it and work on it: causes, items, one item whole, and what a replay notes. */
import type { Issue } from '../schemas/outcome.js'
import type { Database, Session } from './database.js'
import type { Cause } from './findings.js'
import type { QuarantineItem } from './quarantine.js'

export interface QuarantineFilter {
  readonly connector: string | null
  readonly code: string | null
  readonly status: 'open' | 'replayed' | 'dropped'
}

export interface QuarantineDetail extends QuarantineItem {
  readonly issues: readonly Issue[]
  readonly occurrence: number
  readonly first_run_id: number | null
  readonly last_run_id: number | null
  readonly recorded_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
}

const WHERE = 'status = $1 and ($2::text is null or connector = $2) and ($3::text is null or code = $3)'

/** Items by cause, most frequent first. */
export async function causes(database: Database, { status, connector, code }: QuarantineFilter): Promise<Cause[]> {
  const { rows } = await database.pool.query<Cause>(
    `select connector, code, field, count(*) as items, (array_agg(locator order by quarantine_id))[1] as example, (array_agg(message order by quarantine_id))[1] as message
       from store.quarantine where ${WHERE} group by connector, code, field order by items desc, connector, code, field`,
    [status, connector, code],
  )
  return rows
}

/** Items, oldest first. */
export async function quarantineItems(
  database: Database,
  { status, connector, code }: QuarantineFilter,
  limit: number,
): Promise<QuarantineItem[]> {
  const { rows } = await database.pool.query<QuarantineItem>(
    `select quarantine_id, connector, scope, source_id, line, locator, code, field, message, value, raw, status
       from store.quarantine where ${WHERE} order by quarantine_id limit $4`,
    [status, connector, code, limit],
  )
  return rows
}

/** One item with all its issues; undefined when there is none of that id. */
export async function quarantineDetail(database: Database, id: number): Promise<QuarantineDetail | undefined> {
  const { rows } = await database.pool.query<QuarantineDetail>(
    `select quarantine_id, connector, scope, source_id, line, locator, code, field, message, value, raw, status, issues, occurrence,
       first_run_id, last_run_id, recorded_at, decided_by, decided_at
       from store.quarantine where quarantine_id = $1`,
    [id],
  )
  return rows[0]
}

/** Which of the items are still open; they stay so until the transaction ends. */
export async function holdOpen(session: Session, ids: readonly number[]): Promise<number[]> {
  const { rows } = await session.query<{ quarantine_id: number }>(
    "select quarantine_id from store.quarantine where quarantine_id = any ($1) and status = 'open' order by quarantine_id for update",
    [ids],
  )
  return rows.map((row) => row.quarantine_id)
}

/** Notes the reasons of today for items that a run could not accept either. */
export async function keepReason(
  session: Session,
  runId: number,
  failing: readonly { readonly id: number; readonly issues: readonly Issue[] }[],
): Promise<void> {
  if (failing.length === 0) return
  await session.query(
    `update store.quarantine q set last_run_id = $1, issues = f.issues, code = f.issues -> 0 ->> 'code', field = f.issues -> 0 ->> 'field',
        message = f.issues -> 0 ->> 'message', value = f.issues -> 0 ->> 'value'
       from jsonb_to_recordset($2::jsonb) as f (id bigint, issues jsonb) where q.quarantine_id = f.id`,
    [runId, JSON.stringify(failing)],
  )
}
