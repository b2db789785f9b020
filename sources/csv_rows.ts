/**
 * The rows of delimited text. Nearly all are on one line without a quote and are cut at the delimiters found by
 * `indexOf`, which is most of the speed; only a line with a quote takes the long way.
 *
 * When quotes do not come out right the row is the line on which it begins, and reading goes on with the next line, so
 * that a quote left open costs one row and not the rest of the file. That this does not read the text again and again
 * follows from parity: a line with an even number of quotes is done within itself, and one with an odd number is done,
 * well or badly, at the next odd one. Between two odd lines, then, text is read twice at most.
 */
import { type Columns, MAX_COLUMNS } from './csv_header.js'
import { type Dialect, type Split, splitRow } from './csv_split.js'
import { brokenRow, CUT, markedRow } from './marks.js'
import type { RowScanner } from './rows.js'
import type { Row, SourceRow } from './source.js'
import { lineEnds, NONE, place, type TextWindow } from './window.js'

const BYTE_ORDER_MARK = 0xfeff

export class CsvRows implements RowScanner {
  readonly #dialect: Dialect
  readonly #keys: readonly string[]
  readonly #lastKey: string
  readonly #headerRows: readonly string[]
  readonly #header: Row
  /** Copied for each row: all rows then share one hidden class, which adding keys one by one would not give. */
  readonly #blank: Row
  #version = -1
  #quote = -1
  #delimiter = -1

  constructor(columns: Columns, dialect: Dialect) {
    this.#dialect = dialect
    this.#keys = columns.keys.slice(0, -1)
    this.#lastKey = columns.keys.at(-1) ?? ''
    this.#headerRows = columns.repeats
    this.#header = Object.fromEntries(columns.keys.map((key, at) => [key, columns.header.columns[at] ?? '']))
    const blank = Object.fromEntries(columns.rowOrder.map((key) => [key, '']))
    this.#blank = JSON.parse(JSON.stringify(blank)) // a parsed object has fast properties whatever its size
  }

  row(window: TextWindow, lineEnd: number): SourceRow | 'blank' | undefined {
    // Where files were put one behind the other, the mark that begins the second stands before a row, which is mostly the header again.
    if (window.text.charCodeAt(window.pos) === BYTE_ORDER_MARK) window.pos++
    if (lineEnd === window.pos && this.#keys.length > 0) {
      window.advance(lineEnd)
      return 'blank'
    }
    if (isEndMark(window, lineEnd)) {
      window.advance(lineEnd)
      return 'blank'
    }
    if (this.#isHeader(window, lineEnd)) {
      const { line } = window
      window.advance(lineEnd)
      return { line, row: this.#header, repeats: 'header' }
    }
    const split = this.#dialect.padded === true || this.#quoteBefore(window, lineEnd)
    return split ? this.#quoted(window, lineEnd) : this.#plain(window, lineEnd)
  }

  /** Whether the line is the header again, as where tables of several pages were put together. */
  #isHeader(window: TextWindow, lineEnd: number): boolean {
    const { text, pos } = window
    for (const row of this.#headerRows) if (row.length === lineEnd - pos && text.startsWith(row, pos)) return true
    return false
  }

  /** Whether there is a quote before `end`. Places found far ahead are kept: each part of the text is searched once. */
  #quoteBefore(window: TextWindow, end: number): boolean {
    if (this.#version !== window.version) {
      this.#version = window.version
      this.#quote = -1
      this.#delimiter = -1
    }
    if (this.#quote < window.pos) {
      this.#quote = this.#dialect.quote === false ? NONE : place(window.text, '"', window.pos)
    }
    return this.#quote < end
  }

  /** A row on one line without a quote. */
  #plain(window: TextWindow, end: number): SourceRow {
    const { text, pos, line } = window
    const { delimiter } = this.#dialect
    const row = { ...this.#blank }
    let from = pos
    let filled = 0
    let at = this.#delimiter < pos ? place(text, delimiter, pos) : this.#delimiter
    for (const key of this.#keys) {
      if (at >= end) break
      row[key] = text.slice(from, at)
      from = at + 1
      at = place(text, delimiter, from)
      filled++
    }
    this.#delimiter = at
    row[this.#lastKey] = text.slice(from, end)
    window.advance(end)
    const marked = window.holdsNul ? markedRow(line, text.slice(pos, end)) : undefined
    if (marked !== undefined) return marked
    if (filled === this.#keys.length && at >= end) return { line, row }
    const source = text.slice(pos, end)
    return this.#ragged(line, source.split(delimiter).length, source)
  }

  /** A row that begins on a line with a quote, or undefined if its end has not come yet. */
  #quoted(window: TextWindow, lineEnd: number): SourceRow | undefined {
    const { text, pos, line, final } = window
    // A clipped line (CUT) ends any row: when it was first read, no row came out that went on over it.
    const stop = Math.min(pos + window.rowChars, window.holdsNul ? place(text, CUT, lineEnd) : NONE)
    const keep = this.#dialect.padded === true ? MAX_COLUMNS : this.#keys.length + 1
    const split = splitRow(text, { from: pos, lineEnd, stop, final, keep }, this.#dialect)
    if (split.is === 'open' && !split.hopeless && !window.settled) return undefined
    const whole = split.is === 'row' && !this.#swallows(window, split, lineEnd)
    const end = whole ? split.end : lineEnd
    const source = text.slice(pos, end)
    window.advance(end, 1 + lineEnds(text, lineEnd, end))
    const marked = window.holdsNul ? markedRow(line, source) : undefined
    if (marked !== undefined) return marked
    if (!whole) return brokenRow(line, 'row_quote', quoteMessage(split, pos), source)
    if (this.#headerRows.includes(source)) return { line, row: this.#header, repeats: 'header' }
    if (this.#dialect.padded === true) return this.#padded(line, split.cells, split.count, source)
    if (split.count !== this.#keys.length + 1) return this.#ragged(line, split.count, source)
    return { line, row: this.#fill(split.cells) }
  }

  /**
   * Whether a row over several lines looks like good rows that a quote left open has swallowed: it has not the right
   * number of fields, while the line after its first is a whole row by itself.
   */
  #swallows(window: TextWindow, split: Split & { is: 'row' }, lineEnd: number): boolean {
    // The text of a sheet is written by us: its quotes are right, and its rows may be short.
    if (this.#dialect.padded === true) return false
    if (split.end === lineEnd || split.count === this.#keys.length + 1) return false
    const { text } = window
    const from = window.afterLine(lineEnd)
    const end = Math.min(place(text, '\n', from), place(text, '\r', from), split.end)
    const line = text.slice(from, end)
    return !line.includes('"') && line.split(this.#dialect.delimiter).length === this.#keys.length + 1
  }

  #fill(cells: readonly string[]): Row {
    const row = { ...this.#blank }
    for (const [index, key] of this.#keys.entries()) row[key] = cells[index]
    row[this.#lastKey] = cells.at(-1)
    return row
  }

  /** A row of a sheet: cells that it leaves out at its end are empty, and what stands beside the named columns is no row of theirs. */
  #padded(line: number, cells: readonly string[], count: number, source: string): SourceRow {
    const row = { ...this.#blank }
    if (count > cells.length) return this.#ragged(line, count, source)
    for (const [index, cell] of cells.entries()) {
      if (cell === '') continue
      const key = index === this.#keys.length ? this.#lastKey : this.#keys[index]
      if (key === undefined || key === '') {
        return brokenRow(
          line,
          'row_fields',
          `cell ${index + 1} holds text, and the header names no such column`,
          source,
        )
      }
      row[key] = cell
    }
    return { line, row }
  }

  #ragged(line: number, count: number, source: string): SourceRow {
    return brokenRow(line, 'row_fields', `${this.#keys.length + 1} fields expected, ${count} found`, source)
  }
}

/** Whether the line is the last one and nothing but U+001A, with which DOS ended a text and some publishers still do. */
function isEndMark({ text, pos, final }: TextWindow, lineEnd: number): boolean {
  return text.charCodeAt(pos) === 26 && lineEnd === pos + 1 && final && lineEnd >= text.length
}

/**
 * Says what is wrong with the quotes of a row. What stands behind the first line must not show: when the row is read
 * again from its batch, the text may end sooner than the file did.
 */
function quoteMessage(split: Split, from: number): string {
  if (split.is !== 'stray') return `a quote is opened in field ${split.column} and not closed so that a row comes out`
  const where = `in field ${split.column}, at character ${split.at - from + 1}`
  return split.closed ? `text follows a closing quote ${where}` : `a quote stands inside an unquoted field ${where}`
}
