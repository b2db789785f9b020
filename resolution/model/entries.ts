/** Keys of mentions, millions of them: hashes with who has them, side by side in one array that is sorted where it is. */

import { numbersFor } from './arrays.js'

/** An entry is one number of 64 bits to the sort, the hash its upper half: which of the two words that is depends on the machine. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
const [MENTION, HASH] = isLittleEndian ? [0, 1] : [1, 0]

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

  /** By hash, and those of one hash by mention. */
  sort(): void {
    new BigUint64Array(this.#words.buffer, 0, this.#length).sort()
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
    this.eachRun((from, to) => {
      if (to - from > Math.max(1, most)) for (let at = from; at < to; at++) large.push(this.hash(at), this.mention(at))
    })
    this.keep(most)
    return large
  }

  /** Keeps the runs of equal hashes of two entries up to `most`. */
  keep(most: number): void {
    let kept = 0
    this.eachRun((from, to) => {
      if (to - from > Math.max(1, most) || to - from < 2) return
      this.#words.copyWithin(2 * kept, 2 * from, 2 * to)
      kept += to - from
    })
    this.#length = kept
    // What the others took is given back.
    const words = numbersFor(2 * kept)
    words.set(this.#words.subarray(0, 2 * kept))
    this.#words = words
  }
}
