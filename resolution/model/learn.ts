/** Learns the weights from the mentions themselves, without labels. */
import { seeded } from '../../core/random.js'
import { probability } from '../thresholds.js'
import type { Blocks } from './blocks.js'
import { PairSample } from './pair_sample.js'
import { eachPair } from './pairs.js'
import type { Scorer } from './score.js'

const RANDOM_PAIRS = 100_000
const ROUNDS = 8
/** The first guess counts like so many pairs. */
const GUESS_U = 2_000
const GUESS_M = 400
/** What all likely pairs show counts like so many pairs of two sources: those that have few go by it. */
const SHARED_M = 2_000

/** Sets u from random pairs, then m by expectation and maximisation over likely pairs. */
export function learn(scorer: Scorer, blocks: Blocks, unique: ReadonlySet<string>): void {
  learnU(scorer)
  learnM(scorer, blocks, unique)
}

function learnU(scorer: Scorer): void {
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

function learnM(scorer: Scorer, blocks: Blocks, unique: ReadonlySet<string>): void {
  const { weights, mentions } = scorer
  const slots = weights.m.length
  const sample = new PairSample(scorer, blocks.members.length)
  eachPair(
    blocks,
    mentions,
    unique,
    (a, b) => sample.add(a, b),
    (a) => sample.wants(a),
  )
  const guess = weights.m.map((levels) => Float64Array.from(levels, (m) => GUESS_M * 2 ** m))
  const none = () => guess.map((levels) => new Float64Array(levels.length))
  for (let round = 0; round < ROUNDS; round++) {
    const seen = weights.mOfSources.map(none)
    const likely = sample.weigh()
    for (let at = 0; at < sample.count; at++) {
      const share = sample.shares[at] ?? 0
      if (share > 0) tally(seen[sample.ofSources[at] ?? 0], sample.codes, at * slots, share)
    }
    // Names that come often are no more than a few pairs beside others; where there are no others, they are all that there is to learn from.
    const all = seen.map((counts) => counts.map((row) => row.map((value) => value * likely)))
    setLogarithms(weights.m, summed([guess, ...all]), scorer.given)
    const shared = weights.m.map((levels) => Float64Array.from(levels, (m) => SHARED_M * 2 ** m))
    weights.mOfSources.forEach((m, pair) => {
      if (m !== weights.m) setLogarithms(m, summed([shared, seen[pair] ?? []]), scorer.given)
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

/** Frequencies out of counts; levels that are given keep what they have. */
function setLogarithms(
  into: Float64Array[],
  counts: readonly Float64Array[],
  given?: readonly (readonly boolean[])[],
): void {
  counts.forEach((row, slot) => {
    const learned = (level: number) => given?.[slot]?.[level] !== true
    const all = row.reduce((sum, value, level) => (learned(level) ? sum + value : sum), 0)
    row.forEach((value, level) => {
      const levels = into[slot]
      if (levels !== undefined && learned(level)) levels[level] = Math.log2(value / all)
    })
  })
}
