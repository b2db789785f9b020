/** Keys of mentions, millions of them: hashes with who has them, side by side in one array. */
import { numbersFor } from './arrays.js'

/** Where in an entry each is. */
const [MENTION, HASH] = [0, 1]
/** Bits of a hash that one pass of the sort looks at. */
const DIGIT = 11

export class Entries {
  #words: Uint32Array
  #length = 0

  /** `most`: how many entries there will be at most. */
  constructor(most: number) {
    this.#words = numbersFor(2 * most)
  }

  get length(): number {
    return this.#length
  }

  push(hash: number, mention: number): void {
    const at = 2 * this.#length++
    this.#words[at + HASH] = hash
    this.#words[at + MENTION] = mention
  }

  hash(at: number): number {
    return this.#words[2 * at + HASH] ?? 0
  }

  mention(at: number): number {
    return this.#words[2 * at + MENTION] ?? 0
  }

  /** By hash, and those of one hash in the order in which they came. */
  sort(): void {
    // Ordinary memory, which V8 counts: while it makes room for it, it clears away what was left of the keys.
    let other: Uint32Array = new Uint32Array(2 * this.#length)
    for (let shift = 0; shift < 32; shift += DIGIT) {
      this.#sortInto(other, shift)
      const before = this.#words
      this.#words = other
      other = before
    }
  }

  /** One pass of a radix sort. */
  #sortInto(to: Uint32Array, shift: number): void {
    const from = this.#words
    const mask = (1 << DIGIT) - 1
    const next = new Uint32Array(mask + 2)
    for (let at = 0; at < 2 * this.#length; at += 2) {
      const digit = ((from[at + HASH] ?? 0) >>> shift) & mask
      next[digit + 1] = (next[digit + 1] ?? 0) + 1
    }
    for (let digit = 1; digit <= mask; digit++) next[digit] = (next[digit] ?? 0) + (next[digit - 1] ?? 0)
    for (let at = 0; at < 2 * this.#length; at += 2) {
      const digit = ((from[at + HASH] ?? 0) >>> shift) & mask
      const place = 2 * (next[digit] ?? 0)
      next[digit] = (next[digit] ?? 0) + 1
      to[place + MENTION] = from[at + MENTION] ?? 0
      to[place + HASH] = from[at + HASH] ?? 0
    }
  }

  /** Calls with each run of equal hashes. */
  eachRun(call: (from: number, to: number) => void): void {
    for (let from = 0; from < this.#length; ) {
      const hash = this.hash(from)
      let to = from + 1
      while (to < this.#length && this.hash(to) === hash) to++
      call(from, to)
      from = to
    }
  }

  /** Keeps, of the runs of equal hashes, those of two entries up to `most`; returns those of more. */
  divide(most: number): Entries {
    let larger = 0
    this.eachRun((from, to) => {
      if (to - from > Math.max(1, most)) larger += to - from
    })
    const large = new Entries(larger)
    let kept = 0
    this.eachRun((from, to) => {
      if (to - from > Math.max(1, most)) for (let at = from; at < to; at++) large.push(this.hash(at), this.mention(at))
      else if (to - from > 1) {
        this.#words.copyWithin(2 * kept, 2 * from, 2 * to)
        kept += to - from
      }
    })
    this.#length = kept
    // What the others took is given back.
    const words = numbersFor(2 * kept)
    words.set(this.#words.subarray(0, 2 * kept))
    this.#words = words
    return large
  }
}
