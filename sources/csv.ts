/** Delimited text: a strict RFC 4180 reader that reads on behind what is broken. */
import { type ColumnSpec, type Columns, headerFault, MAX_COLUMNS, nameColumns, spellings } from './csv_header.js'
import { CsvRows } from './csv_rows.js'
import { type Dialect, splitRow } from './csv_split.js'
import { type Opening, readRows, rereadRows } from './rows.js'
import type { Broken, Format } from './source.js'
import { lineEnds, NONE, TextWindow } from './window.js'

export interface CsvOptions extends ColumnSpec, Dialect {}

/**
 * A format of delimited text with a header.
 *
 * `columns` gives each column the name under which rows hold its cell, and its other spellings in headers; these are
 * compared without regard to width, kind of bracket, case of ASCII letters and surrounding space. Rows are plain objects
 * of strings with the declared columns first, in the order of the declaration, then unknown ones under the name that
 * the header gives them. A declared column that the file lacks is absent from its rows. With `quote: false` a quote is
 * a character like any other.
 *
 * Lines end with LF, CRLF or a lone CR. Empty lines are skipped where there are two columns or more; in a file of one
 * column they are rows with an empty cell. A row whose quotes do not come out right is the one line on which it begins,
 * and the next line is read as a row; every line is thus in exactly one row.
 *
 * File faults: file_empty, file_header. Row faults: row_fields, row_quote, row_too_large, row_nul, row_encoding.
 * Throws at once if two columns share a spelling.
 */
export function csv(options: CsvOptions): Format {
  const names = spellings(options)
  const openFile = (window: TextWindow): Opening | undefined => {
    const columns = readHeader(window, options, names)
    if (columns === undefined || 'fault' in columns) return columns
    return { header: columns.header, scanner: new CsvRows(columns, options) }
  }
  return {
    read: (chunks, limits) => readRows(chunks, limits, openFile),
    reread(header, text, line, limits) {
      const window = new TextWindow(limits.rowChars)
      window.feed({ text: header, bytesRead: 0, holdsNul: false })
      window.end(false)
      const columns = readHeader(window, options, names)
      if (columns === undefined || 'fault' in columns) throw new Error(`not the text of a header: ${header}`)
      return rereadRows(new CsvRows(columns, options), text, line, limits)
    },
  }
}

/** The first line that is not blank, as a header; undefined if it has not come to its end yet. */
function readHeader(
  window: TextWindow,
  options: CsvOptions,
  names: ReadonlyMap<string, string>,
): Columns | Broken | undefined {
  let lineEnd = window.lineEnd()
  while (lineEnd === window.pos && window.pos < window.text.length) {
    window.advance(lineEnd)
    lineEnd = window.lineEnd()
  }
  const { text, pos, line } = window
  if (window.final && pos >= text.length) return { fault: { fault: 'file_empty', message: 'the file holds no header' } }
  if (window.isTooLong(lineEnd)) return headerFault('the header is longer than a row may be', text.slice(pos), line)
  if (lineEnd === NONE) return undefined
  const range = { from: pos, lineEnd, stop: pos + window.rowChars, final: window.final, keep: MAX_COLUMNS }
  const split = splitRow(text, range, options)
  if (split.is === 'open' && !split.hopeless && !window.settled) return undefined
  const refuse = (message: string) => headerFault(message, text.slice(pos, lineEnd), line)
  if (split.is !== 'row') return refuse(`column ${split.column} of the header has a quote too many or too few`)
  if (split.count > MAX_COLUMNS) return refuse(`the header has ${split.count} columns, more than ${MAX_COLUMNS}`)
  const header = text.slice(pos, split.end)
  if (header.includes('\u0000')) return refuse('the header holds bytes that are not text')
  const columns = nameColumns(split.cells, header, options, names, options.delimiter)
  if ('problem' in columns) return headerFault(columns.problem, header, line, columns.columns)
  window.advance(split.end, 1 + lineEnds(text, pos, split.end))
  return columns
}
