/** Where the header of a delimited sample stands: titles may be above it, and it may take two rows. */
import { joinRows } from '../../sources/csv_opening.js'
import { type Dialect, splitRow } from '../../sources/csv_split.js'
import type { Format } from '../../sources/source.js'

/** What a format has to be told to find the header; undefined: it is the first row, as in most files. */
export interface Opening {
  readonly columns: readonly string[]
  readonly headerRows: 1 | 2
}

/** How the text of a sheet is delimited; see sources/csv.ts. */
const SHEET_DIALECT: Dialect = { delimiter: ',', quote: '"', padded: true }
/** Rows that are looked at, and how much of the width a row of names fills. */
const MOST_ROWS = 200
const OPENING_ROWS = 20
const MOST_CHARS = 1 << 22
const MOSTLY = 0.6

/** A format that only looks on: it hands the cells of the first rows to `seen`, row by row, and gives no events. */
export function cellsSeenBy(dialect: Dialect, seen: (rows: readonly (readonly string[])[]) => void): Format {
  const reading = (as: Dialect): Format['read'] =>
    // biome-ignore lint/correctness/useYield: it looks on, and there is nothing to hand on
    async function* (chunks) {
      let text = ''
      for await (const chunk of chunks) {
        if ('fault' in chunk || text.length > MOST_CHARS) break
        text += chunk.text
      }
      seen(cellsOf(text, as))
    }
  return {
    read: reading(dialect),
    reread: () => [],
    sheets: { merged: 'first', ignored: [], read: reading(SHEET_DIALECT) },
  }
}

/** The first rows of a text that are not blank; a line whose quotes do not come out right is left out. */
function cellsOf(text: string, dialect: Dialect): string[][] {
  const rows: string[][] = []
  for (let from = 0; from < text.length && rows.length < MOST_ROWS; ) {
    const rest = /\r\n|\n|\r/g
    rest.lastIndex = from
    const lineEnd = rest.exec(text)?.index ?? text.length
    const split = splitRow(text, { from, lineEnd, stop: text.length, final: true, keep: 4096 }, dialect)
    const end = split.is === 'row' ? split.end : lineEnd
    if (split.is === 'row' && split.cells.some((cell) => cell.trim() !== ''))
      rows.push(split.cells.map((cell) => cell.trim()))
    from = end + (text.startsWith('\r\n', end) ? 2 : 1)
  }
  return rows
}

/**
 * The header of the rows, where it is not simply the first of them. Titles fill a cell or two of a table that is wider; a row of
 * groups leaves cells empty that the row below it fills.
 */
export function openingOf(rows: readonly (readonly string[])[]): Opening | undefined {
  const width = widthOf(rows)
  if (width < 2) return undefined
  const at = rows.slice(0, OPENING_ROWS).findIndex((row) => filled(row) >= Math.max(2, MOSTLY * width))
  const [header, below] = [rows[at], rows[at + 1]]
  if (header === undefined) return undefined
  const grouped = below !== undefined && isGrouped(header, below, rows.slice(at + 2))
  if (at === 0 && !grouped) return undefined
  const columns = (grouped ? joinRows(header, below, new Map()) : header).filter((name) => name !== '')
  return new Set(columns).size === columns.length ? { columns, headerRows: grouped ? 2 : 1 } : undefined
}

const filled = (row: readonly string[]) => row.filter((cell) => cell !== '').length

/** How wide most rows are, by their last cell that holds something. */
function widthOf(rows: readonly (readonly string[])[]): number {
  const widths = rows.map((row) => row.findLastIndex((cell) => cell !== '') + 1).sort((a, b) => a - b)
  return widths[Math.floor(widths.length / 2)] ?? 0
}

/**
 * Whether names of groups stand in the first row, and those of their columns below: what is empty above is filled below, and the
 * second row leaves empty what stands alone and what rows of data fill.
 */
function isGrouped(above: readonly string[], below: readonly string[], data: readonly (readonly string[])[]): boolean {
  const width = Math.max(above.length, below.length)
  const at = (row: readonly string[], index: number) => row[index] ?? ''
  const indexes = Array.from({ length: width }, (_, index) => index)
  const open = indexes.filter((index) => at(above, index) === '')
  const alone = indexes.filter((index) => at(below, index) === '')
  const filledByData = (index: number) => data.filter((row) => at(row, index) !== '').length > data.length / 2
  return (
    open.length > 0 &&
    alone.length > 1 &&
    alone.some(filledByData) &&
    open.every((index) => index > 0 && at(below, index) !== '') &&
    alone.every((index) => at(above, index) !== '' && (at(above, index + 1) !== '' || index === width - 1)) &&
    below.every((cell) => !/^[-+\d.,:/年月日\s%]+$/.test(cell) || cell === '')
  )
}
