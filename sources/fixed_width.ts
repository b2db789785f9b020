/** Lines of fixed width: each column is a piece of the line, by where it begins and how long it is. */
import { brokenRow, markedRow } from './marks.js'
import { type RowScanner, readRows, rereadRows } from './rows.js'
import type { Format, Row, SourceRow } from './source.js'

export interface FixedColumn {
  /** Where the column begins, from 0, and how long it is: in characters or in bytes, as the format measures. */
  readonly begin: number
  readonly length: number
}

export interface FixedWidthOptions {
  /** The columns by name. They need not cover the line; what is between them is filler, and must be blank. */
  readonly columns: Readonly<Record<string, FixedColumn>>
  /**
   * What lengths count: characters (UTF-16 units, for layouts of ASCII), or the bytes that the line has in an encoding. It is that of the
   * layout, and need not be that of the file.
   */
  readonly measure: 'characters' | 'gb18030' | 'utf-8'
  /** How long a line is; the end of the last column when left out. */
  readonly length?: number
}

/**
 * A format of lines of fixed width, without a header. A cell is the text of its column without the spaces around it, by which
 * layouts fill it up. Blank lines are skipped.
 *
 * Row faults: row_length (the line is longer or shorter, a column begins or ends within a character, or there is text between
 * the columns), row_too_large, row_nul, row_encoding. Throws at once if columns overlap or lie beyond the line.
 */
export function fixedWidth(options: FixedWidthOptions): Format {
  const scanner = scannerOf(options)
  return {
    read: (chunks, limits) => readRows(chunks, limits, () => ({ scanner })),
    reread: (_header, text, line, limits) => rereadRows(scanner, text, line, limits),
  }
}

/** A piece of the line; without a name it is filler. */
interface Piece {
  readonly name: string | undefined
  readonly begin: number
  readonly end: number
}

function scannerOf(options: FixedWidthOptions): RowScanner {
  const length = options.length ?? Math.max(0, ...Object.values(options.columns).map((one) => one.begin + one.length))
  const pieces = piecesOf(options, length)
  const widths = WIDTHS[options.measure]
  const empty: Row = Object.fromEntries(Object.keys(options.columns).map((name) => [name, '']))
  return {
    row(window, lineEnd) {
      const { line, pos } = window
      const text = window.text.slice(pos, lineEnd)
      window.advance(lineEnd)
      if (text.trim() === '') return 'blank'
      const marked = window.holdsNul ? markedRow(line, text) : undefined
      return marked ?? split(text, line, { pieces, length, empty, widths })
    },
  }
}

function piecesOf(options: FixedWidthOptions, length: number): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const columns = Object.entries(options.columns).sort(([, a], [, b]) => a.begin - b.begin)
  for (const [name, column] of columns) {
    if (column.begin < at || column.length < 1) throw new Error(`the column ${name} is empty or overlaps another`)
    if (column.begin > at) pieces.push({ name: undefined, begin: at, end: column.begin })
    at = column.begin + column.length
    pieces.push({ name, begin: column.begin, end: at })
  }
  if (at > length) throw new Error(`the columns end at ${at}, and the line at ${length}`)
  if (at < length) pieces.push({ name: undefined, begin: at, end: length })
  return pieces
}

interface Layout {
  readonly pieces: readonly Piece[]
  readonly length: number
  /** A row without text, its columns in the order of their declaration. */
  readonly empty: Row
  readonly widths: Widths
}

function split(text: string, line: number, { pieces, length, empty, widths }: Layout): SourceRow {
  const refuse = (message: string) => brokenRow(line, 'row_length', message, text)
  const row: Row = { ...empty }
  const isEven = widths.even.test(text)
  let [at, width] = [0, 0]
  for (const { name, begin, end } of pieces) {
    const from = at
    if (isEven) at = width = Math.min(end, text.length)
    while (at < text.length && width < end) {
      width += widths.of(text, at)
      at += charUnits(text, at)
    }
    const where = name === undefined ? `what is between columns, from ${begin} on,` : `the column ${name}`
    if (width > end) return refuse(`${where} ends within a character`)
    if (width < end) return refuse(`the line is ${width} long, and ${length} is expected`)
    const cell = text.slice(from, at).trim()
    if (name !== undefined) row[name] = cell
    else if (cell !== '') return refuse(`${where} holds text`)
  }
  if (at === text.length) return { line, row }
  let rest = width
  for (; at < text.length; at += charUnits(text, at)) rest += widths.of(text, at)
  return refuse(`the line is ${rest} long, and ${length} is expected`)
}

function charUnits(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit < 0xdc00 && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

interface Widths {
  /** Fits a text all of whose characters are one unit long and one wide: the text can be cut without counting. */
  readonly even: RegExp
  of(text: string, at: number): number
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\u0000-\u007f]*$/

const WIDTHS: Readonly<Record<FixedWidthOptions['measure'], Widths>> = {
  characters: { even: /^[^\ud800-\udfff]*$/, of: charUnits },
  'utf-8': {
    even: ASCII,
    of(text, at) {
      const code = text.codePointAt(at) ?? 0
      return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    },
  },
  gb18030: {
    even: ASCII,
    of(text, at) {
      const unit = text.charCodeAt(at)
      if (unit < 0x80) return 1
      return twoByteUnits()[unit] === 1 ? 2 : 4 // what is beyond 0xffff begins with a surrogate, which is none
    },
  },
}

let known: Uint8Array | undefined

/** 1 for each character that takes two bytes in GB18030; all others but ASCII take four. */
function twoByteUnits(): Uint8Array {
  if (known !== undefined) return known
  const units = new Uint8Array(0x10000)
  const decoder = new TextDecoder('gb18030')
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      if (second === 0x7f) continue
      const text = decoder.decode(Uint8Array.of(first, second))
      const unit = text.charCodeAt(0)
      if (text.length === 1 && unit !== 0xfffd) units[unit] = 1
    }
  }
  known = units
  return units
}
