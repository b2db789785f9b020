/** Source to topic: reads files, gives every row its one fate, keeps the rows as found, and appends what was accepted. */

import { messageOf as textOf } from '../core/errors.js'
import { sha256 } from '../core/ids.js'
import type { Kind } from '../schemas/record.js'
import { recordTopic } from '../schemas/topics.js'
import { fingerprint, readFile, type SourceFile } from '../sources/files.js'
import { DEFAULT_LIMITS, type SourceEvent } from '../sources/source.js'
import type { EncodedBatch, Message } from '../topics/log.js'
import { compress } from '../warehouse/compression.js'
import { exclusively } from '../warehouse/positions.js'
import { type CountedSignal, keepSignals, type QuarantineEntry, quarantine } from '../warehouse/quarantine.js'
import { addRead, beginRun, endReading, expectVolume, failRun, notFull, type ReadCounts } from '../warehouse/runs.js'
import {
  batchKey,
  enterSource,
  keepBatch,
  keepHeader,
  keptBatches,
  linkSource,
  snapshotTaken,
} from '../warehouse/sources.js'
import { Commits } from './commits.js'
import { underContract } from './drift.js'
import { faultEntry, type Judged, judge, type Reading } from './judge.js'
import { headersOf } from './outgoing.js'
import type { LoadedConnector } from './registry.js'
import { recordEnds, type Stage } from './stage.js'
import { refuseUnfilled } from './unfilled.js'

interface HashedFile {
  readonly file: SourceFile
  readonly sha256: string
}

export interface IngestOptions {
  /** The files are the whole of what the publisher holds: a snapshot connector then withdraws what is absent. */
  readonly full: boolean
}

/**
 * Reads files of one connector into the log as one run and returns the run's id. Faults of rows and files end in
 * quarantine and never throw; LedgerError is for what stops the work (no Postgres, no disk, interrupted).
 */
export async function ingest(
  stage: Stage,
  loaded: LoadedConnector,
  files: readonly SourceFile[],
  options: IngestOptions,
): Promise<number> {
  refuseUnfilled(loaded.id, loaded.connector)
  const waiting = () =>
    stage.log.warn({ connector: loaded.id }, 'another process ingests this connector: waiting for it')
  // Asked before a run begins: without a log there is none.
  const maxValueBytes = await stage.topics.maxValueBytes()
  return exclusively(stage.database, `ingest ${loaded.id}`, waiting, async () => {
    const { mode } = loaded.connector
    const hashed: HashedFile[] = []
    for (const file of files) hashed.push({ file, sha256: await fingerprint(file) })
    // The very snapshot that is loaded already can withdraw nothing more: its batches need not be sent again.
    const taken = await snapshotTaken(
      stage.database,
      loaded.id,
      hashed.map((one) => one.sha256),
    )
    const snapshot = options.full && mode.type === 'snapshot' && !taken ? mode : null
    const full = snapshot !== null
    const runId = await beginRun(stage.database, loaded.id, snapshot)
    try {
      let fileFaults = 0
      for (const one of hashed) fileFaults += await ingestFile(stage, loaded, one, { runId, full, maxValueBytes })
      // A broken delivery is not a full one: without this, rows that could not be read would be withdrawn.
      if (full && fileFaults > 0) await notFull(stage.database, runId)
      if (options.full) await expectVolume(stage.database, runId, loaded.connector.volume)
      await endReading(stage.database, runId, await recordEnds(stage), fileFaults)
      return runId
    } catch (error) {
      await failRun(stage.database, runId, textOf(error)).catch(() => undefined)
      throw error
    }
  })
}

/** Reads one file; returns how many faults of the file itself were met (0 or 1). */
async function ingestFile(
  stage: Stage,
  loaded: LoadedConnector,
  { file, sha256: hash }: HashedFile,
  { runId, full, maxValueBytes }: { readonly runId: number; readonly full: boolean; readonly maxValueBytes: number },
): Promise<number> {
  const source = await enterSource(stage.database, loaded.id, {
    name: file.name,
    path: file.path,
    sha256: hash,
    bytes: file.bytes,
  })
  await linkSource(stage.database, runId, source.sourceId)
  const kept = full ? null : await keptBatches(stage.database, source.sourceId)
  const reading: Reading = { loaded, file, sha256: hash, source, runId, kept, maxValueBytes }
  let [faults, rows] = [0, 0]
  const commits = new Commits()
  const limits = { ...DEFAULT_LIMITS, batchRows: stage.batchRows }
  const events = readFile(file, loaded.connector.source.format, limits)
  for await (const event of underContract(loaded.connector, events)) {
    if (event.type === 'batch') {
      const packed = pack(stage, reading, judge(stage, reading, event.batch), rows)
      rows += event.batch.rows.length
      await commits.add(packed, (packed) => commitBatch(stage, reading, packed))
      stage.progress({ stage: 'ingest', what: loaded.id, done: event.bytesRead, total: file.bytes })
    } else {
      await commits.settle()
      faults += await commitOther(stage, reading, event)
    }
  }
  await commits.settle()
  return faults
}

/**
 * What a batch will write, compressed; no text and no messages when the very same batch is kept already. It holds nothing of
 * the rows themselves, so that their memory is free while it waits for its turn.
 */
interface Packed {
  readonly firstRow: number
  readonly firstLine: number
  readonly rowCount: number
  readonly counts: ReadCounts
  readonly rejected: readonly QuarantineEntry[]
  readonly signals: readonly CountedSignal[]
  readonly recordsHash: string
  readonly text: Buffer | null
  readonly encoded: readonly EncodedBatch[]
}

async function pack(stage: Stage, reading: Reading, judged: Judged, firstRow: number): Promise<Packed> {
  const { batch, counts, messages, rejected, signals } = judged
  // The ids hold line and content hash: what else a message says follows from the source.
  const recordsHash = sha256([...messages.values()].flatMap((ofKind) => ofKind.map((message) => message.id)).join('\n'))
  const repeated = reading.kept?.has(batchKey(firstRow, batch.rows.length, recordsHash)) === true
  const packed = { firstRow, firstLine: batch.line, rowCount: batch.rows.length, rejected, signals, recordsHash }
  if (repeated) return { ...packed, counts: { ...counts, repeated: counts.records }, text: null, encoded: [] }
  const [text, encoded] = await Promise.all([
    compress(Buffer.from(batch.text)),
    encodeMessages(stage, reading, messages),
  ])
  return { ...packed, counts, text, encoded }
}

/**
 * Commits one batch: rows as found, rejects, counts and messages in one transaction. Into a log of its own the messages go first: a batch that is
 * kept was sent, and one that was sent and not kept is sent again.
 */
async function commitBatch(stage: Stage, { loaded, source, runId }: Reading, packed: Packed): Promise<void> {
  await stage.topics.appendAhead(packed.encoded)
  const { firstRow, firstLine, rowCount, recordsHash, text, counts, encoded } = packed
  const { sourceId } = source
  const kept = { sourceId, runId, firstRow, firstLine, rowCount, recordsSha256: recordsHash }
  return stage.database.atOnce((session) => [
    ...(text === null ? [] : [keepBatch(session, { ...kept, records: counts.records, text })]),
    quarantine(session, loaded.id, sourceId, runId, packed.rejected),
    keepSignals(session, runId, packed.signals),
    addRead(session, runId, counts),
    // Last, because it holds the partition until the commit.
    ...encoded.map((batch) => stage.topics.appendWithin(batch, session)),
  ])
}

/** The messages of one batch as the log will store them: a batch a kind, in the order of their topics. */
export function encodeMessages(
  stage: Stage,
  reading: Reading,
  messages: ReadonlyMap<Kind, Message[]>,
): Promise<EncodedBatch[]> {
  const { loaded, file, sha256: hash, source, runId } = reading
  return Promise.all(
    [...messages]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, ofKind]) =>
        stage.topics.encode(
          recordTopic(kind),
          headersOf(kind, loaded.id, file, hash, source, runId, stage.ledgerId, stage.topics.records),
          ofKind,
        ),
      ),
  )
}

/** Commits what is not a batch: the header with its unknown columns, or the fault that ended the file. */
async function commitOther(
  stage: Stage,
  reading: Reading,
  event: Exclude<SourceEvent, { type: 'batch' }>,
): Promise<number> {
  const { loaded, file, source, runId } = reading
  return stage.database.transaction(async (session) => {
    if (event.type === 'header') {
      await keepHeader(session, source.sourceId, event.header.text)
      const unknown =
        loaded.connector.drift === undefined || loaded.connector.drift === 'evolve'
          ? event.header.unknown.filter((column) => !Object.hasOwn(loaded.connector.ignored, column))
          : []
      await keepSignals(
        session,
        runId,
        unknown.map((column) => ({
          code: 'column_unknown',
          field: column,
          value: '',
          seen: 0,
          locator: `${file.name}:1`,
        })),
      )
      return 0
    }
    await quarantine(session, loaded.id, source.sourceId, runId, [faultEntry(file, reading.sha256, event.fault)])
    return 1
  })
}
