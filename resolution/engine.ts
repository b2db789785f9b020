/** Mentions to parties: blocks, weights, pairs, clusters. */
import type { Mapping } from './mapping.js'
import type { Mentions } from './mention.js'
import { blocksOf } from './model/blocks.js'
import { ambiguous } from './model/ambiguity.js'
import { clusters, type Edge } from './model/cluster.js'
import { learn } from './model/learn.js'
import { eachPair } from './model/pairs.js'
import { Scorer } from './model/score.js'

export interface Resolved {
  readonly group: Int32Array
  readonly edges: readonly Edge[]
  readonly compared: number
  readonly scorer: Scorer
  /** Mentions that fit several rows of a unique source equally. */
  readonly torn: ReadonlyMap<number, ReadonlySet<string>>
}

export const SAME_BITS = Number(process.env['SAME'] ?? 0)
const KEPT_BITS = -6

export function resolveMentions(mentions: Mentions, mapping: Mapping): Resolved {
  const unique = new Set(mapping.unique)
  const blocks = blocksOf(mentions)
  const scorer = new Scorer(mentions)
  learn(scorer, blocks, unique)
  const edges: Edge[] = []
  let compared = 0
  eachPair(blocks, mentions, unique, (a, b) => {
    compared++
    const bits = scorer.weightOf(a, b)
    if (bits > KEPT_BITS) edges.push({ a, b, bits })
  })
  const likely = edges.filter(({ bits }) => bits > SAME_BITS)
  const torn = ambiguous(scorer, edges, unique, SAME_BITS)
  return { group: clusters(scorer, likely, unique, torn, SAME_BITS), edges, compared, scorer, torn }
}
