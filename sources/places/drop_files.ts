/** Files in a directory that others write to: which there are, and a copy of one that cannot be swapped or changed under our hands. */
import { createHash } from 'node:crypto'
import { constants, type Dirent, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { LedgerError, messageOf } from '../../core/errors.js'
import { roomFor } from '../files.js'
import { cannotWrite } from './landed_rows.js'

/** A regular file as it was when it was looked at. */
export interface Dropped {
  /** Below the directory of the drop. */
  readonly name: string
  readonly path: string
  readonly stats: Stats
}

/** Names that writers give to what is not complete, or to nobody's data. */
const NOT_DATA = /^[.~]|(\.(tmp|part|partial|filepart|crdownload|swp|manifest\.json)|~)$/i

/** Where files go when they were read, below the drop: they are in it and not of it. */
export const AWAY = { read: 'done', broken: 'failed' } as const

/**
 * The regular files below a directory, in no order. Hidden and unfinished names are left out; what is no regular file, or a symbolic link, is handed to `refuse`.
 * Throws LedgerError source_missing and source_unreadable.
 */
export async function listDropped(
  root: string,
  subdirectories: boolean,
  refuse: (name: string, why: string) => void,
): Promise<Dropped[]> {
  const found: Dropped[] = []
  const waiting = ['']
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const entry of await entriesOf(join(root, below))) {
      const name = join(below, entry.name)
      if (NOT_DATA.test(entry.name)) continue
      if (entry.isDirectory()) {
        if (subdirectories && !(below === '' && (name === AWAY.read || name === AWAY.broken))) waiting.push(name)
        continue
      }
      const path = join(root, name)
      // Gone again between the two looks: somebody else's business.
      const stats = await lstat(path).catch(() => undefined)
      if (stats === undefined) continue
      if (stats.isFile()) found.push({ name, path, stats })
      else refuse(name, stats.isSymbolicLink() ? 'it is a symbolic link, which may lead anywhere' : 'it is no file')
    }
  }
  return found
}

async function entriesOf(directory: string): Promise<Dirent[]> {
  try {
    return await readdir(directory, { withFileTypes: true })
  } catch (error) {
    const { code }: { code?: unknown } = Object(error)
    if (code === 'ENOENT')
      throw new LedgerError(
        'source_missing',
        `There is no directory ${directory}`,
        'Make it, or correct `directory` of the place; a share may not be mounted.',
        error,
      )
    throw new LedgerError(
      'source_unreadable',
      `${directory} cannot be read: ${messageOf(error)}`,
      'Give the user who runs riskledger the right to read it.',
      error,
    )
  }
}

/** True when nothing was written to a file between two looks at it. */
export function unchanged(before: Stats, after: Stats): boolean {
  return (
    before.dev === after.dev &&
    before.ino === after.ino &&
    before.size === after.size &&
    before.mtimeMs === after.mtimeMs &&
    before.ctimeMs === after.ctimeMs
  )
}

/** True when a path leads to a place below the directory, whatever links are in between. */
export async function isBelow(root: string, path: string): Promise<boolean> {
  const way = relative(await realpath(root), await realpath(path))
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep))
}

/**
 * Opens the very file that was listed; undefined when there is another one in its place by now. No link is followed, neither in its name nor in the
 * directories above it.
 */
export async function openDropped(root: string, { path, stats }: Dropped): Promise<FileHandle | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  const opened = await handle.stat()
  if (opened.isFile() && unchanged(stats, opened) && (await isBelow(root, dirname(path)))) return handle
  await handle.close()
  return undefined
}

/** The SHA-256 of an open file, in hex; its bytes are written to `copy` where one is given. Throws LedgerError disk_full and home_unusable. */
export async function readDropped(handle: FileHandle, copy: string | null): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafeSlow(roomFor((await handle.stat()).size))
  const target = copy === null ? undefined : await writing(copy, open(copy, 'wx', 0o600))
  try {
    for (let position = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
      if (bytesRead === 0) return hash.digest('hex')
      position += bytesRead
      const bytes = buffer.subarray(0, bytesRead)
      hash.update(bytes)
      if (target !== undefined && copy !== null) await writing(copy, target.writeFile(bytes))
    }
  } finally {
    await target?.close()
  }
}

async function writing<T>(path: string, done: Promise<T>): Promise<T> {
  try {
    return await done
  } catch (error) {
    throw cannotWrite(path, error)
  }
}
