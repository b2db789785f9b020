/**
 * The part of a file's text that is being read. Text comes in by chunks and leaves by batches; between them stands
 * `text`, in which a format walks forward from `pos`. A window holds at most a batch and a few times the length that a
 * row may have, whatever the file holds: a longer line is clipped and its rest skipped unseen.
 *
 * A line ends with LF, CRLF or a lone CR. Cells are slices of `text` and keep it in memory as long as they live.
 */
import { CUT, clip, keptChars, tooLarge } from './marks.js'
import type { SourceRow, TextChunk } from './source.js'

/** A place that is nowhere in the text. A small integer beyond any string's length, so that `<` needs no other case. */
export const NONE = 0x3fffffff

/** Where `needle` stands at or after `from`, or NONE. */
export function place(text: string, needle: string, from: number): number {
  const at = text.indexOf(needle, from)
  return at < 0 ? NONE : at
}

/** How many line ends there are in text from one place to another. */
export function lineEnds(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lines++
  }
  return lines
}

export class TextWindow {
  text = ''
  pos = 0
  /** The line of the file, 1-based, on which `pos` stands. */
  line = 1
  /** No more text will come. */
  final = false
  holdsNul = false
  /** The row that is made of a line too long, until its end has come; then only may its batch be closed. */
  clipped: SourceRow | undefined
  /** Grows when `text` is replaced, and places found in it are void. */
  version = 0
  readonly rowChars: number
  #batchFrom = 0
  #batchHead = ''
  #coming = ''
  #comingNul = false
  #lf = -1
  #cr = -1

  constructor(rowChars: number) {
    this.rowChars = rowChars
  }

  /**
   * Takes the next chunk. False if it is not worth looking yet: an unfinished row is looked at again only when the
   * text behind it has doubled, or else a long one in many small chunks would cost the square of its length.
   */
  feed(chunk: TextChunk): boolean {
    const rest = this.text.length - this.pos
    this.#coming += chunk.text
    this.#comingNul ||= chunk.holdsNul
    if (rest + this.#coming.length < Math.min(2 * rest, this.rowChars + 16)) return false
    this.#moveUp()
    return true
  }

  /** Ends the text. When the file `broke`, its last line may be cut short and is not to be read; it is returned. */
  end(broke: boolean): string {
    this.#moveUp()
    this.final = true
    if (!broke) return ''
    const whole = Math.max(this.text.lastIndexOf('\n'), this.text.lastIndexOf('\r'), this.pos - 1) + 1
    const partial = this.text.slice(whole)
    this.text = this.text.slice(0, whole)
    return partial
  }

  #moveUp(): void {
    this.#batchHead += this.text.slice(this.#batchFrom, this.pos)
    this.holdsNul = this.#comingNul || (this.holdsNul && this.pos < this.text.length)
    this.text = this.text.slice(this.pos) + this.#coming
    this.#coming = ''
    this.#comingNul = false
    this.pos = 0
    this.#batchFrom = 0
    this.#lf = -1
    this.#cr = -1
    this.version++
  }

  /** Where the line at `pos` ends, or NONE if that is not known before more text has come. */
  lineEnd(): number {
    if (this.#lf < this.pos) this.#lf = place(this.text, '\n', this.pos)
    if (this.#cr < this.pos) this.#cr = place(this.text, '\r', this.pos)
    if (this.#lf < this.#cr) return this.#lf
    if (this.#cr === NONE) return this.final ? this.text.length : NONE
    const open = this.#cr + 1 === this.text.length && !this.final // an LF may follow
    return open ? NONE : this.#cr
  }

  /** Where the line after one that ends at `end` begins. */
  afterLine(end: number): number {
    if (end >= this.text.length) return end
    return this.text.charCodeAt(end) === 13 && this.text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1
  }

  /** Goes on behind the line end at `end`, which is `lines` lines further. */
  advance(end: number, lines = 1): void {
    this.pos = this.afterLine(end)
    this.line += lines
  }

  /** Whether there is enough text behind `pos` to tell what any row is; if not, what looks unfinished may not be. */
  get settled(): boolean {
    return this.final || this.text.length - this.pos > this.rowChars + 2
  }

  /** Whether the line that ends at `end` (NONE: not yet) is longer than a row may be, or was when it was first read. */
  isTooLong(end: number): boolean {
    if (end === NONE) return this.text.length - this.pos > this.rowChars + CUT.length + 1
    return end - this.pos > this.rowChars || (this.holdsNul && this.text.endsWith(CUT, end))
  }

  /** Turns a line that is too long into a broken row, and keeps its beginning with a mark in the text of the batch. */
  clipLine(end: number): void {
    const line = this.text.slice(this.pos, Math.min(end, this.text.length))
    const chars = keptChars(this.rowChars)
    const marked = line.endsWith(CUT) && line.length - CUT.length <= chars
    const kept = marked ? line.slice(0, -CUT.length) : clip(line, chars)
    this.#batchHead += this.text.slice(this.#batchFrom, this.pos) + kept + CUT
    this.#batchFrom = this.pos
    this.clipped = tooLarge(this.line, this.rowChars, kept)
  }

  /** Passes what has come of a clipped line without keeping it. The row, once the end of the line has come. */
  passClipped(): SourceRow | undefined {
    const end = this.lineEnd()
    this.#batchFrom = end === NONE ? this.text.length - (this.text.endsWith('\r') ? 1 : 0) : end
    this.pos = this.#batchFrom
    if (end === NONE) return undefined
    this.advance(end)
    const row = this.clipped
    this.clipped = undefined
    return row
  }

  /** Characters of the batch under way. */
  get batchChars(): number {
    return this.#batchHead.length + this.pos - this.#batchFrom
  }

  /** The text since the last call: the batch's. */
  takeBatch(): string {
    const text = this.#batchHead + this.text.slice(this.#batchFrom, this.pos)
    this.#batchHead = ''
    this.#batchFrom = this.pos
    return text
  }
}
