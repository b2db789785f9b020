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
  /**
   * Two values and the levels of their outcome, place by place; a later pair takes the place of an earlier one. Behind them a place for each value with itself.
   * The bits of the outcome stand beside them in the same memory: what is looked up together lies together.
   */
  readonly #held: Int32Array
  readonly #bits: Float64Array
  /** How many numbers of 32 bits a place takes, and how many of them come before its bits. */
  readonly #width: number
  readonly #before: number
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
    this.#before = 2 * Math.ceil((2 + this.#slots) / 2)
    this.#width = this.#before + 2 * this.#slots
    const memory = new ArrayBuffer(4 * (held + distinct.length) * this.#width)
    this.#held = new Int32Array(memory).fill(-1)
    this.#bits = new Float64Array(memory)
  }

  /** Compares two values by their numbers, into the places of the column. */
  compare(x: number, y: number, found: Outcome): void {
    const { level, bits } = found
    const [at, slots, held] = [this.#at, this.#slots, this.#held]
    const place =
      x === y ? this.#mask + 1 + x : ((Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> 8) & this.#mask
    const from = place * this.#width
    const fromBits = (from + this.#before) >>> 1
    if (held[from] === x && held[from + 1] === y) {
      for (let slot = 0; slot < slots; slot++) {
        level[at + slot] = held[from + 2 + slot] ?? -1
        bits[at + slot] = this.#bits[fromBits + slot] ?? Number.NaN
      }
      return
    }
    this.#column.field.compare(this.#distinct[x] as never, this.#distinct[y] as never, this.#rarity, found, at)
    held[from] = x
    held[from + 1] = y
    for (let slot = 0; slot < slots; slot++) {
      held[from + 2 + slot] = level[at + slot] ?? -1
      this.#bits[fromBits + slot] = bits[at + slot] ?? Number.NaN
    }
  }
}
