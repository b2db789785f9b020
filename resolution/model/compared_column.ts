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
  /** Which two values each place holds the outcome of; a later pair takes the place of an earlier one. */
  readonly #first: Int32Array
  readonly #second: Int32Array
  readonly #level: Int8Array
  readonly #bits: Float64Array

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
    this.#first = new Int32Array(held).fill(-1)
    this.#second = new Int32Array(held).fill(-1)
    this.#level = new Int8Array(held * this.#slots)
    this.#bits = new Float64Array(held * this.#slots)
  }

  /** Compares the values of two mentions, into the places of the column; leaves them as they are where one has no value. */
  compare(a: number, b: number, found: Outcome): void {
    const [x, y] = [this.#of[a] ?? -1, this.#of[b] ?? -1]
    if (x < 0 || y < 0) return
    const [at, slots] = [this.#at, this.#slots]
    const place = ((Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> 8) & (this.#first.length - 1)
    const from = place * slots
    if (this.#first[place] === x && this.#second[place] === y) {
      for (let slot = 0; slot < slots; slot++) {
        found.level[at + slot] = this.#level[from + slot] ?? -1
        found.bits[at + slot] = this.#bits[from + slot] ?? Number.NaN
      }
      return
    }
    this.#column.field.compare(this.#distinct[x] as never, this.#distinct[y] as never, this.#rarity, found, at)
    this.#first[place] = x
    this.#second[place] = y
    for (let slot = 0; slot < slots; slot++) {
      this.#level[from + slot] = found.level[at + slot] ?? -1
      this.#bits[from + slot] = found.bits[at + slot] ?? Number.NaN
    }
  }
}
