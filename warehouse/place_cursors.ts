/** How far the places of connectors were read, and what they brought before. */
import { sha256 } from '../core/ids.js'
import type { Database, Session } from './database.js'

export interface PlaceStanding {
  /** In the words of the place; null: from the beginning. */
  readonly cursor: Readonly<Record<string, unknown>> | null
  /** When everything was last read, as an ISO instant; null: never. */
  readonly fullAt: string | null
}

/** Where the next run of a connector goes on. */
export async function placeStanding(database: Database, connector: string): Promise<PlaceStanding> {
  const { rows } = await database.pool.query<{ cursor: PlaceStanding['cursor']; full_at: Date | null }>(
    'select cursor, full_at from store.place_cursor where connector = $1',
    [connector],
  )
  const [row] = rows
  return { cursor: row?.cursor ?? null, fullAt: row?.full_at?.toISOString() ?? null }
}

/** How far the place of a connector was read. */
export interface PlaceReach {
  readonly connector: string
  /** In the words of the place; null: it has none, or is read from the beginning. */
  readonly cursor: PlaceStanding['cursor']
  /** The run that moved it last, and when. */
  readonly run_id: number
  readonly moved_at: Date
  /** When everything was last read; null: never. */
  readonly full_at: Date | null
}

/** How far all places were read. */
export async function placeReaches(database: Database): Promise<PlaceReach[]> {
  const { rows } = await database.pool.query<PlaceReach>(
    'select connector, cursor, run_id, moved_at, full_at from store.place_cursor order by connector',
  )
  return rows
}

/** Moves the cursor of a connector in the caller's transaction. A null leaves what stands there. */
export async function moveCursor(
  session: Session,
  connector: string,
  runId: number,
  { cursor, fullAt }: PlaceStanding,
): Promise<void> {
  await session.query(
    `insert into store.place_cursor as c (connector, cursor, run_id, full_at) values ($1, $2, $3, $4)
     on conflict (connector) do update set cursor = coalesce(excluded.cursor, c.cursor), run_id = excluded.run_id, moved_at = now(),
       full_at = coalesce(excluded.full_at, c.full_at)`,
    [connector, cursor === null ? null : JSON.stringify(cursor), runId, fullAt],
  )
}

/** True when a run that ended well has read a file with these bytes. */
export async function readBefore(database: Database, connector: string, hash: string): Promise<boolean> {
  const { rows } = await database.pool.query<{ known: boolean }>(
    `select exists (
       select from raw.source s join store.run_source using (source_id) join store.run r using (run_id)
        where s.connector = $1 and $2 in (s.sha256, s.bytes_sha256) and r.status in ('read', 'loaded')) as known`,
    [connector, hash],
  )
  return rows[0]?.known === true
}

/**
 * What an export with these bytes is known by. Its bytes, when they are new; the same as in the last run that read anything, when that one brought them too; else
 * something new, because what held once, and then did not, holds again from now on.
 */
export async function knownBy(database: Database, connector: string, hash: string, runId: number): Promise<string> {
  const { rows } = await database.pool.query<{ sha256: string; lately: boolean }>(
    `select s.sha256, exists (
       select from store.run_source l where l.source_id = s.source_id and l.run_id in ($3, (
         select max(r.run_id) from store.run r join store.run_source using (run_id) where r.connector = $1 and r.run_id < $3))) as lately
       from raw.source s where s.connector = $1 and coalesce(s.bytes_sha256, s.sha256) = $2 order by s.source_id desc limit 1`,
    [connector, hash, runId],
  )
  const [last] = rows
  if (last === undefined) return hash
  return last.lately ? last.sha256 : sha256(`${hash} in run ${runId}`)
}
