/** The answer to every pair of mentions that is at all likely, and to all pairs of a cluster. */
import type { Resolved } from './engine.js'
import { whyOf } from './explain.js'
import { type Mentions, sayingOf } from './mention.js'
import { rowsOfTorn } from './model/ambiguity.js'
import type { Edge } from './model/edges.js'
import { membersOf, type Stopped } from './model/limits.js'
import { Relations } from './relations.js'
import { type Answer, calibrated, POSSIBLE_BITS, SAME_BITS } from './thresholds.js'

export interface PairAnswer {
  /** Numbers of the mentions, the smaller first. */
  readonly a: number
  readonly b: number
  readonly probability: number
  readonly answer: Answer
  readonly why: string
}

/** Yields pairs in an order that does not depend on that of the mentions: clusters first, then what is likely, then what is related. */
export function* pairAnswers(
  resolved: Resolved,
  unique: ReadonlySet<string>,
  stopped: readonly Stopped[],
): Generator<PairAnswer> {
  const { group, edges, related } = resolved
  const within = new Map<number, Edge[]>()
  for (const edge of edges) {
    const first = group[edge.a] ?? edge.a
    if (first !== group[edge.b]) continue
    const all = within.get(first)
    if (all === undefined) within.set(first, [edge])
    else all.push(edge)
  }
  for (const members of membersOf(group)) yield* samePairs(resolved, members, within.get(members[0] ?? 0) ?? [])
  const judge = new Judge(resolved, unique, stopped)
  for (const some of [edges, related])
    for (const edge of some) if (group[edge.a] !== group[edge.b]) yield judge.answer(edge)
}

/**
 * All pairs of a cluster. Two of its mentions are as surely one party as the weakest link of the strongest chain between them, if that is more than
 * what the two say themselves.
 */
function* samePairs({ scorer }: Resolved, members: readonly number[], edges: Iterable<Edge>): Generator<PairAnswer> {
  const first = members.length > MANY ? firstOfEqual(scorer.mentions, members) : null
  const parts = new Map(members.map((one) => [one, [one]]))
  const strongest = [...edges].sort((x, y) => y.bits - x.bits || x.a - y.a || x.b - y.b)
  for (const { a, b, bits } of strongest) {
    const [x, y] = [parts.get(a) ?? [a], parts.get(b) ?? [b]]
    if (x === y) continue
    for (const left of x)
      for (const right of y) if (first === null || isTold(first, left, right)) yield pair(left, right, bits)
    const joined = [...x, ...y]
    for (const one of joined) parts.set(one, joined)
  }

  function pair(left: number, right: number, chain: number): PairAnswer {
    const [a, b] = left < right ? [left, right] : [right, left]
    const own = scorer.weightOf(a, b)
    const remark = own <= SAME_BITS ? 'one through other mentions of the cluster' : ''
    const why = whyOf(scorer.parts(), scorer.weights.prior, remark)
    return { a, b, probability: calibrated(Math.max(own, chain)), answer: 'same', why }
  }
}

/** Of a larger cluster pairs are told once for all mentions that say the same: there are millions of them. */
const MANY = 1000

/** For each mention of a cluster the first that says the same in every column. */
function firstOfEqual(mentions: Mentions, members: readonly number[]): ReadonlyMap<number, number> {
  const saying = sayingOf(mentions)
  const firsts = new Map<string, number>()
  return new Map(
    members.map((at) => {
      const said = saying(at)
      const first = firsts.get(said) ?? at
      firsts.set(said, first)
      return [at, first]
    }),
  )
}

/** Both say what nobody said before, or one repeats the other. */
function isTold(firsts: ReadonlyMap<number, number>, a: number, b: number): boolean {
  const [x, y] = [firsts.get(a), firsts.get(b)]
  return (x === a && y === b) || x === b || y === a
}

/** Answers pairs that are not in one cluster. */
class Judge {
  readonly #resolved: Resolved
  readonly #relations: Relations
  readonly #fits: ReadonlyMap<number, ReadonlySet<number>>

  /** The cluster of each mention that was not made. */
  readonly #stopped: ReadonlyMap<number, Stopped>

  constructor(resolved: Resolved, unique: ReadonlySet<string>, stopped: readonly Stopped[]) {
    const { scorer, edges, torn } = resolved
    this.#resolved = resolved
    this.#relations = new Relations(scorer)
    this.#fits = rowsOfTorn(scorer, edges, unique, torn)
    this.#stopped = new Map(stopped.flatMap((cluster) => cluster.members.map((member) => [member, cluster] as const)))
  }

  answer({ a: one, b: other, bits }: Edge): PairAnswer {
    const { scorer } = this.#resolved
    const [a, b] = one < other ? [one, other] : [other, one]
    const own = scorer.weightOf(a, b)
    const relation = this.#relations.found()
    const isTorn =
      this.#fits.get(a)?.has(b) === true || this.#fits.get(b)?.has(a) === true || (own > SAME_BITS && bits <= SAME_BITS)
    const cluster = this.#stopped.get(a)
    const odds = cluster !== undefined && cluster === this.#stopped.get(b) ? NOT_MADE : AT_ODDS
    const [answer, remark] = answerOf(bits, relation, scorer.related(), isTorn, odds)
    return {
      a,
      b,
      probability: calibrated(bits),
      answer,
      why: whyOf(scorer.parts(), scorer.weights.prior, remark),
    }
  }
}

/** Why a likely pair is not one party. */
const AT_ODDS = 'likely, but at odds with what each is one with'
const NOT_MADE = 'in a cluster that was not made'

function answerOf(
  bits: number,
  relation: string | null,
  certainly: boolean,
  isTorn: boolean,
  odds: string,
): [Answer, string] {
  if (certainly && relation !== null) return ['related', `related: ${relation}`]
  if (isTorn) return ['ambiguous', 'fits several rows equally']
  if (bits > SAME_BITS) return ['possible', odds]
  if (relation !== null) return ['related', `related: ${relation}`]
  return [bits > POSSIBLE_BITS ? 'possible' : 'different', '']
}
