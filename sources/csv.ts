/** Delimited text: a strict RFC 4180 reader that reads on behind what is broken. */
import { type ColumnSpec, spellings } from './csv_header.js'
import { passBlankLines, readHeader } from './csv_opening.js'
import { CsvRows } from './csv_rows.js'
import type { Dialect } from './csv_split.js'
import { type Opening, readRows, rereadRows } from './rows.js'
import type { Format, SheetReading } from './source.js'
import { TextWindow } from './window.js'

export interface CsvOptions extends ColumnSpec, Omit<Dialect, 'padded'> {
  /** How many rows the header takes: 2 where the names of groups of columns stand above those of the columns. */
  readonly headerRows?: 1 | 2
  /**
   * The file has no header: its first line is a row, and `columns` are its columns in their order. A row with another number of cells is broken, because
   * nothing else tells that the layout has changed; workbooks are not taken, whose rows may leave out cells.
   */
  readonly headerless?: true
  /** How workbooks are read; their sheets are taken with the same columns. */
  readonly sheets?: Partial<Pick<SheetReading, 'merged' | 'ignored'>>
}

/** How the text of a sheet is delimited, whatever the format declares for files. */
const SHEET_DIALECT = { delimiter: ',', quote: '"', padded: true } as const
/** Begins the kept header of a sheet, so that its rows are read again in the same dialect. XML can hold no such character. */
const SHEET_MARK = '\u001fsheet\n'

/**
 * A format of delimited text, with a header unless it is declared `headerless`.
 *
 * `columns` gives each column the name under which rows hold its cell, and its other spellings in headers; these are
 * compared without regard to width, kind of bracket, case of ASCII letters and surrounding space. Rows are plain objects
 * of strings with the declared columns first, in the order of the declaration, then unknown ones under the name that
 * the header gives them. A declared column that the file lacks is absent from its rows. With `quote: false` a quote is
 * a character like any other.
 *
 * The header is the first row that holds all required columns, among the first 20; titles above it are kept with it. A row
 * that is the header again is no record, and is told as such. A header of two rows names a column `group/name`, or by its name
 * alone where that is declared.
 *
 * Lines end with LF, CRLF or a lone CR; within a cell each of them is LF, so that a file converted on the way says the same. Empty lines are skipped where there are two columns or more; in a file of one
 * column they are rows with an empty cell. A row whose quotes do not come out right is the one line on which it begins,
 * and the next line is read as a row; every line is thus in exactly one row.
 *
 * A last line that is nothing but the end mark of DOS (U+001A) is no row.
 *
 * Sheets of workbooks come as text in a dialect of their own, in which a row may leave out empty cells at its end, and columns
 * without a name hold nothing; see sheet_text.ts.
 *
 * File faults: file_empty, file_header. Row faults: row_fields, row_quote, row_too_large, row_nul, row_encoding, row_formula, row_rounded.
 * Throws at once if two columns share a spelling, or if a headerless file is to have fewer than two.
 */
export function csv(options: CsvOptions): Format {
  const names = spellings(options)
  if (options.headerless === true) return headerless(options)
  const ofSheet = { ...options, ...SHEET_DIALECT }
  const openFile = (window: TextWindow): Opening | undefined => {
    const columns = readHeader(window, options, names)
    if (columns === undefined || 'fault' in columns) return columns
    return { header: columns.header, scanner: new CsvRows(columns, options) }
  }
  const openSheet = (window: TextWindow): Opening | undefined => {
    const columns = readHeader(window, ofSheet, names)
    if (columns === undefined || 'fault' in columns) return columns
    const header = { ...columns.header, text: SHEET_MARK + columns.header.text }
    return { header, scanner: new CsvRows(columns, ofSheet) }
  }
  return {
    read: (chunks, limits) => readRows(chunks, limits, openFile),
    reread(header, text, line, limits) {
      const sheet = header.startsWith(SHEET_MARK)
      const window = new TextWindow(limits.rowChars)
      window.feed({ text: sheet ? header.slice(SHEET_MARK.length) : header, bytesRead: 0, holdsNul: false })
      window.end(false)
      const columns = readHeader(window, sheet ? ofSheet : options, names)
      if (columns === undefined || 'fault' in columns) throw new Error(`not the text of a header: ${header}`)
      return rereadRows(new CsvRows(columns, sheet ? ofSheet : options), text, line, limits)
    },
    sheets: {
      merged: options.sheets?.merged ?? 'first',
      ignored: options.sheets?.ignored ?? [],
      read: (chunks, limits) => readRows(chunks, limits, openSheet),
    },
  }
}

/** A file without a header: the columns are those declared. Of a single column any file at all would be rows. */
function headerless(options: CsvOptions): Format {
  const keys = Object.keys(options.columns)
  if (keys.length < 2) throw new Error('a file without a header wants two columns or more')
  // Keys that look like numbers would stand before the others, whatever the declaration says.
  const number = keys.find((key) => /^\d+$/.test(key))
  if (number !== undefined) throw new Error(`the column ${number} of a file without a header has no place: name it`)
  const columns = { keys, rowOrder: keys, header: { columns: keys, unknown: [], text: '' }, repeats: [] }
  return {
    read: (chunks, limits) =>
      readRows(chunks, limits, (window) => {
        passBlankLines(window)
        const next = window.text[window.pos]
        // A CR at the end of what has come may be a blank line by itself, or half of its end.
        if (next !== undefined && next !== '\r') return { scanner: new CsvRows(columns, options) }
        return window.final ? { fault: { fault: 'file_empty', message: 'the file holds no row' } } : undefined
      }),
    reread: (_header, text, line, limits) => rereadRows(new CsvRows(columns, options), text, line, limits),
  }
}
