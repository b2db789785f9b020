/** Place to topic: lands what a place has, ingests each document as it lands, and moves the cursor with the end of the run. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LedgerError, messageOf } from '../core/errors.js'
import { bytesHash, fingerprint } from '../sources/files.js'
import type { Landed, LandRequest, Place } from '../sources/place.js'
import { type CheckedPlace, openPlace } from '../sources/places/registry.js'
import type { Session } from '../warehouse/database.js'
import { knownBy, moveCursor, type PlaceStanding, placeStanding, readBefore } from '../warehouse/place_cursors.js'
import { beginRun, endReading, expectVolume, failRun, notFull } from '../warehouse/runs.js'
import { Commits } from './commits.js'
import { asIngester, ingestLanded } from './ingest.js'
import type { PartsRun } from './ingest_part.js'
import { declarationOf, type LoadedConnector } from './registry.js'
import { recordEnds, type Stage } from './stage.js'
import { refuseUnfilled } from './unfilled.js'

/** What is to be read from a place. Plain values, so that it can be given to a thread. */
export interface PlaceReading {
  readonly declaration: CheckedPlace
  /** The data directory, in which documents land. */
  readonly home: string
  /** The directory of the connector among the drops. */
  readonly inbox: string
  /** All secrets by name. */
  readonly secrets: Readonly<Record<string, string>>
  /** A backfill: from this day (ISO) on; null: as the cursor has it. */
  readonly since: string | null
  /** Before this day (ISO); null: up to now. */
  readonly until: string | null
  /** Everything is asked for, whatever was read before. */
  readonly full: boolean
}

/** A place being read by a process that alone does so. */
interface Landing {
  readonly loaded: LoadedConnector
  readonly place: Place
  readonly documents: AsyncIterator<Landed>
  readonly now: string
  readonly backfill: boolean
  readonly maxValueBytes: number
  readonly stop: () => boolean
}

/**
 * Reads from a place into the log and returns the ids of the runs: one, or one for each whole where it has several; `stop` as ingest has it. Throws LedgerError when the place, the disk
 * or Postgres stops the work; what was committed stands, and the cursor is never beyond it.
 */
export async function ingestFrom(
  stage: Stage,
  loaded: LoadedConnector,
  reading: PlaceReading,
  stop: () => boolean = () => false,
): Promise<number[]> {
  refuseUnfilled(loaded.id, loaded.connector)
  const place = await openPlace(reading.declaration, reading)
  const maxValueBytes = await stage.topics.maxValueBytes()
  return asIngester(stage, loaded, async () => {
    const directory = join(reading.home, 'landing', loaded.id)
    const ended = new AbortController()
    const now = new Date().toISOString()
    const standing = await placeStanding(stage.database, loaded.id)
    await emptied(directory)
    const request = requestOf(stage, loaded, reading, { standing, directory, now, signal: ended.signal })
    const documents = place.land(request)
    const backfill = reading.since !== null || reading.until !== null
    const landing: Landing = { loaded, place, documents, now, backfill, maxValueBytes, stop }
    const runIds: number[] = []
    try {
      let first: Landed | undefined
      do first = await ingestWhole(stage, landing, first, runIds)
      while (first !== undefined)
      return runIds
    } catch (error) {
      throw withWayOut(loaded, error)
    } finally {
      ended.abort()
      await documents.return(undefined).catch(() => undefined)
      await rm(directory, { recursive: true, force: true }).catch(() => undefined)
    }
  })
}

/** The error, which tells of the bundled rows where the place is what could not be had. */
export function withWayOut({ id, connector }: LoadedConnector, error: unknown): unknown {
  const away = error instanceof LedgerError && ['place_unreachable', 'place_refused'].includes(error.code)
  if (!away || connector.source.files === '') return error
  const rows = connector.source.synthetic === true ? 'its sample' : 'its bundled rows'
  const hint = `${error.hint} \`riskledger run ${id} --bundled\` reads ${rows} instead, without the network.`
  return new LedgerError(error.code, error.message, hint, error)
}

function requestOf(
  stage: Stage,
  { id }: LoadedConnector,
  { since, until, full, secrets }: PlaceReading,
  { standing, ...made }: Pick<LandRequest, 'directory' | 'now' | 'signal'> & { readonly standing: PlaceStanding },
): LandRequest {
  return {
    ...made,
    cursor: full ? null : standing.cursor,
    fullAt: full ? null : standing.fullAt,
    since,
    until,
    taken: async (hash) => !full && (await readBefore(stage.database, id, hash)),
    tell: (sentence) => stage.log.warn({ connector: id }, sentence),
    secret: (name) => secretOf(id, secrets, name),
  }
}

/** A secret that a declaration names. Throws LedgerError secret_missing with the variable to set. */
export function secretOf(id: string, secrets: PlaceReading['secrets'], name: string): string {
  const value = secrets[name]
  if (value !== undefined && value !== '') return value
  throw new LedgerError(
    'secret_missing',
    `The place of ${id} wants the secret ${name}`,
    `Set RISKLEDGER_SECRET_${name.toUpperCase()} in the environment.`,
  )
}

/** An empty directory that we alone read; what a killed run left in it is gone: its rows come again. */
async function emptied(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true })
    await mkdir(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new LedgerError(
      'home_unusable',
      `The directory ${directory} cannot be made: ${messageOf(error)}`,
      'Give the user who runs riskledger the data directory.',
      error,
    )
  }
}

/** What a run has read of a place so far. */
interface Read {
  cursor: Landed['cursor']
  /** Something could not be read: the cursor stays before it. */
  held: boolean
  whole: boolean
  faults: number
  readonly documents: { readonly landed: Landed; readonly broken: boolean }[]
}

/** Reads documents as one run, up to the end of a whole or of the place; adds the run's id and returns the document that begins the next run. */
async function ingestWhole(
  stage: Stage,
  landing: Landing,
  first: Landed | undefined,
  runIds: number[],
): Promise<Landed | undefined> {
  const { loaded, now, backfill, place } = landing
  const { database } = stage
  const { mode, volume } = loaded.connector
  // Whether it is a whole is known at its end; what is seen has to be noted from the beginning.
  const snapshot = mode.type === 'snapshot' && !backfill ? mode : null
  const runId = await beginRun(database, declarationOf(loaded), snapshot)
  runIds.push(runId)
  const read: Read = { cursor: null, held: false, whole: false, faults: 0, documents: [] }
  const move = async (session: Session, fullAt: string | null) => {
    if (!backfill) await moveCursor(session, loaded.id, runId, { cursor: read.cursor, fullAt })
  }
  const commits = new Commits()
  try {
    await ingestDocuments(stage, landing, { first, runId, full: snapshot !== null, commits }, read)
    await commits.settle()
    const full = read.whole && !backfill && read.faults === 0
    if (snapshot !== null && !full) await notFull(database, runId)
    if (full) await expectVolume(database, runId, volume)
    await endReading(database, runId, await recordEnds(stage), read.faults, (session) =>
      move(session, full ? now : null),
    )
  } catch (error) {
    await commits.settle().catch(() => undefined)
    // What was committed need not come again; and a place that often fails is read through all the same.
    await failRun(database, runId, messageOf(error), (session) => move(session, null)).catch(() => undefined)
    throw error
  }
  for (const { landed, broken } of read.documents) await place.done?.(landed.file, broken)
  if (!read.whole) return undefined
  const step = await landing.documents.next()
  return step.done === true ? undefined : step.value
}

async function ingestDocuments(
  stage: Stage,
  { loaded, place, documents, maxValueBytes, stop }: Landing,
  {
    first,
    runId,
    full,
    commits,
  }: Pick<PartsRun, 'runId' | 'full' | 'commits'> & { readonly first: Landed | undefined },
  read: Read,
): Promise<void> {
  let landed = first
  for (;;) {
    if (landed === undefined) {
      const step = await documents.next()
      if (step.done === true) return
      landed = step.value
    }
    const { file, cursor, whole = false, made = false, origin = place.where } = landed
    const bytes = await bytesHash(file)
    const known = made ? await knownBy(stage.database, loaded.id, bytes, runId) : await fingerprint(file)
    const hashed = { file, sha256: known, bytesSha256: bytes, origin }
    const faults = await ingestLanded(stage, loaded, hashed, { runId, full, maxValueBytes, stop, commits })
    read.faults += faults
    if (made && faults > 0) read.held = true
    if (cursor !== null && !read.held) {
      // A cursor must not be ahead of what is committed.
      await commits.settle()
      read.cursor = cursor
    }
    read.documents.push({ landed, broken: faults > 0 })
    await rm(file.path, { force: true })
    if (!whole) {
      landed = undefined
      continue
    }
    read.whole = true
    return
  }
}
