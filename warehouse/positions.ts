/** How far consumers have come. Positions live in Postgres, in the transactions that write the results. */
import { LedgerError } from '../core/errors.js'
import type { Database, Session } from './database.js'
import { nameOf, type Ownership, type Partition } from './members.js'

/** Where a consumer goes on, and the id of the message before; null when it read none. */
export interface Standing extends Partition {
  readonly nextOffset: number
  readonly lastId: string | null
}

/** Throws LedgerError run_fenced unless every partition is still owned as given; holds the rows until the transaction ends. */
export async function fence(session: Session, owned: readonly Ownership[]): Promise<void> {
  const { rows } = await session.query<{ topic: string; partition: number }>({
    name: 'fence',
    text: `select o.topic, o.partition from topic.owner o
        join unnest($1::text[], $2::text[], $3::int[], $4::bigint[]) as f (consumer, topic, partition, epoch)
          on (o.consumer, o.topic, o.partition, o.epoch) = (f.consumer, f.topic, f.partition, f.epoch)
       order by 1, 2 for share of o`,
    values: [
      owned.map(({ consumer }) => consumer),
      owned.map(({ topic }) => topic),
      owned.map(({ partition }) => partition),
      owned.map(({ epoch }) => epoch),
    ],
  })
  if (rows.length === owned.length) return
  const held = new Set(rows.map(nameOf))
  const lost = owned.filter((partition) => !held.has(nameOf(partition)))
  throw new LedgerError(
    'run_fenced',
    `Another process took over ${lost.map((one) => `${nameOf(one)} of '${one.consumer}'`).join(', ')}`,
    'Nothing was lost: it goes on from the last commit. `riskledger status` shows it.',
  )
}

/** Where a consumer goes on: from 0 in a partition that it has never read. */
export async function positionsOf(
  database: Database,
  consumer: string,
  partitions: readonly Partition[],
): Promise<Standing[]> {
  const { rows } = await database.pool.query<Standing>(
    `select w.topic, w.partition, coalesce(p.next_offset, 0) as "nextOffset", p.last_id as "lastId"
       from unnest($2::text[], $3::int[]) as w (topic, partition)
       left join topic.position p on (p.consumer, p.topic, p.partition) = ($1, w.topic, w.partition)`,
    [consumer, partitions.map(({ topic }) => topic), partitions.map(({ partition }) => partition)],
  )
  return rows
}

/** Moves positions forward inside the caller's transaction; they never go back. */
export async function moveTo(session: Session, consumer: string, standing: readonly Standing[]): Promise<void> {
  await session.query({
    name: 'move positions',
    text: `insert into topic.position (consumer, topic, partition, next_offset, last_id)
      select $1, topic, partition, next_offset, last_id from unnest($2::text[], $3::int[], $4::bigint[], $5::text[]) as m (topic, partition, next_offset, last_id)
      on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset, last_id = excluded.last_id, moved_at = now()
      where topic.position.next_offset < excluded.next_offset`,
    values: [
      consumer,
      standing.map(({ topic }) => topic),
      standing.map(({ partition }) => partition),
      standing.map(({ nextOffset }) => nextOffset),
      standing.map(({ lastId }) => lastId),
    ],
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

/** Lets the rest of the transaction run beside others that share the gate, and beside none that has it alone. */
export async function passGate(session: Session, gate: string, how: 'shared' | 'alone'): Promise<void> {
  const lock = how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'
  await session.query({
    name: `gate ${how}`,
    text: `select ${lock}(hashtextextended($1, 0))`,
    values: [`riskledger gate ${gate}`],
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
 * Sets a consumer back (or forth) on purpose: the one way in which a position ever goes back. Whoever owns the partition just
 * now is fenced, so that it cannot move the position on from where it was, and takes it up again from the new place.
 */
export async function resetPosition(
  database: Database,
  consumer: string,
  { topic, partition }: Partition,
  nextOffset: number,
): Promise<void> {
  await database.transaction(async (session) => {
    await session.query(
      `insert into topic.owner as o (consumer, topic, partition, epoch) values ($1, $2, $3, 1)
       on conflict (consumer, topic, partition) do update set epoch = o.epoch + 1, member_id = null`,
      [consumer, topic, partition],
    )
    await session.query(
      `insert into topic.position (consumer, topic, partition, next_offset) values ($1, $2, $3, $4)
       on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset, last_id = null, moved_at = now()`,
      [consumer, topic, partition, nextOffset],
    )
  })
}
