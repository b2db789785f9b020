/** Resolves one labelled set as `riskledger resolve --records` or `riskledger compare` does, and scores it. In a process of its own it prints the score as JSON. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compareFile } from '../pipelines/compare_file.js'
import { openOwnFile } from '../pipelines/own_file.js'
import { type ResolvedRecords, resolveRecords } from '../pipelines/resolve_file.js'
import { CLUSTER_LIMITS } from '../resolution/model/limits.js'
import { pairAnswers } from '../resolution/pair_answers.js'
import { bCubed, pairwise, type Score, type Scored, scoreOf, truePairs } from './resolution_scores.js'

export interface SetScore {
  readonly set: string
  readonly mentions: number
  /** Of clusters; of the pairs given in a set of pairs. */
  readonly pairwise: Score
  /** Null in a set of pairs. */
  readonly b_cubed: Score | null
  /** The share of the true pairs that were compared at all. */
  readonly blocking_recall: number | null
  /** Pairs for people to decide, for each mention. */
  readonly review_share: number
  readonly seconds: number
  readonly memory_mb: number
}

const quiet = () => undefined

/** The file of a set, plain or gzip; undefined when it has none. */
export function fileOf(directory: string, name: string): string | undefined {
  return [join(directory, name), join(directory, `${name}.gz`)].find(existsSync)
}

export async function scoreSet(directory: string): Promise<SetScore> {
  const mapping = join(directory, 'mapping.yaml')
  const [records, truth] = [fileOf(directory, 'records.csv'), fileOf(directory, 'truth.csv')]
  const pairs = fileOf(directory, 'pairs.csv')
  if (records !== undefined && truth !== undefined) return await scoreRecords(directory, records, truth, mapping)
  if (pairs !== undefined) return await scorePairs(directory, pairs, mapping)
  throw new Error(`${directory} is no labelled set: it has neither records.csv and truth.csv nor pairs.csv`)
}

async function scoreRecords(directory: string, records: string, truth: string, mapping: string): Promise<SetScore> {
  const begin = performance.now()
  const done = await resolveRecords({
    records,
    mapping,
    limits: CLUSTER_LIMITS,
    related: true,
    progress: quiet,
    threads: true,
  })
  const { resolved } = done
  let possible = 0
  const answers = pairAnswers(resolved, new Set(done.mapping.unique), done.stopped)
  for (const { answer } of answers) if (answer === 'possible') possible++
  const seconds = (performance.now() - begin) / 1000
  const memory = process.resourceUsage().maxRSS / 1000
  const clusterOf = await labelsOf(truth)
  const { mentions, group } = resolved
  // As in linking two registers: where sources hold each party once, pairs within one say nothing.
  const across = done.mapping.unique.length > 0
  const scored = mentions.ids.flatMap((id, at): Scored[] => {
    const label = clusterOf.get(id)
    if (label === undefined) return []
    return [{ truth: label, cluster: String(group[at]), source: across ? (mentions.sources[at] ?? '') : null }]
  })
  return {
    set: basename(resolve(directory)),
    mentions: mentions.ids.length,
    pairwise: pairwise(scored),
    b_cubed: bCubed(scored),
    blocking_recall: scoreOf(await comparedTruly(done, clusterOf, across), 0, truePairs(scored)).recall,
    review_share: possible / Math.max(1, mentions.ids.length),
    seconds,
    memory_mb: memory,
  }
}

/** How many true pairs meet under a key. */
async function comparedTruly(
  { resolved }: ResolvedRecords,
  clusterOf: ReadonlyMap<string, string>,
  across: boolean,
): Promise<number> {
  const { ids, sources } = resolved.mentions
  const labels = ids.map((id) => clusterOf.get(id))
  let compared = 0
  for await (const some of resolved.pairs.each())
    for (let at = 0; at < some.length; at += 2) {
      const [a, b] = [some[at] ?? 0, some[at + 1] ?? 0]
      const label = labels[a]
      if (label !== undefined && label === labels[b] && !(across && sources[a] === sources[b])) compared++
    }
  return compared
}

/** The party of each row, by id. */
export async function labelsOf(path: string): Promise<Map<string, string>> {
  const labels = new Map<string, string>()
  for await (const { rows } of (await openOwnFile(path, ['id', 'cluster'])).rows())
    for (const { cells } of rows) labels.set(cells['id'] ?? '', cells['cluster'] ?? '')
  return labels
}

async function scorePairs(directory: string, pairs: string, mapping: string): Promise<SetScore> {
  const place = await mkdtemp(join(tmpdir(), 'riskledger-pairs-'))
  try {
    const out = join(place, 'answers.csv')
    const summary = await compareFile({ pairs, mapping, out, progress: quiet })
    let [right, said, true_] = [0, 0, 0]
    for await (const { rows } of (await openOwnFile(out, ['match', 'answer'])).rows())
      for (const { cells } of rows) {
        const [is, same] = [cells['match'] === '1', cells['answer'] === 'same']
        if (is) true_++
        if (same) said++
        if (is && same) right++
      }
    return {
      set: basename(resolve(directory)),
      mentions: 2 * summary.pairs,
      pairwise: scoreOf(right, said, true_),
      b_cubed: null,
      blocking_recall: null,
      review_share: summary.answers.possible / Math.max(1, 2 * summary.pairs),
      seconds: summary.seconds,
      memory_mb: summary.memory_mb,
    }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory] = process.argv.slice(2)
  if (directory === undefined) throw new Error('give the directory of a labelled set')
  process.stdout.write(`${JSON.stringify(await scoreSet(directory))}\n`)
}
