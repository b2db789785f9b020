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

  private constructor(mentions: Mentions, names: Column, name: number, towns: readonly number[], unique: Unique) {
    this.#name = name
    this.#towns = towns
    this.#nameOf = names.of
    const registered = registeredOnce(mentions, names, unique)
    const { field, distinct } = names
    this.#anyones = Uint8Array.from(distinct, (value) =>
      field.anyones?.(value) === true && !registered.has(spellingOf(names, value)) ? 1 : 0,
    )
  }

  /** Undefined where nobody tells a town, or a name that it would be for. `slots`: the names of all slots. */
  static of(mentions: Mentions, slots: readonly string[], unique: Unique): Elsewhere | undefined {
    const names = mentions.columns.find(({ field }) => field.anyones !== undefined)
    const towns = TOWNS.map((town) => slots.indexOf(town)).filter((slot) => slot >= 0)
    const name = slots.indexOf(names?.field.slots[0]?.name ?? '')
    if (names === undefined || towns.length === 0) return undefined
    const elsewhere = new Elsewhere(mentions, names, name, towns, unique)
    return elsewhere.#anyones.includes(1) ? elsewhere : undefined
  }

  /** Bounds what was found of the names of two mentions that were compared. */
  bound(a: number, b: number, { level, bits }: Outcome): void {
    if (!((bits[this.#name] ?? Number.NaN) > MOST_BITS)) return
    const town = this.#towns.find((slot) => (level[slot] ?? -1) >= 0)
    if (town === undefined || level[town] !== DIFFERENT) return
    if (this.#isAnyones(a) + this.#isAnyones(b) === 0) return
    bits[this.#name] = MOST_BITS
  }

  #isAnyones(mention: number): number {
    return this.#anyones[this.#nameOf[mention] ?? -1] ?? 0
  }
}

type Unique = ReadonlySet<string>

const spellingOf = ({ field }: Column, value: unknown): string => field.spelling?.(value) ?? ''

/** Names of which a register of more than one town has one row, and no register more: they are of that row, wherever they are said. */
function registeredOnce(mentions: Mentions, names: Column, unique: Unique): Set<string> {
  const once = new Set<string>()
  const more = new Set<string>()
  for (const source of unique) {
    if (!isOfSeveralTowns(mentions, source)) continue
    const seen = new Set<string>()
    names.of.forEach((value, at) => {
      if (value < 0 || mentions.sources[at] !== source) return
      const spelling = spellingOf(names, names.distinct[value])
      if (seen.has(spelling)) more.add(spelling)
      seen.add(spelling)
      once.add(spelling)
    })
  }
  for (const spelling of more) once.delete(spelling)
  return once
}

function isOfSeveralTowns({ columns, sources }: Mentions, source: string): boolean {
  return columns.some(({ field, of }) => {
    if (!TOWNS.includes(field.name)) return false
    const first = sources.findIndex((one, at) => one === source && (of[at] ?? -1) >= 0)
    return sources.some((one, at) => one === source && (of[at] ?? -1) >= 0 && of[at] !== of[first])
  })
}
