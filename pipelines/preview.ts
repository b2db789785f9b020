/** A dry run: every row gets its fate, nothing is written, no database is needed; with one at hand it says what would change there. */
import { idOf } from '../core/ids.js'
import type { Outcome } from '../schemas/outcome.js'
import type { Kind } from '../schemas/record.js'
import type { SourceFile } from '../sources/files.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type FileFaultReport, type SourceBatch } from '../sources/source.js'
import type { ComingRecord } from '../warehouse/foresight.js'
import type { CountedSignal, QuarantineEntry } from '../warehouse/quarantine.js'
import { underContract } from './drift.js'
import { type Judged, type Judging, judge } from './judge.js'
import { type LayoutChanges, LayoutWatch } from './layout_changes.js'
import { outcomeOf } from './normalize.js'
import type { LoadedConnector } from './registry.js'

export interface Preview {
  read: number
  accepted: number
  rejected: number
  ignored: number
  /** How many records of each kind the accepted rows make. */
  readonly records: Partial<Record<Kind, number>>
  /** The first rejected rows. */
  readonly examples: QuarantineEntry[]
  /** The first outcomes, some good and some bad, each with its place. */
  readonly outcomes: { readonly locator: string; readonly outcome: Outcome }[]
  readonly signals: CountedSignal[]
  readonly faults: (FileFaultReport & { readonly file: string })[]
  layout: LayoutChanges
}

export interface PreviewOptions {
  readonly batchRows: number
  /** How many rejected rows to keep, and how many outcomes: half of them good. */
  readonly examples: number
  /** Makes tokens as the ledger does; where it is left out, what tokens look like decides nothing. */
  readonly token?: Judging['token'] | undefined
  /** Is handed every record that would be sent, a batch at a time. */
  readonly note?: (records: readonly ComingRecord[]) => Promise<void>
}

// A real token would need the key, which a dry run must not make.
const UNKEYED: Judging['token'] = () => '0'.repeat(32)

/** Reads files and judges every row as `ingest` does. */
export async function preview(
  loaded: LoadedConnector,
  files: readonly SourceFile[],
  options: PreviewOptions,
): Promise<Preview> {
  const watch = new LayoutWatch(loaded.connector)
  const stage: Judging = { token: options.token ?? UNKEYED, topics: { records: 'rows' } }
  const total: Preview = {
    read: 0,
    accepted: 0,
    rejected: 0,
    ignored: 0,
    records: {},
    examples: [],
    outcomes: [],
    signals: [],
    faults: [],
    layout: watch.changes(),
  }
  const limits = { ...DEFAULT_LIMITS, batchRows: options.batchRows }
  const opened = await openParts(files, loaded.connector.source.format, limits)
  try {
    for (const part of opened.parts) {
      if ('fault' in part) {
        total.faults.push({ file: part.name, ...part.fault })
        continue
      }
      for await (const event of underContract(loaded.connector, part.read(limits), (seen) => watch.see(seen))) {
        if (event.type === 'fault') total.faults.push({ file: part.name, ...event.fault })
        if (event.type !== 'batch') continue
        const judged = judgeUnkept(stage, loaded, part, event.batch)
        add(total, judged, options.examples)
        keepOutcomes(total, stage, loaded, part, event.batch, options.examples)
        await options.note?.(comingOf(loaded.id, judged))
      }
    }
  } finally {
    await opened.close()
  }
  return { ...total, layout: watch.changes() }
}

function judgeUnkept(stage: Judging, loaded: LoadedConnector, file: SourceFile, batch: SourceBatch): Judged {
  const source = { sourceId: 0, arrivedAt: '1970-01-01T00:00:00.000Z' }
  return judge(
    stage,
    { loaded, file, sha256: '', source, runId: 0, kept: null, maxValueBytes: Number.POSITIVE_INFINITY },
    batch,
  )
}

function add(total: Preview, judged: Judged, examples: number): void {
  for (const count of ['read', 'accepted', 'rejected', 'ignored'] as const) total[count] += judged.counts[count]
  for (const [kind, messages] of judged.messages) total.records[kind] = (total.records[kind] ?? 0) + messages.length
  total.examples.push(...judged.rejected.slice(0, examples - total.examples.length))
  for (const signal of judged.signals) {
    const known = total.signals.find(
      ({ code, field, value }) => code === signal.code && field === signal.field && value === signal.value,
    )
    if (known === undefined) total.signals.push(signal)
    else known.seen += signal.seen
  }
}

/** Keeps outcomes to look at while there are too few: half of them accepted, half not. Only the rows that are kept are judged once more. */
function keepOutcomes(
  total: Preview,
  stage: Judging,
  loaded: LoadedConnector,
  file: SourceFile,
  batch: SourceBatch,
  most: number,
): void {
  const half = Math.ceil(most / 2)
  const count = (good: boolean) => total.outcomes.filter(({ outcome }) => (outcome.fate === 'accepted') === good).length
  let [good, bad] = [count(true), count(false)]
  const allGood = total.rejected + total.ignored === bad
  for (const row of batch.rows) {
    if (good >= half && (bad >= half || allGood)) return
    const outcome = outcomeOf(loaded.id, loaded.connector, row, stage)
    const isGood = outcome.fate === 'accepted'
    if ((isGood ? good : bad) >= half) continue
    total.outcomes.push({ locator: `${file.name}:${row.line}`, outcome })
    if (isGood) good++
    else bad++
  }
}

/** The records of a batch as the ledger knows them again: what their messages say in key and id (pipelines/outgoing.ts). */
function comingOf(connector: string, judged: Judged): ComingRecord[] {
  return [...judged.messages].flatMap(([kind, messages]) =>
    messages.map(({ id, key }) => ({
      kind,
      recordId: idOf(connector, kind, String(key).slice(connector.length + 1)),
      contentHash: String(id).split('.').at(-1) ?? '',
    })),
  )
}
