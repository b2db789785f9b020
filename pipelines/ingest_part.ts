/** One part of a file to topic: every row gets its one fate, rows are kept as found, and what was accepted is appended. */
import { LedgerError } from '../core/errors.js'
import { sha256 } from '../core/ids.js'
import { masked } from '../schemas/citizen_numbers.js'
import type { Kind } from '../schemas/record.js'
import { recordTopic } from '../schemas/topics.js'
import type { RefusedPart, SourcePart } from '../sources/parts.js'
import { DEFAULT_LIMITS, type FileFaultReport, type ReadLimits, type SourceHeader } from '../sources/source.js'
import type { EncodedBatch, Message } from '../topics/log.js'
import { compress } from '../warehouse/compression.js'
import type { Session } from '../warehouse/database.js'
import { type CountedSignal, keepSignals, type QuarantineEntry, quarantine } from '../warehouse/quarantine.js'
import { addRead, type ReadCounts } from '../warehouse/runs.js'
import { batchKey, enterSource, keepBatch, keepHeader, keptBatches } from '../warehouse/sources.js'
import type { Commits } from './commits.js'
import { underContract } from './drift.js'
import { faultEntry, type Judged, judge, type Reading } from './judge.js'
import { headersOf } from './outgoing.js'
import type { LoadedConnector } from './registry.js'
import type { Stage } from './stage.js'

/** What all parts of a run share. */
export interface PartsRun {
  readonly runId: number
  /** The run is over a whole: batches that are kept already are sent again, so that their keys are noted. */
  readonly full: boolean
  readonly maxValueBytes: number
  /** Those under way, also of parts before: settled by whoever ends the run, and before what must not be ahead of them. */
  readonly commits: Commits
  /** True when it should end after the batches at hand. */
  readonly stop: () => boolean
  /** What a part may unpack to, where it is less than usual. */
  readonly limits?: Pick<ReadLimits, 'expandedBytes' | 'expansionRatio'>
}

/** A part, and what it is known by. */
export interface HashedPart {
  readonly part: SourcePart | RefusedPart
  /** Of its content; of the whole file where it is refused. */
  readonly sha256: string
  /** The hash of its bytes, where it is known by another. */
  readonly bytesSha256?: string
  /** Where it came from, when the file is a copy. */
  readonly origin?: string
}

/**
 * Reads one part for a run; returns how many faults of the part itself were met (0 or 1). Its last commits may be under way then. Throws LedgerError
 * interrupted when it is stopped.
 */
export async function ingestPart(
  stage: Stage,
  loaded: LoadedConnector,
  hashed: HashedPart,
  run: PartsRun,
): Promise<number> {
  const { part, sha256: hash, bytesSha256, origin } = hashed
  if ('fault' in part) return await keepRefused(stage, loaded, part, hash, run)
  const { runId, maxValueBytes } = run
  const file = {
    name: part.name,
    path: origin ?? part.path,
    sha256: hash,
    bytes: part.bytes,
    ...(bytesSha256 === undefined ? {} : { bytesSha256 }),
  }
  const source = await enterSource(stage.database, loaded.id, file, { runId })
  // The same bytes may have come under another name just before.
  if (!source.fresh) await run.commits.settle()
  const kept = run.full ? null : source.fresh ? new Set<string>() : await keptBatches(stage.database, source.sourceId)
  const faults = await readPart(
    stage,
    { loaded, file: part, sha256: hash, source, runId, kept, maxValueBytes },
    part,
    run,
  )
  const formulas = part.formulas?.() ?? 0
  if (formulas > 0) {
    stage.log.info(
      { connector: loaded.id, file: part.name, formulas },
      'cells are formulas: their stored values were read',
    )
  }
  return faults
}

async function readPart(
  stage: Stage,
  reading: Reading,
  part: SourcePart,
  { stop, limits, commits }: Pick<PartsRun, 'stop' | 'limits' | 'commits'>,
): Promise<number> {
  let [faults, rows] = [0, 0]
  // Kept with the batch behind it: a file of one row is one transaction.
  let headers: SourceHeader[] = []
  const events = part.read({ ...DEFAULT_LIMITS, ...limits, batchRows: stage.batchRows })
  for await (const event of underContract(reading.loaded.connector, events)) {
    if (event.type === 'header') {
      headers.push(event.header)
      continue
    }
    const before = headers
    headers = []
    if (event.type === 'fault') {
      await commits.settle()
      await commitFault(stage, reading, before, event.fault)
      faults++
      continue
    }
    const packed = pack(stage, reading, judge(stage, reading, event.batch), rows)
    rows += event.batch.rows.length
    await commits.add(packed, (packed) => commitBatch(stage, reading, before, packed))
    stage.progress({ stage: 'ingest', what: reading.loaded.id, done: event.bytesRead, total: part.bytes })
    if (!stop()) continue
    await commits.settle()
    throw new LedgerError(
      'interrupted',
      `Reading ${part.name} was stopped after row ${rows}: what was committed stands`,
      'Run it again: it reads the rest, and nothing twice.',
    )
  }
  if (headers.length > 0) await stage.database.atOnce((session) => keepHeaders(session, reading, headers))
  return faults
}

/** Keeps what is refused of a file as a fault of that file; returns how many faults that is. */
async function keepRefused(
  stage: Stage,
  loaded: LoadedConnector,
  { file, name, fault }: RefusedPart,
  sha256: string,
  { runId, commits }: Pick<PartsRun, 'runId' | 'commits'>,
): Promise<number> {
  await commits.settle()
  const source = await enterSource(stage.database, loaded.id, { ...file, sha256 }, { runId })
  const inside = name.slice(file.name.length)
  const entry = faultEntry({ ...file, name, path: file.path + inside }, `${sha256}${inside}`, fault)
  await stage.database.transaction((session) => quarantine(session, loaded.id, source.sourceId, runId, [entry]))
  return 1
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
 * Commits one batch: the header before it, rows as found, rejects, counts and messages in one transaction. Into a log of its own the messages go first: a batch that is
 * kept was sent, and one that was sent and not kept is sent again.
 */
async function commitBatch(
  stage: Stage,
  reading: Reading,
  headers: readonly SourceHeader[],
  packed: Packed,
): Promise<void> {
  const { loaded, source, runId } = reading
  await stage.topics.appendAhead(packed.encoded)
  const { firstRow, firstLine, rowCount, recordsHash, text, counts, encoded } = packed
  const { sourceId } = source
  const kept = { sourceId, runId, firstRow, firstLine, rowCount, recordsSha256: recordsHash }
  return stage.database.atOnce((session) => [
    ...keepHeaders(session, reading, headers),
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

/** Sends headers with their unknown columns. */
function keepHeaders(session: Session, reading: Reading, headers: readonly SourceHeader[]): Promise<void>[] {
  const { loaded, file, source, runId } = reading
  const { drift, ignored } = loaded.connector
  return headers.flatMap((header) => {
    const unknown =
      drift === undefined || drift === 'evolve'
        ? header.unknown.filter((column) => !Object.hasOwn(ignored, column))
        : []
    const signals = unknown.map((column) => ({
      code: 'column_unknown' as const,
      field: masked(column),
      value: '',
      seen: 0,
      locator: `${file.name}:1`,
    }))
    return [keepHeader(session, source.sourceId, header.text), keepSignals(session, runId, signals)]
  })
}

/** Commits the fault that ended a file. */
async function commitFault(
  stage: Stage,
  reading: Reading,
  headers: readonly SourceHeader[],
  fault: FileFaultReport,
): Promise<void> {
  const { loaded, file, source, runId } = reading
  await stage.database.atOnce((session) => [
    ...keepHeaders(session, reading, headers),
    quarantine(session, loaded.id, source.sourceId, runId, [faultEntry(file, reading.sha256, fault)]),
  ])
}
