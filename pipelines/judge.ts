/** Every row of a batch gets its one fate: records to send, an entry for quarantine, or a reason to ignore it. */
import { sha256 } from '../core/ids.js'
import { Utf8Writer } from '../core/utf8.js'
import type { Outcome, Signal } from '../schemas/outcome.js'
import type { Kind } from '../schemas/record.js'
import type { SourceFile } from '../sources/files.js'
import type { FileFaultReport, SourceBatch, SourceRow } from '../sources/source.js'
import type { Message, TopicLog } from '../topics/log.js'
import type { CountedSignal, QuarantineEntry } from '../warehouse/quarantine.js'
import type { ReadCounts } from '../warehouse/runs.js'
import type { ArrivedSource } from '../warehouse/sources.js'
import { outcomeOf } from './normalize.js'
import { messageOf } from './outgoing.js'
import { maskedRow, shown } from './personal.js'
import type { LoadedConnector } from './registry.js'
import type { Stage } from './stage.js'

// What most records take as rows; the space for them grows with longer ones.
const BYTES_A_ROW = 2000

/** One file being read. */
export interface Reading {
  readonly loaded: LoadedConnector
  readonly file: SourceFile
  readonly sha256: string
  readonly source: ArrivedSource
  readonly runId: number
  /** Batches already kept; null when every batch has to be sent again. */
  readonly kept: ReadonlySet<string> | null
  /** The longest record that the log takes, in bytes. */
  readonly maxValueBytes: number
}

/** A batch with the fate of each of its rows, ready to be committed. */
export interface Judged {
  readonly batch: SourceBatch
  readonly counts: ReadCounts
  readonly messages: ReadonlyMap<Kind, Message[]>
  readonly rejected: readonly QuarantineEntry[]
  readonly signals: readonly CountedSignal[]
}

/** What judging takes of a stage. */
export type Judging = Pick<Stage, 'token'> & { readonly topics: Pick<TopicLog, 'records'> }

/** Gives every row of a batch its fate. */
export function judge(stage: Judging, reading: Reading, batch: SourceBatch): Judged {
  const { loaded, file } = reading
  const counts: ReadCounts = { read: batch.rows.length, accepted: 0, rejected: 0, ignored: 0, records: 0, repeated: 0 }
  const messages = new Map<Kind, Message[]>()
  const space = new Utf8Writer(BYTES_A_ROW * batch.rows.length)
  const rejected: QuarantineEntry[] = []
  const signals = new Map<string, CountedSignal>()
  for (const row of batch.rows) {
    const { outcome, made } = outcomeAndMessages(stage, reading, row, space)
    counts[outcome.fate]++
    if (outcome.fate === 'rejected') rejected.push(entryOf(loaded, file.name, row, outcome))
    if (outcome.fate !== 'accepted') continue
    for (const signal of outcome.signals) count(signals, signal, `${file.name}:${row.line}`)
    for (const { kind, message } of made) {
      const ofKind = messages.get(kind)
      if (ofKind === undefined) messages.set(kind, [message])
      else ofKind.push(message)
    }
    counts.records += made.length
  }
  return { batch, counts, messages, rejected, signals: [...signals.values()] }
}

/** The fate of a row as its sender is told it: no values, which may be personal. */
export interface Fate {
  readonly line: number
  readonly fate: Outcome['fate']
  readonly records?: readonly { readonly kind: Kind; readonly source_key: string }[]
  readonly issues?: readonly { readonly field: string | null; readonly code: string; readonly message: string }[]
  readonly reason?: string
}

/** The fates of rows, as `judge` gives them. */
export function fatesOf(
  stage: Judging,
  loaded: LoadedConnector,
  file: SourceFile,
  rows: readonly SourceRow[],
  maxValueBytes: number,
): Fate[] {
  const source = { sourceId: 0, arrivedAt: '1970-01-01T00:00:00.000Z' }
  const reading = { loaded, file, sha256: '', source, runId: 0, kept: null, maxValueBytes }
  const space = new Utf8Writer(BYTES_A_ROW)
  return rows.map((row) => {
    space.rewind(0)
    const { outcome } = outcomeAndMessages(stage, reading, row, space)
    const { fate } = outcome
    if (fate === 'ignored') return { line: row.line, fate, reason: outcome.reason }
    if (fate === 'rejected')
      return {
        line: row.line,
        fate,
        issues: outcome.issues.map(({ field, code, message }) => ({ field, code, message })),
      }
    const records = outcome.records.map(({ kind, source_key }) => ({ kind, source_key }))
    return { line: row.line, fate, records }
  })
}

interface Made {
  readonly kind: Kind
  readonly message: Message
}

/** The outcome of a row with the messages of its records; a row whose record is too long for the log is rejected. */
function outcomeAndMessages(
  stage: Judging,
  { loaded, file, source, runId, maxValueBytes }: Reading,
  row: SourceRow,
  space: Utf8Writer,
): { outcome: Outcome; made: readonly Made[] } {
  const outcome = outcomeOf(loaded.id, loaded.connector, row, stage)
  if (outcome.fate !== 'accepted') return { outcome, made: [] }
  const place = { file: file.name, line: row.line, versionAt: outcome.versionAt, source, runId }
  const made = outcome.records.map((record, ordinal) => ({
    kind: record.kind,
    message: messageOf(record, place, ordinal, stage.topics.records, space),
  }))
  const long = made.find(({ message }) => (message.value?.length ?? 0) > maxValueBytes)
  if (long === undefined) return { outcome, made }
  const message = `the ${long.kind} record takes ${long.message.value?.length} bytes, and the log takes ${maxValueBytes} (max.message.bytes of its topic)`
  return {
    outcome: { fate: 'rejected', issues: [{ field: null, code: 'record_too_large', message, value: null }] },
    made: [],
  }
}

function count(signals: Map<string, CountedSignal>, signal: Signal, locator: string): void {
  const key = `${signal.code}\0${signal.field}\0${signal.value}`
  const known = signals.get(key)
  if (known === undefined) signals.set(key, { ...signal, seen: 1, locator })
  else known.seen++
}

function entryOf(
  loaded: LoadedConnector,
  file: string,
  row: SourceRow,
  outcome: Extract<Outcome, { fate: 'rejected' }>,
): QuarantineEntry {
  const identity = 'fault' in row ? row.text : JSON.stringify(row.row)
  return {
    scope: 'row',
    line: row.line,
    locator: `${file}:${row.line}`,
    issues: outcome.issues,
    raw: maskedRow(loaded.connector, row),
    hash: sha256(identity).slice(0, 32),
  }
}

/** The entry of a fault that ended a file. */
export function faultEntry(file: SourceFile, hash: string, fault: FileFaultReport): QuarantineEntry {
  return {
    scope: 'file',
    line: fault.line ?? null,
    locator: fault.line === undefined ? file.name : `${file.name}:${fault.line}`,
    issues: [
      {
        field: null,
        code: fault.fault,
        // It may show what was found, and that may be any character.
        message: shown(`${file.path}: ${fault.message}`) ?? '',
        value: shown(fault.value),
      },
    ],
    raw: null,
    hash: sha256(`${hash}:${fault.fault}`).slice(0, 32),
  }
}
