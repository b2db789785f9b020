/** How good the answers of the warehouse are on a labelled set, and whether its probabilities are what they say. */
import { type Curve, rising, shareAt } from '../../resolution/calibration.js'
import { CALIBRATION } from '../../resolution/parameters.js'
import { probability } from '../../resolution/thresholds.js'
import { conflictOf } from '../../resolution/unit.js'
import { componentsAround, Neighbourhood, type Settled, settle } from '../../resolution/unit_cluster.js'
import { UnitScorer } from '../../resolution/unit_score.js'
import type { Link } from '../../schemas/links.js'
import { bCubed, pairwise, type Score, scoreOf, truePairs } from '../resolution_scores.js'
import { eachCandidate, rarityOf } from './candidates.js'
import type { UnitSet } from './labelled_units.js'
import type { AllChances } from './learn.js'

export interface Answers {
  readonly set: string
  readonly units: number
  /** Links between units that say the same. */
  readonly links: Score
  /** Pairs that exact joins make one; null in a set of pairs. */
  readonly exact: Score | null
  /** Pairs within entities; null in a set of pairs. */
  readonly entities: Score | null
  readonly b_cubed: Score | null
  /** The share of true pairs that were compared. */
  readonly blocking_recall: number
  /** Pairs for people to decide, a unit. */
  readonly review_share: number
}

/** Pairs on which the evidence decides, and no rule. */
export interface Weighed {
  readonly bits: number
  readonly same: boolean
  readonly corroborated: boolean
}

export function answersOn(
  set: UnitSet,
  chances: AllChances,
): { readonly answers: Answers; readonly weighed: readonly Weighed[] } {
  const { units, truth, rows } = set
  const scorer = new UnitScorer(rarityOf(units), CALIBRATION, chances)
  const [links, weighed]: [Link[], (Weighed & { readonly ends: readonly [string, string] })[]] = [[], []]
  let [said, right, compared, possible] = [0, 0, 0, 0]
  eachCandidate(set, (at, other) => {
    const [a, b] = [units[at], units[other]]
    if (a === undefined || b === undefined) return
    const [one, two] = [truth[at], truth[other]]
    const same = one === two
    const known = one !== null && two !== null
    if (known && same) compared++
    const judged = scorer.judge(a, b)
    const found = scorer.weigh(a, b)
    const ruled = conflictOf(a, b) !== undefined || judged?.answer === 'related' || judged?.answer === 'different'
    if (known && found !== null && !ruled)
      weighed.push({
        bits: found.bits,
        same,
        corroborated: found.corroborated,
        ends: [a.id, b.id],
      })
    if (judged === null) return
    links.push({ a: a.id, b: b.id, bits: judged.bits, answer: judged.answer, relation: judged.relation })
    if (judged.answer === 'possible') possible++
    if (judged.answer !== 'same' || !known) return
    said++
    if (same) right++
  })
  const settled = set.given === null ? settledOf(set, links) : null
  const clustered = (cluster: (unit: number) => string) => rows.map((row) => ({ ...row, cluster: cluster(row.unit) }))
  const exact = clustered((unit) => `${unit}`)
  const joined = clustered((unit) => settled?.get(units[unit]?.id ?? '')?.entity ?? `${unit}`)
  const all = truePairs(units.map((_, at) => ({ truth: truth[at] ?? `unit ${at}`, cluster: '', source: null })))
  const answers: Answers = {
    set: set.name,
    units: units.length,
    links: scoreOf(right, said, all),
    exact: settled === null ? null : pairwise(exact),
    entities: settled === null ? null : pairwise(joined),
    b_cubed: settled === null ? null : bCubed(joined),
    blocking_recall: scoreOf(compared, 0, all).recall,
    review_share: possible / units.length,
  }
  // What several fit equally is joined with none of them: the line is for the others.
  const decided = weighed.filter(({ ends }) => ends.every((id) => settled?.get(id)?.ambiguous !== true))
  return { answers, weighed: decided }
}

function settledOf({ units }: UnitSet, links: readonly Link[]): Map<string, Settled> {
  const around = new Neighbourhood(new Map(units.map((unit) => [unit.id, unit])), links, [])
  const ids = units.map(({ id }) => id)
  return new Map(componentsAround(ids, around).flatMap((component) => [...settle(component, around)]))
}

/** Where the curves have their points, and how far to either side pairs are counted. */
const POINTS = [-14, -10, -6, -3, 0, 3, 6, 9, 12, 16, 20, 26]
const AROUND = 2
/** No set counts for more than so many pairs at a point; what the bits say by themselves counts for a few. */
const MOST_AT_A_POINT = 100
const GUESS = 5

/** The rising curve through the shares that are seen on some sets. */
export function curveThrough(sets: readonly (readonly Weighed[])[], corroborated: boolean): Curve {
  const shares = POINTS.map((point) => {
    let [same, count] = [GUESS * probability(point), GUESS]
    for (const weighed of sets) {
      const near = weighed.filter((one) => one.corroborated === corroborated && Math.abs(one.bits - point) <= AROUND)
      const most = Math.min(near.length, MOST_AT_A_POINT)
      if (most === 0) continue
      same += (most * near.filter((one) => one.same).length) / near.length
      count += most
    }
    return { share: same / count, count }
  })
  const risen = rising(shares)
  return POINTS.map((point, at) => [point, Number((risen[at] ?? 0).toFixed(4))])
}

export type Curves = Readonly<Record<'corroborated' | 'open', Curve>>

export interface Bin {
  readonly from: number
  readonly to: number
  readonly pairs: number
  /** The mean of what was said. */
  readonly said: number
  /** The share that is the same party. */
  readonly observed: number
}

const EDGES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

/** What was said beside what is so, in bins of probability; bins without a pair are left out. */
export function reliability(weighed: readonly Weighed[], curves: Curves): Bin[] {
  const said = weighed.map(({ bits, same, corroborated }) => ({
    said: shareAt(corroborated ? curves.corroborated : curves.open, bits),
    same,
  }))
  return EDGES.slice(1).flatMap((to, at) => {
    const from = EDGES[at] ?? 0
    const within = said.filter((one) => one.said >= from && (one.said < to || to === 1))
    if (within.length === 0) return []
    const mean = (value: (one: (typeof within)[number]) => number) =>
      within.reduce((sum, one) => sum + value(one), 0) / within.length
    return [
      { from, to, pairs: within.length, said: mean((one) => one.said), observed: mean(({ same }) => Number(same)) },
    ]
  })
}
