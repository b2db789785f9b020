/** Parties out of pairs: groups in which every mention is held by the others, not chains in which each is held by one. */
import { type Scorer, VETO_BITS } from './score.js'

export interface Edge {
  readonly a: number
  readonly b: number
  readonly bits: number
}

const CLIP = 12
const MOST_CROSS = 64
/** A vetoed pair is never outvoted: it keeps its groups apart. */
const clipped = (bits: number) => (bits < -VETO_BITS / 2 ? -1e9 : Math.max(-CLIP, Math.min(CLIP, bits)))

/**
 * Joins the strongest pairs first. Two groups become one when the mean evidence over all pairs between them is above `least`; a group holds at most
 * one mention of a unique source. Returns the group of each mention, by its smallest member.
 */
export function clusters(
  scorer: Scorer,
  edges: readonly Edge[],
  unique: ReadonlySet<string>,
  torn: ReadonlyMap<number, ReadonlySet<string>>,
  least: number,
): Int32Array {
  const { ids, sources } = scorer.mentions
  const group = Int32Array.from(ids, (_, at) => at)
  const members = new Map<number, number[]>()
  const of = (at: number) => members.get(at) ?? [at]
  const sourcesOf = (at: number) =>
    of(at)
      .map((one) => sources[one] ?? '')
      .filter((source) => unique.has(source))
  const known = new Map<number, number>()
  const count = ids.length
  const score = (a: number, b: number) => {
    const key = a < b ? a * count + b : b * count + a
    let bits = known.get(key)
    if (bits === undefined) {
      bits = clipped(scorer.weightOf(a, b))
      known.set(key, bits)
    }
    return bits
  }
  for (const { a, b, bits } of edges) known.set(a < b ? a * count + b : b * count + a, clipped(bits))
  const sorted = [...edges].sort((x, y) => y.bits - x.bits || x.a - y.a || x.b - y.b)
  /** One of the mentions fits several rows of one of the sources. */
  const isTorn = (mentions: readonly number[], of: readonly string[]) =>
    of.length > 0 && mentions.some((one) => of.some((source) => torn.get(one)?.has(source) === true))
  let again = true
  for (let round = 0; round < 4 && again; round++) {
    again = false
    for (const { a, b } of sorted) {
      const [x, y] = [group[a] ?? a, group[b] ?? b]
      if (x === y) continue
      const taken = sourcesOf(x)
      if (taken.length > 0 && sourcesOf(y).some((source) => taken.includes(source))) continue
      if (isTorn(of(x), sourcesOf(y)) || isTorn(of(y), taken)) continue
      if (mean(of(x), of(y), score) < least) continue
      const [keep, gone] = x < y ? [x, y] : [y, x]
      const all = [...of(keep), ...of(gone)]
      members.set(keep, all)
      for (const one of of(gone)) group[one] = keep
      members.delete(gone)
      again = true
    }
  }
  return group
}

function mean(a: readonly number[], b: readonly number[], score: (a: number, b: number) => number): number {
  let [sum, pairs] = [0, 0]
  const step = Math.max(1, Math.floor((a.length * b.length) / MOST_CROSS))
  let turn = 0
  for (const x of a)
    for (const y of b) {
      if (turn++ % step !== 0) continue
      sum += score(x, y)
      pairs++
    }
  return sum / pairs
}
