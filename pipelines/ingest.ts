/** Source to topic: reads files, gives every row its one fate, keeps the rows as found, and appends what was accepted. */
import { sha256 } from '../core/ids.js'
import { LedgerError, messageOf as textOf } from '../core/errors.js'
import type { Outcome, Signal } from '../schemas/outcome.js'
import { KIND_NAMES, type Kind } from '../schemas/record.js'
import { recordTopic } from '../schemas/topics.js'
import { fingerprint, readFile, type SourceFile } from '../sources/files.js'
import { DEFAULT_LIMITS, type FileFaultReport, type SourceBatch, type SourceEvent, type SourceRow } from '../sources/source.js'
import type { EncodedBatch, Message, PartitionBounds } from '../topics/log.js'
import { exclusively } from '../warehouse/positions.js'
import { type CountedSignal, keepSignals, quarantine, type QuarantineEntry } from '../warehouse/quarantine.js'
import { addRead, beginRun, endReading, failRun, notFull, type ReadCounts } from '../warehouse/runs.js'
import { type ArrivedSource, compressText, enterSource, keepBatch, keepHeader, keptBatches, linkSource } from '../warehouse/sources.js'
import { maskedRow, outcomeOf } from './normalize.js'
import { headersOf, messageOf } from './outgoing.js'
import type { LoadedConnector } from './registry.js'
import type { Stage } from './stage.js'

export interface IngestOptions {
  /** The files are the whole of what the publisher holds: a snapshot connector then withdraws what is absent. */
  readonly full: boolean
}

/** One file being read. */
export interface Reading {
  readonly loaded: LoadedConnector
  readonly file: SourceFile
  readonly sha256: string
  readonly source: ArrivedSource
  readonly runId: number
  /** Batches already kept; null when every batch has to be sent again. */
  readonly kept: ReadonlySet<string> | null
}

/** A batch with the fate of each of its rows, ready to be committed. */
export interface Judged {
  readonly batch: SourceBatch
  readonly counts: ReadCounts
  readonly messages: ReadonlyMap<Kind, Message[]>
  readonly rejected: readonly QuarantineEntry[]
  readonly signals: readonly CountedSignal[]
}

/**
 * Reads files of one connector into the log as one run and returns the run's id. Faults of rows and files end in
 * quarantine and never throw; LedgerError is for what stops the work (no Postgres, no disk, interrupted).
 */
export async function ingest(stage: Stage, loaded: LoadedConnector, files: readonly SourceFile[], options: IngestOptions): Promise<number> {
  const waiting = () => stage.log.warn({ connector: loaded.id }, 'another process ingests this connector: waiting for it')
  return exclusively(stage.database, `ingest ${loaded.id}`, waiting, async () => {
    const { mode } = loaded.connector
    const snapshot = options.full && mode.type === 'snapshot' ? mode : null
    const full = snapshot !== null
    const runId = await beginRun(stage.database, loaded.id, snapshot)
    try {
      let fileFaults = 0
      for (const file of files) fileFaults += await ingestFile(stage, loaded, file, runId, full)
      // A broken delivery is not a full one: without this, rows that could not be read would be withdrawn.
      if (full && fileFaults > 0) await notFull(stage.database, runId)
      await endReading(stage.database, runId, await recordEnds(stage), fileFaults)
      return runId
    } catch (error) {
      await failRun(stage.database, runId, textOf(error)).catch(() => undefined)
      throw error
    }
  })
}

/** Where the topics end that the loader reads. */
export async function recordEnds(stage: Stage): Promise<PartitionBounds[]> {
  const topics = new Set(KIND_NAMES.map(recordTopic))
  return (await stage.topics.bounds()).filter(({ topic }) => topics.has(topic))
}

/** Reads one file; returns how many faults of the file itself were met (0 or 1). */
async function ingestFile(stage: Stage, loaded: LoadedConnector, file: SourceFile, runId: number, full: boolean): Promise<number> {
  const hash = await fingerprint(file)
  const source = await enterSource(stage.database, loaded.id, { name: file.name, path: file.path, sha256: hash, bytes: file.bytes })
  await linkSource(stage.database, runId, source.sourceId)
  const kept = full ? null : await keptBatches(stage.database, source.sourceId)
  const reading: Reading = { loaded, file, sha256: hash, source, runId, kept }
  let faults = 0
  let committing: Promise<void> = Promise.resolve()
  const limits = { ...DEFAULT_LIMITS, batchRows: stage.batchRows }
  for await (const event of readFile(file, loaded.connector.source.format, limits)) {
    // One batch is judged while the one before it is committed: commits stay in source order.
    const judged = event.type === 'batch' ? judge(stage, reading, event.batch) : undefined
    await committing
    if (judged !== undefined) committing = guarded(commitBatch(stage, reading, judged))
    else if (event.type !== 'batch') faults += await commitOther(stage, reading, event)
    if (event.type === 'batch') stage.progress({ stage: 'ingest', what: loaded.id, done: event.bytesRead, total: file.bytes })
  }
  await committing
  return faults
}

/** A promise that is awaited later must not count as unhandled until then. */
function guarded(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}

/** Gives every row of a batch its fate. */
export function judge(stage: Pick<Stage, 'token'>, reading: Reading, batch: SourceBatch): Judged {
  const { loaded, file, source } = reading
  const counts: ReadCounts = { read: batch.rows.length, accepted: 0, rejected: 0, ignored: 0, records: 0, repeated: 0 }
  const messages = new Map<Kind, Message[]>()
  const rejected: QuarantineEntry[] = []
  const signals = new Map<string, CountedSignal>()
  for (const row of batch.rows) {
    const outcome = outcomeOf(loaded.id, loaded.connector, row, stage)
    counts[outcome.fate]++
    if (outcome.fate === 'rejected') rejected.push(entryOf(loaded, file.name, row, outcome))
    if (outcome.fate !== 'accepted') continue
    for (const signal of outcome.signals) count(signals, signal, `${file.name}:${row.line}`)
    for (const [ordinal, record] of outcome.records.entries()) {
      const place = { file: file.name, line: row.line, versionAt: outcome.versionAt, arrivedAt: source.arrivedAt }
      const message = messageOf(record, place, ordinal)
      const ofKind = messages.get(record.kind)
      if (ofKind === undefined) messages.set(record.kind, [message])
      else ofKind.push(message)
      counts.records++
    }
  }
  return { batch, counts, messages, rejected, signals: [...signals.values()] }
}

function count(signals: Map<string, CountedSignal>, signal: Signal, locator: string): void {
  const key = `${signal.code}\0${signal.field}\0${signal.code === 'column_unknown' ? '' : signal.value}`
  const known = signals.get(key)
  if (known === undefined) signals.set(key, { ...signal, value: signal.code === 'column_unknown' ? '' : signal.value, seen: 1, locator })
  else known.seen++
}

function entryOf(loaded: LoadedConnector, file: string, row: SourceRow, outcome: Extract<Outcome, { fate: 'rejected' }>): QuarantineEntry {
  const identity = 'fault' in row ? row.text : JSON.stringify(row.row)
  return {
    scope: 'row',
    line: row.line,
    locator: `${file}:${row.line}`,
    issues: outcome.issues.map((issue) => (issue.field !== null && loaded.connector.personal.includes(issue.field) ? { ...issue, value: '[masked]' } : issue)),
    raw: maskedRow(loaded.connector, row),
    hash: sha256(identity).slice(0, 32),
  }
}

/** Commits one batch: rows as found, rejects, counts and messages in one transaction. */
async function commitBatch(stage: Stage, reading: Reading, judged: Judged): Promise<void> {
  const { batch, counts } = judged
  const bytes = Buffer.from(batch.text)
  const textHash = sha256(bytes)
  // The ids hold line and content hash: what else a message says follows from the source.
  const recordsHash = sha256([...judged.messages.values()].flatMap((messages) => messages.map((message) => message.id)).join('\n'))
  const repeated = reading.kept?.has(`${batch.line}:${textHash}:${recordsHash}`) === true
  const [text, encoded] = repeated ? [null, []] : await Promise.all([compressText(bytes), encodeMessages(stage, reading, judged.messages)])
  await stage.database.transaction(async (session) => {
    if (text !== null) {
      const rowCount = batch.rows.length
      await keepBatch(session, { sourceId: reading.source.sourceId, runId: reading.runId, firstLine: batch.line, rowCount, textSha256: textHash, recordsSha256: recordsHash, records: counts.records, text })
    }
    await quarantine(session, reading.loaded.id, reading.source.sourceId, reading.runId, judged.rejected)
    await keepSignals(session, reading.runId, judged.signals)
    await addRead(session, reading.runId, repeated ? { ...counts, repeated: counts.records } : counts)
    // Last, because it holds the partition until the commit.
    await stage.topics.append(encoded, session)
  })
}

export function encodeMessages(stage: Stage, reading: Reading, messages: ReadonlyMap<Kind, Message[]>): Promise<EncodedBatch[]> {
  const { loaded, sha256: hash, source, runId } = reading
  return Promise.all([...messages].map(([kind, ofKind]) => stage.topics.encode(recordTopic(kind), headersOf(kind, loaded.id, hash, source.sourceId, runId, source.arrivedAt), ofKind)))
}

/** Commits what is not a batch: the header with its unknown columns, or the fault that ended the file. */
async function commitOther(stage: Stage, reading: Reading, event: Exclude<SourceEvent, { type: 'batch' }>): Promise<number> {
  const { loaded, file, source, runId } = reading
  return stage.database.transaction(async (session) => {
    if (event.type === 'header') {
      await keepHeader(session, source.sourceId, event.header.text)
      const unknown = event.header.unknown.filter((column) => !Object.hasOwn(loaded.connector.ignored, column))
      await keepSignals(session, runId, unknown.map((column) => ({ code: 'column_unknown', field: column, value: '', seen: 0, locator: `${file.name}:1` })))
      return 0
    }
    await quarantine(session, loaded.id, source.sourceId, runId, [faultEntry(file, reading.sha256, event.fault)])
    return 1
  })
}

function faultEntry(file: SourceFile, hash: string, fault: FileFaultReport): QuarantineEntry {
  return {
    scope: 'file',
    line: fault.line ?? null,
    locator: fault.line === undefined ? file.name : `${file.name}:${fault.line}`,
    issues: [{ field: null, code: fault.fault, message: `${file.path}: ${fault.message}`, value: fault.value?.slice(0, 500).replaceAll('\0', '␀').toWellFormed() ?? null }],
    raw: null,
    hash: sha256(`${hash}:${fault.fault}`).slice(0, 32),
  }
}

/** The files a connector reads when none is named: those bundled with its declaration. */
export function bundledPath(loaded: LoadedConnector): string {
  const { files } = loaded.connector.source
  if (files === '') throw new LedgerError('source_missing', `${loaded.id} declares no bundled files`, 'Name a file with --file.')
  return `${loaded.directory}/${files}`
}
