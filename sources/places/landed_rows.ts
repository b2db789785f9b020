/** Rows and messages as files of JSON objects, one a line: where they land before they are read like any other document. */
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { LedgerError, messageOf } from '../../core/errors.js'
import type { SourceFile } from '../files.js'

/** How large a file may grow before the next one begins. */
export interface FileLimits {
  readonly rows: number
  readonly bytes: number
}

/** Rows in a file, and its bytes, where a declaration says nothing else. */
export const FILE_ROWS = 50_000
const FILE_BYTES = 1 << 28
const WRITE_CHARS = 1 << 20

/** Writes lines into files that follow one another. One file is open at a time, and a megabyte of it is in memory. */
export class LandedRows {
  readonly #directory: string
  readonly #name: string
  readonly #limits: FileLimits
  #files = 0
  #handle: FileHandle | undefined
  #path = ''
  #rows = 0
  #bytes = 0
  #held = ''

  /** `name` is what the names of the files begin with. */
  constructor(directory: string, name: string, rows: number) {
    this.#directory = directory
    this.#name = name.replace(/[^\p{L}\p{N}._-]/gu, '_').slice(0, 60)
    this.#limits = { rows, bytes: FILE_BYTES }
  }

  /** True when the next line would be one too many for the file. */
  get full(): boolean {
    return this.#rows >= this.#limits.rows || this.#bytes >= this.#limits.bytes
  }

  /** True when the file has lines. */
  get any(): boolean {
    return this.#rows > 0
  }

  /** Adds a line, which holds no line break. Throws LedgerError disk_full and home_unusable. */
  async add(line: string): Promise<void> {
    this.#held += `${line}\n`
    this.#rows++
    if (this.#held.length >= WRITE_CHARS) await this.#write()
  }

  /** Ends the file and gives it. */
  async end(): Promise<SourceFile> {
    await this.#write()
    await this.#handle?.close()
    const file = { name: this.#fileName(), path: this.#path, bytes: this.#bytes }
    this.#handle = undefined
    this.#files++
    this.#rows = 0
    this.#bytes = 0
    return file
  }

  /** Leaves whatever is open, after a failure. */
  async close(): Promise<void> {
    await this.#handle?.close().catch(() => undefined)
    this.#handle = undefined
  }

  #fileName(): string {
    return `${this.#name}-${String(this.#files + 1).padStart(5, '0')}.ndjson`
  }

  async #write(): Promise<void> {
    const bytes = Buffer.from(this.#held)
    this.#held = ''
    try {
      if (this.#handle === undefined) {
        this.#path = join(this.#directory, this.#fileName())
        this.#handle = await open(this.#path, 'wx', 0o600)
      }
      await this.#handle.writeFile(bytes)
    } catch (error) {
      throw cannotWrite(this.#path, error)
    }
    this.#bytes += bytes.length
  }
}

/** What writing a landed file threw, as an operating error. */
export function cannotWrite(path: string, error: unknown): LedgerError {
  const { code }: { code?: unknown } = Object(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LedgerError(
      'disk_full',
      `No space is left to land ${path}`,
      'Free space, then run the same command again: what was committed stands, and the rest comes again.',
      error,
    )
  return new LedgerError(
    'home_unusable',
    `${path} cannot be written: ${messageOf(error)}`,
    'Give the user who runs riskledger the data directory.',
    error,
  )
}
