/**
 * Cron expressions on the wall clock: which times they name, without any zone. What they say is worked out by node-cron; five fields, or six with
 * seconds first, and names such as @daily. A day must fit both its fields (of the month, of the week), as node-cron has it and not as Unix cron does.
 * A time on the wall is a number here: the milliseconds that the same reading would have in UTC.
 */
import { parse, validateDetailed } from 'node-cron'

export interface Cron {
  readonly text: string
  /** Each in ascending order. */
  readonly seconds: readonly number[]
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly months: ReadonlySet<number>
  /** Numbers, and L (the last), L-3, 15W, LW (the weekday nearest to a day). */
  readonly daysOfMonth: readonly (number | string)[]
  /** Numbers from Sunday = 0, and 5L (the last Friday), 2#3 (the third Tuesday). */
  readonly daysOfWeek: readonly (number | string)[]
}

const DAY_MS = 86_400_000
const DAY_SECONDS = 86_400
// A 29 February on a given day of the week comes again after 40 years at most.
const HORIZON_DAYS = 366 * 41
const LONGEST = 200

/** Reads an expression. Throws Error with the reason when it is none, or names a time that never comes. */
export function parseCron(text: string): Cron {
  if (text.length > LONGEST) throw new Error(`it is longer than ${LONGEST} characters`)
  const { valid, errors } = validateDetailed(text)
  if (!valid) throw new Error(errors.map(({ message }) => message).join('; ') || 'it is no cron expression')
  const fields = parse(text)
  const ascending = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b)
  const cron: Cron = {
    text,
    seconds: ascending(fields.second),
    minutes: ascending(fields.minute),
    hours: ascending(fields.hour),
    months: new Set(fields.month),
    daysOfMonth: fields.dayOfMonth,
    daysOfWeek: fields.dayOfWeek,
  }
  if (nextTime(cron, Date.UTC(2000, 0, 1) - 1) === null) throw new Error('no day fits all its fields')
  return cron
}

/** What is wrong with an expression; null when nothing is. */
export function faultOfCron(text: string): string | null {
  try {
    parseCron(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Whether this is the name of a time zone, such as Asia/Shanghai. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The first time on the wall after `after`; null when there is none in 41 years. */
export function nextTime(cron: Cron, after: number): number | null {
  const first = dayOf(after)
  if (fits(cron, first)) {
    const second = secondAfter(cron, Math.floor((after - first) / 1000))
    if (second !== null) return first + 1000 * second
  }
  const end = first + HORIZON_DAYS * DAY_MS
  for (let day = first + DAY_MS; day < end; day += DAY_MS)
    if (fits(cron, day)) return day + 1000 * Number(secondAfter(cron, -1))
  return null
}

/** The last time on the wall up to `until`, itself included; null when there is none in 41 years. */
export function lastTime(cron: Cron, until: number): number | null {
  const last = dayOf(until)
  if (fits(cron, last)) {
    const second = secondUpTo(cron, Math.floor((until - last) / 1000))
    if (second !== null) return last + 1000 * second
  }
  const end = last - HORIZON_DAYS * DAY_MS
  for (let day = last - DAY_MS; day > end; day -= DAY_MS)
    if (fits(cron, day)) return day + 1000 * Number(secondUpTo(cron, DAY_SECONDS))
  return null
}

/** How many times on the wall lie after `after` and up to `until`. */
export function countTimes(cron: Cron, after: number, until: number): number {
  let count = 0
  for (let day = dayOf(after); day <= until; day += DAY_MS) {
    if (!fits(cron, day)) continue
    const upTo = (at: number) => secondsUpTo(cron, Math.floor((at - day) / 1000))
    count += upTo(Math.min(until, day + DAY_MS - 1000)) - (after < day ? 0 : upTo(after))
  }
  return count
}

const dayOf = (wall: number) => Math.floor(wall / DAY_MS) * DAY_MS

/** Whether a day, given as its first time, is one of the expression's. */
function fits(cron: Cron, day: number): boolean {
  const date = new Date(day)
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  if (!cron.months.has(month)) return false
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const weekday = date.getUTCDay()
  return (
    cron.daysOfMonth.some((field) => isDayOfMonth(field, dayOfMonth, last, weekdayOf(year, month))) &&
    cron.daysOfWeek.some((field) => isDayOfWeek(field, weekday, dayOfMonth, last))
  )
}

const weekdayOf = (year: number, month: number) => (day: number) => new Date(Date.UTC(year, month - 1, day)).getUTCDay()

function isDayOfMonth(field: number | string, day: number, last: number, weekday: (day: number) => number): boolean {
  if (typeof field === 'number') return field === day
  if (field === 'L') return day === last
  const before = /^L-(\d+)$/.exec(field)
  if (before !== null) return day === last - Number(before[1])
  const nearest = /^(\d+|L)W$/.exec(field)
  if (nearest === null) return false
  const target = nearest[1] === 'L' ? last : Number(nearest[1])
  if (target < 1 || target > last) return false
  // It never leaves its month.
  if (weekday(target) === 6) return day === (target === 1 ? 3 : target - 1)
  if (weekday(target) === 0) return day === (target === last ? target - 2 : target + 1)
  return day === target
}

function isDayOfWeek(field: number | string, weekday: number, day: number, last: number): boolean {
  if (typeof field === 'number') return field === weekday
  const lastOf = /^([0-7])L$/.exec(field)
  if (lastOf !== null) return Number(lastOf[1]) % 7 === weekday && day + 7 > last
  const nth = /^([0-7])#([1-5])$/.exec(field)
  return nth !== null && Number(nth[1]) % 7 === weekday && Math.ceil(day / 7) === Number(nth[2])
}

/** The first second of a day after `second`; null when the day has none. */
function secondAfter({ hours, minutes, seconds }: Cron, second: number): number | null {
  for (const hour of hours) {
    if (3600 * hour + 3599 <= second) continue
    for (const minute of minutes) {
      const start = 3600 * hour + 60 * minute
      if (start + 59 <= second) continue
      const found = seconds.find((one) => start + one > second)
      if (found !== undefined) return start + found
    }
  }
  return null
}

/** The last second of a day up to `second`; null when the day has none. */
function secondUpTo({ hours, minutes, seconds }: Cron, second: number): number | null {
  for (const hour of hours.toReversed()) {
    if (3600 * hour > second) continue
    for (const minute of minutes.toReversed()) {
      const start = 3600 * hour + 60 * minute
      const found = seconds.findLast((one) => start + one <= second)
      if (found !== undefined) return start + found
    }
  }
  return null
}

/** How many seconds of a day the expression has up to `second`. */
function secondsUpTo({ hours, minutes, seconds }: Cron, second: number): number {
  let count = 0
  for (const hour of hours) {
    if (3600 * hour > second) break
    if (3600 * hour + 3599 <= second) {
      count += minutes.length * seconds.length
      continue
    }
    for (const minute of minutes) count += seconds.filter((one) => 3600 * hour + 60 * minute + one <= second).length
  }
  return count
}
