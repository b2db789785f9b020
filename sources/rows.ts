/** From text in chunks to events in batches: what all formats share that read one row after the other. */
import type { Broken, FileFaultReport, ReadLimits, SourceEvent, SourceHeader, SourceRow, TextChunk } from './source.js'
import { NONE, TextWindow } from './window.js'

/** Characters of source text after which a batch is closed though it has not all its rows. */
const BATCH_CHARS = 1 << 23

export interface RowScanner {
  /**
   * Reads the row at `window.pos`, whose first line ends at `lineEnd`, and moves the window behind it; or moves it
   * behind a blank line that is no row. Undefined, without a move, if more text is needed to tell.
   */
  row(window: TextWindow, lineEnd: number): SourceRow | 'blank' | undefined
}

/** What stands before the first row. */
export type Opening = { readonly header?: SourceHeader; readonly scanner: RowScanner } | Broken

/** Whether a batch with this many rows and characters is full: by count, never by time or chunk. */
export function isFull(rows: number, chars: number, limits: ReadLimits): boolean {
  return rows >= limits.batchRows || chars >= BATCH_CHARS
}

/**
 * Reads rows in batches. `open` is asked, each time text has come, for what stands before the first row, until it
 * does not answer undefined. A fault of the stages below comes last, after every row that was whole.
 */
export async function* readRows(
  chunks: AsyncIterable<TextChunk | Broken>,
  limits: ReadLimits,
  open: (window: TextWindow) => Opening | undefined,
): AsyncGenerator<SourceEvent> {
  const reader = new BatchReader(limits, open)
  let bytesRead = 0
  for await (const chunk of chunks) {
    if ('fault' in chunk) {
      const partial = reader.window.end(true)
      yield* reader.drain(bytesRead, true)
      yield { type: 'fault', fault: withPlace(chunk.fault, reader.window.line, partial) }
      return
    }
    bytesRead = chunk.bytesRead
    if (!reader.window.feed(chunk)) continue
    yield* reader.drain(bytesRead)
    if (reader.refused) return
  }
  reader.window.end(false)
  yield* reader.drain(bytesRead)
}

function withPlace(fault: FileFaultReport, line: number, partial: string): FileFaultReport {
  const value = partial === '' ? {} : { value: partial.slice(0, 200) }
  return { line, ...value, ...fault }
}

/** The next row, or undefined if the window must be fed first (or, when it is final, holds no more). */
function nextRow(scanner: RowScanner, window: TextWindow): SourceRow | undefined {
  for (;;) {
    if (window.clipped !== undefined) return window.passClipped()
    if (window.pos >= window.text.length) return undefined
    const end = window.lineEnd()
    if (window.isTooLong(end)) {
      window.clipLine(end)
      continue
    }
    if (end === NONE) return undefined
    const row = scanner.row(window, end)
    if (row !== 'blank') return row
  }
}

/** The rows of a kept batch. */
export function rereadRows(scanner: RowScanner, text: string, line: number, limits: ReadLimits): SourceRow[] {
  const window = new TextWindow(limits.rowChars)
  window.line = line
  window.feed({ text, bytesRead: 0, holdsNul: text.includes('\u0000') })
  window.end(false)
  const rows: SourceRow[] = []
  for (let row = nextRow(scanner, window); row !== undefined; row = nextRow(scanner, window)) rows.push(row)
  return rows
}

class BatchReader {
  readonly window: TextWindow
  /** The file's beginning was a fault, and nothing of it will be read. */
  refused = false
  readonly #limits: ReadLimits
  readonly #open: (window: TextWindow) => Opening | undefined
  #scanner: RowScanner | undefined
  #rows: SourceRow[] = []
  #line = 1

  constructor(limits: ReadLimits, open: (window: TextWindow) => Opening | undefined) {
    this.window = new TextWindow(limits.rowChars)
    this.#limits = limits
    this.#open = open
  }

  /** Yields what the text in the window makes: full batches, and the last one when the window is final. */
  *drain(bytesRead: number, broke = false): Generator<SourceEvent> {
    if (this.#scanner === undefined) yield* this.#begin(broke)
    const scanner = this.#scanner
    if (scanner === undefined) return
    for (let row = nextRow(scanner, this.window); row !== undefined; row = nextRow(scanner, this.window)) {
      this.#rows.push(row)
      if (isFull(this.#rows.length, this.window.batchChars, this.#limits)) yield this.#batch(bytesRead)
    }
    if (this.window.final && this.#rows.length > 0) yield this.#batch(bytesRead)
  }

  *#begin(broke: boolean): Generator<SourceEvent> {
    if (this.refused) return
    const opening = this.#open(this.window)
    if (opening === undefined || (broke && 'fault' in opening)) return
    if ('fault' in opening) {
      this.refused = true
      yield { type: 'fault', fault: opening.fault }
      return
    }
    this.window.takeBatch()
    this.#line = this.window.line
    this.#scanner = opening.scanner
    if (opening.header !== undefined) yield { type: 'header', header: opening.header }
  }

  #batch(bytesRead: number): SourceEvent {
    const batch = { line: this.#line, rows: this.#rows, text: this.window.takeBatch() }
    this.#rows = []
    this.#line = this.window.line
    return { type: 'batch', batch, bytesRead }
  }
}
