/** A dry run: every row gets its fate, nothing is written, no database is needed. */
import type { Kind } from '../schemas/record.js'
import type { SourceFile } from '../sources/files.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type FileFaultReport, type SourceBatch } from '../sources/source.js'
import type { CountedSignal, QuarantineEntry } from '../warehouse/quarantine.js'
import { type Judged, type Judging, judge } from './judge.js'
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
  readonly signals: CountedSignal[]
  readonly faults: (FileFaultReport & { readonly file: string })[]
}

// What tokens look like decides nothing, and a real one would need the key, which a dry run must not make.
const UNKEYED: Judging = { token: () => '0'.repeat(32), topics: { records: 'rows' } }

/** Reads files and judges every row as `ingest` does. `examples`: how many rejected rows to keep. */
export async function preview(
  loaded: LoadedConnector,
  files: readonly SourceFile[],
  options: { readonly batchRows: number; readonly examples: number },
): Promise<Preview> {
  const total: Preview = {
    read: 0,
    accepted: 0,
    rejected: 0,
    ignored: 0,
    records: {},
    examples: [],
    signals: [],
    faults: [],
  }
  const limits = { ...DEFAULT_LIMITS, batchRows: options.batchRows }
  const opened = await openParts(files, loaded.connector.source.format, limits)
  try {
    for (const part of opened.parts) {
      if ('fault' in part) {
        total.faults.push({ file: part.name, ...part.fault })
        continue
      }
      for await (const event of part.read(limits)) {
        if (event.type === 'fault') total.faults.push({ file: part.name, ...event.fault })
        else if (event.type === 'batch') add(total, judgeUnkept(loaded, part, event.batch), options.examples)
      }
    }
  } finally {
    await opened.close()
  }
  return total
}

function judgeUnkept(loaded: LoadedConnector, file: SourceFile, batch: SourceBatch): Judged {
  const source = { sourceId: 0, arrivedAt: '1970-01-01T00:00:00.000Z' }
  return judge(
    UNKEYED,
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
