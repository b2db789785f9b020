/** All units compared with each other, for a rebuild: in an order in which those that meet are near each other, so that what was read a moment ago is often what is needed next. */
import { setImmediate } from 'node:timers/promises'
import { begun } from '../core/begun.js'
import { forgetTexts, readUnit, type Unit } from '../resolution/unit.js'
import { worthComparing, worthOf } from '../resolution/unit_keys.js'
import type { UnitScorer } from '../resolution/unit_score.js'
import type { Session } from '../warehouse/database.js'
import { type StoredLink, writeLinks } from '../warehouse/links.js'
import { type Meeting, meetingsOf, seatedRows } from '../warehouse/seats.js'
import { linkOf } from './link.js'

// Dozens of units may be read for each one that is compared: more of them at once would only grow old in memory.
const SEATS_AT_ONCE = 500
const MOST_REMEMBERED = 5_000
const FORGOTTEN_EVERY = 16 * SEATS_AT_ONCE
const LISTENED_EVERY = 200

/** Links all units that sit in so many seats; returns how many links there are. `passed` is told up to which seat all are compared. */
export async function linkSeated(
  session: Session,
  scorer: UnitScorer,
  seats: number,
  passed: (seat: number) => void,
): Promise<number> {
  let count = 0
  const remembered = new Remembered(session)
  const ask = (from: number) => begun(() => pairsFrom(session, remembered, from))
  let next = ask(1)
  for (let from = 1; from <= seats; from += SEATS_AT_ONCE) {
    const pairs = await next
    next = ask(from + SEATS_AT_ONCE)
    const links: StoredLink[] = []
    for (const [at, [one, other]] of pairs.entries()) {
      // What the warehouse has to say meanwhile is listened to.
      if (at % LISTENED_EVERY === LISTENED_EVERY - 1) await setImmediate()
      links.push(...linkOf(scorer, one, other))
    }
    await writeLinks(session, links)
    count += links.length
    if (from % FORGOTTEN_EVERY === 1) forgetTexts()
    passed(Math.min(seats, from + SEATS_AT_ONCE - 1))
  }
  await next
  return count
}

/** The pairs to compare of which the first of both sits in one of the seats from `from` on. */
async function pairsFrom(session: Session, remembered: Remembered, from: number): Promise<[Unit, Unit][]> {
  const to = from + SEATS_AT_ONCE
  const near = nearOf(await meetingsOf(session, from, to), to)
  const units = await remembered.unitsOf(new Set([...near].flatMap(([one, others]) => [one, ...others])))
  return [...near].flatMap(([one, others]) => {
    const unit = units.get(one)
    return others.flatMap((other): [Unit, Unit][] => {
      const another = units.get(other)
      return unit === undefined || another === undefined ? [] : [[unit, another]]
    })
  })
}

/** For each seat before `to` the seats behind it of those that share enough with it to be compared. */
function nearOf(meetings: readonly Meeting[], to: number): Map<number, number[]> {
  const worth = new Map<number, Map<number, number>>()
  for (const { key, seats } of meetings)
    for (const [at, one] of seats.entries()) {
      if (one >= to) break
      const known = worth.get(one) ?? new Map<number, number>()
      worth.set(one, known)
      for (const other of seats.slice(at + 1)) known.set(other, (known.get(other) ?? 0) + worthOf(key))
    }
  const near = [...worth].map(([one, others]): [number, number[]] => [one, worthComparing(others)])
  return new Map(near.filter(([, others]) => others.length > 0))
}

/** Units by their seats, those that were read last. */
class Remembered {
  readonly #session: Session
  readonly #units = new Map<number, Unit>()

  constructor(session: Session) {
    this.#session = session
  }

  async unitsOf(seats: ReadonlySet<number>): Promise<Map<number, Unit>> {
    const found = new Map<number, Unit>()
    const unknown: number[] = []
    for (const seat of seats) {
      const unit = this.#units.get(seat)
      if (unit === undefined) unknown.push(seat)
      else found.set(seat, unit)
    }
    for (const row of await seatedRows(this.#session, unknown)) {
      const unit = readUnit(row)
      found.set(row.n, unit)
      this.#units.set(row.n, unit)
    }
    for (const seat of this.#units.keys()) {
      if (this.#units.size <= MOST_REMEMBERED) break
      this.#units.delete(seat)
    }
    return found
  }
}
