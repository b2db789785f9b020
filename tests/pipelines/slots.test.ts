/** When a cadence wants a run: against a clock that is watched minute by minute, and against node-cron on ordinary days. */
import fc from 'fast-check'
import { createTask } from 'node-cron'
import { describe, expect, it } from 'vitest'
import { parseCron } from '../../core/cron.js'
import { type Cadence, latestSlot, nextSlot, timesBetween } from '../../pipelines/slots.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const ZONES = Intl.supportedValuesOf('timeZone')

const cadence = (cron: string, timeZone: string): Cadence => ({ cron: parseCron(cron), timeZone })

/** The slots of a while, one after the other. */
function slotsOf(one: Cadence, from: string | Date, until: string | Date): string[] {
  const found: string[] = []
  for (let at = nextSlot(one, new Date(from)); at !== null && at <= new Date(until); at = nextSlot(one, at))
    found.push(at.toISOString().replace(':00.000Z', 'Z'))
  return found
}

/** A wall clock of another make than ours: by parts. No zone changes its clock twice in an hour, so between two readings of one offset it is not asked again. */
function wallClock(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  function read(instant: number): number {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute)
  }
  const offsets = new Map<number, number>()
  function offsetAt(instant: number): number {
    const offset = offsets.get(instant) ?? read(instant) - instant
    offsets.set(instant, offset)
    return offset
  }
  return (instant) => {
    const from = Math.floor(instant / HOUR_MS) * HOUR_MS
    const offset = offsetAt(from)
    return offset === offsetAt(from + HOUR_MS) ? instant + offset : read(instant)
  }
}

/** The minutes of a cron that names plain numbers, as a set of readings; the reference looks every one of them up. */
interface Plain {
  readonly text: string
  readonly names: (wall: number) => boolean
}

const field = (least: number, most: number): fc.Arbitrary<readonly number[] | null> =>
  fc.option(fc.uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 4 }))

const plainCron: fc.Arbitrary<Plain> = fc
  .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
  .map((fields) => ({
    text: fields.map((values) => values?.join(',') ?? '*').join(' '),
    names: (wall) => {
      const at = new Date(wall)
      const reading = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCDay()]
      return fields.every((values, index) => values === null || values.includes(Number(reading[index])))
    },
  }))

/** Watches the clock minute by minute; whatever reading it passes for the first time is due, once for one minute. */
function watched({ names }: Plain, wall: (instant: number) => number, from: number, until: number): string[] {
  const found: string[] = []
  let reached = Number.NEGATIVE_INFINITY
  for (let at = from - 27 * HOUR_MS; at <= from; at += MINUTE_MS) reached = Math.max(reached, wall(at))
  for (let at = from + MINUTE_MS; at <= until; at += MINUTE_MS) {
    const reads = wall(at)
    let due = false
    for (let passed = reached + MINUTE_MS; passed <= reads; passed += MINUTE_MS) due ||= names(passed)
    if (due) found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'))
    reached = Math.max(reached, reads)
  }
  return found
}

/** The hours in which a zone changes its clock in a year. */
function changesOf(timeZone: string, year: number): number[] {
  const wall = wallClock(timeZone)
  const offset = (at: number) => wall(at) - at
  const found: number[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY_MS)
    if (offset(at) !== offset(at + DAY_MS)) found.push(at + 12 * HOUR_MS)
  return found
}

function agrees(plain: Plain, timeZone: string, around: number): void {
  const [from, until] = [around - DAY_MS, around + DAY_MS]
  const one = cadence(plain.text, timeZone)
  const expected = watched(plain, wallClock(timeZone), from, until)
  expect(slotsOf(one, new Date(from), new Date(until)), `${plain.text} in ${timeZone}`).toEqual(expected)
  const last = latestSlot(one, new Date(until))
  if (expected.length > 0) expect(last?.toISOString().replace(':00.000Z', 'Z')).toBe(expected.at(-1))
  else expect(Number(last)).toBeLessThanOrEqual(from)
  // What falls into a gap is counted by its times, and runs as one.
  expect(timesBetween(one, new Date(from), new Date(until))).toBeGreaterThanOrEqual(expected.length)
}

describe('slots', () => {
  it('are those of a watched clock, in every zone, when its clock is changed', { timeout: 300_000 }, () => {
    for (const zone of ZONES)
      for (const around of changesOf(zone, 2026))
        fc.assert(
          fc.property(plainCron, (plain) => agrees(plain, zone, around)),
          { numRuns: 2 },
        )
  })

  it('are those of a watched clock at any time', { timeout: 300_000 }, () => {
    const minutes = fc.integer({ min: Date.UTC(1975, 0, 1) / MINUTE_MS, max: Date.UTC(2037, 0, 1) / MINUTE_MS })
    fc.assert(
      fc.property(plainCron, fc.constantFrom(...ZONES), minutes, (plain, zone, minute) =>
        agrees(plain, zone, minute * MINUTE_MS),
      ),
      { numRuns: 150 },
    )
  })

  it('come at the first instant after a gap, once for all that fell into it', () => {
    const spring = (cron: string) => slotsOf(cadence(cron, 'Europe/Berlin'), '2026-03-28T12:00Z', '2026-03-29T12:00Z')
    expect(spring('30 2 * * *')).toEqual(['2026-03-29T01:00Z'])
    expect(spring('*/20 2 * * *')).toEqual(['2026-03-29T01:00Z'])
    expect(spring('0 3 * * *')).toEqual(['2026-03-29T01:00Z'])
    expect(slotsOf(cadence('0 12 30 12 *', 'Pacific/Apia'), '2011-12-01T00:00Z', '2012-01-10T00:00Z')).toEqual([
      '2011-12-30T10:00Z',
    ])
  })

  it('come once where a time comes twice: the first', () => {
    const autumn = (cron: string) =>
      slotsOf(cadence(cron, 'America/New_York'), '2026-11-01T03:00Z', '2026-11-01T08:00Z')
    expect(autumn('30 1 * * *')).toEqual(['2026-11-01T05:30Z'])
    expect(autumn('0 * * * *')).toEqual([
      '2026-11-01T04:00Z',
      '2026-11-01T05:00Z',
      '2026-11-01T07:00Z',
      '2026-11-01T08:00Z',
    ])
  })

  it('are counted without being looked up one by one', () => {
    expect(timesBetween(cadence('* * * * * *', 'UTC'), new Date('1990-01-01'), new Date('2020-01-01'))).toBe(
      (Date.UTC(2020, 0) - Date.UTC(1990, 0)) / 1000,
    )
  })

  it('agree with node-cron on ordinary days', () => {
    const crons = [
      '15 1 * * *',
      '*/7 9-17 * * mon-fri',
      '0 0 L * *',
      '0 6 L-3 * *',
      '0 6 15W * *',
      '0 6 LW 1-12/2 *',
      '0 6 1W * *',
      '30 4 * * 5L',
      '30 4 * * 7#2',
      '0 22-2 1,15 * *',
      '0 0 29 2 *',
      '20 30 3 13 * 5',
      '@weekly',
      '*/15 * * * * *',
    ]
    for (const cron of crons)
      for (const zone of ['UTC', 'Asia/Shanghai', 'Asia/Kathmandu', 'Asia/Tokyo']) {
        const task = createTask(cron, () => undefined, { timezone: zone })
        const theirs = task.getNextRuns(20)
        task.destroy()
        let at = new Date(Number(theirs[0]) - 1000)
        for (const expected of theirs) {
          at = nextSlot(cadence(cron, zone), at) ?? at
          expect(at, `${cron} in ${zone}`).toEqual(expected)
          expect(latestSlot(cadence(cron, zone), new Date(at.getTime() + 999))).toEqual(at)
        }
      }
  })

  it.each([
    ['61 * * * *', /minute/],
    ['* * * *', /5 or 6 fields/],
    ['0 0 30 2 *', /impossible/],
    ['0 0 31 4,6 *', /impossible|no day/],
    ['0 0 31W 2 *', /./],
    ['x'.repeat(1000), /longer/],
  ])('%s is no cadence', (cron, reason) => {
    expect(() => parseCron(cron)).toThrow(reason)
  })
})
