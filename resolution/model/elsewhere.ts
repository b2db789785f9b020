/** Names that anyone may have, of two in different towns: they say no more than that both are, say, a corner shop. */

import type { Outcome } from '../fields/field.js'
import { REGION_LEVELS } from '../fields/region.js'
import type { Column, Mentions } from '../mention.js'

/** What such a name says at most: less than any two in a small file need. One of a thousand shops or so is called so. */
const MOST_BITS = 8
const DIFFERENT = REGION_LEVELS.indexOf('different')
/** Where a mention is, the narrowest first: what both tell decides. */
const TOWNS = ['city', 'region']

export class Elsewhere {
  readonly #name: number
  readonly #towns: readonly number[]
  readonly #nameOf: Column['of']
  /** 1 for names that anyone may have, by their numbers. */
  readonly #anyones: Uint8Array

  private constructor(name: number, towns: readonly number[], nameOf: Column['of'], anyones: Uint8Array) {
    this.#name = name
    this.#towns = towns
    this.#nameOf = nameOf
    this.#anyones = anyones
  }

  /** Undefined where nobody tells a town, or a name that it would be for. `slots`: the names of all slots. */
  static of(mentions: Mentions, slots: readonly string[], unique: ReadonlySet<string>): Elsewhere | undefined {
    const names = mentions.columns.find(({ field }) => field.anyones !== undefined)
    const towns = TOWNS.map((town) => slots.indexOf(town)).filter((slot) => slot >= 0)
    const name = slots.indexOf(names?.field.slots[0]?.name ?? '')
    if (names === undefined || towns.length === 0) return undefined
    const anyones = Uint8Array.from(names.distinct, (value) => (names.field.anyones?.(value) === true ? 1 : 0))
    if (!anyones.includes(1)) return undefined
    const registers = [...unique].filter((source) => isOfSeveralTowns(mentions, source))
    if (registers.length > 0) leaveOutRegistered(anyones, names, mentions.sources, registers)
    return new Elsewhere(name, towns, names.of, anyones)
  }

  /** Bounds what was found of the names of two mentions that were compared. */
  bound(a: number, b: number, { level, bits }: Outcome): void {
    if (!((bits[this.#name] ?? Number.NaN) > MOST_BITS)) return
    if (!this.#isAnyones(a) && !this.#isAnyones(b)) return
    const town = this.#towns.find((slot) => (level[slot] ?? -1) >= 0)
    if (town !== undefined && level[town] === DIFFERENT) bits[this.#name] = MOST_BITS
  }

  #isAnyones(mention: number): boolean {
    return this.#anyones[this.#nameOf[mention] ?? -1] === 1
  }
}

/** A name of which a register of more than one town has one row, and no register more, is of that row, wherever it is said. */
function leaveOutRegistered(
  anyones: Uint8Array,
  { field, of, distinct }: Column,
  sources: readonly string[],
  registers: readonly string[],
): void {
  const spellings = distinct.map((value) => field.spelling?.(value) ?? '')
  const rows = new Map<string, number>()
  for (const source of registers) {
    const own = new Map<string, number>()
    of.forEach((value, at) => {
      const spelling = spellings[value]
      if (spelling !== undefined && sources[at] === source) own.set(spelling, (own.get(spelling) ?? 0) + 1)
    })
    for (const [spelling, count] of own) rows.set(spelling, Math.max(count, rows.get(spelling) ?? 0))
  }
  spellings.forEach((spelling, value) => {
    if (rows.get(spelling) === 1) anyones[value] = 0
  })
}

function isOfSeveralTowns({ columns, sources }: Mentions, source: string): boolean {
  return columns.some(({ field, of }) => {
    if (!TOWNS.includes(field.name)) return false
    const first = sources.findIndex((one, at) => one === source && (of[at] ?? -1) >= 0)
    return sources.some((one, at) => one === source && (of[at] ?? -1) >= 0 && of[at] !== of[first])
  })
}
