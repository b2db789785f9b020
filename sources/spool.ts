/** What has to lie unpacked while files are read: archives within archives, and the shared strings of the workbook under way. */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LedgerError, messageOf } from '../core/errors.js'
import { SharedStrings } from './shared_strings.js'
import type { Broken, ByteChunk } from './source.js'
import { addStrings, type Workbook } from './workbook.js'
import type { ZipArchive } from './zip.js'

/** Bytes of shared strings that are kept in memory. */
const STRINGS_BYTES = 96 * 2 ** 20

/** A temporary directory, made when something is put into it. */
export class Spool {
  #directory: Promise<string> | undefined
  #files = 0
  #held: { readonly archive: ZipArchive; readonly strings: SharedStrings } | undefined

  /** Writes bytes into a file and gives its path; Broken if they break. Throws LedgerError disk_full, home_unusable. */
  async unpack(chunks: AsyncIterable<ByteChunk | Broken>): Promise<string | Broken> {
    const path = await this.#free()
    const handle = await open(path, 'wx', 0o600).catch((error: unknown) => {
      throw unwritable(path, error)
    })
    try {
      for await (const chunk of chunks) {
        if ('fault' in chunk) return chunk
        await handle.write(chunk.bytes).catch((error: unknown) => {
          throw unwritable(path, error)
        })
      }
      return path
    } finally {
      await handle.close()
    }
  }

  /** The shared strings of a workbook. Those of one workbook are held at a time: its sheets are read one after the other. */
  async stringsOf(archive: ZipArchive, { strings: entry }: Workbook): Promise<SharedStrings | Broken> {
    if (this.#held?.archive === archive) return this.#held.strings
    this.#held?.strings.close()
    this.#held = undefined
    const path = await this.#free()
    const strings = new SharedStrings(path, STRINGS_BYTES)
    try {
      const fault = entry === undefined ? undefined : await addStrings(archive, entry, strings)
      if (fault !== undefined) {
        strings.close()
        return fault
      }
    } catch (error) {
      strings.close()
      throw unwritable(path, error)
    }
    this.#held = { archive, strings }
    return strings
  }

  async close(): Promise<void> {
    this.#held?.strings.close()
    this.#held = undefined
    if (this.#directory !== undefined) await rm(await this.#directory, { recursive: true, force: true })
    this.#directory = undefined
  }

  async #free(): Promise<string> {
    this.#directory ??= mkdtemp(join(tmpdir(), 'riskledger-'))
    const directory = await this.#directory.catch((error: unknown) => {
      this.#directory = undefined
      throw unwritable(tmpdir(), error)
    })
    return join(directory, String(this.#files++))
  }
}

function unwritable(path: string, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (typeof code !== 'string') return cause instanceof Error ? cause : new Error(messageOf(cause))
  const hint = 'Make room there, or set TMPDIR to a directory on another disk; what was read stands.'
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LedgerError('disk_full', `There is no room to unpack into ${path}`, hint, cause)
  return new LedgerError('home_unusable', `${path} cannot be written: ${messageOf(cause)}`, hint, cause)
}
