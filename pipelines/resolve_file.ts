/** Who is who in anyone's own file: its rows to mentions, mentions to clusters, and the answer to every pair. */
import { didYouMean } from '../core/nearest.js'
import { type Resolved, resolveMentions } from '../resolution/engine.js'
import type { Mapping } from '../resolution/mapping.js'
import type { Mentions } from '../resolution/mention.js'
import { type ClusterLimits, type Stopped, withinLimits } from '../resolution/model/limits.js'
import { type SharedValue, sharedValues } from '../resolution/model/shared_values.js'
import { pairAnswers } from '../resolution/pair_answers.js'
import { ANSWERS, type Answer } from '../resolution/thresholds.js'
import { masked } from '../schemas/citizen_numbers.js'
import { CsvOut } from './csv_out.js'
import { readMapping } from './mapping_file.js'
import { startPairThread } from './pairs_beside.js'
import { type MentionsToRead, readMentions } from './read_mentions.js'
import { type NotesShown, RowNotes } from './row_notes.js'
import type { Progress } from './stage.js'

export interface RecordsToResolve extends MentionsToRead {
  readonly limits: ClusterLimits
  /** Also keeps related pairs that are not likely to be one party, for `pairAnswers`. */
  readonly related: boolean
}

/** A file resolved. Numbers of mentions are those of `resolved.mentions`. */
export interface ResolvedRecords {
  readonly mapping: Mapping
  /** The ids in the order of the file. */
  readonly ids: readonly string[]
  readonly resolved: Resolved
  readonly stopped: readonly Stopped[]
  readonly shared: readonly SharedValue[]
  readonly notes: RowNotes
}

export interface ResolveFileOptions extends Omit<RecordsToResolve, 'related'> {
  readonly out: string
  readonly pairs: string | undefined
}

/** What `riskledger resolve --records --json` prints. */
export interface ResolveFileSummary {
  readonly mentions: number
  readonly clusters: number
  readonly pairs_compared: number
  /** Keys that so many share that not all pairs under them were compared. */
  readonly oversize_blocks: Resolved['pairs']['oversize']
  /** Rows that are no mention; they are in no cluster. */
  readonly left_out: NotesShown
  /** Texts that were not used; their rows are resolved by what else they hold. */
  readonly not_used: NotesShown
  readonly nameless: number
  readonly shared_values: readonly SharedValue[]
  /** Clusters past a limit, which were not made: each of these mentions stands alone. */
  readonly stopped: readonly {
    readonly ids: readonly string[]
    readonly limit: Stopped['limit']
    readonly reason: string
  }[]
  /** How many pairs got each answer; null when they were not asked for. */
  readonly answers: Readonly<Record<Answer, number>> | null
  readonly seconds: number
  readonly memory_mb: number
}

/**
 * Resolves a file and writes its clusters, and its pairs if they are asked for.
 * Throws LedgerError mapping_invalid, source_missing, source_unreadable, output_unwritable.
 */
export async function resolveFile(options: ResolveFileOptions): Promise<ResolveFileSummary> {
  const begin = performance.now()
  const outs: CsvOut[] = []
  const beginOut = async (path: string, head: readonly string[]) => {
    const out = await CsvOut.begin(path, head)
    outs.push(out)
    return out
  }
  try {
    const clusters = await beginOut(options.out, ['id', 'cluster'])
    const pairs =
      options.pairs === undefined
        ? undefined
        : await beginOut(options.pairs, ['id_l', 'id_r', 'probability', 'answer', 'why'])
    const records = await resolveRecords({ ...options, related: pairs !== undefined })
    const made = await writeClusters(records, clusters)
    const answers = pairs === undefined ? null : await writePairs(records, pairs, options.progress)
    for (const out of outs) await out.finish()
    return summaryOf(records, made, answers, begin)
  } finally {
    for (const out of outs) await out.abandon()
  }
}

/** Resolves a file, without writing anything. Throws as `resolveFile`. */
export async function resolveRecords(options: RecordsToResolve): Promise<ResolvedRecords> {
  const mapping = readMapping(options.mapping)
  const notes = new RowNotes()
  const mentions = await readMentions(options, mapping, notes)
  noteUnknownSources(mapping, mentions, notes)
  const shared = sharedValues(mentions)
  const ids = mentions.ids.slice()
  const beside = options.threads === true ? startPairThread(ids.length) : undefined
  const found = await resolveMentions(mentions, mapping, {
    related: options.related,
    onProgress: (done, total) => options.progress({ stage: 'compare', what: 'mentions', done, total }),
    ...(beside && { findPairs: beside.findPairs }),
  }).finally(() => beside?.end())
  const { group, stopped } = withinLimits(found.scorer, found.group, options.limits)
  return { mapping, ids, resolved: { ...found, group }, stopped, shared, notes }
}

/** A source that is spelled otherwise in the mapping would be taken for one that names parties more than once. */
function noteUnknownSources({ unique }: Mapping, { sources, ids }: Mentions, notes: RowNotes): void {
  if (ids.length === 0) return
  const known = new Set(sources)
  for (const source of unique)
    if (!known.has(source)) {
      const hint = didYouMean(source, [...known].slice(0, 1000))
      notes.notUsed(1, `unique names the source '${source}', which no row is from. ${hint}`.trim())
    }
}

/** Each mention with the smallest id of its cluster. Returns how many clusters there are. */
async function writeClusters({ ids, resolved }: ResolvedRecords, out: CsvOut): Promise<number> {
  const { mentions, group } = resolved
  const clusterOf = new Map(mentions.ids.map((id, at) => [id, mentions.ids[group[at] ?? at] ?? id]))
  for (const id of ids) await out.row([id, clusterOf.get(id) ?? id])
  return new Set(clusterOf.values()).size
}

const TOLD_PAIRS = 5000

async function writePairs(
  { mapping, resolved, stopped }: ResolvedRecords,
  out: CsvOut,
  progress: Progress,
): Promise<Record<Answer, number>> {
  const { ids } = resolved.mentions
  const answers = Object.fromEntries(ANSWERS.map((answer) => [answer, 0])) as Record<Answer, number>
  const total = resolved.edges.length + resolved.related.length
  let done = 0
  for (const { a, b, probability, answer, why } of pairAnswers(resolved, new Set(mapping.unique), stopped)) {
    answers[answer]++
    await out.row([ids[a] ?? '', ids[b] ?? '', probability.toFixed(6), answer, why])
    if (++done % TOLD_PAIRS === 0)
      progress({ stage: 'write', what: 'pairs', done: Math.min(done, total), total: Math.max(done, total) })
  }
  return answers
}

function summaryOf(
  { resolved, stopped, shared, notes }: ResolvedRecords,
  clusters: number,
  answers: Record<Answer, number> | null,
  begin: number,
): ResolveFileSummary {
  const { mentions, pairs, compared } = resolved
  const idsOf = (members: readonly number[]) => members.map((at) => mentions.ids[at] ?? '')
  return {
    mentions: mentions.ids.length,
    clusters,
    pairs_compared: compared,
    oversize_blocks: pairs.oversize,
    left_out: notes.left,
    not_used: notes.unused,
    nameless: mentions.nameless,
    shared_values: shared.map((one) => ({ ...one, value: masked(one.value) })),
    stopped: stopped.map(({ members, limit, reason }) => ({ ids: idsOf(members), limit, reason })),
    answers,
    seconds: Math.round(performance.now() - begin) / 1000,
    memory_mb: Math.round(process.resourceUsage().maxRSS / 1000),
  }
}
