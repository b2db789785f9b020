/**
 * Slots: the instants at which a cadence wants a run, by the wall clock of its zone. A time on the wall becomes the first instant at which that clock
 * reads it or later. So a time that a change of the clock leaves out runs at the first instant after the gap, and one that comes twice runs once, the
 * first time. Pure; one second is the finest step.
 */
import { type Cron, countTimes, lastTime, nextTime } from '../core/cron.js'

export interface Cadence {
  readonly cron: Cron
  /** An IANA name. */
  readonly timeZone: string
}

const SECOND_MS = 1000
const HOUR_MS = 3_600_000
// Nowhere is the wall clock further from UTC.
const WIDEST_OFFSET_MS = 16 * HOUR_MS
// Further than any clock was ever set back.
const SET_BACK_MS = 26 * HOUR_MS
// No zone changes its offset twice in this time.
const SAMPLE_MS = 6 * HOUR_MS

/** The first slot after an instant; null when the expression names no time in 41 years. */
export function nextSlot({ cron, timeZone }: Cadence, after: Date): Date | null {
  const time = nextTime(cron, reached(timeZone, after.getTime()))
  return time === null ? null : instantOf(timeZone, time)
}

/** The last slot up to an instant, itself included; null as above. */
export function latestSlot({ cron, timeZone }: Cadence, until: Date): Date | null {
  const time = lastTime(cron, reached(timeZone, until.getTime()))
  return time === null ? null : instantOf(timeZone, time)
}

/** How many times of the cadence were reached after one instant and up to another. */
export function timesBetween({ cron, timeZone }: Cadence, after: Date, until: Date): number {
  return countTimes(cron, reached(timeZone, after.getTime()), reached(timeZone, until.getTime()))
}

/** What the latest reading was that the wall clock has shown up to an instant: where it was set back, more than it shows. */
function reached(timeZone: string, instant: number): number {
  const at = Math.floor(instant / SECOND_MS) * SECOND_MS
  return Math.max(
    ...spans(timeZone, at - SET_BACK_MS, at + SECOND_MS).map(({ end, offset }) => end - SECOND_MS + offset),
  )
}

/** The first instant at which the wall clock reads `time` or later. */
function instantOf(timeZone: string, time: number): Date {
  for (const { start, end, offset } of spans(timeZone, time - WIDEST_OFFSET_MS, time + WIDEST_OFFSET_MS)) {
    const instant = Math.max(start, time - offset)
    if (instant < end) return new Date(instant)
  }
  throw new Error(`the wall clock of ${timeZone} never reads ${new Date(time).toISOString()}`)
}

/** A time in which a zone keeps its offset to UTC; the end is not in it. */
interface Span {
  readonly start: number
  readonly end: number
  readonly offset: number
}

/** The spans from one instant to another, in order. */
function spans(timeZone: string, from: number, to: number): Span[] {
  const found: Span[] = []
  let start = from
  let offset = offsetAt(timeZone, from)
  for (let at = from; at < to; ) {
    const next = Math.min(at + SAMPLE_MS, to)
    const then = offsetAt(timeZone, next)
    // A change at the very end belongs to what comes after it.
    const change = then === offset ? to : changeBetween(timeZone, at, next)
    if (change < to) {
      found.push({ start, end: change, offset })
      start = change
      offset = then
    }
    at = next
  }
  found.push({ start, end: to, offset })
  return found
}

/** The first instant, to the second, after `before` that has another offset; `after` has it. */
function changeBetween(timeZone: string, before: number, after: number): number {
  const offset = offsetAt(timeZone, before)
  let [low, high] = [before / SECOND_MS, after / SECOND_MS]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(timeZone, middle * SECOND_MS) === offset) low = middle
    else high = middle
  }
  return high * SECOND_MS
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the wall clock is ahead of UTC at an instant of whole seconds, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  let clock = clocks.get(timeZone)
  if (clock === undefined) {
    const numeric = 'numeric'
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
    clocks.set(timeZone, clock)
  }
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    clock.format(instant).match(/\d+/g) ?? []
  ).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant
}
