/** Files of this machine as a source: which there are, what is in them, and their rows. */
import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { LedgerError, messageOf } from '../core/errors.js'
import { decode } from './decode.js'
import { gunzip } from './gzip.js'
import {
  type Broken,
  type ByteChunk,
  DEFAULT_LIMITS,
  type Format,
  type ReadLimits,
  type SourceEvent,
} from './source.js'

export interface SourceFile {
  readonly name: string
  readonly path: string
  readonly bytes: number
}

const READ_BYTES = 1 << 20
const SMALL_BYTES = 1 << 14
/** Files that publishers and schedulers put beside the data. */
const BESIDE_DATA = ['.manifest.json', '.done']

/**
 * The files at a path: the file itself, or the regular files directly in the directory, sorted by name. Hidden files,
 * `*.manifest.json` and `*.done` are left out; symbolic links are followed. An empty directory gives an empty list.
 * Throws LedgerError: source_missing; source_unreadable (also for devices, pipes and sockets, named or met within).
 */
export async function listFiles(path: string): Promise<SourceFile[]> {
  const stats = await statOf(path)
  if (stats.isFile()) return [{ name: basename(path), path, bytes: stats.size }]
  if (!stats.isDirectory()) throw notAFile(path)
  const names = await readdir(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  const files: SourceFile[] = []
  for (const name of names.sort()) {
    if (name.startsWith('.') || BESIDE_DATA.some((end) => name.endsWith(end))) continue
    const inside = join(path, name)
    const found = await statOf(inside)
    if (found.isDirectory()) continue
    if (!found.isFile()) throw notAFile(inside)
    files.push({ name, path: inside, bytes: found.size })
  }
  return files
}

/**
 * The SHA-256 of a file's content, in hex: the same file is known again under any name, compressed or not. Gzip that cannot be
 * decompressed to its end is known by its bytes.
 * Throws LedgerError source_unreadable.
 */
export async function fingerprint(file: SourceFile): Promise<string> {
  return (await sha256Of(file, gunzip(readBytes(file), DEFAULT_LIMITS))) ?? (await bytesHash(file))
}

/** The SHA-256 of a file's bytes as they lie there, in hex. Throws LedgerError source_unreadable. */
export async function bytesHash(file: SourceFile): Promise<string> {
  const hash = await sha256Of(file, readBytes(file))
  if (hash === undefined) throw new Error(`${file.path} broke off for another reason than that it cannot be read`)
  return hash
}

async function sha256Of(file: SourceFile, chunks: AsyncIterable<ByteChunk | Broken>): Promise<string | undefined> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    if (!('fault' in chunk)) hash.update(chunk.bytes)
    else if (chunk.fault.fault === 'file_read') throw unreadable(file.path, new Error(chunk.fault.message))
    else return undefined
  }
  return hash.digest('hex')
}

/**
 * Reads the rows of a file: decompressed if it is gzip, decoded, in batches. `bytesRead` of a batch counts bytes of the
 * file as it lies there, out of `file.bytes`. Never throws for what the file holds or the file system does: that is a
 * fault event, the last one, after all that could be read. The file is closed when the reader stops early.
 */
export function readFile(file: SourceFile, format: Format, limits: ReadLimits): AsyncGenerator<SourceEvent> {
  return format.read(decode(gunzip(readBytes(file), limits)), limits)
}

async function* readBytes(file: SourceFile): AsyncGenerator<ByteChunk | Broken> {
  let handle: FileHandle | undefined
  try {
    handle = await open(file.path)
    const { size } = await handle.stat()
    let bytesRead = 0
    const room = roomFor(size)
    let coming = readAhead(handle, room)
    for (;;) {
      const { bytesRead: count, buffer } = await coming
      if (count === 0) break
      bytesRead += count
      coming = readAhead(handle, room)
      yield { bytes: buffer.subarray(0, count), bytesRead }
    }
    if (bytesRead !== size) yield broken(`its size changed from ${size} to ${bytesRead} bytes while it was read`)
  } catch (error) {
    yield broken(messageOf(error))
  } finally {
    await handle?.close().catch(() => {}) // what was read is read
  }
}

/** How much of a file is read at once: room of full size for each of many small files would be most of the work of reading them. */
export function roomFor(size: number): number {
  return Math.min(READ_BYTES, Math.max(SMALL_BYTES, size + 1))
}

/** Begins to read the next part, so that the disk works while the rows of the last one are made. */
function readAhead(handle: FileHandle, room: number): Promise<{ bytesRead: number; buffer: Buffer }> {
  const coming = handle.read(Buffer.allocUnsafeSlow(room), 0, room, null)
  coming.catch(() => {}) // seen when awaited, or never if the reader stops early
  return coming
}

function broken(reason: string): Broken {
  return { fault: { fault: 'file_read', message: `the file could not be read to its end: ${reason}` } }
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    if (!missing) throw unreadable(path, error)
    const hint = `the nearest directory that exists is ${await nearestParent(path)}`
    throw new LedgerError('source_missing', `there is no file or directory ${path}`, hint, error)
  }
}

async function nearestParent(path: string): Promise<string> {
  let parent = dirname(resolve(path))
  while (parent !== dirname(parent)) {
    const stats = await stat(parent).catch(() => undefined)
    if (stats?.isDirectory() === true) return parent
    parent = dirname(parent)
  }
  return parent
}

function unreadable(path: string, cause: unknown): LedgerError {
  return new LedgerError(
    'source_unreadable',
    `${path} cannot be read: ${messageOf(cause)}`,
    'check its permissions and those of the directories above it',
    cause,
  )
}

function notAFile(path: string): LedgerError {
  return new LedgerError(
    'source_unreadable',
    `${path} is neither a file nor a directory`,
    'give a regular file, or a directory of regular files; pipes, sockets and devices are not read',
  )
}
