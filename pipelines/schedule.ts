/**
 * Runs connectors by their cadence. What is due is decided in Postgres, one slot a row, so that any number of schedulers run each slot once; whoever
 * has a slot holds it by a lease, and where the lease ends with its holder another takes over. Timers only wake: none of them decides.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createTask, type ScheduledTask } from 'node-cron'
import { LedgerError, messageOf } from '../core/errors.js'
import type { Log } from '../core/log.js'
import type { Database } from '../warehouse/database.js'
import {
  endHolder,
  endSlot,
  type Failure,
  failSlot,
  giveSlotBack,
  holdSchedule,
  noteNextSlots,
  renewLeases,
  standings,
  type Taken,
  takeSlot,
} from '../warehouse/schedule.js'
import { dueOf, pauseAfter } from './due.js'
import { type Cadence, nextSlot } from './slots.js'
import type { Pace } from './stage.js'

/** A connector under a cadence: its declaration, or what the configuration says instead. */
export interface Feed {
  readonly id: string
  readonly cadence: Cadence
  readonly staleAfterDays: number
  readonly paused: boolean
}

/** What a run of one connector came to. */
export interface Ran {
  readonly runId: number | null
  /** There is something to look at: rejected rows, a broken file, a signal. */
  readonly findings: boolean
}

/** What became of a slot, for people to read. */
export type SlotEvent =
  | { readonly type: 'begun'; readonly taken: Taken }
  | { readonly type: 'done'; readonly taken: Taken; readonly ran: Ran }
  | { readonly type: 'failed'; readonly taken: Taken; readonly failure: Failure; readonly nextTry: Date }
  | { readonly type: 'given_back'; readonly taken: Taken }

export interface Scheduling {
  readonly database: Database
  readonly log: Log
  readonly feeds: readonly Feed[]
  /** Who takes slots: the same for the life of a process, so that it comes back to its own at once. */
  readonly owner: string
  readonly leaseSeconds: number
  /** How many connectors run at once. */
  readonly most: number
  /** The time by which slots are due; that of Postgres, but for tests. */
  now(): Promise<Date>
  /** From 0 to 1. */
  random(): number
  /** Brings one connector into the tables. `stop` becomes true when it should end after the batch at hand. */
  run(id: string, stop: () => boolean): Promise<Ran>
  /** The stages after it, for all that has come. Several runs that end together share one. */
  follow(): Promise<void>
  /** Says that an error is of the whole ledger and passes by itself; it is thrown, and no feed is blamed for it. */
  isPassing(error: unknown): boolean
  tell(event: SlotEvent): void
}

const LOOK_MS = 5000
const STEP_MS = 100
const BEATS = 5
const FAULT = 'fault'

/**
 * Runs what is due, and what becomes due for as long as `pace` wants more; without more every feed runs once at most. On a stop it waits for what is under way,
 * which ends after its batch. Throws what `isPassing` tells of, and errors of Postgres; slots are then given back where that is possible.
 */
export async function keepSchedule(scheduling: Scheduling, pace: Pace): Promise<void> {
  const { feeds } = scheduling
  await holdFeeds(scheduling.database, feeds, await scheduling.now())
  const turn = new Turn(scheduling, pace)
  const alarms = pace.more() ? setAlarms(feeds, () => turn.wake()) : []
  const beats = setInterval(() => turn.beat(), (1000 * scheduling.leaseSeconds) / BEATS)
  try {
    do {
      await turn.look()
    } while (await turn.goesOn())
  } finally {
    for (const alarm of alarms) alarm.destroy()
    turn.end()
    await turn.settled()
    clearInterval(beats)
  }
  turn.throwBroken()
}

/** Writes down how feeds are held, those that are new from `now` on. */
export function holdFeeds(database: Database, feeds: readonly Feed[], now: Date): Promise<void> {
  const held = feeds.map(({ id, cadence, staleAfterDays, paused }) => ({
    connector: id,
    cron: cadence.cron.text,
    time_zone: cadence.timeZone,
    stale_after_days: staleAfterDays,
    paused_in_configuration: paused,
  }))
  return holdSchedule(database, held, now)
}

/** Wakes at every slot; feeds of one cadence share an alarm. */
function setAlarms(feeds: readonly Feed[], wake: () => void): ScheduledTask[] {
  const cadences = new Map(
    feeds.filter(({ paused }) => !paused).map(({ cadence }) => [`${cadence.timeZone} ${cadence.cron.text}`, cadence]),
  )
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined }
  return [...cadences.values()].map(({ cron, timeZone }) => {
    // One that comes too late is no matter: what is due is looked for every few seconds anyway.
    const options = { timezone: timeZone, logger: silent, suppressMissedWarning: true }
    const alarm = createTask(cron.text, wake, options)
    alarm.start()
    return alarm
  })
}

/** One scheduler at work. */
class Turn {
  readonly #scheduling: Scheduling
  readonly #pace: Pace
  readonly #feeds: ReadonlyMap<string, Feed>
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #held = new Map<string, Taken>()
  readonly #begun = new Set<string>()
  readonly #follow: () => Promise<void>
  #woken = false
  #ended = false
  #broken: { readonly error: unknown } | null = null

  constructor(scheduling: Scheduling, pace: Pace) {
    this.#scheduling = scheduling
    this.#pace = pace
    this.#feeds = new Map(scheduling.feeds.filter(({ paused }) => !paused).map((feed) => [feed.id, feed]))
    this.#follow = together(() => scheduling.follow())
  }

  wake(): void {
    this.#woken = true
  }

  /** No run goes on after its batch. */
  end(): void {
    this.#ended = true
  }

  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values())
  }

  throwBroken(): void {
    if (this.#broken !== null) throw this.#broken.error
  }

  /** Takes what is due, as far as there is room, the longest due first. */
  async look(): Promise<void> {
    const { database, feeds, owner } = this.#scheduling
    const now = await this.#scheduling.now()
    const once = !this.#pace.more()
    const free = [...this.#feeds.keys()].filter((id) => !this.#underWay.has(id) && !(once && this.#begun.has(id)))
    const found = await standings(database, free, now, owner)
    for (const { connector, busy, running, status } of found)
      if (busy && !running && status === 'running') await endHolder(database, connector, owner)
    const due = found
      .flatMap((standing) => {
        const slot = this.#due(standing, now)?.slot
        return slot === undefined ? [] : [{ id: standing.connector, at: slot }]
      })
      .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    for (const { id } of due) {
      if (this.#underWay.size >= this.#scheduling.most || this.#pace.stop()) break
      const taken = await takeSlot(database, id, { ...this.#scheduling, now }, (standing) => this.#due(standing, now))
      if (taken !== null) this.#begin(taken)
    }
    await noteNextSlots(
      database,
      feeds.map(({ id, cadence }) => ({ connector: id, slot: nextSlot(cadence, now) })),
    )
  }

  #due(standing: Parameters<typeof dueOf>[1], now: Date) {
    const feed = this.#feeds.get(standing.connector)
    return feed === undefined ? null : dueOf(feed.cadence, standing, now)
  }

  /** Waits for something to do; false when there will be nothing. */
  async goesOn(): Promise<boolean> {
    const idle = this.#underWay.size === 0 && !this.#woken
    if (idle && !this.#pace.more()) return false
    for (const end = performance.now() + LOOK_MS; !this.#woken && performance.now() < end; ) {
      if (this.#pace.stop() || this.#broken !== null) return false
      await sleep(STEP_MS)
    }
    this.#woken = false
    return !this.#pace.stop() && this.#broken === null
  }

  #begin(taken: Taken): void {
    const { connector } = taken
    this.#begun.add(connector)
    this.#held.set(connector, taken)
    this.#scheduling.tell({ type: 'begun', taken })
    const work = this.#runSlot(taken)
      .catch((error: unknown) => {
        this.#broken ??= { error }
      })
      .finally(() => {
        this.#underWay.delete(connector)
        this.#held.delete(connector)
        this.#woken = true
      })
    this.#underWay.set(connector, work)
  }

  async #runSlot(taken: Taken): Promise<void> {
    const { database, log, tell } = this.#scheduling
    const stopped = () => this.#pace.stop() || this.#ended
    try {
      const ran = await this.#scheduling.run(taken.connector, () => stopped() || !this.#held.has(taken.connector))
      await this.#follow()
      if (await endSlot(database, taken, ran.runId)) tell({ type: 'done', taken, ran })
      else log.warn({ connector: taken.connector }, 'another scheduler took over this slot and runs it again')
    } catch (error) {
      const passing = this.#scheduling.isPassing(error)
      if (!passing && !stopped()) return this.#fail(taken, error)
      const given = await giveSlotBack(database, taken).catch(() => false)
      if (given) tell({ type: 'given_back', taken })
      if (passing && !stopped()) throw error
    }
  }

  async #fail(taken: Taken, error: unknown): Promise<void> {
    const { database, log, tell } = this.#scheduling
    const now = await this.#scheduling.now()
    const failure = failureOf(error)
    if (failure.code === FAULT) log.error({ connector: taken.connector, err: error }, 'a fault of riskledger itself')
    let nextTry = now
    const failed = await failSlot(database, taken, failure, (failures) => {
      nextTry = new Date(now.getTime() + pauseAfter(failures, this.#scheduling.random()))
      return nextTry
    })
    if (failed) tell({ type: 'failed', taken, failure, nextTry })
  }

  /** Holds the slots under way. A beat that fails is made up for by the next: a lease lasts for several. */
  beat(): void {
    const held = [...this.#held.values()]
    if (held.length === 0) return
    renewLeases(this.#scheduling.database, held, this.#scheduling.leaseSeconds)
      .then((lost) => {
        for (const one of lost) if (this.#held.get(one.connector) === one) this.#held.delete(one.connector)
      })
      .catch(() => undefined)
  }
}

/** An error as the schedule shows it. One that is no LedgerError is a fault of ours: it must not keep other feeds from running. */
function failureOf(error: unknown): Failure {
  if (error instanceof LedgerError) return { code: error.code, message: error.message, hint: error.hint }
  return { code: FAULT, message: messageOf(error).split('\n', 1)[0] ?? '', hint: 'Report it, with the log.' }
}

/** `work`, one at a time; whoever asks while it is under way shares the next with all that ask until then. */
function together(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  return () => {
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = null
        current = work()
        return current
      })
    return next
  }
}
