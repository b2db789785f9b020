/** Walks a page, finds the table that is declared and hands on its rows. */

import { type ColumnSpec, foldHeader, headerFault, type NamedColumns } from './csv_header.js'
import { foreignEncoding, NOT_ASCII } from './declared_encoding.js'
import { headerCells, shown } from './html_cells.js'
import { type HtmlCell, HtmlGrid, type SpanningCell, spanOf } from './html_grid.js'
import { HtmlTokens, type TagReader } from './html_tokens.js'
import type { KeptRows, TreeReader } from './kept.js'
import type { FileFaultReport, SourceHeader, SourceRow } from './source.js'

/** Which table of a page: by a part of its caption, its id, its number among all tables of the page from 1 on, or cells of its header. */
export type TableChoice =
  | { readonly caption: string }
  | { readonly id: string }
  | { readonly index: number }
  | { readonly headers: readonly string[] }

export interface TableReading extends ColumnSpec {
  readonly table: TableChoice
  readonly skipAcross?: boolean
  readonly names: ReadonlyMap<string, string>
  columnsOf(cells: readonly string[]): NamedColumns | string
  rowOf(columns: NamedColumns, line: number, kept: string): SourceRow
}

/** Rows among which the header must be. */
const HEAD_ROWS = 10
const HEAD_CHARS = 1 << 16
const MAX_TABLES_OPEN = 64
const MAX_OWN_CELLS = 5000
/** Characters around a cell in the text that is kept. */
const CELL_CHARS = 23
/** Characters that spans may make before they are held against those of the page. */
const FREE_CHARS = 1 << 24
const BLOCKS = new Set(
  'address article aside br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul'.split(' '),
)
const SECTIONS = new Set(['thead', 'tbody', 'tfoot'])

interface OpenCell {
  readonly columns: number
  readonly rows: number
  readonly links: string[]
  text: string
}

class Table {
  /** Whether its rows are wanted; undefined while that is not known. */
  isChosen: boolean | undefined
  readonly grid = new HtmlGrid()
  caption: string | undefined
  columns: NamedColumns | undefined
  /** Its header and what stands above it: where they come again they are no records. */
  readonly heads = new Set<string>()
  headRows = 0
  line = 1
  cell: OpenCell | undefined
  row: SpanningCell[] | undefined
  /** Characters of the row's own cells. */
  chars = 0

  constructor(isChosen: boolean | undefined) {
    this.isChosen = isChosen
  }
}

export class HtmlTables implements TreeReader, TagReader {
  fault: FileFaultReport | undefined
  header: SourceHeader | undefined
  readonly #reading: TableReading
  readonly #rows: KeptRows
  readonly #tokens = new HtmlTokens(this)
  readonly #open: Table[] = []
  #tables = 0
  #chosen: Table | undefined
  #isOver = false
  #charsRead = 0
  #charsMade = 0
  #line = 1
  #lastHead = ''
  /** The encoding that the page declares, where it is none that is read. */
  #foreign: string | undefined

  constructor(reading: TableReading, rows: KeptRows) {
    this.#reading = reading
    this.#rows = rows
  }

  get line(): number {
    return this.#line
  }

  write(text: string): void {
    if (this.fault !== undefined || this.#isOver) return
    this.#charsRead += text.length
    this.#tokens.write(text)
  }

  end(): void {
    if (this.fault === undefined && !this.#isOver) this.#tokens.end()
    if (this.fault !== undefined || this.#isOver) return
    if (this.#chosen !== undefined) {
      this.stop('the page ends within the table')
      return
    }
    const said = this.#lastHead === '' ? '' : `; the last that was looked at begins with: ${this.#lastHead}`
    this.stop(`the page has no table with ${JSON.stringify(this.#reading.table)} among its ${this.#tables}${said}`)
  }

  stop(message: string): void {
    this.fault ??= { fault: 'file_html', message, line: this.#line }
  }

  open(name: string, attributes: ReadonlyMap<string, string>, line: number): void {
    if (this.fault !== undefined || this.#isOver) return
    this.#line = line
    if (BLOCKS.has(name)) this.#append('\n')
    if (name === 'meta') this.#foreign ??= foreignEncoding(attributes)
    const table = this.#open.at(-1)
    if (name === 'table') this.#openTable(attributes)
    else if (table === undefined) return
    else if (name === 'caption') table.caption = ''
    else if (SECTIONS.has(name)) this.#endSection(table)
    else if (name === 'tr') this.#openRow(table)
    else if (name === 'td' || name === 'th') this.#openCell(table, attributes)
    else if (name === 'a') this.#link(attributes.get('href'))
  }

  close(name: string): void {
    if (this.fault !== undefined || this.#isOver) return
    const table = this.#open.at(-1)
    if (BLOCKS.has(name)) this.#append('\n')
    if (table === undefined) return
    if (name === 'caption') this.#decideByCaption(table)
    else if (name === 'td' || name === 'th') this.#endCell(table)
    else if (name === 'tr') this.#endRow(table)
    else if (SECTIONS.has(name)) this.#endSection(table)
    else if (name === 'table') this.#endTable(table)
  }

  text(part: string, spelled: boolean): void {
    if (this.fault !== undefined || this.#isOver) return
    if (spelled && this.#foreign !== undefined && NOT_ASCII.test(part)) {
      this.stop(`the page declares the encoding ${this.#foreign}, and its text is read as UTF-8 or GB18030 alone`)
      return
    }
    const table = this.#open.at(-1)
    if (table?.caption !== undefined && table.cell === undefined && table.caption.length < 1000) table.caption += part
    this.#append(part.replace(/[ \t\r\n\f\u00a0]+/g, ' '))
  }

  /** Text of a table within a cell is text of that cell too. */
  #append(text: string): void {
    for (const table of this.#open) if (this.#takes(table, text.length) && table.cell) table.cell.text += text
  }

  /** Whether the open cell of a table takes so many characters more; above the header, where any table may be looked at, a row is short. */
  #takes(table: Table, chars: number): boolean {
    if (table.isChosen === false || table.cell === undefined) return false
    table.chars += chars
    return table.chars <= (table.columns === undefined ? HEAD_CHARS : this.#rows.limits.rowChars)
  }

  #link(href: string | undefined): void {
    if (href === undefined) return
    for (const table of this.#open) if (this.#takes(table, href.length + 1)) table.cell?.links.push(href.trim())
  }

  #openTable(attributes: ReadonlyMap<string, string>): void {
    this.#tables++
    const choice = this.#reading.table
    let isChosen: boolean | undefined
    if (this.#chosen !== undefined) isChosen = false
    else if ('id' in choice) isChosen = attributes.get('id') === choice.id
    else if ('index' in choice) isChosen = this.#tables === choice.index
    const table = new Table(isChosen)
    if (isChosen === true) this.#choose(table)
    this.#open.push(table)
    if (this.#open.length > MAX_TABLES_OPEN) this.stop(`tables are nested deeper than ${MAX_TABLES_OPEN} levels`)
  }

  #choose(table: Table): void {
    for (const other of this.#open) other.isChosen ??= false
    table.isChosen = true
    this.#chosen = table
  }

  #decideByCaption(table: Table): void {
    if (!('caption' in this.#reading.table) || table.isChosen !== undefined) return
    const fits = foldHeader(shown(table.caption ?? '')).includes(foldHeader(this.#reading.table.caption))
    if (fits) this.#choose(table)
    else table.isChosen = false
  }

  #openRow(table: Table): void {
    this.#endRow(table)
    this.#decideByCaption(table)
    table.row = []
    table.line = this.#line
  }

  #openCell(table: Table, attributes: ReadonlyMap<string, string>): void {
    if (table.row === undefined) this.#openRow(table)
    this.#endCell(table)
    if (this.#open.length > 1) this.#append(' ')
    const columns = spanOf(attributes.get('colspan'), 'columns')
    table.cell = { columns, rows: spanOf(attributes.get('rowspan'), 'rows'), links: [], text: '' }
  }

  #endCell(table: Table): void {
    const { cell, row } = table
    table.cell = undefined
    if (cell === undefined || row === undefined || row.length > MAX_OWN_CELLS) return
    const { columns, rows, links } = cell
    row.push({ cell: { text: shown(cell.text), links }, columns, rows })
  }

  #endSection(table: Table): void {
    this.#endRow(table)
    table.grid.endSection()
  }

  #endTable(table: Table): void {
    this.#endRow(table)
    this.#open.pop()
    if (table !== this.#chosen || this.fault !== undefined) return
    if (table.columns === undefined) this.#refuseHeader(table)
    this.#isOver = true
  }

  #endRow(table: Table): void {
    this.#endCell(table)
    const { row, chars } = table
    table.row = undefined
    table.chars = 0
    if (row === undefined || table.isChosen === false || this.fault !== undefined) return
    const cells = table.grid.row(row)
    if (row.length === 0) return
    if (table.columns === undefined) this.#head(table, cells)
    else this.#data(table, table.columns, row, cells, chars)
  }

  /** Looks whether a row is the header. */
  #head(table: Table, cells: readonly HtmlCell[]): void {
    const { names, required, table: choice } = this.#reading
    const spelled = headerCells(cells)
    const folded = new Set(spelled.map(foldHeader))
    const named = new Set([...folded].flatMap((cell) => names.get(cell) ?? []))
    const wanted = 'headers' in choice ? choice.headers : []
    this.#lastHead = spelled.join(' | ').slice(0, 200)
    table.heads.add(spelled.join('\t'))
    table.headRows++
    if (
      named.size > 0 &&
      required.every((name) => named.has(name)) &&
      wanted.every((cell) => folded.has(foldHeader(cell)))
    ) {
      const columns = this.#reading.columnsOf(spelled)
      if (typeof columns === 'string') this.fault = headerFault(columns, this.#lastHead, table.line).fault
      else this.header = { ...columns.header, text: JSON.stringify(spelled) }
      if (typeof columns !== 'string') table.columns = columns
      if (table.isChosen === undefined) this.#choose(table)
    } else if (table.headRows >= HEAD_ROWS) {
      if (table.isChosen === true) this.#refuseHeader(table)
      else table.isChosen = false
    }
  }

  #refuseHeader(table: Table): void {
    const lacking = `none of the first ${table.headRows} rows of the table has all of ${this.#reading.required.join(', ')}`
    this.fault = headerFault(lacking, this.#lastHead, table.line).fault
  }

  #data(
    table: Table,
    columns: NamedColumns,
    own: readonly SpanningCell[],
    cells: readonly HtmlCell[],
    chars: number,
  ): void {
    const count = columns.keys.length
    const isAcross = count > 1 && own.length === 1 && cells.length >= count && new Set(cells).size === 1
    const isHead = table.heads.has(headerCells(cells).join('\t'))
    if (!isHead && isAcross && this.#reading.skipAcross === true) return
    const shownCells = isAcross ? cells.slice(0, 1) : cells
    const { rowChars, expansionRatio } = this.#rows.limits
    const length = shownCells.reduce((sum, cell) => sum + CELL_CHARS + cell.text.length + cell.links.join().length, 0)
    this.#charsMade += Math.min(length, rowChars)
    if (this.#charsMade > FREE_CHARS && this.#charsMade > expansionRatio * this.#charsRead) {
      this.stop(`cells that span many rows or columns make more than ${expansionRatio} times the text of the page`)
      return
    }
    const isTooLong = length > rowChars || chars > rowChars
    const kept = isTooLong
      ? own.map(({ cell }) => cell.text).join('\t')
      : JSON.stringify(isHead ? { header: shownCells } : shownCells)
    const read = (text: string) => this.#reading.rowOf(columns, table.line, text)
    this.#rows.add(table.line, kept, isTooLong ? rowChars + 1 : kept.length, read)
  }
}
