/** The pairs that m is learned from. */
import { type Mentions, nameColumns } from '../mention.js'
import { probability } from '../thresholds.js'
import type { Scorer } from './score.js'

const MOST_PAIRS = 400_000
/** A pair teaches what matches look like from these odds of one to three on: the unlikely ones are so many that they would teach what strangers look like. */
const LIKELY = 0.25
/** The likely pairs of a name count together like no more than so many: a party that is named thousands of times is no model for all others. */
const MOST_OF_A_NAME = 16
/** Where this leaves fewer pairs than so many of two sources, names count for more: all are of one name, or hardly anybody is named twice. */
const ENOUGH = 800
const ALMOST_ALL = 0.999

/** All pairs of mentions that are drawn by their numbers; if the pairs become too many, of half of these mentions. */
export class PairSample {
  count = 0
  /** Levels and bits of what was compared, pair by pair. */
  readonly codes: Int8Array
  readonly bits: Float64Array
  /** The pair of sources of each pair. */
  readonly ofSources = new Uint16Array(MOST_PAIRS)
  /** What each pair counts for, from 0 to 1. */
  readonly shares = new Float64Array(MOST_PAIRS)
  readonly #scorer: Scorer
  readonly #nameOf: (mention: number) => number
  readonly #slots: number
  readonly #first = new Int32Array(MOST_PAIRS)
  /** The names of each pair, each with the two sources, by number. */
  readonly #firstName = new Int32Array(MOST_PAIRS)
  readonly #secondName = new Int32Array(MOST_PAIRS)
  readonly #numbers = new Map<number, number>()
  /** One mention of so many is drawn. */
  #step: number

  /** `most`: about how many pairs there will be. */
  constructor(scorer: Scorer, most: number) {
    this.#scorer = scorer
    this.#nameOf = namesOf(scorer.mentions)
    this.#slots = scorer.found.level.length
    this.#step = Math.max(1, most / MOST_PAIRS)
    this.codes = new Int8Array(MOST_PAIRS * this.#slots)
    this.bits = new Float64Array(MOST_PAIRS * this.#slots)
  }

  /** True for a mention that is drawn. */
  wants(mention: number): boolean {
    return (Math.imul(mention, 0x9e3779b1) >>> 0) * this.#step < 2 ** 32
  }

  /** Compares the two if the first is drawn. */
  add(a: number, b: number): void {
    if (!this.wants(a)) return
    if (this.count === MOST_PAIRS) {
      this.#thin()
      if (!this.wants(a)) return
    }
    const { found, sourcePairs } = this.#scorer
    this.#scorer.compare(a, b)
    const at = this.count++
    this.codes.set(found.level, at * this.#slots)
    this.bits.set(found.bits, at * this.#slots)
    const sources = sourcePairs.pairOf(a, b)
    this.ofSources[at] = sources
    this.#first[at] = a
    this.#firstName[at] = this.#numberOf(this.#nameOf(a), sources)
    this.#secondName[at] = this.#numberOf(this.#nameOf(b), sources)
  }

  /** Lets go of half of the mentions that were drawn, with their pairs. A mention that has more than all of them is left out. */
  #thin(): void {
    while (this.count === MOST_PAIRS) {
      this.#step *= 2
      const slots = this.#slots
      let kept = 0
      for (let at = 0; at < this.count; at++) {
        if (!this.wants(this.#first[at] ?? 0)) continue
        this.codes.copyWithin(kept * slots, at * slots, (at + 1) * slots)
        this.bits.copyWithin(kept * slots, at * slots, (at + 1) * slots)
        for (const row of [this.ofSources, this.#first, this.#firstName, this.#secondName]) row[kept] = row[at] ?? 0
        kept++
      }
      this.count = kept
    }
  }

  #numberOf(name: number, sources: number): number {
    const key = name * this.#scorer.sourcePairs.count + sources
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(key, number)
    return number
  }

  /** Sets the shares by the weights as they are. */
  weigh(): void {
    const likely = new Float64Array(this.#numbers.size)
    const all = new Float64Array(this.#scorer.sourcePairs.count)
    const add = (to: Float64Array, at: number, share: number) => {
      to[at] = (to[at] ?? 0) + share
    }
    for (let at = 0; at < this.count; at++) {
      const bits = this.#scorer.weight(this.codes, this.bits, at * this.#slots, false, this.ofSources[at])
      const chance = probability(bits)
      const share = chance < LIKELY ? 0 : chance
      this.shares[at] = share
      add(all, this.ofSources[at] ?? 0, share)
      const [first, second] = [this.#firstName[at] ?? 0, this.#secondName[at] ?? 0]
      add(likely, first, share)
      if (first !== second) add(likely, second, share)
    }
    const most = new Float64Array(all.length).fill(MOST_OF_A_NAME)
    const shareOf = (at: number) => {
      const named = Math.max(likely[this.#firstName[at] ?? 0] ?? 0, likely[this.#secondName[at] ?? 0] ?? 0)
      return (this.shares[at] ?? 0) / Math.max(1, named / (most[this.ofSources[at] ?? 0] ?? 1))
    }
    for (let few = true; few; ) {
      const counted = new Float64Array(all.length)
      for (let at = 0; at < this.count; at++) add(counted, this.ofSources[at] ?? 0, shareOf(at))
      few = false
      for (const [sources, sum] of counted.entries()) {
        if (sum >= Math.min(ALMOST_ALL * (all[sources] ?? 0), ENOUGH)) continue
        most[sources] = 2 * (most[sources] ?? 1)
        few = true
      }
    }
    for (let at = 0; at < this.count; at++) this.shares[at] = shareOf(at)
  }
}

/** A number for the name of a mention, of whatever kind; 0: it has none. */
function namesOf({ columns }: Mentions): (mention: number) => number {
  const names = nameColumns(columns)
  return (mention) => {
    let before = 1
    for (const { of, distinct } of names) {
      const name = of[mention] ?? -1
      if (name >= 0) return before + name
      before += distinct.length
    }
    return 0
  }
}
