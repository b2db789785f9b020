/** How well clusters agree with the truth: pairwise and B-cubed (Bagga and Baldwin, 1998). */

export interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** A mention as it is scored. Pairs within one source count for nothing where `source` is given. */
export interface Scored {
  readonly truth: string
  readonly cluster: string
  readonly source: string | null
}

/** What was said and is right, what was said, and what is true; where nothing was said, nothing said was wrong. */
export function scoreOf(right: number, said: number, true_: number): Score {
  const precision = said === 0 ? 1 : right / said
  const recall = true_ === 0 ? 1 : right / true_
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

export function pairwise(mentions: readonly Scored[]): Score {
  return scoreOf(
    pairsIn(mentions, ({ truth, cluster }) => JSON.stringify([truth, cluster])),
    pairsIn(mentions, ({ cluster }) => cluster),
    truePairs(mentions),
  )
}

export const truePairs = (mentions: readonly Scored[]): number => pairsIn(mentions, ({ truth }) => truth)

export function bCubed(mentions: readonly Scored[]): Score {
  const sizes = (key: (mention: Scored) => string) => {
    const counts = new Map<string, number>()
    for (const mention of mentions) counts.set(key(mention), (counts.get(key(mention)) ?? 0) + 1)
    return counts
  }
  const both = (mention: Scored) => JSON.stringify([mention.truth, mention.cluster])
  const [truths, clusters, shared] = [sizes(({ truth }) => truth), sizes(({ cluster }) => cluster), sizes(both)]
  let [precision, recall] = [0, 0]
  for (const mention of mentions) {
    const common = shared.get(both(mention)) ?? 0
    precision += common / (clusters.get(mention.cluster) ?? 1)
    recall += common / (truths.get(mention.truth) ?? 1)
  }
  const count = Math.max(1, mentions.length)
  return {
    precision: precision / count,
    recall: recall / count,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) / count,
  }
}

/** Pairs of mentions with one key, of different sources where they have one. */
function pairsIn(mentions: readonly Scored[], key: (mention: Scored) => string): number {
  const groups = new Map<string, Map<string, number>>()
  for (const [at, mention] of mentions.entries()) {
    const sources = groups.get(key(mention)) ?? new Map<string, number>()
    const source = mention.source ?? `alone ${at}`
    sources.set(source, (sources.get(source) ?? 0) + 1)
    groups.set(key(mention), sources)
  }
  let pairs = 0
  for (const sources of groups.values()) {
    const [all, within] = [...sources.values()].reduce(([sum, squares], n) => [sum + n, squares + n * n], [0, 0])
    pairs += (all * all - within) / 2
  }
  return pairs
}
