/** Pairs with their evidence, millions of them, without an object for each. */
import { orderOf } from './arrays.js'

export interface Edge {
  readonly a: number
  readonly b: number
  readonly bits: number
}

export class Edges implements Iterable<Edge> {
  #a = new Uint32Array(1024)
  #b = new Uint32Array(1024)
  #bits = new Float64Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(a: number, b: number, bits: number): void {
    const at = this.#length
    if (at === this.#a.length) {
      const size = Math.ceil(at * 1.5)
      const grown = [new Uint32Array(size), new Uint32Array(size), new Float64Array(size)] as const
      grown[0].set(this.#a)
      grown[1].set(this.#b)
      grown[2].set(this.#bits)
      ;[this.#a, this.#b, this.#bits] = grown
    }
    this.#a[at] = a
    this.#b[at] = b
    this.#bits[at] = bits
    this.#length = at + 1
  }

  at(place: number): Edge {
    return { a: this.#a[place] ?? 0, b: this.#b[place] ?? 0, bits: this.#bits[place] ?? 0 }
  }

  /** Leaves a pair no more evidence than so much. */
  lower(place: number, most: number): void {
    this.#bits[place] = Math.min(this.#bits[place] ?? 0, most)
  }

  *[Symbol.iterator](): Generator<Edge> {
    for (let at = 0; at < this.#length; at++) yield this.at(at)
  }

  /** The places of the pairs above `least`, the strongest evidence first; pairs of equal evidence by their mentions. */
  fromStrongest(least: number): Uint32Array {
    let count = 0
    for (let at = 0; at < this.#length; at++) if ((this.#bits[at] ?? 0) > least) count++
    const place = new Uint32Array(count)
    for (let at = 0, next = 0; at < this.#length; at++) if ((this.#bits[at] ?? 0) > least) place[next++] = at
    const words = [0, 1].map(() => new Uint32Array(count))
    const [low, high] = words as [Uint32Array, Uint32Array]
    const number = new Float64Array(1)
    const halves = new Uint32Array(number.buffer)
    for (let at = 0; at < count; at++) {
      number[0] = this.#bits[place[at] ?? 0] ?? 0
      const [l = 0, h = 0] = halves
      // Bits of a number in floating point, so that a larger number is a smaller key.
      const negative = h >>> 31 === 1
      low[at] = negative ? l : ~l
      high[at] = negative ? h : ~(h | 0x80000000)
    }
    const of = (values: Uint32Array) => Uint32Array.from(place, (at) => values[at] ?? 0)
    return orderOf(count, [of(this.#b), of(this.#a), low, high]).map((at) => place[at] ?? 0)
  }
}
