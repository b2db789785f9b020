/** A place looked at without a ledger: a few documents land in a directory of their own, and no cursor is asked or moved. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LedgerError, messageOf } from '../core/errors.js'
import type { SourceFile } from '../sources/files.js'
import { openPlace } from '../sources/places/registry.js'
import { type PlaceReading, secretOf, withWayOut } from './land.js'
import type { LoadedConnector } from './registry.js'

export interface LandedAside {
  readonly files: readonly SourceFile[]
  /** True when they are all that the publisher holds. */
  readonly whole: boolean
  /** True when the place was left before its end, so that more may come. */
  readonly cut: boolean
  /** Removes what landed. */
  close(): Promise<void>
}

/**
 * Lands at most `most` documents, from the beginning or from the days of a backfill; what a place does once documents are read, such as moving them away, is not
 * done. `tell` is handed what the place says to people. Throws LedgerError as the place does; nothing of what landed is left then.
 */
export async function landAside(
  loaded: LoadedConnector,
  reading: PlaceReading,
  most: number,
  tell: (sentence: string) => void,
): Promise<LandedAside> {
  const place = await openPlace(reading.declaration, reading)
  const directory = await mkdtemp(join(tmpdir(), 'riskledger-dry-run-')).catch((error: unknown) => {
    const hint = 'Free space there, or name another directory in TMPDIR.'
    throw new LedgerError('home_unusable', `No temporary directory can be made: ${messageOf(error)}`, hint, error)
  })
  const close = () => rm(directory, { recursive: true, force: true }).catch(() => undefined)
  const ended = new AbortController()
  const documents = place.land({
    directory,
    cursor: null,
    since: reading.since,
    until: reading.until,
    now: new Date().toISOString(),
    tell,
    secret: (name) => secretOf(loaded.id, reading.secrets, name),
    signal: ended.signal,
  })
  const files: SourceFile[] = []
  let whole = false
  let done = false
  try {
    while (!done && !whole && files.length < most) {
      const step = await documents.next()
      if (step.done === true) done = true
      else {
        files.push(step.value.file)
        whole = step.value.whole === true
      }
    }
    return { files, whole, cut: !done && !whole, close }
  } catch (error) {
    await close()
    throw withWayOut(loaded, error)
  } finally {
    ended.abort()
    await documents.return(undefined).catch(() => undefined)
  }
}
