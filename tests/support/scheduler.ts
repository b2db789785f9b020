/** Schedulers of tests: on a clock that the test sets, over runs that only note themselves. */
import { randomUUID } from 'node:crypto'
import { parseCron } from '../../core/cron.js'
import { type Feed, keepSchedule, type Scheduling, type SlotEvent } from '../../pipelines/schedule.js'
import type { Pace } from '../../pipelines/stage.js'
import type { Ledger } from './ledger.js'

const ONCE: Pace = { more: () => false, stop: () => false }
/** How long the schedulers hold a slot without a beat. */
export const LEASE_SECONDS = 2

/** A connector under a cadence. */
export const feed = (id: string, cron = '0 6 * * *', timeZone = 'UTC'): Feed => ({
  id,
  cadence: { cron: parseCron(cron), timeZone },
  staleAfterDays: 1,
  paused: false,
})

/** A scheduler on a clock of the test's own, that notes what it ran. */
export function schedulerOn(ledger: Ledger, feeds: readonly Feed[], changes: Partial<Scheduling>) {
  const ran: string[] = []
  const events: SlotEvent[] = []
  let now = new Date('2026-03-01T00:00Z')
  const scheduling: Scheduling = {
    database: ledger.database,
    log: ledger.stage.log,
    feeds,
    owner: randomUUID(),
    leaseSeconds: LEASE_SECONDS,
    most: 1,
    now: async () => now,
    random: () => 0,
    async run(id) {
      ran.push(id)
      return { runId: null, findings: false }
    },
    follow: async () => undefined,
    isPassing: () => false,
    tell: (event) => events.push(event),
    ...changes,
  }
  return {
    ran,
    events,
    /** Lets it do what is due at a time. */
    async at(time: string, pace = ONCE) {
      now = new Date(time)
      await keepSchedule(scheduling, pace)
    },
  }
}
