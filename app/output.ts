/** Results on stdout: tables for people, one JSON document for programs. Everything else goes to stderr. */
import { styleText } from 'node:util'
import Table from 'cli-table3'
import { cut, fit, widthOf } from './width.js'

export interface Output {
  readonly json: boolean
  /** Prints a JSON document when --json was given, else what `text` makes. */
  result(document: unknown, text: () => string): void
  /** Prints one NDJSON line or one text line of a stream. */
  line(document: unknown, text: () => string): void
  /** A remark for people, on stderr; silent with --json. */
  say(text: string): void
}

/** An output for stdout and stderr. `settle` takes a progress display away before a result is printed. */
export function makeOutput(json: boolean, settle: () => void): Output {
  return {
    json,
    result: (document, text) => {
      settle()
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${text()}\n`)
    },
    line: (document, text) => void process.stdout.write(json ? `${JSON.stringify(document)}\n` : `${text()}\n`),
    say: (text) => {
      if (!json) process.stderr.write(`${text}\n`)
    },
  }
}

/** A cell as people read it: numbers in groups, dates without the time's noise, null as a dash. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ')
  if (typeof value === 'number') return value.toLocaleString('en-US')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const WITHOUT_TERMINAL = 120
const NARROWEST = 8
// Ids are there to be copied: they are never cut.
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ID_WIDTH = 36

/**
 * A table with a head, as wide as the terminal at most: columns of numbers lean right, and long text is cut, at `width`
 * columns first and then where the table is widest.
 */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[], width = 60): string {
  if (rows.length === 0) return '(nothing)'
  const cells = rows.map((row) => head.map((_, column) => cut(cell(row[column]).replace(/\s+/g, ' '), width)))
  const wanted = head.map((name, column) => Math.max(widthOf(name), ...cells.map((row) => widthOf(row[column] ?? ''))))
  // Three columns around each cell: a line and two spaces.
  const widths = fit(wanted, (process.stdout.columns ?? WITHOUT_TERMINAL) - 3 * head.length - 1, head.map((_, column) => (cells.every((row) => ID.test(row[column] ?? '')) ? ID_WIDTH : NARROWEST)))
  const drawn = new Table({
    head: head.map((name, column) => styleText('bold', cut(name, widths[column] ?? width))),
    colAligns: head.map((_, column) => (rows.every((row) => isNumber(row[column])) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  })
  for (const row of cells) drawn.push(row.map((text, column) => cut(text, widths[column] ?? width)))
  return drawn.toString()
}

function isNumber(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'number' || /^-?[\d,]+(\.\d+)?$/.test(String(value))
}

/** An exact decimal as people read it: its digits in groups. */
export function decimal(value: string): string {
  return value.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','))
}

/** A colour of grade, in colour. */
export function colour(name: string): string {
  if (name === 'red') return styleText('red', '● red')
  if (name === 'orange') return styleText('magenta', '● orange')
  if (name === 'yellow') return styleText('yellow', '● yellow')
  return styleText('green', `● ${name}`)
}
