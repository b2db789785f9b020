/** Parties out of pairs: groups in which every mention is held by the others, not chains in which each is held by one. */
import { CLIP_BITS } from '../evidence.js'
import type { Edges } from './edges.js'
import { type Scorer, VETO_BITS } from './score.js'

const MOST_CROSS = 64
const ROUNDS = 4

const RULED_OUT = -1e9
/** A vetoed pair is never outvoted: it keeps its groups apart. */
const clipped = (bits: number) => (bits < -VETO_BITS / 2 ? RULED_OUT : Math.max(-CLIP_BITS, Math.min(CLIP_BITS, bits)))

/**
 * Joins the strongest pairs first. Two groups become one when the mean evidence over all pairs between them is above `least`; a group holds at most
 * one mention of a unique source. Returns the group of each mention, by its smallest member.
 */
export function clusters(
  scorer: Scorer,
  edges: Edges,
  unique: ReadonlySet<string>,
  torn: ReadonlyMap<number, ReadonlySet<string>>,
  least: number,
): Int32Array {
  const groups = new Groups(scorer, unique, torn)
  let order = edges.fromStrongest(least)
  for (let round = 0; round < ROUNDS; round++) {
    let [joined, left] = [0, 0]
    for (const place of order) {
      const { a, b, bits } = edges.at(place)
      if (groups.of(a) === groups.of(b)) continue
      if (groups.join(groups.of(a), groups.of(b), bits, least)) joined++
      else order[left++] = place
    }
    if (joined === 0) break
    order = order.subarray(0, left)
  }
  return groups.bySmallest()
}

class Groups {
  readonly group: Int32Array
  readonly #scorer: Scorer
  readonly #members = new Map<number, number[]>()
  readonly #unique: ReadonlySet<string>
  readonly #torn: ReadonlyMap<number, ReadonlySet<string>>
  /** Groups that were not joined, by what both were, which their sizes tell: a group only grows. */
  readonly #apart = new Map<number, number>()

  constructor(scorer: Scorer, unique: ReadonlySet<string>, torn: ReadonlyMap<number, ReadonlySet<string>>) {
    this.group = new Int32Array(scorer.mentions.ids.length)
    for (let at = 0; at < this.group.length; at++) this.group[at] = at
    this.#scorer = scorer
    this.#unique = unique
    this.#torn = torn
  }

  of(mention: number): number {
    return this.group[mention] ?? mention
  }

  /** Joins two groups if their mentions are one party's; `bits` is the evidence of the pair of which they were thought to be. */
  join(x: number, y: number, bits: number, least: number): boolean {
    const [ofX, ofY] = [this.#members.get(x) ?? [x], this.#members.get(y) ?? [y]]
    if (this.#unique.size > 0 && this.#barred(ofX, ofY)) return false
    if (ofX.length === 1 && ofY.length === 1) {
      if (clipped(bits) < least) return false
    } else {
      const key = x * this.group.length + y
      const sizes = ofX.length * this.group.length + ofY.length
      if (this.#apart.get(key) === sizes) return false
      if (this.#mean(ofX, ofY) < least || this.#ruledOut(ofX, ofY)) {
        this.#apart.set(key, sizes)
        return false
      }
    }
    // The fewer go to the more, so that a large group is not copied again and again.
    const stays = ofX.length > ofY.length || (ofX.length === ofY.length && x < y)
    const [keep, gone, all, more] = stays ? [x, y, ofX, ofY] : [y, x, ofY, ofX]
    for (const one of more) {
      this.group[one] = keep
      all.push(one)
    }
    this.#members.set(keep, all)
    this.#members.delete(gone)
    return true
  }

  /** The group of each mention by its smallest member. */
  bySmallest(): Int32Array {
    const smallest = new Int32Array(this.group.length).fill(-1)
    return this.group.map((group, at) => {
      if ((smallest[group] ?? -1) < 0) smallest[group] = at
      return smallest[group] ?? at
    })
  }

  /** Both hold a row of one unique source, or a mention of one fits several rows of a source that the other holds. */
  #barred(x: readonly number[], y: readonly number[]): boolean {
    const { sources } = this.#scorer.mentions
    const of = (mentions: readonly number[]) =>
      mentions.map((one) => sources[one] ?? '').filter((source) => this.#unique.has(source))
    const [ofX, ofY] = [of(x), of(y)]
    if (ofX.length > 0 && ofY.some((source) => ofX.includes(source))) return true
    const isTorn = (mentions: readonly number[], of: readonly string[]) =>
      of.length > 0 && mentions.some((one) => of.some((source) => this.#torn.get(one)?.has(source) === true))
    return isTorn(x, ofY) || isTorn(y, ofX)
  }

  /** Two mentions of large groups rule each other out: the mean looks at some pairs only, and one veto is enough. */
  #ruledOut(x: readonly number[], y: readonly number[]): boolean {
    if (x.length * y.length <= MOST_CROSS) return false
    const [some, others] = [this.#witnesses(x), this.#witnesses(y)]
    return some.some((a) =>
      others.some((b) => clipped(this.#scorer.quickWeightOf(Math.max(a, b), Math.min(a, b))) === RULED_OUT),
    )
  }

  /** One mention for every value of a group that can rule a party out. */
  #witnesses(mentions: readonly number[]): number[] {
    const seen = new Set<string>()
    return mentions.filter((one) => {
      const values = this.#scorer.exclusive(one).join(' ')
      return values !== '' && !seen.has(values) && seen.add(values)
    })
  }

  /** The mean evidence over the pairs between two groups, over some of them if they are many. */
  #mean(x: readonly number[], y: readonly number[]): number {
    const pairs = x.length * y.length
    const step = Math.max(1, Math.floor(pairs / MOST_CROSS))
    let [sum, turns] = [0, 0]
    for (let turn = 0; turn < pairs; turn += step, turns++) {
      const [a, b] = [x[Math.floor(turn / y.length)] ?? 0, y[turn % y.length] ?? 0]
      sum += clipped(this.#scorer.quickWeightOf(Math.max(a, b), Math.min(a, b)))
    }
    return sum / turns
  }
}
