/** Files as they came: who sent which bytes when, and every row of them, kept compressed and immutable. */
import { decompress } from './compression.js'
import type { Database, Session } from './database.js'

export interface ArrivedSource {
  readonly sourceId: number
  /** First arrival, as an ISO instant: the order of versions where the publisher gives none. */
  readonly arrivedAt: string
}

/**
 * Enters a file by its content, in one statement; the same bytes are the same source, whenever they come again and under whatever name. `arrivedAt`: when it
 * arrived in another ledger; now when left out. `runId`: a run that reads it. `bytesSha256`: the hash of the bytes, where `sha256` is another.
 */
export async function enterSource(
  database: Database,
  connector: string,
  file: { name: string; path: string; sha256: string; bytes: number; bytesSha256?: string },
  { arrivedAt = null, runId = null }: { arrivedAt?: string | null; runId?: number | null } = {},
): Promise<ArrivedSource & { /** It was entered just now. */ readonly fresh: boolean }> {
  const entering = {
    name: 'enter source',
    text: `with entered as (
        insert into raw.source (connector, name, path, sha256, bytes, arrived_at, bytes_sha256)
        values ($1, $2, $3, $4, $5, coalesce($6, date_trunc('milliseconds', clock_timestamp())), nullif($7, $4))
        on conflict (connector, sha256) do nothing returning source_id, arrived_at),
      found as (
        select source_id, arrived_at, true as fresh from entered
        union all select source_id, arrived_at, false from raw.source where connector = $1 and sha256 = $4),
      linked as (
        insert into store.run_source (run_id, source_id) select $8::bigint, source_id from found where $8::bigint is not null on conflict do nothing)
      select * from found`,
    values: [connector, file.name, file.path, file.sha256, file.bytes, arrivedAt, file.bytesSha256, runId],
  }
  const enter = async () =>
    (await database.pool.query<{ source_id: number; arrived_at: Date; fresh: boolean }>(entering)).rows[0]
  // Nothing comes back where another entered it while the statement ran: the next statement sees it.
  const row = (await enter()) ?? (await enter())
  if (row === undefined) throw new Error(`source ${file.sha256} was entered and is not there`)
  return { sourceId: row.source_id, arrivedAt: row.arrived_at.toISOString(), fresh: row.fresh }
}

// Sources are few beside their records. A process that sees this many begins to remember anew.
const REMEMBERED = 10_000
const known = new WeakMap<Database, Map<string, Promise<number>>>()

/**
 * The id of a source that a message names; one that this ledger never saw is entered as it arrived elsewhere, so that a topic makes the same
 * tables in another ledger.
 */
export function sourceNamed(
  database: Database,
  source: { readonly connector: string; readonly sha256: string; readonly name: string; readonly arrivedAt: string },
): Promise<number> {
  const remembered = known.get(database)
  const ids =
    remembered === undefined || remembered.size >= REMEMBERED ? new Map<string, Promise<number>>() : remembered
  known.set(database, ids)
  const { connector, sha256, name, arrivedAt } = source
  const key = `${connector}/${sha256}`
  const found = ids.get(key)
  if (found !== undefined) return found
  const asked = enterSource(database, connector, { name, path: '', sha256, bytes: 0 }, { arrivedAt }).then(
    ({ sourceId }) => sourceId,
  )
  ids.set(key, asked)
  asked.catch(() => ids.delete(key))
  return asked
}

/** Notes that a run reads a source. */
export async function linkSource(database: Database, runId: number, sourceId: number): Promise<void> {
  await database.pool.query('insert into store.run_source (run_id, source_id) values ($1, $2) on conflict do nothing', [
    runId,
    sourceId,
  ])
}

/** True when the last full snapshot of a connector that was loaded consists of exactly the files with these hashes. */
export async function snapshotTaken(
  database: Database,
  connector: string,
  hashes: readonly string[],
): Promise<boolean> {
  const { rows } = await database.pool.query<{ taken: boolean }>(
    `select array_agg(s.sha256 order by s.sha256) = (select array_agg(h order by h) from unnest($2::text[]) as h) as taken
       from store.run_source l join raw.source s using (source_id)
      where l.run_id = (select max(run_id) from store.run where connector = $1 and full_snapshot and status = 'loaded' and error is null and unloadable = 0)`,
    [connector, [...new Set(hashes)]],
  )
  return rows[0]?.taken === true
}

/** Keeps the header of a source, by which its rows can be read again. */
export async function keepHeader(session: Session, sourceId: number, header: string): Promise<void> {
  await session.query('update raw.source set header = $2 where source_id = $1 and header is null', [sourceId, header])
}

export interface RawBatch {
  readonly sourceId: number
  readonly runId: number
  readonly firstRow: number
  readonly firstLine: number
  readonly rowCount: number
  readonly recordsSha256: string
  readonly records: number
  readonly text: Buffer
}

/** Keeps the rows of a batch; the same rows of the same source that gave the same records are kept once. */
export async function keepBatch(session: Session, batch: RawBatch): Promise<void> {
  await session.query({
    name: 'keep raw batch',
    text: `insert into raw.batch (source_id, run_id, first_row, first_line, row_count, records_sha256, records, text)
      values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    values: [
      batch.sourceId,
      batch.runId,
      batch.firstRow,
      batch.firstLine,
      batch.rowCount,
      batch.recordsSha256,
      batch.records,
      batch.text,
    ],
  })
}

/** Tells a batch of a source from any other, and from itself with other records. */
export function batchKey(firstRow: number, rowCount: number, recordsSha256: string): string {
  return `${firstRow}:${rowCount}:${recordsSha256}`
}

/**
 * The batches of a source that are kept already, by `batchKey`: sending them again would change nothing. Only those before the first that is missing
 * or was kept later than one behind it: from there on everything is sent again, so that it stands in the log in its order.
 */
export async function keptBatches(database: Database, sourceId: number): Promise<Set<string>> {
  const { rows } = await database.pool.query<{
    batch_id: number
    first_row: number
    row_count: number
    records_sha256: string
  }>(
    // What a run sent and could not be loaded is sent again.
    `select batch_id, first_row, row_count, records_sha256 from raw.batch b
      where source_id = $1 and not exists (select from store.run r where r.run_id = b.run_id and r.unloadable > 0) order by first_row, batch_id`,
    [sourceId],
  )
  const kept = new Set<string>()
  let [end, last] = [0, 0]
  for (const { batch_id, first_row, row_count, records_sha256 } of rows) {
    if (first_row > end || batch_id < last) break
    last = batch_id
    end = Math.max(end, first_row + row_count)
    kept.add(batchKey(first_row, row_count, records_sha256))
  }
  return kept
}

export interface KeptText {
  readonly header: string
  readonly firstLine: number
  readonly text: string
  readonly name: string
  readonly sha256: string
  readonly arrivedAt: string
}

/** The kept source text around one line of a source, to read its rows again; undefined when it was never kept. */
export async function textAround(database: Database, sourceId: number, line: number): Promise<KeptText | undefined> {
  const { rows } = await database.pool.query<{
    header: string | null
    first_line: number
    text: Buffer
    name: string
    sha256: string
    arrived_at: Date
  }>(
    `select s.header, b.first_line, b.text, s.name, s.sha256, s.arrived_at
       from raw.batch b join raw.source s using (source_id)
      where b.source_id = $1 and b.first_line <= $2 order by b.first_line desc, b.batch_id desc limit 1`,
    [sourceId, line],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    header: row.header ?? '',
    firstLine: row.first_line,
    text: (await decompress(row.text)).toString(),
    name: row.name,
    sha256: row.sha256,
    arrivedAt: row.arrived_at.toISOString(),
  }
}
