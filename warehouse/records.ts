/** Records into their tables: COPY to a staging table, then a versioned merge. The same batch twice changes nothing. */
import type { Kind } from '../schemas/record.js'
import { copyInto } from './copy.js'
import type { Session } from './database.js'
import type { RowIdentity } from './record_rows.js'
import { tableColumns } from './record_rows.js'

const LINE_FEED = Buffer.from('\n')

export interface MergeCounts {
  inserted: number
  updated: number
  unchanged: number
}

/** A row of a record, with what tells it apart. */
export interface IdentifiedRow extends RowIdentity {
  readonly row: Buffer
}

/** Rows of one kind, told apart ahead of the transaction. Every record occurs once in a generation. */
export interface GroupedRows {
  readonly kind: Kind
  readonly columns: readonly string[]
  readonly generations: readonly (readonly IdentifiedRow[])[]
  /** Repeats, dropped here: they count as unchanged. */
  readonly repeats: number
}

/**
 * Parts rows so that none occurs twice in one merge: what repeats the version before it is dropped, and another version of
 * a record waits for the next generation, so that versions are merged one after the other.
 */
export function groupRows(kind: Kind, columns: readonly string[], rows: readonly IdentifiedRow[]): GroupedRows {
  const seen = new Map<string, { last: string; count: number }>()
  const generations: IdentifiedRow[][] = [[]]
  let repeats = 0
  for (const record of rows) {
    const versions = seen.get(record.id)
    if (versions?.last === record.version) {
      repeats++
      continue
    }
    const place = versions?.count ?? 0
    seen.set(record.id, { last: record.version, count: place + 1 })
    const generation = generations[place]
    if (generation === undefined) generations[place] = [record]
    else generation.push(record)
  }
  return { kind, columns, generations, repeats }
}

/** Makes the session's staging table of a kind, unless it has one; COPY fills it, the end of the transaction empties it. */
async function prepareStaging(session: Session, kind: Kind): Promise<void> {
  const { rows } = await session.query<{ there: boolean }>(
    `select to_regclass('pg_temp.stage_${kind}') is not null as there`,
  )
  if (rows[0]?.there === true) return
  await session.query(`create temp table stage_${kind} (like store.${kind} including defaults) on commit delete rows`)
}

/**
 * Opens a load (of no run for records of another ledger) and returns its id: the records that one transaction changes, by which resolution finds them. Rows that the session
 * writes from now on without a load of their own are this one's, by the default of their column.
 */
export async function beginLoad(session: Session, kind: Kind, runId: number | null, records: number): Promise<number> {
  const { rows } = await session.query<{ load_id: number }>({
    name: 'begin load',
    text: 'insert into store.load (run_id, kind, records) values ($1, $2, $3) returning load_id',
    values: [runId, kind, records],
  })
  return Number(rows[0]?.load_id)
}

/** Closes a load that changed nothing: there is nothing to resolve. */
export async function dropLoad(session: Session, loadId: number): Promise<void> {
  await session.query('delete from store.load where load_id = $1', [loadId])
}

/**
 * Merges rows into their table as the load begun last. New records are copied straight in; those already there go through staging. `snapshotRun`: the run over a full snapshot whose keys are noted, to know at its end which are absent.
 * `staged`: the transaction has merged rows of the kind before.
 */
export async function mergeRecords(
  session: Session,
  grouped: GroupedRows,
  snapshotRun: number | null,
  staged: boolean,
): Promise<MergeCounts> {
  const { kind, columns, generations, repeats } = grouped
  const counts: MergeCounts = { inserted: 0, updated: 0, unchanged: repeats }
  for (const [index, generation] of generations.entries()) {
    const ids = generation.map((record) => record.id)
    if (snapshotRun !== null) await noteKeys(session, snapshotRun, ids)
    const known = await knownIds(session, kind, ids)
    const lines = (wanted: boolean) =>
      Buffer.concat(generation.filter(({ id }) => known.has(id) === wanted).flatMap(({ row }) => [row, LINE_FEED]))
    if (known.size < ids.length) await copyInto(session, `store.${kind}`, columns, lines(false))
    if (known.size > 0) {
      await prepareStaging(session, kind)
      if (staged || index > 0) await session.query(`delete from stage_${kind}`)
      await copyInto(session, `stage_${kind}`, columns, lines(true))
    }
    const updated = known.size === 0 ? 0 : await mergeKnown(session, kind)
    counts.inserted += ids.length - known.size
    counts.updated += updated
    counts.unchanged += known.size - updated
  }
  return counts
}

async function knownIds(session: Session, kind: Kind, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await session.query<{ record_id: string }>({
    name: `known ${kind}`,
    // Held to the end, in one order: a loader of another partition may have the same record, where a growth of partitions has moved its key.
    text: `select record_id from store.${kind} where record_id = any ($1) order by record_id for update`,
    values: [ids],
  })
  return new Set(rows.map((row) => row.record_id))
}

async function noteKeys(session: Session, runId: number, ids: readonly string[]): Promise<void> {
  await session.query('insert into store.run_key select $1, unnest($2::uuid[]) on conflict do nothing', [runId, ids])
}

/**
 * What is already there under the same key. Same content: nothing (but a later time of the publisher is noted). Newer
 * content: the current version moves to history. Older content that arrives late: straight to history, once.
 */
async function mergeKnown(session: Session, kind: Kind): Promise<number> {
  const newer = '(s.version_at, s.version_seq, s.content_hash) > (c.version_at, c.version_seq, c.content_hash)'
  const changed = '(s.content_hash <> c.content_hash or c.withdrawn_at is not null)'
  // The same content said again, and later: noted for the publisher's own time; for arrival only where an older source is not loaded to its end,
  // which would else overrule it when its reading is taken up again. To note it always would rewrite every record of every delivery.
  const confirmed = `(s.version_at > c.version_at and not ${changed})`
  const { rows } = await session.query<{ changed: boolean; dated: boolean; arrived: boolean }>(`
    select coalesce(bool_or(${changed}), false) as changed,
      coalesce(bool_or(${confirmed} and s.version_seq = 0), false) as dated, coalesce(bool_or(${confirmed} and s.version_seq > 0), false) as arrived
      from stage_${kind} s join store.${kind} c using (record_id)`)
  if (rows[0]?.dated === true || (rows[0]?.arrived === true && (await olderUnfinished(session, kind))))
    await session.query(`
      update store.${kind} c set version_at = s.version_at, version_seq = s.version_seq
        from stage_${kind} s where s.record_id = c.record_id and ${confirmed}`)
  if (rows[0]?.changed !== true) return 0
  // Versions are numbered in the order in which the ledger learned of them.
  await session.query(`
    update stage_${kind} s set version = 1 + greatest(c.version, (select max(h.version) from store.${kind}_history h where h.record_id = s.record_id))
      from store.${kind} c where s.record_id = c.record_id and ${changed}`)
  const late = await session.query(`
    insert into store.${kind}_history (${tableColumns(kind)}, superseded_at)
    select ${tableColumns(kind, 's')}, now() from stage_${kind} s join store.${kind} c using (record_id)
     where ${changed} and not ${newer}
       and s.content_hash <> c.content_hash
       and not exists (select from store.${kind}_history h where h.record_id = s.record_id and h.content_hash = s.content_hash)`)
  const replaced = await session.query(`
    with old as (
      delete from store.${kind} c using stage_${kind} s where s.record_id = c.record_id and ${changed} and ${newer} returning c.*),
    kept as (insert into store.${kind}_history (${tableColumns(kind)}, superseded_at)
      select ${tableColumns(kind, 'old')}, now() from old returning *)
    insert into store.outbox (topic, key, value)
    select 'riskledger.correction.v1', connector || '/' || source_key, jsonb_build_object(
      'type', 'superseded', 'kind', '${kind}', 'record_id', record_id, 'connector', connector, 'source_key', source_key,
      'version', version, 'content_hash', replace(content_hash::text, '-', ''))
    from kept`)
  // Those just taken away; late ones find their record in place and stay out.
  await session.query(`
    insert into store.${kind} select s.* from stage_${kind} s where s.version > 1 on conflict (record_id) do nothing`)
  return (late.rowCount ?? 0) + (replaced.rowCount ?? 0)
}

/** True when a source that arrived before those staged was never loaded to its end. */
async function olderUnfinished(session: Session, kind: Kind): Promise<boolean> {
  const { rows } = await session.query<{ unfinished: boolean }>(`
    select exists (
      select from raw.source o
       where o.connector in (select connector from stage_${kind}) and o.arrived_at < (select max(version_at) from stage_${kind})
         and not exists (
           select from store.run_source l join store.run r using (run_id) where l.source_id = o.source_id and r.status = 'loaded')) as unfinished`)
  return rows[0]?.unfinished === true
}
