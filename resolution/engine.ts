/** Mentions to parties: blocks, weights, likely pairs, clusters. Nothing here depends on the order in which mentions came. */
import type { Mapping } from './mapping.js'
import { type Mentions, putInOrder } from './mention.js'
import { ambiguous, lowerStrangers, withoutWorks } from './model/ambiguity.js'
import { pairInput } from './model/block_keys.js'
import { clusters } from './model/cluster.js'
import { Edges } from './model/edges.js'
import { learnM, learnU } from './model/learn.js'
import { type FindPairs, findPairs, type LikelyPairs } from './model/likely_pairs.js'
import { rowsOf } from './model/rows.js'
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
  /** The pairs that were compared. */
  readonly pairs: LikelyPairs
  /** How many pairs were compared. */
  readonly compared: number
}

export interface ResolveOptions {
  /** Also keeps pairs that are related and not likely to be one party. */
  readonly related?: boolean
  /** Told now and then how many mentions have been compared with all that they are compared with. */
  readonly onProgress?: (done: number, total: number) => void
  /** Who finds the likely pairs; this thread unless it is told. */
  readonly findPairs?: FindPairs
}

/** Resolves mentions; they are put in order on the way. */
export async function resolveMentions(
  mentions: Mentions,
  mapping: Mapping,
  options: ResolveOptions = {},
): Promise<Resolved> {
  putInOrder(mentions)
  const unique = new Set(mapping.unique)
  const rows = rowsOf(mentions.columns, mentions.ids.length)
  const finding = (options.findPairs ?? findPairs)(pairInput(mentions, rows, unique))
  // Heard when it is waited for; until then it is no unhandled rejection.
  finding.catch(() => undefined)
  const scorer = new Scorer(mentions, unique, rows)
  learnU(scorer)
  const pairs = await finding
  await learnM(scorer, pairs)
  const compared = await comparePairs(scorer, pairs, options)
  const { found, related, unlike } = compared
  lowerTenants(mentions, found, unlike, SAME_BITS)
  const edges = withoutWorks(scorer, found, unique, SAME_BITS)
  lowerStrangers(scorer, edges, unique, SAME_BITS)
  const torn = ambiguous(scorer, edges, unique, SAME_BITS)
  const group = clusters(scorer, edges, unique, torn, SAME_BITS)
  return { mentions, group, edges, related, torn, scorer, pairs, compared: compared.count }
}

interface Compared {
  readonly count: number
  /** Pairs that are at all likely. */
  readonly found: Edges
  /** The places of those among them that have an address, a telephone and the like in common, and nothing else. */
  readonly unlike: readonly number[]
  readonly related: Edges
}

async function comparePairs(scorer: Scorer, pairs: LikelyPairs, options: ResolveOptions): Promise<Compared> {
  const relations = options.related === true ? new Relations(scorer) : undefined
  const [found, related, unlike] = [new Edges(), new Edges(), [] as number[]]
  const compare = (a: number, b: number) => {
    const bits = relations === undefined ? scorer.quickWeightOf(a, b) : scorer.weightOf(a, b)
    if (bits > KEPT_BITS) {
      if (bits > SAME_BITS && scorer.areUnlike()) unlike.push(found.length)
      found.push(a, b, bits)
    } else if (relations !== undefined && relations.found() !== null) related.push(a, b, bits)
  }
  let count = 0
  for await (const some of pairs.each()) {
    options.onProgress?.(some[0] ?? 0, scorer.mentions.ids.length)
    count += some.length / 2
    for (let at = 0; at < some.length; at += 2) compare(some[at] ?? 0, some[at + 1] ?? 0)
  }
  return { count, found, related, unlike }
}
