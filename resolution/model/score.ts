/** Weight of evidence that two mentions are one party, in bits: Fellegi and Sunter (1969), with the rarity of what agrees. */
import type { Outcome } from '../fields/field.js'
import type { Mentions } from '../mention.js'
import { ComparedColumn } from './compared_column.js'
import { Rarities } from './rarity.js'

/** m and u of every level of every slot, as binary logarithms. */
export interface Weights {
  readonly m: Float64Array[]
  readonly u: Float64Array[]
  /** Logarithm of the odds that two random mentions are one party. */
  prior: number
}

export interface SlotPlace {
  readonly name: string
  readonly labels: readonly string[]
}

export class Scorer {
  readonly found: Outcome
  readonly slots: readonly SlotPlace[]
  readonly weights: Weights
  /** Levels whose m is not learned. */
  readonly given: readonly (readonly boolean[])[]
  readonly #place: Uint8Array
  readonly #related: (readonly boolean[])[]
  readonly #columns: readonly ComparedColumn[]

  readonly mentions: Mentions

  constructor(mentions: Mentions) {
    this.mentions = mentions
    const rarities = new Rarities(mentions)
    const slots = mentions.columns.flatMap(({ field }) => field.slots)
    this.slots = slots.map(({ name, levels }) => ({ name, labels: levels.map(({ label }) => label) }))
    this.found = { level: new Int8Array(slots.length), bits: new Float64Array(slots.length) }
    this.weights = {
      m: slots.map(({ levels }) => Float64Array.from(levels, ({ m }) => Math.log2(m))),
      u: slots.map(({ levels }) => Float64Array.from(levels, ({ u }) => Math.log2(u))),
      prior: -Math.log2(Math.max(FEW, mentions.ids.length)),
    }
    this.#place = Uint8Array.from(slots, ({ name }) => (PLACES.has(name) ? 1 : 0))
    this.given = slots.map(({ levels }) => levels.map(({ given }) => given === true))
    this.#related = slots.map(({ levels }) => levels.map(({ related }) => related === true))
    let at = 0
    this.#columns = mentions.columns.map((column, index) => {
      const place = at
      at += column.field.slots.length
      const rarity = (term: string) => rarities.bits(index, column.field.termChance, term)
      return new ComparedColumn(column, place, rarity)
    })
  }

  /** Compares two mentions, into `found`. */
  compare(a: number, b: number): void {
    const { level, bits } = this.found
    level.fill(-1)
    bits.fill(Number.NaN)
    for (const column of this.#columns) column.compare(a, b, this.found)
  }

  /** Bits for or against a match of what was found, prior included. Of what says where a party is, the strongest counts in full: the rest mostly follows from it. */
  weight(level: Int8Array = this.found.level, bits: Float64Array = this.found.bits, from = 0): number {
    let sum = this.weights.prior
    let [most, least, all] = [0, 0, 0]
    for (let slot = 0; slot < this.slots.length; slot++) {
      const at = level[from + slot] ?? -1
      if (at < 0) continue
      if (this.#related[slot]?.[at] === true) sum -= RELATED_BITS
      const own = bits[from + slot] ?? Number.NaN
      const value = (this.weights.m[slot]?.[at] ?? 0) + (Number.isNaN(own) ? -(this.weights.u[slot]?.[at] ?? 0) : own)
      if (this.#place[slot] === 0) sum += value
      else {
        all += value
        if (value > most) most = value
        if (value < least) least = value
      }
    }
    const rest = all - most - least
    return sum + most + least + rest * PLACE_SHARE
  }

  weightOf(a: number, b: number): number {
    this.compare(a, b)
    return this.weight()
  }
}

/** A file of a few mentions was not drawn at random: two of them are not the likelier to be one party. */
const FEW = 1000
/** What outweighs all evidence that two are one party. */
const RELATED_BITS = 40
/** How much of what other words of the place say is news. */
const PLACE_SHARE = 0.3
const PLACES = new Set(['address', 'city', 'region', 'postcode', 'country'])

export const probability = (bits: number): number => 1 / (1 + 2 ** -bits)
