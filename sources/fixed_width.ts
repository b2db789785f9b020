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
  const widthOf = WIDTHS[options.measure]
  const names = Object.keys(options.columns)
  return {
    row(window, lineEnd) {
      const { line, pos } = window
      const text = window.text.slice(pos, lineEnd)
      window.advance(lineEnd)
      if (text.trim() === '') return 'blank'
      const marked = window.holdsNul ? markedRow(line, text) : undefined
      return marked ?? split(text, line, { pieces, length, names, widthOf })
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
  readonly names: readonly string[]
  readonly widthOf: (text: string, at: number) => number
}

function split(text: string, line: number, { pieces, length, names, widthOf }: Layout): SourceRow {
  const refuse = (message: string) => brokenRow(line, 'row_length', message, text)
  const row: Row = Object.fromEntries(names.map((name) => [name, '']))
  let [at, width] = [0, 0]
  for (const { name, begin, end } of pieces) {
    const from = at
    while (at < text.length && width < end) {
      width += widthOf(text, at)
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
  for (; at < text.length; at += charUnits(text, at)) rest += widthOf(text, at)
  return refuse(`the line is ${rest} long, and ${length} is expected`)
}

function charUnits(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

const WIDTHS: Readonly<Record<FixedWidthOptions['measure'], (text: string, at: number) => number>> = {
  characters: charUnits,
  'utf-8': (text, at) => {
    const code = text.codePointAt(at) ?? 0
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  },
  gb18030: (text, at) => {
    const code = text.codePointAt(at) ?? 0
    if (code < 0x80) return 1
    return twoByteCodes().has(code) ? 2 : 4
  },
}

let known: ReadonlySet<number> | undefined

/** The characters that take two bytes in GB18030; all others but ASCII take four. */
function twoByteCodes(): ReadonlySet<number> {
  if (known !== undefined) return known
  const codes = new Set<number>()
  const decoder = new TextDecoder('gb18030')
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      if (second === 0x7f) continue
      const text = decoder.decode(Uint8Array.of(first, second))
      const code = text.codePointAt(0)
      if (text.length === 1 && code !== undefined && code !== 0xfffd) codes.add(code)
    }
  }
  known = codes
  return codes
}
