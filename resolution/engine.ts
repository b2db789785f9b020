/** Mentions to parties: blocks, weights, likely pairs, clusters. Nothing here depends on the order in which mentions came. */
import type { Mapping } from './mapping.js'
import { inOrder, type Mentions } from './mention.js'
import { ambiguous } from './model/ambiguity.js'
import { type Blocks, blocksOf } from './model/blocks.js'
import { clusters } from './model/cluster.js'
import { Edges } from './model/edges.js'
import { learn } from './model/learn.js'
import { eachPair } from './model/pairs.js'
import { Scorer } from './model/score.js'

/** Two mentions are held to be one party from these bits on: as likely as not. */
export const SAME_BITS = 0
/** Pairs below these bits are not worth keeping. */
const KEPT_BITS = -6

export interface Resolved {
  /** The mentions, in the order that all numbers here refer to. */
  readonly mentions: Mentions
  /** The group of each mention: the number of its first member. */
  readonly group: Int32Array
  /** Pairs that are at all likely. */
  readonly edges: Edges
  /** Mentions that several rows of a unique source fit equally, with those sources. */
  readonly torn: ReadonlyMap<number, ReadonlySet<string>>
  readonly scorer: Scorer
  readonly blocks: Blocks
  /** How many pairs were compared. */
  readonly compared: number
}

export function resolveMentions(given: Mentions, mapping: Mapping): Resolved {
  const mentions = inOrder(given)
  const unique = new Set(mapping.unique)
  const blocks = blocksOf(mentions)
  const scorer = new Scorer(mentions)
  learn(scorer, blocks, unique)
  const edges = new Edges()
  let compared = 0
  eachPair(blocks, mentions, unique, (a, b) => {
    compared++
    const bits = scorer.weightOf(a, b)
    if (bits > KEPT_BITS) edges.push(a, b, bits)
  })
  const torn = ambiguous(scorer, edges, unique, SAME_BITS)
  return { mentions, group: clusters(scorer, edges, unique, torn, SAME_BITS), edges, torn, scorer, blocks, compared }
}
