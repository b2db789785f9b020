/** What is due: decided from what the tables hold and the time alone, so that any number of schedulers decide the same. */
import type { Due, Standing } from '../warehouse/schedule.js'
import { type Cadence, latestSlot, nextSlot, timesBetween } from './slots.js'

const FIRST_TRY_MS = 60_000
const LONGEST_TRY_MS = 3_600_000
// Doubling beyond makes no difference, and no number too large.
const MOST_DOUBLINGS = 10

/**
 * The slot to run now; null for none. After a time in which nobody ran anything it is the latest slot alone, with those before it counted. What failed or was
 * broken off is run again, unless a later slot has come, which then stands for it.
 */
export function dueOf(cadence: Cadence, standing: Standing, now: Date): Due | null {
  const { paused, busy, running, next_try, slot, status, since } = standing
  if (paused || busy || running) return null
  // One that lies further away than any pause was made by a clock that was ahead: nobody waits for it.
  if (next_try !== null && next_try > now && next_try.getTime() - now.getTime() <= LONGEST_TRY_MS) return null
  const before = slot ?? since
  const latest = latestSlot(cadence, now)
  if (latest !== null && latest > before) {
    // The latest itself is no skipped one. What a gap of the clock makes one slot is counted by its times.
    const skipped = Math.max(0, timesBetween(cadence, before, new Date(latest.getTime() - 1)))
    return { slot: latest, skipped, skipped_since: skipped === 0 ? null : nextSlot(cadence, before) }
  }
  const again = status === 'failed' || status === 'interrupted' || status === 'running'
  return again && slot !== null ? { slot, skipped: 0, skipped_since: null } : null
}

/**
 * How long to wait after some failures one after the other: a minute, twice as long each time, at most an hour. `random` (0 to 1) takes up to half of it away,
 * so that feeds of one publisher that failed together do not all come back together.
 */
export function pauseAfter(failures: number, random: number): number {
  const whole = Math.min(LONGEST_TRY_MS, FIRST_TRY_MS * 2 ** Math.min(MOST_DOUBLINGS, failures - 1))
  return Math.round(whole * (1 - random / 2))
}
