/** Pages of HTML: the rows of one table. */
import { type ColumnSpec, type NamedColumns, nameColumns, spellings } from './csv_header.js'
import type { HtmlCell } from './html_grid.js'
import { HtmlTables, type TableChoice } from './html_tables.js'
import { readTree, rereadKept } from './kept.js'
import { brokenRow, markedRow } from './marks.js'
import type { Format, Row, SourceRow } from './source.js'

export interface HtmlOptions extends ColumnSpec {
  readonly table: TableChoice
  /** Columns whose links are wanted: the row holds them as `<column>@href`, a list where a cell has several, absent where it has none. */
  readonly links?: readonly string[]
  /** True: a row that is one cell across the whole table (a heading between rows, a pager below them) is passed over; else it is a broken row. */
  readonly skipAcross?: boolean
}

/**
 * A format of one table of an HTML page.
 *
 * The header is the first of the table's first ten rows that has all required columns (and, where the table is chosen by them, all of `headers`);
 * what stands above it is no row. Spellings are compared as in delimited text, without the space that HTML lets stand beside characters. The
 * second column of a header cell that spans two is its name with ` (2)` behind it, an empty header cell is `column 3`. The header and what stands above it are
 * rows that repeat it where they come again; rows without a cell of their own are passed over.
 *
 * A cell that spans columns or rows stands in each of them. Its text is what is shown: runs of space and no-break spaces as one space, `<br>` and
 * blocks as line ends, what is in a table within it, no scripts or styles. Links are as written, not resolved.
 *
 * A batch keeps the cells of each row as JSON (of a header that comes again as `{ header }`), because the markup of one row does not tell what hangs into it from the rows above.
 *
 * File faults: file_empty, file_header, file_html (no such table, or the page ends within it). Row faults: row_fields, row_too_large, row_nul,
 * row_encoding. Throws at once if two columns share a spelling.
 */
export function html(options: HtmlOptions): Format {
  const names = spellings(options)
  const columnsOf = (cells: readonly string[]) =>
    nameColumns(cells, cells.join('\t'), { ...options, delimiter: '\t', quote: false }, names)
  const links = new Set(options.links ?? [])
  const undeclared = [...links].find((name) => !Object.hasOwn(options.columns, name))
  if (undeclared !== undefined) throw new Error(`the column of links ${undeclared} is not among the columns`)
  const rowOf = (columns: NamedColumns, line: number, kept: string) => keptRowOf(columns, links, line, kept)
  return {
    read: (chunks, limits) =>
      readTree(chunks, limits, (rows) => new HtmlTables({ ...options, names, columnsOf, rowOf }, rows)),
    reread(header, text, _line, limits) {
      const cells: unknown = JSON.parse(header)
      const columns = Array.isArray(cells) ? columnsOf(cells.map(String)) : 'no list'
      if (typeof columns === 'string') throw new Error(`not the text of a header: ${header}`)
      return rereadKept(text, limits, (line, kept) => rowOf(columns, line, kept))
    },
  }
}

/** The row that the JSON of its cells is. */
function keptRowOf(columns: NamedColumns, links: ReadonlySet<string>, line: number, kept: string): SourceRow {
  const found: readonly HtmlCell[] | { readonly header: readonly HtmlCell[] } = JSON.parse(kept)
  const again = 'header' in found
  const cells = again ? found.header : found
  const text = cells.map((cell) => cell.text).join('\t')
  const marked = markedRow(line, text)
  if (marked !== undefined) return marked
  const { keys } = columns
  if (again) {
    const row: Row = {}
    for (const [index, key] of keys.entries()) row[key] = cells[index]?.text ?? ''
    return { line, row, repeats: 'header' }
  }
  if (cells.length !== keys.length)
    return brokenRow(line, 'row_fields', `${keys.length} cells expected, ${cells.length} found`, text)
  const named = new Map(keys.map((key, index) => [key, cells[index]]))
  const row: Row = {}
  for (const key of columns.rowOrder) row[key] = named.get(key)?.text
  for (const key of links) {
    const [first, ...others] = named.get(key)?.links ?? []
    if (first !== undefined) row[`${key}@href`] = others.length === 0 ? first : [first, ...others]
  }
  return { line, row }
}
