/** Topic to tables: reads record batches from their positions and merges them. Several loaders share the partitions. */
import { begun } from '../core/begun.js'
import { messageOf } from '../core/errors.js'
import { KIND_NAMES, type Kind } from '../schemas/record.js'
import { kindOf } from '../schemas/topics.js'
import type { PartitionBounds } from '../topics/log.js'
import { recreatedTopic, refuseOther, refuseTruncated } from '../topics/refusals.js'
import { inTransaction, type Session } from '../warehouse/database.js'
import { asMember, type Member, nameOf, type Ownership } from '../warehouse/members.js'
import { fence, moveTo, passGate, positionsOf, type Standing } from '../warehouse/positions.js'
import { quarantine } from '../warehouse/quarantine.js'
import { beginLoad, dropLoad, mergeRecords } from '../warehouse/records.js'
import { addMerged, addUnloadable, closeRun, passedRuns, runOfBatch } from '../warehouse/runs.js'
import { withdrawAbsent } from '../warehouse/snapshots.js'
import { type Cursor, gather, oneByOne, type Prepared, refusedByPostgres } from './gather.js'
import { goOnWithout, keepPace, type Pace, recordEnds, type Stage, UNTIL_CAUGHT_UP } from './stage.js'

const CONSUMER = 'load'

// Two loaders that meet on one record (its key was moved by a growth of partitions) try again one after the other.
const TRIES = 5
const CLASHES = new Set(['23505', '40P01', '40001'])

export interface Loaded {
  messages: number
  /** Messages that are no records: in quarantine, with their place. */
  quarantined: number
}

/**
 * Loads until caught up, and as long as more is coming; then every partition has been read to its end, by this process or by others. Throws LedgerError database_lost and the like when Postgres or the log goes away, topic_truncated and topic_recreated.
 */
export async function load(stage: Stage, pace: Pace = UNTIL_CAUGHT_UP): Promise<Loaded> {
  return asMember(stage.database, CONSUMER, stage.sessionTimeoutSeconds, (member) =>
    stage.database.session(async (session) => {
      const loader = new Loader(stage, session, member, pace)
      const behind = async () => !(await loader.caughtUp())
      await keepPace(pace, () => loader.round(), behind)
      return loader.total
    }),
  )
}

class Loader {
  readonly total: Loaded = { messages: 0, quarantined: 0 }
  readonly #stage: Stage
  readonly #session: Session
  readonly #member: Member
  readonly #pace: Pace
  /** By partition: those owned, and how far each is read. */
  readonly #cursors = new Map<string, Cursor>()
  #bounds: readonly PartitionBounds[] = []

  constructor(stage: Stage, session: Session, member: Member, pace: Pace) {
    this.#stage = stage
    this.#session = session
    this.#member = member
    this.#pace = pace
  }

  /** Loads what this process owns to where it ended when the round began, and closes runs when there was nothing. True when there was something. */
  async round(): Promise<boolean> {
    this.#bounds = await recordEnds(this.#stage)
    const before = this.total.messages
    // Who is no member any more hears of it here, and has to become one again.
    const owned = await this.#member.share(this.#bounds)
    try {
      await this.#follow(owned)
      for (const kind of KIND_NAMES) await this.#loadKind(kind)
    } catch (error) {
      // What was read ahead is not what goes on from here.
      this.#cursors.clear()
      goOnWithout(this.#stage, this.#member, error)
      return true
    }
    if (this.total.messages > before) return true
    await this.#closeRuns()
    return false
  }

  /** True when all partitions have been read to where they ended in the last round, whoever reads them. */
  async caughtUp(): Promise<boolean> {
    const standing = await positionsOf(this.#stage.database, CONSUMER, this.#bounds)
    const ends = new Map(this.#bounds.map((bound) => [nameOf(bound), bound.nextOffset]))
    if (standing.some((one) => one.nextOffset < (ends.get(nameOf(one)) ?? 0))) return false
    // What another loader read last may have ended a run since this one looked.
    await this.#closeRuns()
    return true
  }

  /** Takes up partitions that are newly owned from their positions, and lets go of others. */
  async #follow(owned: readonly Ownership[]): Promise<void> {
    const epochs = new Map(owned.map((one) => [nameOf(one), one]))
    for (const [name, cursor] of this.#cursors)
      if (epochs.get(name)?.epoch !== cursor.owned.epoch) this.#cursors.delete(name)
    const added = owned.filter((one) => !this.#cursors.has(nameOf(one)))
    const standing = added.length === 0 ? [] : await positionsOf(this.#stage.database, CONSUMER, added)
    for (const one of added) {
      const at = standing.find((position) => nameOf(position) === nameOf(one))
      if (at === undefined) throw new Error(`no position of ${nameOf(one)}`)
      await this.#checkPlace(at)
      this.#cursors.set(nameOf(one), { owned: one, standing: at, end: 0 })
    }
    for (const bound of this.#bounds) {
      const cursor = this.#cursors.get(nameOf(bound))
      if (cursor === undefined) continue
      cursor.end = bound.nextOffset
      refuseShorter(bound, cursor.standing.nextOffset)
    }
  }

  /** The log must still have what is to come, and what came last must be where it was: else it is another topic of the same name. */
  async #checkPlace({ topic, partition, nextOffset, lastId }: Standing): Promise<void> {
    const bound = this.#bounds.find((one) => one.topic === topic && one.partition === partition)
    if (bound === undefined || nextOffset === 0) return
    refuseTruncated(bound, nextOffset)
    refuseShorter(bound, nextOffset)
    if (lastId === null || nextOffset === bound.firstOffset) return
    const found = (await this.#stage.topics.read(topic, partition, nextOffset - 1))?.messages[0]
    refuseOther({ topic, partition }, { offset: nextOffset - 1, id: lastId }, found)
  }

  /** Loads one kind, reading ahead of the merge. */
  async #loadKind(kind: Kind): Promise<void> {
    const cursors = [...this.#cursors.values()].filter(({ owned }) => kindOf(owned.topic) === kind)
    const prepare = () => begun(() => gather(this.#stage, kind, cursors))
    let next = prepare()
    for (let prepared = await next; prepared !== null; prepared = await next) {
      // What is at hand is still written.
      const stop = this.#pace.stop()
      if (!stop) next = prepare()
      await this.#apply(prepared)
      this.total.messages += prepared.messages
      this.#stage.progress({ stage: 'load', what: kind, done: this.total.messages, total: null })
      if (stop) return
    }
  }

  /** Merges what was gathered. What Postgres refuses as data is looked for message by message, and put into quarantine: the rest goes on. */
  async #apply(prepared: Prepared): Promise<void> {
    try {
      await apply(this.#session, prepared)
      this.#count(prepared)
    } catch (error) {
      if (!refusesData(error)) throw error
      for await (const single of oneByOne(this.#stage, prepared)) this.#count(await this.#applySingle(single))
    }
  }

  async #applySingle(single: Prepared): Promise<Prepared> {
    try {
      await apply(this.#session, single)
      return single
    } catch (error) {
      if (!refusesData(error)) throw error
      const refused = refusedByPostgres(single, messageOf(error))
      await apply(this.#session, refused)
      return refused
    }
  }

  #count({ unloadable }: Prepared): void {
    this.total.quarantined += unloadable.reduce((sum, { entries }) => sum + entries.length, 0)
  }

  /** Closes runs that are loaded to their end; a full snapshot's withdraws what it lacked, while nothing else is written. */
  async #closeRuns(): Promise<void> {
    const session = this.#session
    if ((await passedRuns(session, CONSUMER)).length === 0) return
    await inTransaction(session, async () => {
      await passGate(session, CONSUMER, 'alone')
      for (const run of await passedRuns(session, CONSUMER)) {
        const withdrawal = run.full_snapshot ? await withdrawAbsent(session, run) : { withdrawn: 0, refused: null }
        if (withdrawal.refused !== null)
          this.#stage.log.warn({ connector: run.connector, run_id: run.run_id }, withdrawal.refused)
        await closeRun(session, run.run_id, withdrawal.withdrawn, withdrawal.refused)
      }
    })
  }
}

/** A topic that ends before the place up to which it was read is another one. */
function refuseShorter({ topic, partition, nextOffset: end }: PartitionBounds, readTo: number): void {
  if (readTo > end) throw recreatedTopic(topic, partition, `it ends at offset ${end}, and was read up to ${readTo}`)
}

/** True when Postgres refuses what is written (data exceptions, constraints, limits of the program), and not to write. */
function refusesData(error: unknown): boolean {
  return /^(22|23502|23514|54)/.test(String(Object(error).code))
}

/** One transaction: rows, quarantine, run counts and positions, fenced by the epochs of the partitions. */
async function apply(session: Session, prepared: Prepared): Promise<void> {
  const { kind, owned, standing, runs, unloadable } = prepared
  const write = async () => {
    await passGate(session, CONSUMER, 'shared')
    await fence(session, owned)
    for (const [index, { runId, messages, grouped }] of runs.entries()) {
      const run = await runOfBatch(session, runId)
      const loadId = await beginLoad(session, kind, run === undefined ? null : runId, messages)
      const counts = await mergeRecords(session, grouped, run?.collects_keys === true ? runId : null, index > 0)
      if (counts.inserted + counts.updated === 0) await dropLoad(session, loadId)
      // A topic that is replayed brings batches of runs that were closed long ago: their figures stand.
      if (run?.closed === false) await addMerged(session, runId, counts)
    }
    for (const { connector, runId, entries } of unloadable) {
      const known = (await runOfBatch(session, runId)) !== undefined
      await quarantine(session, connector, null, known ? runId : null, entries)
      if (known) await addUnloadable(session, runId, entries.length)
    }
    await moveTo(session, CONSUMER, standing)
  }
  for (let left = TRIES; ; left--) {
    try {
      return await inTransaction(session, write)
    } catch (error) {
      if (left === 1 || !CLASHES.has(Object(error).code)) throw error
    }
  }
}
