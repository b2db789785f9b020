/** Who works as a consumer, and how far it has come. Both live in Postgres, in the transactions that write the results. */
import { hostname } from 'node:os'
import { LedgerError } from '../core/errors.js'
import type { Database, Session } from './database.js'

/** The right to move a consumer's positions, until another process takes it. */
export interface Ownership {
  readonly consumer: string
  readonly epoch: number
}

/** Takes over a consumer's work: whoever had it finds a newer epoch at its next write and stops. */
export async function takeOwnership(database: Database, consumer: string): Promise<Ownership> {
  const { rows } = await database.pool.query<{ epoch: number }>(
    `insert into topic.owner (consumer, epoch, taken_by) values ($1, 1, $2)
     on conflict (consumer) do update set epoch = topic.owner.epoch + 1, taken_at = now(), taken_by = excluded.taken_by
     returning epoch`,
    [consumer, `${hostname()}:${process.pid}`],
  )
  return { consumer, epoch: Number(rows[0]?.epoch) }
}

/** Throws LedgerError run_fenced unless `owner` still owns its consumer; holds the row until the transaction ends. */
export async function fence(session: Session, owner: Ownership): Promise<void> {
  const { rows } = await session.query<{ epoch: number; taken_by: string }>({
    name: 'fence',
    text: 'select epoch, taken_by from topic.owner where consumer = $1 for share',
    values: [owner.consumer],
  })
  if (rows[0]?.epoch !== owner.epoch)
    throw new LedgerError(
      'run_fenced',
      `Process ${rows[0]?.taken_by} took over the work of '${owner.consumer}'`,
      'Nothing was lost: it goes on from the last commit. `riskledger status` shows it.',
    )
}

/** Where a consumer goes on: 0 for a partition it has never read. */
export async function positionOf(
  database: Database,
  consumer: string,
  topic: string,
  partition: number,
): Promise<number> {
  const { rows } = await database.pool.query<{ next_offset: number }>(
    'select next_offset from topic.position where consumer = $1 and topic = $2 and partition = $3',
    [consumer, topic, partition],
  )
  return rows[0]?.next_offset ?? 0
}

/** Moves a position forward inside the caller's transaction; it never goes back. */
export async function moveTo(
  session: Session,
  consumer: string,
  topic: string,
  partition: number,
  nextOffset: number,
): Promise<void> {
  await session.query({
    name: 'move position',
    text: `insert into topic.position (consumer, topic, partition, next_offset) values ($1, $2, $3, $4)
      on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset, moved_at = now()
      where topic.position.next_offset < excluded.next_offset`,
    values: [consumer, topic, partition, nextOffset],
  })
}

/**
 * Runs `work` while this process is the only one that works as `consumer`; waits for another one to end, calling
 * `onWait` once. The right ends with the connection, so that a killed process blocks nobody.
 */
export async function exclusively<T>(
  database: Database,
  consumer: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  return database.session(async (session) => {
    const key = `riskledger ${consumer}`
    const tried = await session.query<{ got: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as got', [
      key,
    ])
    if (tried.rows[0]?.got !== true) {
      onWait()
      await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [key])
    }
    try {
      return await work()
    } finally {
      await session.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]).catch(() => undefined)
    }
  })
}

export interface Position {
  readonly consumer: string
  readonly topic: string
  readonly partition: number
  readonly next_offset: number
  readonly moved_at: Date
}

/** Where every consumer stands. */
export async function positions(database: Database): Promise<Position[]> {
  const { rows } = await database.pool.query<Position>(
    'select consumer, topic, partition, next_offset, moved_at from topic.position order by consumer, topic, partition',
  )
  return rows
}

/**
 * Sets a consumer back (or forth) on purpose: the one way in which a position ever goes back. Whoever works as the
 * consumer just now is fenced, so that it cannot move the position on from where it was.
 */
export async function resetPosition(
  database: Database,
  consumer: string,
  topic: string,
  partition: number,
  nextOffset: number,
): Promise<void> {
  const owner = await takeOwnership(database, consumer)
  await database.transaction(async (session) => {
    await fence(session, owner)
    await session.query(
      `insert into topic.position (consumer, topic, partition, next_offset) values ($1, $2, $3, $4)
       on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset, moved_at = now()`,
      [consumer, topic, partition, nextOffset],
    )
  })
}
