/** One row of delimited text that may hold quotes, split by RFC 4180 and nothing looser. */

export interface Dialect {
  readonly delimiter: ',' | '\t' | ';' | '|'
  readonly quote: '"' | false
  /** Empty cells at the end of a row may be left out, as in a sheet. */
  readonly padded?: true
}

/**
 * A row split into cells, which ends (before its line end) at `end`; or why it is none. `count` counts all its cells, of
 * which only the asked number is kept. `column` (1-based) is that of the cell in which the first line ends.
 * - open: a quote on the first line is not closed so that a row comes out; `hopeless` if more text will not mend that.
 * - stray: on the first line a quote stands inside a bare cell, or (`closed`) text stands after a closing quote.
 */
export type Split =
  | {
      readonly is: 'row'
      readonly end: number
      readonly count: number
      readonly column: number
      readonly cells: string[]
    }
  | { readonly is: 'open'; readonly column: number; readonly hopeless: boolean }
  | { readonly is: 'stray'; readonly at: number; readonly column: number; readonly closed: boolean }

export interface SplitRange {
  readonly from: number
  /** Where the first line of the row ends: a quote that is open there is the one to blame for what follows. */
  readonly lineEnd: number
  /** The row must end at or before this place. */
  readonly stop: number
  /** The text is complete: its end also ends a row. */
  readonly final: boolean
  /** Cells to keep. */
  readonly keep: number
}

const LF = 10
const CR = 13
const QUOTE = 34

export function splitRow(text: string, range: SplitRange, dialect: Dialect): Split {
  const delimiter = dialect.delimiter.charCodeAt(0)
  const cells: string[] = []
  let count = 0
  let column = 0
  let at = range.from
  for (;;) {
    const quoted = dialect.quote !== false && text.charCodeAt(at) === QUOTE
    const end = quoted ? closingQuote(text, at + 1, range.stop) : plainEnd(text, at, delimiter, dialect.quote)
    count++
    if (column === 0 && end >= range.lineEnd) column = count
    const next = quoted ? end + 1 : end
    const unsure = !range.final && next + 1 >= text.length // the character after a CR may be its LF
    if (next > range.stop || unsure) return { is: 'open', column, hopeless: false }
    if (count <= range.keep) cells.push(quoted ? unquote(text, at + 1, end) : text.slice(at, end))
    const code = next >= text.length ? LF : text.charCodeAt(next)
    if (code === LF || code === CR) return { is: 'row', end: next, count, column, cells }
    if (code !== delimiter) {
      if (next > range.lineEnd) return { is: 'open', column, hopeless: true }
      return { is: 'stray', at: next, column: count, closed: quoted }
    }
    at = next + 1
  }
}

/** Where the quote stands that closes a cell whose content begins at `from`; `stop` if it does not before that. */
function closingQuote(text: string, from: number, stop: number): number {
  let at = from
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0 || quote >= stop) return stop
    if (text.charCodeAt(quote + 1) !== QUOTE) return quote
    at = quote + 2
  }
}

/** The text of a quoted cell. How a file ends its lines is no part of what it says: a line break in a cell is LF. */
function unquote(text: string, from: number, end: number): string {
  const slice = text.slice(from, end)
  const cell = slice.includes('\r') ? slice.replace(/\r\n?/g, '\n') : slice
  return text.indexOf('"', from) === end ? cell : cell.replaceAll('""', '"')
}

function plainEnd(text: string, from: number, delimiter: number, quote: '"' | false): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === delimiter || code === LF || code === CR || (code === QUOTE && quote !== false)) return at
  }
  return text.length
}
