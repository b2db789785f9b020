/** The comparisons of one column: the same two values meet again and again, and are compared once. */
import type { Outcome, Rarity } from '../fields/field.js'
import type { Column } from '../mention.js'

const MOST_HELD = 1 << 16

export class ComparedColumn {
  readonly #column: Column
  readonly #rarity: Rarity
  /** The first slot of the column, and how many it has. */
  readonly #at: number
  readonly #slots: number
  readonly #distinct: readonly unknown[]
  /** Two values and the levels of their outcome, place by place; a later pair takes the place of an earlier one. Behind them a place for each value with itself. */
  readonly #held: Int32Array
  readonly #bits: Float64Array
  readonly #mask: number

  constructor(column: Column, at: number, rarity: Rarity) {
    this.#column = column
    this.#rarity = rarity
    this.#at = at
    this.#slots = column.field.slots.length
    const { of, distinct } = column
    this.#distinct = distinct
    let held = 1 << 6
    while (held < MOST_HELD && held < 8 * of.length) held *= 2
    this.#mask = held - 1
    const places = held + distinct.length
    this.#held = new Int32Array(places * (2 + this.#slots)).fill(-1)
    this.#bits = new Float64Array(places * this.#slots)
  }

  /** Compares two values by their numbers, into the places of the column. */
  compare(x: number, y: number, found: Outcome): void {
    const { level, bits } = found
    const [at, slots, held] = [this.#at, this.#slots, this.#held]
    const place =
      x === y ? this.#mask + 1 + x : ((Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> 8) & this.#mask
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
