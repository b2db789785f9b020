/**
 * How rows that are no lines are read in batches and kept: elements of a tree have no separator between them, and what stands between two of them
 * (comments, the end of a table) belongs to none. The text of such a batch is therefore a list of entries, each with the line of the file on which
 * its row begins and its length before it, so that an entry may hold anything.
 */
import { CUT, clip, keptChars, tooLarge } from './marks.js'
import { isFull } from './rows.js'
import type {
  Broken,
  FileFaultReport,
  ReadLimits,
  SourceBatch,
  SourceEvent,
  SourceHeader,
  SourceRow,
  TextChunk,
} from './source.js'

/** Characters that a reader of a tree is given at once: by place and not by chunk, so that nothing depends on chunks. */
const SLICE_CHARS = 1 << 16

/** Walks a document that comes in slices, and adds its rows to the batches. */
export interface TreeReader {
  /** Why nothing further can be read; what is written after it is passed over. */
  readonly fault: FileFaultReport | undefined
  /** The line that was reached. */
  readonly line: number
  /** What stands before the first row, once it is known. */
  readonly header: SourceHeader | undefined
  write(text: string): void
  /** The document is over: what is open now was cut off. */
  end(): void
}

/** Rows on their way into batches. */
export class KeptRows {
  readonly limits: ReadLimits
  #closed: SourceBatch[] = []
  #rows: SourceRow[] = []
  #text = ''

  constructor(limits: ReadLimits) {
    this.limits = limits
  }

  /** Adds a row with the text by which it can be read again; one that is too long is a broken row, and its beginning is kept. */
  add(line: number, kept: string, length: number, read: (text: string) => SourceRow): void {
    const { rowChars } = this.limits
    const text = length > rowChars ? clip(kept, keptChars(rowChars)) + CUT : kept
    this.#rows.push(keptRow(line, text, this.limits, read))
    this.#text += `${line} ${text.length}\n${text}\n`
    if (isFull(this.#rows.length, this.#text.length, this.limits)) this.#close()
  }

  #close(): void {
    const [first] = this.#rows
    if (first === undefined) return
    this.#closed.push({ line: first.line, rows: this.#rows, text: this.#text })
    this.#rows = []
    this.#text = ''
  }

  /** The batches that are full, or all when the document is over. */
  *take(bytesRead: number, over: boolean): Generator<SourceEvent> {
    if (over) this.#close()
    const batches = this.#closed
    this.#closed = []
    for (const batch of batches) yield { type: 'batch', batch, bytesRead }
  }
}

function keptRow(line: number, text: string, limits: ReadLimits, read: (text: string) => SourceRow): SourceRow {
  if (text.endsWith(CUT)) return tooLarge(line, limits.rowChars, text.slice(0, -CUT.length))
  return read(text)
}

/** The rows of a kept batch. */
export function rereadKept(
  text: string,
  limits: ReadLimits,
  read: (line: number, text: string) => SourceRow,
): SourceRow[] {
  const rows: SourceRow[] = []
  for (let from = 0; from < text.length; ) {
    const start = text.indexOf('\n', from) + 1
    const [line, length] = text.slice(from, start).split(' ').map(Number)
    if (line === undefined || length === undefined) throw new Error(`not the text of a batch at character ${from}`)
    rows.push(keptRow(line, text.slice(start, start + length), limits, (entry) => read(line, entry)))
    from = start + length + 1
  }
  return rows
}

/** Reads the rows of a tree in batches: the header first, a fault last. */
export async function* readTree(
  chunks: AsyncIterable<TextChunk | Broken>,
  limits: ReadLimits,
  open: (rows: KeptRows) => TreeReader,
): AsyncGenerator<SourceEvent> {
  const rows = new KeptRows(limits)
  const reader = open(rows)
  let sentHeader = false
  let bytesRead = 0
  let blank = true
  function* drain(over: boolean): Generator<SourceEvent> {
    if (!sentHeader && reader.header !== undefined) {
      sentHeader = true
      yield { type: 'header', header: reader.header }
    }
    yield* rows.take(bytesRead, over)
  }
  for await (const slice of slices(chunks)) {
    if ('fault' in slice) {
      yield* drain(true)
      return yield { type: 'fault', fault: { line: reader.line, ...slice.fault } }
    }
    bytesRead = slice.bytesRead
    blank &&= slice.text.trim() === ''
    reader.write(slice.text)
    if (reader.fault !== undefined) break
    yield* drain(false)
  }
  if (blank) return yield { type: 'fault', fault: { fault: 'file_empty', message: 'the file holds nothing but space' } }
  if (reader.fault === undefined) reader.end()
  yield* drain(true)
  if (reader.fault !== undefined) yield { type: 'fault', fault: reader.fault }
}

/** The text in slices of one length, wherever the chunks were cut; never half of a surrogate pair. */
async function* slices(chunks: AsyncIterable<TextChunk | Broken>): AsyncGenerator<TextChunk | Broken> {
  let text = ''
  let bytesRead = 0
  for await (const chunk of chunks) {
    if ('fault' in chunk) {
      if (text !== '') yield { text, bytesRead, holdsNul: true }
      return yield chunk
    }
    text += chunk.text
    bytesRead = chunk.bytesRead
    let from = 0
    while (text.length - from > SLICE_CHARS) {
      const slice = clip(text.slice(from, from + SLICE_CHARS + 1), SLICE_CHARS)
      yield { text: slice, bytesRead, holdsNul: true }
      from += slice.length
    }
    text = text.slice(from)
  }
  if (text !== '') yield { text, bytesRead, holdsNul: true }
}
