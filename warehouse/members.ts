/**
 * How processes share the partitions of a consumer. Each is a member; from the list of members every one works out the same share, takes what is
 * free or was left by the dead, and gives back what is another's. Safety does not hang on it: every write is fenced by the partition's epoch.
 */
import { randomUUID } from 'node:crypto'
import { LedgerError } from '../core/errors.js'
import type { Database, Session } from './database.js'

export interface Partition {
  readonly topic: string
  readonly partition: number
}

/** The right to move a partition's position, until another member takes it. */
export interface Ownership extends Partition {
  readonly consumer: string
  readonly epoch: number
}

export interface Member {
  /** This member's share of the partitions, taken as far as it is free by now. Called again and again: the share moves with the members. */
  share(partitions: readonly Partition[]): Promise<readonly Ownership[]>
  /** Forgets what it owned, after a fence: the next share takes up what is still or again its own. */
  forget(): void
}

// What looks for changes does so this often.
const SHARE_MS = 500
// A member that missed this many of its beats is taken for dead.
const BEATS = 5
const INSUFFICIENT_PRIVILEGE = '42501'

// A member is alive while it holds its lock and has been seen. pg_locks shows the two halves of the key as unsigned numbers.
const LIVE = `m.seen_at > clock_timestamp() - make_interval(secs => $2) and exists (
  select from pg_locks l
   where l.locktype = 'advisory' and l.objsubid = 1 and l.granted and l.database = (select oid from pg_database where datname = current_database())
     and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('riskledger member ' || m.member_id, 0))`

/**
 * Runs `work` as a member of a consumer. A member that is not seen for `timeoutSeconds` loses its partitions and its connections to Postgres.
 * Throws LedgerError database_lost when the connection by which it is a member breaks.
 */
export async function asMember<T>(
  database: Database,
  consumer: string,
  timeoutSeconds: number,
  work: (member: Member) => Promise<T>,
): Promise<T> {
  return database.session(async (session) => {
    const id = randomUUID()
    await session.query("select pg_advisory_lock(hashtextextended('riskledger member ' || $1, 0))", [id])
    await session.query('insert into topic.member (member_id, consumer, connections) values ($1, $2, $3)', [
      id,
      consumer,
      database.connections,
    ])
    const member = new Membership(session, consumer, id, timeoutSeconds)
    const beats = setInterval(() => member.beat(), (1000 * timeoutSeconds) / BEATS)
    try {
      return await work(member)
    } finally {
      clearInterval(beats)
      await leave(session, id).catch(() => undefined)
    }
  })
}

async function leave(session: Session, id: string): Promise<void> {
  await session.query('update topic.owner set member_id = null where member_id = $1', [id])
  await session.query('delete from topic.member where member_id = $1', [id])
  await session.query("select pg_advisory_unlock(hashtextextended('riskledger member ' || $1, 0))", [id])
}

class Membership implements Member {
  readonly #session: Session
  readonly #consumer: string
  readonly #id: string
  readonly #timeout: number
  #owned = new Map<string, Ownership>()
  #looked = Number.NEGATIVE_INFINITY
  #known = ''

  constructor(session: Session, consumer: string, id: string, timeoutSeconds: number) {
    this.#session = session
    this.#consumer = consumer
    this.#id = id
    this.#timeout = timeoutSeconds
  }

  /** Seen. A beat that fails is heard of by the next call of share, on the same connection. */
  beat(): void {
    this.#session
      .query('update topic.member set seen_at = clock_timestamp() where member_id = $1', [this.#id])
      .catch(() => undefined)
  }

  forget(): void {
    this.#owned.clear()
    this.#looked = Number.NEGATIVE_INFINITY
  }

  async share(partitions: readonly Partition[]): Promise<readonly Ownership[]> {
    const known = partitions.map(nameOf).join(' ')
    if (performance.now() - this.#looked < SHARE_MS && known === this.#known) return [...this.#owned.values()]
    const live = await this.#live()
    await this.#confirm()
    const rank = live.indexOf(this.#id)
    const sorted = [...partitions].sort(inOrder)
    const mine = new Map(
      sorted.filter((_, index) => index % live.length === rank).map((partition) => [nameOf(partition), partition]),
    )
    await this.#giveBack([...this.#owned.values()].filter((owned) => !mine.has(nameOf(owned))))
    await this.#take(
      [...mine.values()].filter((wanted) => !this.#owned.has(nameOf(wanted))),
      live,
    )
    this.#looked = performance.now()
    this.#known = known
    return [...this.#owned.values()]
  }

  /** The living members, this one among them, in an order that all agree on. Of those that only stopped the connections are ended: they may hold locks. */
  async #live(): Promise<string[]> {
    const { rows } = await this.#session.query<{ member_id: string; live: boolean }>({
      name: 'members',
      text: `select m.member_id, ${LIVE} as live from topic.member m where m.consumer = $1 order by m.member_id`,
      values: [this.#consumer, this.#timeout],
    })
    const dead = rows.filter((row) => !row.live && row.member_id !== this.#id)
    if (dead.length > 0) await this.#bury(dead)
    if (!rows.some((row) => row.member_id === this.#id))
      throw new LedgerError(
        'run_fenced',
        `This process was not seen for ${this.#timeout} s and another took over its part of '${this.#consumer}'`,
        'Nothing was lost. Run the command again; if it happens often, raise RISKLEDGER_SESSION_TIMEOUT_SECONDS.',
      )
    return rows.filter((row) => row.live || row.member_id === this.#id).map((row) => row.member_id)
  }

  /** Drops what it no longer owns, whoever took it or set it back: with nothing to write there is no fence to hear of it. */
  async #confirm(): Promise<void> {
    const { rows } = await this.#session.query<{ topic: string; partition: number; epoch: number }>({
      name: 'owned',
      text: 'select topic, partition, epoch from topic.owner where consumer = $1 and member_id = $2',
      values: [this.#consumer, this.#id],
    })
    const epochs = new Map(rows.map((row) => [nameOf(row), row.epoch]))
    for (const [name, { epoch }] of this.#owned) if (epochs.get(name) !== epoch) this.#owned.delete(name)
  }

  /** Ends the connections of members that are not seen any more, and takes them off the list. */
  async #bury(dead: readonly { readonly member_id: string }[]): Promise<void> {
    const { rows } = await this.#session.query<{ member_id: string; connections: string }>(
      `select member_id, connections from topic.member m where m.member_id = any ($1) and not (${LIVE})`,
      [dead.map((row) => row.member_id), this.#timeout],
    )
    if (rows.length === 0) return
    // The login may be another role than the one that works; only as the login may it end its own connections.
    await this.#session.query('set role none')
    try {
      await this.#session.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where application_name = any ($1) and pid <> pg_backend_pid()',
        [rows.map((row) => row.connections)],
      )
    } catch (error) {
      // Of another login: its writes are fenced all the same, only its locks stay until it ends.
      if (Object(error).code !== INSUFFICIENT_PRIVILEGE) throw error
    } finally {
      await this.#session.query('reset role')
    }
    await this.#session.query('delete from topic.member where member_id = any ($1)', [rows.map((row) => row.member_id)])
  }

  async #giveBack(partitions: readonly Ownership[]): Promise<void> {
    if (partitions.length === 0) return
    await this.#session.query(
      `update topic.owner o set member_id = null
         from unnest($3::text[], $4::int[]) as p (topic, partition)
        where o.consumer = $1 and o.member_id = $2 and o.topic = p.topic and o.partition = p.partition`,
      [this.#consumer, this.#id, partitions.map(({ topic }) => topic), partitions.map(({ partition }) => partition)],
    )
    for (const partition of partitions) this.#owned.delete(nameOf(partition))
  }

  /** Takes what is free, was the dead's, or is this member's from before a fence. */
  async #take(partitions: readonly Partition[], live: readonly string[]): Promise<void> {
    if (partitions.length === 0) return
    const { rows } = await this.#session.query<{ topic: string; partition: number; epoch: number }>(
      `insert into topic.owner as o (consumer, topic, partition, member_id, epoch)
       select $1, topic, partition, $2, 1 from unnest($3::text[], $4::int[]) as p (topic, partition) order by topic, partition
       on conflict (consumer, topic, partition) do update set member_id = excluded.member_id, epoch = o.epoch + 1, taken_at = now()
        where o.member_id is null or o.member_id <> all ($5)
       returning topic, partition, epoch`,
      [
        this.#consumer,
        this.#id,
        partitions.map(({ topic }) => topic),
        partitions.map(({ partition }) => partition),
        live.filter((id) => id !== this.#id),
      ],
    )
    for (const { topic, partition, epoch } of rows)
      this.#owned.set(nameOf({ topic, partition }), { consumer: this.#consumer, topic, partition, epoch })
  }
}

/** Sorts partitions by topic and number. */
export function inOrder(a: Partition, b: Partition): number {
  if (a.topic === b.topic) return a.partition - b.partition
  return a.topic < b.topic ? -1 : 1
}

/** How a partition is named in messages, positions and keys. */
export function nameOf({ topic, partition }: Partition): string {
  return `${topic}/${partition}`
}
