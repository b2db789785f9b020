/** Counts of texts by two hashes of 32 bits each: a third of the memory of a map of texts, and two texts under one count in none of millions of files. */
import { numbersFor } from './arrays.js'
import { hashOf } from './hash.js'

const [FIRST, SECOND] = [0x2f0b4a7d, 0x51ed270b]

export class TermCounts {
  #first: Uint32Array = new Uint32Array(1 << 10)
  #second: Uint32Array = new Uint32Array(1 << 10)
  #count: Uint32Array = new Uint32Array(1 << 10)
  #used = 0

  add(term: string, times: number): void {
    if (this.#used * 2 > this.#count.length) this.#grow()
    const [first, second] = [hashOf(term, FIRST), hashOf(term, SECOND)]
    const at = this.#placeOf(first, second)
    if (this.#count[at] === 0) {
      this.#used++
      this.#first[at] = first
      this.#second[at] = second
    }
    this.#count[at] = (this.#count[at] ?? 0) + times
  }

  of(term: string): number {
    return this.#count[this.#placeOf(hashOf(term, FIRST), hashOf(term, SECOND))] ?? 0
  }

  /** Where a term is, or would be: linear probing. */
  #placeOf(first: number, second: number): number {
    const mask = this.#count.length - 1
    let at = first & mask
    while (this.#count[at] !== 0 && (this.#first[at] !== first || this.#second[at] !== second)) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const [first, second, count] = [this.#first, this.#second, this.#count]
    const size = count.length * 2
    this.#first = numbersFor(size)
    this.#second = numbersFor(size)
    this.#count = numbersFor(size)
    for (let at = 0; at < count.length; at++) {
      if (count[at] === 0) continue
      const to = this.#placeOf(first[at] ?? 0, second[at] ?? 0)
      this.#first[to] = first[at] ?? 0
      this.#second[to] = second[at] ?? 0
      this.#count[to] = count[at] ?? 0
    }
  }
}
