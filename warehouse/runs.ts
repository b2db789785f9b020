/** Runs and their balance: what was read, and what became of it. */
import { LedgerError } from '../core/errors.js'
import { type Declaration, keepDeclarations } from './connectors.js'
import type { Database, Session } from './database.js'
import { nameOf } from './members.js'
import type { MergeCounts } from './records.js'

export interface ReadCounts {
  read: number
  accepted: number
  rejected: number
  ignored: number
  records: number
  repeated: number
}

/** The row of store.run as commands print it. */
export interface Run extends ReadCounts {
  readonly run_id: number
  readonly connector: string
  readonly status: 'reading' | 'read' | 'loaded' | 'failed' | 'abandoned'
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  /** Records that were sent and could not be loaded; they are in quarantine. */
  readonly unloadable: number
  readonly withdrawn: number
  readonly file_faults: number
  readonly error: string | null
  readonly started_at: Date
  readonly finished_at: Date | null
}

/** Which ledger this is. */
export async function ledgerId(database: Database): Promise<string> {
  const { rows } = await database.pool.query<{ ledger_id: string }>('select ledger_id from topic.ledger')
  const [row] = rows
  if (row === undefined) throw new Error('topic.ledger has no row')
  return row.ledger_id
}

/**
 * Begins a run, and keeps what its connector declares; `snapshot` when its files are all that the publisher holds. Runs of the connector that nobody works on
 * any more are marked abandoned: their rows stand.
 */
export async function beginRun(
  database: Database,
  declaration: Declaration,
  snapshot: { readonly max_drop: number } | null,
): Promise<number> {
  const { connector } = declaration
  return database.transaction(async (session) => {
    await keepDeclarations(session, [declaration])
    await session.query(
      `with abandoned as (
         update store.run set status = 'abandoned', finished_at = now(), error = 'its process ended before the reading was done'
          where connector = $1 and status = 'reading' returning run_id)
       delete from store.run_key k using abandoned a where k.run_id = a.run_id`,
      [connector],
    )
    const { rows } = await session.query<{ run_id: number }>(
      'insert into store.run (connector, full_snapshot, max_drop) values ($1, $2, $3) returning run_id',
      [connector, snapshot !== null, snapshot?.max_drop ?? 0],
    )
    return Number(rows[0]?.run_id)
  })
}

/** Adds what one batch held. The constraint every_row_has_one_fate refuses counts that do not balance. */
export async function addRead(session: Session, runId: number, counts: ReadCounts): Promise<void> {
  await session.query({
    name: 'add read',
    text: `update store.run set read = read + $2, accepted = accepted + $3, rejected = rejected + $4, ignored = ignored + $5,
      records = records + $6, repeated = repeated + $7 where run_id = $1`,
    values: [runId, counts.read, counts.accepted, counts.rejected, counts.ignored, counts.records, counts.repeated],
  })
}

export interface BatchRun {
  /** Its figures are final. */
  readonly closed: boolean
  /** It reads a full snapshot and notes the keys that it sees. */
  readonly collects_keys: boolean
}

/** What the loader has to know of the run that a batch belongs to; undefined for a run of another ledger. */
export async function runOfBatch(session: Session, runId: number): Promise<BatchRun | undefined> {
  const { rows } = await session.query<BatchRun>({
    name: 'run of batch',
    text: "select status = 'loaded' as closed, full_snapshot and status in ('reading', 'read') as collects_keys from store.run where run_id = $1",
    values: [runId],
  })
  return rows[0]
}

/** Adds what one load did. */
export async function addMerged(session: Session, runId: number, counts: MergeCounts): Promise<void> {
  await session.query({
    name: 'add merged',
    text: 'update store.run set inserted = inserted + $2, updated = updated + $3, unchanged = unchanged + $4 where run_id = $1',
    values: [runId, counts.inserted, counts.updated, counts.unchanged],
  })
}

/** Adds records that could not be loaded. */
export async function addUnloadable(session: Session, runId: number, records: number): Promise<void> {
  await session.query("update store.run set unloadable = unloadable + $2 where run_id = $1 and status <> 'loaded'", [
    runId,
    records,
  ])
}

/** Signals a full delivery whose number of rows is outside of what its connector expects. */
export async function expectVolume(
  database: Database,
  runId: number,
  volume: { readonly min: number; readonly max: number },
): Promise<void> {
  await database.pool.query(
    `insert into store.signal (run_id, code, field, value, seen, locator)
     select run_id, 'volume_unexpected', 'rows', format('%s rows, expected %s to %s', read, $2::text, $3::text), 1, 'the whole delivery'
       from store.run where run_id = $1 and read not between $2::bigint and $3::bigint on conflict do nothing`,
    [runId, volume.min, volume.max],
  )
}

/** What is written in the transaction that ends a run, such as how far a place was read. */
export type AlsoWritten = (session: Session) => Promise<void>

/** Reading is done: the run counts as loaded once the loader has passed `ends`. */
export async function endReading(
  database: Database,
  runId: number,
  ends: readonly { topic: string; partition: number; nextOffset: number }[],
  fileFaults: number,
  also: AlsoWritten = async () => undefined,
): Promise<void> {
  const positions = Object.fromEntries(ends.map((end) => [nameOf(end), end.nextOffset]))
  await database.transaction(async (session) => {
    const { rowCount } = await session.query(
      "update store.run set status = 'read', read_until = now(), ends = $2, file_faults = file_faults + $3 where run_id = $1 and status = 'reading'",
      [runId, JSON.stringify(positions), fileFaults],
    )
    // Another ingester of the connector has begun since and counts this one as ended: its snapshot is not whole.
    if (rowCount === 0)
      throw new LedgerError(
        'run_fenced',
        `Run ${runId} was given up: another process ingests the same connector`,
        'Nothing was lost. Run the command again when the other one is done.',
      )
    await also(session)
  })
}

/** The run turned out not to hold everything: nothing that it lacks is withdrawn. */
export async function notFull(database: Database, runId: number): Promise<void> {
  await database.pool.query('update store.run set full_snapshot = false where run_id = $1', [runId])
}

/** Reading ended early: what was committed stands, the reason is kept. */
export async function failRun(
  database: Database,
  runId: number,
  reason: string,
  also: AlsoWritten = async () => undefined,
): Promise<void> {
  await database.transaction(async (session) => {
    const { rows } = await session.query<{ run_id: number }>(
      `with failed as (
         update store.run set status = 'failed', finished_at = now(), error = $2 where run_id = $1 and status = 'reading' returning run_id),
       forgotten as (delete from store.run_key k using failed f where k.run_id = f.run_id)
       select run_id from failed`,
      [runId, reason],
    )
    if (rows.length > 0) await also(session)
  })
}

export interface PassedRun {
  readonly run_id: number
  readonly connector: string
  readonly full_snapshot: boolean
  readonly max_drop: number
  readonly rejected: number
  readonly unloadable: number
}

/**
 * Runs whose reading is done, whose records have all come, and whose ends every position of `consumer` has passed. The ends alone would not do: what a broker says
 * of where a topic ends may leave out what stands behind a transaction that a stranger holds open.
 */
export async function passedRuns(session: Session, consumer: string): Promise<PassedRun[]> {
  const { rows } = await session.query<PassedRun>(
    `select run_id, connector, full_snapshot, max_drop, rejected, unloadable from store.run r
      where status = 'read' and inserted + updated + unchanged + repeated + unloadable >= records and not exists (
        select from jsonb_each_text(r.ends) as e (place, next_offset)
        left join topic.position p on p.consumer = $1 and p.topic || '/' || p.partition = e.place
        where coalesce(p.next_offset, 0) < e.next_offset::bigint)
      order by run_id for update of r`,
    [consumer],
  )
  return rows
}

/**
 * Closes a run that is loaded. A log that delivers at least once may have brought records twice: whatever came beyond those that were sent was there already,
 * and counted as unchanged, or else as unloadable. Where even more came, a stranger wrote under the run, and it says so.
 */
export async function closeRun(
  session: Session,
  runId: number,
  withdrawn: number,
  error: string | null,
): Promise<void> {
  await session.query(
    `with came as (
       select run_id, greatest(records - inserted - updated - repeated, 0) as left_over, inserted + updated + repeated - records as strange
         from store.run where run_id = $1)
     update store.run r set status = 'loaded', finished_at = now(), withdrawn = $2,
       unloadable = least(unloadable, left_over), unchanged = left_over - least(unloadable, left_over),
       error = case when strange > 0 then concat_ws('; ', $3::text, strange || ' more records came under this run than it sent') else $3 end
       from came where r.run_id = came.run_id`,
    [runId, withdrawn, error],
  )
  await session.query('delete from store.run_key where run_id = $1', [runId])
}

/** Runs by id, in that order. */
export async function readRuns(database: Database, runIds: readonly number[]): Promise<Run[]> {
  const { rows } = await database.pool.query<Run>('select * from store.run where run_id = any ($1) order by run_id', [
    runIds,
  ])
  return rows
}
