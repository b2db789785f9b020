/** Zip archives: what is in one, and the bytes of an entry. Nothing is ever written under the names that an archive gives. */
import { close, createReadStream, open, read } from 'node:fs'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { messageOf } from '../core/errors.js'
import type { Broken, ByteChunk, FileFault, FileFaultReport } from './source.js'
import { entryName } from './zip_names.js'

/** An entry that is a regular file, or one that is refused. */
export interface ZipEntry {
  readonly name: string
  /** Bytes of its content, as the directory of the archive says; an entry that holds others is broken. */
  readonly bytes: number
  /** A hidden file, or what macOS adds: no data. */
  readonly beside: boolean
  readonly refused?: FileFaultReport
  readonly entry: Entry
}

/** Entries of one archive, directories among them. */
const MAX_ENTRIES = 10_000
/** What is packed as many times as this is small enough to be let through whatever its ratio. */
const RATIO_FROM_BYTES = 16 * 2 ** 20
const STORED = 0
const DEFLATED = 8

/** Whether bytes begin a zip archive; an empty one begins with its end. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))
}

/** What an archive may expand to: bytes that are left of what the whole file may, and the ratio of an entry. */
export interface Expansion {
  leftBytes: number
  readonly ratio: number
}

export class ZipArchive {
  readonly entries: readonly ZipEntry[]
  readonly #zip: ZipFile

  private constructor(zip: ZipFile, entries: readonly ZipEntry[]) {
    this.#zip = zip
    this.entries = entries
  }

  /**
   * Lists an archive. Faults of the whole: file_zip (no directory, or entries that overlap), file_entries, file_bomb (more content
   * than `expansion` has left, which is lessened by what there is). Faults of an entry stand on it: file_entry, file_encrypted,
   * file_bomb, file_zip. Directories are left out.
   */
  static async open(path: string, bytes: number, expansion: Expansion): Promise<ZipArchive | Broken> {
    const reader = new PathReader(path, bytes)
    try {
      await reader.open()
      const options = { autoClose: false, lazyEntries: true, decodeStrings: false }
      const zip = await yauzl.fromRandomAccessReaderPromise(reader, bytes, options)
      const all: ZipEntry[] = []
      let [entries, packed, content] = [0, 0, 0]
      for await (const entry of zip.eachEntry()) {
        if (++entries > MAX_ENTRIES) return broken('file_entries', `the archive holds more than ${MAX_ENTRIES} entries`)
        const name = entryName(entry)
        packed += entry.compressedSize
        content += entry.uncompressedSize
        if (name.directory) continue
        const found = { name: name.shown, bytes: entry.uncompressedSize, beside: name.beside, entry }
        const refused = name.refused ?? refusedEntry(entry, expansion.ratio)
        all.push(refused === undefined ? found : { ...found, refused })
      }
      // Bombs without nesting have entries that share their data.
      if (packed > bytes) return broken('file_bomb', 'the entries of the archive are larger than the archive')
      if (content > expansion.leftBytes) return broken('file_bomb', `the archive expands to ${content} bytes, too many`)
      expansion.leftBytes -= content
      return new ZipArchive(zip, all)
    } catch (error) {
      return broken('file_zip', `the zip archive cannot be read: ${messageOf(error)}`)
    } finally {
      await reader.end()
    }
  }

  /** The content of an entry; ends with Broken file_zip if it is damaged, after what came out. */
  async *read({ entry, name }: ZipEntry): AsyncGenerator<ByteChunk | Broken> {
    let stream: Readable | undefined
    let bytesRead = 0
    let sum = 0
    try {
      stream = await this.#zip.openReadStreamPromise(entry)
      for await (const bytes of stream as AsyncIterable<Buffer>) {
        bytesRead += bytes.length
        sum = crc32(bytes, sum)
        yield { bytes, bytesRead }
      }
      if (sum !== entry.crc32) yield broken('file_zip', `the entry ${name} is damaged: its checksum is another`)
    } catch (error) {
      yield broken('file_zip', `the entry ${name} is damaged: ${messageOf(error)}`)
    } finally {
      stream?.destroy()
    }
  }

  /** The first bytes of an entry, fewer if it is shorter or damaged. */
  async head(entry: ZipEntry): Promise<Uint8Array> {
    for await (const chunk of this.read(entry)) return 'fault' in chunk ? new Uint8Array(0) : chunk.bytes
    return new Uint8Array(0)
  }
}

function refusedEntry(entry: Entry, ratio: number): FileFaultReport | undefined {
  // The upper half is the mode of Unix, also where the maker does not say that it is one; 0 is none.
  const kind = (entry.externalFileAttributes >>> 16) & 0xf000
  if (kind !== 0 && kind !== 0x8000) return { fault: 'file_entry', message: 'the entry is a link or a device' }
  if (entry.isEncrypted()) return { fault: 'file_encrypted', message: 'the entry is encrypted' }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    return { fault: 'file_zip', message: `the entry is packed by method ${entry.compressionMethod}, which is not read` }
  }
  if (entry.uncompressedSize > RATIO_FROM_BYTES && entry.uncompressedSize > ratio * entry.compressedSize) {
    return { fault: 'file_bomb', message: `the entry expands to more than ${ratio} times its size` }
  }
  return undefined
}

function broken(fault: FileFault, message: string): Broken {
  return { fault: { fault, message } }
}

const BEYOND = 'it refers to a place beyond its end'

function beyondEnd(): Readable {
  return new Readable({
    read() {
      this.destroy(new Error(BEYOND))
    },
  })
}

/** Reads parts of a file. Only while the archive is listed is the file kept open: a run may have thousands of archives. */
class PathReader extends yauzl.RandomAccessReader {
  readonly #path: string
  readonly #bytes: number
  #fd: number | undefined

  constructor(path: string, bytes: number) {
    super()
    this.#path = path
    this.#bytes = bytes
  }

  async open(): Promise<void> {
    this.#fd = await promisify(open)(this.#path, 'r')
  }

  async end(): Promise<void> {
    const fd = this.#fd
    this.#fd = undefined
    if (fd !== undefined) await promisify(close)(fd)
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return start <= this.#bytes ? createReadStream(this.#path, { start, end: end - 1 }) : beyondEnd()
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    // Zip64 can name places beyond what a file can have; Node throws at them, out of a callback, where nobody could catch it.
    if (position > this.#bytes) setImmediate(callback, new Error(BEYOND))
    else if (this.#fd === undefined) {
      super.read(buffer, offset, length, position, callback)
    } else {
      read(this.#fd, buffer, offset, length, position, (error, count) => {
        callback(error ?? (count < length ? new Error('the file ends early') : null))
      })
    }
  }
}
