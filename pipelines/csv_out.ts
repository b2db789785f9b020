/** A CSV file that is written beside its place and put there when it is whole. */
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { LedgerError, messageOf } from '../core/errors.js'

/** Characters that are gathered before they are written. */
const WRITTEN_CHARS = 1 << 16

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export class CsvOut {
  readonly #path: string
  readonly #beside: string
  readonly #stream: WriteStream
  #waiting = ''
  #failed: unknown

  private constructor(path: string, beside: string, stream: WriteStream) {
    this.#path = path
    this.#beside = beside
    this.#stream = stream
    stream.on('error', (error) => {
      this.#failed = error
    })
  }

  /** Begins a file. Throws LedgerError output_unwritable at once when it cannot be written. */
  static async begin(path: string, head: readonly string[]): Promise<CsvOut> {
    const beside = `${path}.part-${process.pid}`
    const there = await stat(path).catch(() => undefined)
    if (there?.isDirectory() === true) throw unwritable(path, new Error('it is a directory'))
    const stream = createWriteStream(beside)
    try {
      await once(stream, 'open')
    } catch (error) {
      throw unwritable(path, error)
    }
    const out = new CsvOut(path, beside, stream)
    await out.row(head)
    return out
  }

  async row(cells: readonly string[]): Promise<void> {
    this.#waiting += `${cells.map(cell).join(',')}\n`
    if (this.#waiting.length < WRITTEN_CHARS) return
    await this.#write()
  }

  async #write(): Promise<void> {
    const text = this.#waiting
    this.#waiting = ''
    await new Promise<void>((resolve) => this.#stream.write(text, () => resolve()))
    if (this.#failed !== undefined) throw unwritable(this.#path, this.#failed)
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await this.#write()
    try {
      await new Promise<void>((resolve, reject) =>
        this.#stream.end((error?: Error | null) => (error ? reject(error) : resolve())),
      )
      await rename(this.#beside, this.#path)
    } catch (error) {
      throw unwritable(this.#path, error)
    }
  }

  /** Leaves nothing behind; after `finish` there is nothing to leave. */
  async abandon(): Promise<void> {
    this.#stream.destroy()
    await rm(this.#beside, { force: true }).catch(() => undefined)
  }
}

function unwritable(path: string, cause: unknown): LedgerError {
  return new LedgerError(
    'output_unwritable',
    `${path} cannot be written: ${messageOf(cause)}`,
    'Give a path in a directory that you may write to, on a disk with room.',
    cause,
  )
}
