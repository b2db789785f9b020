/** Learns m and u of the warehouse's levels without labels, from several ledgers together, as resolution/model/learn.ts does for one file. */
import { seeded } from '../../core/random.js'
import { rising } from '../../resolution/calibration.js'
import { ORGANISATION_LEVELS } from '../../resolution/chinese/compare.js'
import { organisation } from '../../resolution/fields/organisation.js'
import { person } from '../../resolution/fields/person.js'
import { address } from '../../resolution/fields/simple.js'
import type { Chances } from '../../resolution/parameters.js'
import { probability } from '../../resolution/thresholds.js'
import { conflictOf } from '../../resolution/unit.js'
import type { Observed } from '../../resolution/unit_compare.js'
import { evidenceOf, UnitScorer } from '../../resolution/unit_score.js'
import { eachCandidate, rarityOf } from './candidates.js'
import type { UnitSet } from './labelled_units.js'

export type AllChances = Readonly<Record<string, Chances>>

const RANDOM_PAIRS = 100_000
const LEARNED_PAIRS = 100_000
const ROUNDS = 12
/** The first guess counts like so many pairs. */
const GUESS_U = 2_000
const GUESS_M = 400
/** No set counts for more than so many parties that are found twice. */
const MOST_OF_A_SET = 400

/** Levels that are what they are by definition, or given what stands in the texts. */
const GIVEN = new Set([
  'name same as far as it is legible',
  'name former name of the other',
  'name works of the other',
  'name branch of the other',
  'name other branch',
  'name parent or subsidiary',
  'given name of other characters',
])

/** Labels that exclude each other. */
const GROUPS: readonly (readonly string[])[] = [
  ...[organisation, person, address].flatMap(({ slots }) =>
    slots.map(({ levels }) => levels.map(({ label }) => label).filter((label) => !GIVEN.has(label))),
  ),
  ['region same', 'region within the other', 'region different'],
  ['identifier same', 'identifier different'],
]

interface Pair {
  readonly observed: readonly Observed[]
  readonly prior: number
  /** True: names or identifiers say that the two are two. */
  readonly apart: boolean
}

/** u from random pairs, then m by expectation and maximisation over the pairs that share a key. */
export function learn(sets: readonly UnitSet[], guess: AllChances): AllChances {
  const found = sets.map(pairsOf)
  const others = found.map(({ random }) => countsOf(random, guess, (same) => 1 - same))
  let chances = withFrequencies(guess, 'u', guess, GUESS_U, others)
  for (let round = 0; round < ROUNDS; round++) {
    const now = chances
    const same = found.map(({ likely }) => bounded(countsOf(likely, now, (probable) => probable)))
    chances = withFrequencies(now, 'm', guess, GUESS_M, same)
  }
  return inOrder(chances)
}

/** Levels that are kept in order, the best first: of two equally rare agreements the better never weighs less. */
const ORDERED = ORGANISATION_LEVELS.map((level) => `name ${level}`).filter((label) => !GIVEN.has(label))

function inOrder(chances: AllChances): AllChances {
  const worstFirst = [...ORDERED].reverse()
  const m = rising(worstFirst.map((label) => ({ share: chances[label]?.m ?? 0, count: 1 })))
  const next: Record<string, Chances> = { ...chances }
  for (const [at, label] of worstFirst.entries()) next[label] = { m: m[at] ?? 0, u: chances[label]?.u ?? 0 }
  return next
}

function pairsOf(set: UnitSet): { random: Pair[]; likely: Pair[] } {
  const { units } = set
  const rarity = rarityOf(units)
  const { comparer } = new UnitScorer(rarity)
  const compared = (a: number, b: number): Pair[] => {
    const [x, y] = [units[a], units[b]]
    if (x === undefined || y === undefined || x.kind !== y.kind) return []
    const found = comparer.compare(x, y)
    return found === null
      ? []
      : [{ observed: found.observed, prior: rarity.prior, apart: found.apart || conflictOf(x, y) !== undefined }]
  }
  const next = seeded(7)
  const random = Array.from({ length: RANDOM_PAIRS }, () => {
    const [a, b] = [Math.floor(next() * units.length), Math.floor(next() * units.length)]
    return a === b ? [] : compared(a, b)
  }).flat()
  const candidates: [number, number][] = []
  eachCandidate(set, (a, b) => candidates.push([a, b]))
  const step = Math.ceil(candidates.length / LEARNED_PAIRS)
  const likely = candidates.filter((_, at) => at % step === 0).flatMap(([a, b]) => compared(a, b))
  return { random, likely }
}

type Counts = ReadonlyMap<string, number>

/** How often each level is shown, each pair counted as much as `share` makes of the chance that it is one party. */
function countsOf(pairs: readonly Pair[], chances: AllChances, share: (same: number) => number): Counts {
  const counts = new Map<string, number>()
  for (const { observed, prior, apart } of pairs) {
    const count = share(apart ? 0 : probability(evidenceOf(observed, prior, chances).bits))
    if (count < 1e-4) continue
    for (const { label } of observed) counts.set(label, (counts.get(label) ?? 0) + count)
  }
  return counts
}

/** Counts of a set, made smaller where it has many. */
function bounded(counts: Counts): Counts {
  const share = Math.min(1, MOST_OF_A_SET / Math.max(1, ...counts.values()))
  return new Map([...counts].map(([label, count]) => [label, count * share]))
}

/** m or u as frequencies within each group of levels; the guess counts like so many pairs. */
function withFrequencies(
  chances: AllChances,
  which: 'm' | 'u',
  guess: AllChances,
  weight: number,
  sets: readonly Counts[],
): AllChances {
  const next: Record<string, Chances> = { ...chances }
  for (const labels of GROUPS) {
    const guessed = labels.map((label) => guess[label]?.[which] ?? 0)
    const whole = guessed.reduce((sum, value) => sum + value, 0)
    const counts = labels.map((label, at) =>
      sets.reduce((sum, set) => sum + (set.get(label) ?? 0), (weight * (guessed[at] ?? 0)) / whole),
    )
    const all = counts.reduce((sum, value) => sum + value, 0)
    for (const [at, label] of labels.entries()) {
      const before = next[label]
      if (before !== undefined) next[label] = { ...before, [which]: (counts[at] ?? 0) / all }
    }
  }
  return next
}
