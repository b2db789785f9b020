/** From where to where a table is read: values of its cursor column as text, in the column's own frame of time. */
import { LedgerError } from '../../../core/errors.js'
import type { LandRequest, PlaceCursor } from '../../place.js'
import { secondsOf } from '../declared.js'
import type { SqlDeclaration } from './declaration.js'

/** What the type of a cursor column is good for. `instant`: it has a time zone, and is told in UTC. */
export type Grade = 'instant' | 'wall_time' | 'day' | 'integer'

/** What is asked of the table; null: without that bound. */
export interface Bounds {
  /** Included. */
  readonly lower: string | null
  /** Excluded. */
  readonly upper: string | null
  /** Everything is asked for, so that what does not come is not there. */
  readonly whole: boolean
  /** The cursor stays as it is, whatever comes: a backfill tells nothing of what is new. */
  readonly backfill: boolean
}

const TIME = /^(\d{4,6}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?)?(?:\+00(?::?00)?|Z)?$/
const DAY_MS = 86_400_000

/** A time of a database in the one form in which texts compare as times do; undefined for what is none, such as infinity. */
export function comparable(text: string): string | undefined {
  const [, day, clock = '00:00:00', fraction = ''] = TIME.exec(text) ?? []
  // From year 10000 on texts no longer compare: as far in the future as anything.
  return day === undefined || day.length > 10 ? undefined : `${day} ${clock}.${fraction.padEnd(6, '0').slice(0, 6)}`
}

/** An instant as a clock in that zone shows it, in the form of `comparable`. */
export function wallTime(instant: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  const fraction = String(instant.getUTCMilliseconds()).padStart(3, '0')
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}.${fraction}000`
}

// Before it, years do not count as texts do: there is no lower bound.
const EARLIEST = Date.parse('1000-01-01T00:00:00Z')

/** Milliseconds of what `comparable` gives; NaN for a day that no calendar has. */
function instantOf(time: string): number {
  return Date.parse(`${time.replace(' ', 'T').slice(0, 23)}Z`)
}

/** A value of a cursor column against now: what `at` gives. */
export type Standing = 'past' | 'future' | 'far_future'

/** Knows where the cursor column stands against now. */
export class Boundary {
  readonly #cursor: SqlDeclaration['cursor']
  readonly #grade: Grade
  readonly #now: string
  readonly #tomorrow: string

  /** `now` is that of the database's snapshot. */
  constructor(cursor: SqlDeclaration['cursor'], grade: Grade, now: Date) {
    this.#cursor = cursor
    this.#grade = grade
    this.#now = this.#frame(now)
    this.#tomorrow = this.#frame(new Date(now.getTime() + DAY_MS))
  }

  #frame(instant: Date): string {
    return wallTime(instant, this.#cursor?.by === 'time' && this.#grade !== 'instant' ? this.#cursor.time_zone : 'UTC')
  }

  /** Where a value stands; a number has no future. */
  at(value: string): Standing {
    if (this.#cursor?.by !== 'time') return 'past'
    const time = comparable(value)
    // BC, minus infinity and the zero date of MySQL stand before everything.
    if (time === undefined) return /BC$|^-/.test(value) ? 'past' : 'far_future'
    return time > this.#tomorrow ? 'far_future' : time > this.#now ? 'future' : 'past'
  }

  /** True when the cursor moves on from `from` to this value: never to a time that is none, and never past now. */
  moves(value: string, from: string | null): boolean {
    if (this.#cursor?.by === 'sequence') return from === null || BigInt(value) > BigInt(from)
    const time = comparable(value)
    if (time === undefined || time > this.#now || Number.isNaN(instantOf(time))) return false
    return from === null || time > (comparable(from) ?? '')
  }

  /** What to ask for. Throws LedgerError usage and cursor_invalid. */
  bounds(request: LandRequest, fullEvery: string | null): Bounds {
    const { since, until } = request
    if (since !== null || until !== null) return this.#backfill(since, until)
    const everything = { lower: null, upper: null, whole: true, backfill: false }
    const read = readCursor(request.cursor)
    if (this.#cursor === null || read === null || this.#due(request, fullEvery)) return everything
    return { lower: this.#lower(read), upper: null, whole: false, backfill: false }
  }

  #due({ now, fullAt = null }: LandRequest, fullEvery: string | null): boolean {
    if (fullEvery === null) return false
    return fullAt === null || Date.parse(now) - Date.parse(fullAt) >= secondsOf(fullEvery) * 1000
  }

  #backfill(since: string | null, until: string | null): Bounds {
    if (this.#cursor?.by !== 'time')
      throw new LedgerError(
        'usage',
        'The table has no column of time to read from --since or --until by',
        'Leave them out; --full reads everything.',
      )
    // A day begins where the publisher is.
    const begin = (day: string | null) => (day === null ? null : this.#dayBegin(day))
    return { lower: begin(since), upper: begin(until), whole: false, backfill: true }
  }

  #dayBegin(day: string): string {
    if (this.#grade === 'day') return day
    const wall = `${day} 00:00:00.000000`
    const zone = this.#cursor?.by === 'time' ? this.#cursor.time_zone : 'UTC'
    if (this.#grade !== 'instant' || zone === 'UTC') return wall
    // Where the clock of the zone shows midnight: twice, because the first guess may stand on the other side of a change of the clock.
    const target = Date.parse(`${day}T00:00:00Z`)
    let guess = target
    for (let turn = 0; turn < 2; turn++)
      guess += target - Date.parse(`${wallTime(new Date(guess), zone).replace(' ', 'T')}Z`)
    return wallTime(new Date(guess), 'UTC')
  }

  #lower(read: string): string | null {
    const cursor = this.#cursor
    if (cursor?.by === 'sequence') {
      if (!/^-?\d{1,40}$/.test(read)) throw cannotGoOn(read)
      return String(BigInt(read) - BigInt(cursor.lag))
    }
    const time = comparable(read)
    if (cursor === null || time === undefined) throw cannotGoOn(read)
    if (time > this.#tomorrow)
      throw new LedgerError(
        'cursor_invalid',
        `The table was read up to ${read}, and its database says that it is ${this.#now}`,
        'Look at the clock of the database; then read everything with --full, or from a day with --since.',
      )
    // Rounded down: a lower bound that is too low brings a row again, one that is too high loses it.
    const earlier = instantOf(time) - secondsOf(cursor.lag) * 1000
    if (!(earlier > EARLIEST)) return null
    const lower = wallTime(new Date(earlier), 'UTC')
    return this.#grade === 'day' ? lower.slice(0, 10) : lower
  }
}

function readCursor(cursor: PlaceCursor | null): string | null {
  if (cursor === null) return null
  const { read } = cursor
  if (typeof read === 'string') return read
  throw cannotGoOn(JSON.stringify(cursor))
}

function cannotGoOn(cursor: string): LedgerError {
  return new LedgerError(
    'cursor_invalid',
    `The table was read up to '${cursor.slice(0, 200)}', which is no value of its cursor column as it is now`,
    'Read everything with --full.',
  )
}
