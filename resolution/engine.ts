/** Mentions to parties: blocks, weights, likely pairs, clusters. Nothing here depends on the order in which mentions came. */
import type { Mapping } from './mapping.js'
import { type Mentions, putInOrder } from './mention.js'
import { ambiguous, lowerStrangers, withoutWorks } from './model/ambiguity.js'
import { type Blocks, blocksOf } from './model/blocks.js'
import { clusters } from './model/cluster.js'
import { Edges } from './model/edges.js'
import { learn } from './model/learn.js'
import { eachPair } from './model/pairs.js'
import { Scorer } from './model/score.js'
import { lowerTenants } from './model/tenants.js'
import { Relations } from './relations.js'
import { KEPT_BITS, SAME_BITS } from './thresholds.js'

export interface Resolved {
  /** The mentions, in the order that all numbers here refer to. */
  readonly mentions: Mentions
  /** The group of each mention: the number of its first member. */
  readonly group: Int32Array
  /** Pairs that are at all likely. */
  readonly edges: Edges
  /** Unlikely pairs that are related all the same, if they were asked for. */
  readonly related: Edges
  /** Mentions that several rows of a unique source fit equally, with those sources. */
  readonly torn: ReadonlyMap<number, ReadonlySet<string>>
  readonly scorer: Scorer
  readonly blocks: Blocks
  /** How many pairs were compared. */
  readonly compared: number
}

export interface ResolveOptions {
  /** Also keeps pairs that are related and not likely to be one party. */
  readonly related?: boolean
  /** Told now and then how many mentions have been compared with all that they are compared with. */
  readonly onProgress?: (done: number, total: number) => void
}

/** How many pairs are compared between two words on progress. */
const TOLD_PAIRS = 20_000

/** Resolves mentions; they are put in order on the way. */
export function resolveMentions(mentions: Mentions, mapping: Mapping, options: ResolveOptions = {}): Resolved {
  putInOrder(mentions)
  const unique = new Set(mapping.unique)
  const blocks = blocksOf(mentions)
  const scorer = new Scorer(mentions, unique)
  learn(scorer, blocks, unique)
  const found = new Edges()
  const unlike: number[] = []
  const related = new Edges()
  const relations = options.related === true ? new Relations(scorer) : undefined
  let compared = 0
  eachPair(blocks, mentions, unique, (a, b) => {
    if (compared++ % TOLD_PAIRS === 0) options.onProgress?.(a, mentions.ids.length)
    const bits = relations === undefined ? scorer.quickWeightOf(a, b) : scorer.weightOf(a, b)
    if (bits > KEPT_BITS) {
      if (bits > SAME_BITS && scorer.areUnlike()) unlike.push(found.length)
      found.push(a, b, bits)
    } else if (relations !== undefined && relations.found() !== null) related.push(a, b, bits)
  })
  lowerTenants(mentions, found, unlike, SAME_BITS)
  const edges = withoutWorks(scorer, found, unique, SAME_BITS)
  lowerStrangers(scorer, edges, unique, SAME_BITS)
  const torn = ambiguous(scorer, edges, unique, SAME_BITS)
  const group = clusters(scorer, edges, unique, torn, SAME_BITS)
  return { mentions, group, edges, related, torn, scorer, blocks, compared }
}
