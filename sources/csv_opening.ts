/** The beginning of delimited text: the header, and the titles that publishers put above it. */
import {
  type ColumnSpec,
  type Columns,
  foldHeader,
  headerFault,
  lacking,
  MAX_COLUMNS,
  missingColumns,
  nameColumns,
} from './csv_header.js'
import { type Dialect, splitRow } from './csv_split.js'
import type { Broken } from './source.js'
import { lineEnds, NONE, place, type TextWindow } from './window.js'

interface HeaderOptions extends ColumnSpec, Dialect {
  readonly headerRows?: 1 | 2
}

/** Rows, blank ones not counted, among which the header must be. */
const OPENING_ROWS = 20

/** A row of the opening: its cells, or why it has none. */
interface OpeningRow {
  readonly from: number
  readonly end: number
  readonly cells: readonly string[]
  readonly problem?: string
}

/** A row (or two) that might be the header, and why it is not. */
interface Candidate {
  readonly rows: readonly OpeningRow[]
  readonly cells: readonly string[]
  readonly missing: readonly string[]
}

/**
 * The first row that holds all required columns, as the header; undefined if more text is needed to tell. A title that cannot be
 * split is passed over as one line. The text of the header begins with the first title, because it is read again from there.
 */
export function readHeader(
  window: TextWindow,
  options: HeaderOptions,
  names: ReadonlyMap<string, string>,
): Columns | Broken | undefined {
  passBlankLines(window)
  const { text, pos, line } = window
  if (window.final && pos >= text.length) return { fault: { fault: 'file_empty', message: 'the file holds no header' } }
  const rows: OpeningRow[] = []
  let best: Candidate | undefined
  for (let from = pos; rows.length < OPENING_ROWS; ) {
    const row = rowAt(window, from, options)
    if (row === undefined) return undefined
    if (typeof row === 'string') {
      if (rows.length === 0 && row === 'too long') {
        return headerFault('the header is longer than a row may be', text.slice(pos), line)
      }
      break
    }
    from = window.afterLine(row.end)
    if (row.end === row.from) continue
    rows.push(row)
    const candidate = candidateOf(rows, options, names)
    if (candidate === undefined) continue
    if (row.problem === undefined && candidate.missing.length === 0) {
      return take(window, candidate, rows.length > candidate.rows.length, options, names)
    }
    if (best === undefined || candidate.missing.length < best.missing.length) best = candidate
  }
  return refuse(window, best?.rows ?? rows.slice(0, 1), best?.missing ?? options.required, options, names)
}

/** Goes behind blank lines at the beginning, as far as the text has come. */
export function passBlankLines(window: TextWindow): void {
  let lineEnd = window.lineEnd()
  while (lineEnd === window.pos && window.pos < window.text.length) {
    window.advance(lineEnd)
    lineEnd = window.lineEnd()
  }
}

/** The row that begins at a place of the text; undefined if more text is needed to tell. All of the opening is at most as long as a row. */
function rowAt(window: TextWindow, from: number, options: HeaderOptions): OpeningRow | 'too long' | 'end' | undefined {
  const { text, pos, final, rowChars } = window
  if (from >= text.length) return final ? 'end' : undefined
  const lineEnd = lineEndFrom(text, from, final)
  if ((lineEnd === NONE ? text.length - 1 : lineEnd) - pos > rowChars) return 'too long'
  if (lineEnd === NONE) return undefined
  const range = { from, lineEnd, stop: pos + rowChars, final, keep: MAX_COLUMNS }
  const split = splitRow(text, range, options)
  if (split.is === 'open' && !split.hopeless && !window.settled) return undefined
  if (split.is !== 'row') {
    const problem = `column ${split.column} of the header has a quote too many or too few`
    return { from, end: lineEnd, cells: [], problem }
  }
  if (split.count <= MAX_COLUMNS) return { from, end: split.end, cells: split.cells }
  const problem = `the header has ${split.count} columns, more than ${MAX_COLUMNS}`
  return { from, end: split.end, cells: [], problem }
}

function lineEndFrom(text: string, from: number, final: boolean): number {
  const lf = place(text, '\n', from)
  const cr = place(text, '\r', from)
  if (lf < cr) return lf
  if (cr === NONE) return final ? text.length : NONE
  return cr + 1 === text.length && !final ? NONE : cr // an LF may follow
}

/** What the last rows are as a header; undefined if there are too few. */
function candidateOf(
  rows: readonly OpeningRow[],
  options: HeaderOptions,
  names: ReadonlyMap<string, string>,
): Candidate | undefined {
  const [last, above] = [rows.at(-1), rows.at(-2)]
  if (last === undefined) return undefined
  if (options.headerRows !== 2) {
    return { rows: [last], cells: last.cells, missing: missingColumns(last.cells, options, names) }
  }
  if (above === undefined) return undefined
  const cells = joinRows(above.cells, last.cells, names)
  return { rows: [above, last], cells, missing: missingColumns(cells, options, names) }
}

/** The cells of a header of two rows. A group stands above its first column; the cells right of it are empty, or the same. */
export function joinRows(
  groups: readonly string[],
  below: readonly string[],
  names: ReadonlyMap<string, string>,
): readonly string[] {
  let group = ''
  return Array.from({ length: Math.max(groups.length, below.length) }, (_, index) => {
    const [above, name] = [groups[index]?.trim() ?? '', below[index]?.trim() ?? '']
    if (above !== '') group = above
    if (name === '') return above
    const joined = `${group}/${name}`
    if (group === '' || group === name) return name
    return names.has(foldHeader(name)) && !names.has(foldHeader(joined)) ? name : joined
  })
}

function take(
  window: TextWindow,
  { rows, cells }: Candidate,
  titled: boolean,
  options: HeaderOptions,
  names: ReadonlyMap<string, string>,
): Columns | Broken {
  const { text, pos, line } = window
  const [first, last] = [rows[0], rows.at(-1)]
  const end = last?.end ?? pos
  const header = text.slice(titled ? pos : first?.from, end)
  const headerLine = line + lineEnds(text, pos, first?.from ?? pos)
  const problem = header.includes('\u0000')
    ? 'the header holds bytes that are not text'
    : header.startsWith('\u001f')
      ? 'the header begins with a control character'
      : undefined
  const columns = problem ?? nameColumns(cells, header, options, names)
  if (typeof columns === 'string') return headerFault(columns, text.slice(first?.from, end), headerLine)
  window.advance(end, 1 + lineEnds(text, pos, end))
  return { ...columns, repeats: rows.map((row) => text.slice(row.from, row.end)) }
}

/** Why no row is the header, told of the one that comes nearest. */
function refuse(
  window: TextWindow,
  rows: readonly OpeningRow[],
  missing: readonly string[],
  options: HeaderOptions,
  names: ReadonlyMap<string, string>,
): Broken {
  const { text, pos, line } = window
  const from = rows[0]?.from ?? pos
  const header = text.slice(from, rows.at(-1)?.end ?? from)
  const message = rows.find((row) => row.problem !== undefined)?.problem ?? lacking(missing, header, options.delimiter)
  const unknown = (rows.at(-1)?.cells ?? []).filter((cell) => !names.has(foldHeader(cell)))
  return headerFault(message, header, line + lineEnds(text, pos, from), { missing, unknown })
}
