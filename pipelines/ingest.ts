/** Source to topic: files of one connector as one run. */
import { messageOf as textOf } from '../core/errors.js'
import { fingerprint, type SourceFile } from '../sources/files.js'
import { openParts, type RefusedPart, type SourcePart } from '../sources/parts.js'
import { DEFAULT_LIMITS, type ReadLimits } from '../sources/source.js'
import { exclusively } from '../warehouse/positions.js'
import { beginRun, endReading, expectVolume, failRun, notFull } from '../warehouse/runs.js'
import { snapshotTaken } from '../warehouse/sources.js'
import { Commits } from './commits.js'
import { type HashedPart, ingestPart, type PartsRun } from './ingest_part.js'
import { declarationOf, type LoadedConnector } from './registry.js'
import { recordEnds, type Stage } from './stage.js'
import { refuseUnfilled } from './unfilled.js'

export interface IngestOptions {
  /** The files are the whole of what the publisher holds: a snapshot connector then withdraws what is absent. */
  readonly full: boolean
  /** True when it should end after the batches at hand: the run then failed with `interrupted`, and what it committed stands. */
  readonly stop?: (() => boolean) | undefined
  /** What a file may unpack to, where it is less than usual. */
  readonly limits?: Pick<ReadLimits, 'expandedBytes' | 'expansionRatio'>
}

/** The right to ingest a connector, which one process has at a time. */
export function asIngester<T>(stage: Stage, { id }: LoadedConnector, work: () => Promise<T>): Promise<T> {
  const waiting = () => stage.log.warn({ connector: id }, 'another process ingests this connector: waiting for it')
  return exclusively(stage.database, `ingest ${id}`, waiting, work)
}

/**
 * Reads files of one connector into the log as one run and returns the run's id. Faults of rows and files end in
 * quarantine and never throw; LedgerError is for what stops the work (no Postgres, no disk, interrupted).
 */
export async function ingest(
  stage: Stage,
  loaded: LoadedConnector,
  files: readonly SourceFile[],
  { full, stop = () => false, limits = DEFAULT_LIMITS }: IngestOptions,
): Promise<number> {
  refuseUnfilled(loaded.id, loaded.connector)
  // Asked before a run begins: without a log there is none.
  const maxValueBytes = await stage.topics.maxValueBytes()
  return asIngester(stage, loaded, async () => {
    const opened = await openParts(files, loaded.connector.source.format, limits)
    try {
      return await ingestParts(stage, loaded, opened.parts, { full, maxValueBytes, stop, limits })
    } finally {
      await opened.close()
    }
  })
}

const hashOf = (part: SourcePart | RefusedPart) => ('fault' in part ? fingerprint(part.file) : part.fingerprint())

async function ingestParts(
  stage: Stage,
  loaded: LoadedConnector,
  parts: readonly (SourcePart | RefusedPart)[],
  options: Omit<PartsRun, 'runId' | 'commits'>,
): Promise<number> {
  const { mode } = loaded.connector
  const hashed: HashedPart[] = []
  for (const part of parts) hashed.push({ part, sha256: await hashOf(part) })
  // The very snapshot that is loaded already can withdraw nothing more: its batches need not be sent again.
  const taken = await snapshotTaken(
    stage.database,
    loaded.id,
    hashed.map((one) => one.sha256),
  )
  const snapshot = options.full && mode.type === 'snapshot' && !taken ? mode : null
  const full = snapshot !== null
  const runId = await beginRun(stage.database, declarationOf(loaded), snapshot)
  const commits = new Commits()
  try {
    let fileFaults = 0
    for (const one of hashed) fileFaults += await ingestPart(stage, loaded, one, { ...options, runId, full, commits })
    await commits.settle()
    // A broken delivery is not a full one: without this, rows that could not be read would be withdrawn.
    if (full && fileFaults > 0) await notFull(stage.database, runId)
    if (options.full) await expectVolume(stage.database, runId, loaded.connector.volume)
    await endReading(stage.database, runId, await recordEnds(stage), fileFaults)
    return runId
  } catch (error) {
    await commits.settle().catch(() => undefined)
    await failRun(stage.database, runId, textOf(error)).catch(() => undefined)
    throw error
  }
}

/** A document that has landed: what it is known by, and where it came from. */
export interface LandedFile {
  readonly file: SourceFile
  readonly sha256: string
  /** Of its bytes as they came. */
  readonly bytesSha256: string
  readonly origin: string
}

/** Reads a landed document, and all that is in it, for a run; returns how many faults of files were met. */
export async function ingestLanded(
  stage: Stage,
  loaded: LoadedConnector,
  { file, sha256, bytesSha256, origin }: LandedFile,
  run: PartsRun,
): Promise<number> {
  const opened = await openParts([file], loaded.connector.source.format, DEFAULT_LIMITS)
  try {
    let faults = 0
    for (const part of opened.parts) {
      // What is within a document is known by its own content, as it is within a file.
      const isWhole = part.name === file.name
      const inside = `${origin}${part.name.slice(file.name.length)}`
      const known = isWhole ? sha256 : await hashOf(part)
      faults += await ingestPart(stage, loaded, { part, origin: inside, sha256: known, bytesSha256 }, run)
    }
    return faults
  } finally {
    await opened.close()
  }
}
