/** Learns the weights from the mentions themselves, without labels. */
import { seeded } from '../../core/random.js'
import type { Level } from '../fields/field.js'
import { probability } from '../thresholds.js'
import type { LikelyPairs } from './likely_pairs.js'
import { PairSample } from './pair_sample.js'
import type { Scorer } from './score.js'

const RANDOM_PAIRS = 100_000
const ROUNDS = 8
/** The first guess counts like so many pairs. */
const GUESS_U = 2_000
const GUESS_M = 400
/** What all likely pairs show counts like so many pairs of two sources: those that have few go by it. */
const SHARED_M = 2_000

/** Sets u from random pairs. */
export function learnU(scorer: Scorer): void {
  const { weights, found, mentions } = scorer
  const count = mentions.ids.length
  if (count < 2) return
  const next = seeded(7)
  const seen = weights.u.map((levels) => Float64Array.from(levels, (u) => GUESS_U * 2 ** u))
  for (let turn = 0; turn < RANDOM_PAIRS; turn++) {
    const [a, b] = [Math.floor(next() * count), Math.floor(next() * count)]
    if (a === b) continue
    const other = 1 - probability(scorer.weightOf(a, b))
    tally(seen, found.level, 0, other)
  }
  setLogarithms(weights.u, seen)
}

/** Sets m by expectation and maximisation over likely pairs, with u as it is. */
export async function learnM(scorer: Scorer, pairs: LikelyPairs): Promise<void> {
  const { weights } = scorer
  const slots = weights.m.length
  const sample = new PairSample(scorer, pairs.places)
  for await (const some of pairs.each((a) => sample.wants(a)))
    for (let at = 0; at < some.length; at += 2) sample.add(some[at] ?? 0, some[at + 1] ?? 0)
  const guess = weights.m.map((levels) => Float64Array.from(levels, (m) => GUESS_M * 2 ** m))
  const none = () => guess.map((levels) => new Float64Array(levels.length))
  for (let round = 0; round < ROUNDS; round++) {
    const seen = weights.mOfSources.map(none)
    sample.weigh()
    for (let at = 0; at < sample.count; at++) {
      const share = sample.shares[at] ?? 0
      if (share > 0) tally(seen[sample.ofSources[at] ?? 0], sample.codes, at * slots, share)
    }
    setLogarithms(weights.m, summed([guess, ...seen]), scorer.levels)
    const shared = weights.m.map((levels) => Float64Array.from(levels, (m) => SHARED_M * 2 ** m))
    weights.mOfSources.forEach((m, pair) => {
      if (m !== weights.m) setLogarithms(m, summed([shared, seen[pair] ?? []]), scorer.levels)
    })
  }
}

/** Adds the levels of a pair to the counts. */
function tally(counts: Float64Array[] | undefined, levels: Int8Array, from: number, share: number): void {
  counts?.forEach((row, slot) => {
    const level = levels[from + slot] ?? -1
    if (level >= 0) row[level] = (row[level] ?? 0) + share
  })
}

const summed = ([first = [], ...others]: readonly (readonly Float64Array[])[]) =>
  first.map((row, slot) =>
    row.map((value, level) => others.reduce((sum, other) => sum + (other[slot]?.[level] ?? 0), value)),
  )

/** Frequencies out of counts. Levels that are given keep what they have, and those that are bounded stay at their first guess at most. */
function setLogarithms(
  into: Float64Array[],
  counts: readonly Float64Array[],
  slots?: readonly (readonly Level[])[],
): void {
  counts.forEach((row, slot) => {
    const of = (level: number) => slots?.[slot]?.[level]
    const all = row.reduce((sum, value, level) => (of(level)?.given === true ? sum : sum + value), 0)
    row.forEach((value, level) => {
      const levels = into[slot]
      const { given, bounded, m = 1 } = of(level) ?? {}
      if (levels !== undefined && given !== true)
        levels[level] = Math.log2(Math.min(value / all, bounded === true ? m : 1))
    })
  })
}
