/** The comparisons of one column: the same two values meet again and again, and are compared once. */
import type { Outcome, Rarity } from '../fields/field.js'
import type { Column } from '../mention.js'
import { numbered } from './numbered.js'

const MOST_HELD = 1 << 16

export class ComparedColumn {
  readonly #column: Column
  readonly #rarity: Rarity
  /** The first slot of the column, and how many it has. */
  readonly #at: number
  readonly #slots: number
  readonly #of: Int32Array
  readonly #distinct: readonly unknown[]
  /** Two values and the levels of their outcome, place by place; a later pair takes the place of an earlier one. */
  readonly #held: Int32Array
  readonly #bits: Float64Array
  readonly #mask: number

  constructor(column: Column, at: number, rarity: Rarity) {
    this.#column = column
    this.#rarity = rarity
    this.#at = at
    this.#slots = column.field.slots.length
    const { of, distinct } = numbered(column.values)
    this.#of = of
    this.#distinct = distinct
    let held = 1 << 6
    while (held < MOST_HELD && held < 8 * of.length) held *= 2
    this.#mask = held - 1
    this.#held = new Int32Array(held * (2 + this.#slots)).fill(-1)
    this.#bits = new Float64Array(held * this.#slots)
  }

  /** The number of the mention's value among the distinct ones; -1: it has none. */
  numberOf(mention: number): number {
    return this.#of[mention] ?? -1
  }

  /** Compares the values of two mentions, into the places of the column; leaves them as they are where one has no value. */
  compare(a: number, b: number, found: Outcome): void {
    const x = this.#of[a] ?? -1
    const y = this.#of[b] ?? -1
    if (x < 0 || y < 0) return
    const { level, bits } = found
    const [at, slots, held] = [this.#at, this.#slots, this.#held]
    const place = ((Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> 8) & this.#mask
    const from = place * (2 + slots)
    if (held[from] === x && held[from + 1] === y) {
      for (let slot = 0; slot < slots; slot++) {
        level[at + slot] = held[from + 2 + slot] ?? -1
        bits[at + slot] = this.#bits[place * slots + slot] ?? Number.NaN
      }
      return
    }
    this.#column.field.compare(this.#distinct[x] as never, this.#distinct[y] as never, this.#rarity, found, at)
    held[from] = x
    held[from + 1] = y
    for (let slot = 0; slot < slots; slot++) {
      held[from + 2 + slot] = level[at + slot] ?? -1
      this.#bits[place * slots + slot] = bits[at + slot] ?? Number.NaN
    }
  }
}
