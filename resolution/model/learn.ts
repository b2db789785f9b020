/** Learns the weights from the mentions themselves, without labels. */
import { seeded } from '../../core/random.js'
import { probability } from '../thresholds.js'
import type { Blocks } from './blocks.js'
import { eachPair } from './pairs.js'
import type { Scorer } from './score.js'

const RANDOM_PAIRS = 100_000
const LEARNED_PAIRS = 400_000
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
  const { weights, found, mentions, sourcePairs } = scorer
  const slots = found.level.length
  const codes = new Int8Array(LEARNED_PAIRS * slots)
  const bits = new Float64Array(LEARNED_PAIRS * slots)
  const ofSources = new Uint16Array(LEARNED_PAIRS)
  let pairs = 0
  // Every n-th mention with all of its pairs, if there are too many.
  const entries = blocks.members.length
  const step = Math.max(1, Math.ceil((entries * 4) / LEARNED_PAIRS / 4))
  eachPair(
    blocks,
    mentions,
    unique,
    (a, b) => {
      if (pairs >= LEARNED_PAIRS) return
      scorer.compare(a, b)
      codes.set(found.level, pairs * slots)
      bits.set(found.bits, pairs * slots)
      ofSources[pairs++] = sourcePairs.pairOf(a, b)
    },
    step > 1 ? (a) => (Math.imul(a, 0x9e3779b1) >>> 0) % step === 0 : undefined,
  )
  const guess = weights.m.map((levels) => Float64Array.from(levels, (m) => GUESS_M * 2 ** m))
  const none = () => guess.map((levels) => new Float64Array(levels.length))
  for (let round = 0; round < ROUNDS; round++) {
    const seen = weights.mOfSources.map(none)
    for (let at = 0; at < pairs; at++) {
      const pair = ofSources[at] ?? 0
      const same = probability(scorer.weight(codes, bits, at * slots, false, pair))
      if (same >= 1e-4) tally(seen[pair], codes, at * slots, same)
    }
    setLogarithms(weights.m, summed([guess, ...seen]), scorer.given)
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
