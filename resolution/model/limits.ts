/** Clusters that no machine should make by itself: too large, or too much at odds within. */

import { sayingOf } from '../mention.js'
import { KEPT_BITS } from '../thresholds.js'
import type { Scorer } from './score.js'

export interface ClusterLimits {
  /** A cluster of more mentions is not made. */
  readonly members: number
  /** Nor one of more mentions that differ: those that say the same in every column count once, because a company may well be named thousands of times. */
  readonly different: number
  /** Nor one in which a larger share of the pairs speaks against being one party. */
  readonly conflict: number
}

export const CLUSTER_LIMITS: ClusterLimits = { members: Number.POSITIVE_INFINITY, different: 1000, conflict: 0.5 }

/** A few mentions are looked through by the mean of their evidence, which made them a cluster. */
const CONFLICT_FROM = 4
/** Of a large cluster so many pairs are looked at. */
const MOST_PAIRS = 5000

/** A cluster that was not made. */
export interface Stopped {
  readonly members: readonly number[]
  readonly limit: 'members' | 'conflict'
  readonly reason: string
}

/** The members of every cluster of two and more, in the order of their first members. */
export function membersOf(group: Int32Array): number[][] {
  const members = new Map<number, number[]>()
  group.forEach((first, at) => {
    if (first === at) return
    const all = members.get(first)
    if (all === undefined) members.set(first, [first, at])
    else all.push(at)
  })
  return [...members.values()].sort(([a = 0], [b = 0]) => a - b)
}

/** Takes the clusters past a limit apart, and tells which they were. */
export function withinLimits(
  scorer: Scorer,
  group: Int32Array,
  limits: ClusterLimits,
): { group: Int32Array; stopped: Stopped[] } {
  const stopped: Stopped[] = []
  for (const members of membersOf(group)) {
    const reason = tooLarge(scorer, members, limits)
    if (reason !== null) {
      stopped.push({ members, limit: 'members', reason })
      continue
    }
    if (members.length < CONFLICT_FROM) continue
    const conflict = conflictOf(scorer, members)
    if (conflict <= limits.conflict) continue
    const share = `${Math.round(100 * conflict)} % of its pairs speak against it`
    stopped.push({ members, limit: 'conflict', reason: `${share}, more than ${Math.round(100 * limits.conflict)} %` })
  }
  if (stopped.length === 0) return { group, stopped }
  const parted = group.slice()
  for (const { members } of stopped) for (const one of members) parted[one] = one
  return { group: parted, stopped }
}

/** Null: it is not. */
function tooLarge({ mentions }: Scorer, members: readonly number[], limits: ClusterLimits): string | null {
  if (members.length > limits.members) return `${members.length} mentions, more than ${limits.members}`
  if (members.length <= limits.different) return null
  const different = new Set(members.map(sayingOf(mentions))).size
  return different <= limits.different ? null : `${different} mentions that differ, more than ${limits.different}`
}

/** The share of the pairs of a cluster that would be no likely pair by themselves. */
function conflictOf(scorer: Scorer, members: readonly number[]): number {
  const step = Math.max(1, Math.floor((members.length * (members.length - 1)) / 2 / MOST_PAIRS))
  let [pairs, against, turn] = [0, 0, 0]
  for (let i = 1; i < members.length; i++)
    for (let j = 0; j < i; j++) {
      if (turn++ % step !== 0) continue
      pairs++
      if (scorer.weightOf(members[i] ?? 0, members[j] ?? 0) < KEPT_BITS) against++
    }
  return against / pairs
}
