/** Results on stdout: tables for people, one JSON document for programs. Everything else goes to stderr. */
import { styleText } from 'node:util'
import Table from 'cli-table3'
import { cut, fitWidths, printable, printableJson, widthOf } from './width.js'

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
      process.stdout.write(json ? `${printableJson(document, 2)}\n` : `${printable(text())}\n`)
    },
    line: (document, text) =>
      void process.stdout.write(json ? `${printableJson(document)}\n` : `${printable(text())}\n`),
    say: (text) => {
      if (!json) process.stderr.write(`${printable(text)}\n`)
    },
  }
}

/** A cell as people read it: numbers in groups, dates without the time's noise, null as a dash. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ')
  if (typeof value === 'number') return value.toLocaleString('en-US')
  return printable(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

const WITHOUT_TERMINAL = 120
const NARROWEST = 8
// Prose gives way before single words and amounts, which are mostly there to be copied; entity ids never do.
const WORD = /^([A-Z]{3} )?[\x21-\x7e–]*$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * A table with a head, as wide as the terminal at most: columns of numbers lean right, and long text is cut, at `width`
 * columns first and then where the table is widest.
 */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[], width = 60): string {
  if (rows.length === 0) return '(nothing)'
  const cells = rows.map((row) => head.map((_, column) => cut(cell(row[column]).replace(/\s+/g, ' '), width)))
  const wanted = head.map((name, column) => Math.max(widthOf(name), ...cells.map((row) => widthOf(row[column] ?? ''))))
  // Three columns around each cell: a line and two spaces.
  const total = (process.stdout.columns ?? WITHOUT_TERMINAL) - 3 * head.length - 1
  // Where no terminal bounds it, the names of columns stay whole: a program or a page may go by them.
  const heads = head.map((name) => (process.stdout.columns === undefined ? widthOf(name) : 0))
  const least = (whole: RegExp) => leastOf(cells, heads, whole)
  const widths = fitWidths(fitWidths(wanted, total, least(WORD)), total, least(ID))
  const drawn = new Table({
    head: head.map((name, column) => styleText('bold', cut(name, widths[column] ?? width))),
    colAligns: head.map((_, column) => (isNumbers(rows.map((row) => row[column])) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  })
  for (const row of cells) drawn.push(row.map((text, column) => cut(text, widths[column] ?? width)))
  return drawn.toString()
}

/** How narrow columns may become: at least as wide as `heads`, and no cell is cut where every cell is as `whole` says. */
function leastOf(cells: readonly (readonly string[])[], heads: readonly number[], whole: RegExp): number[] {
  return heads.map((head, column) => {
    const texts = cells.map((row) => row[column] ?? '')
    return Math.max(NARROWEST, head, ...(texts.every((text) => whole.test(text)) ? texts.map(widthOf) : []))
  })
}

function isNumbers(values: readonly unknown[]): boolean {
  const given = values.filter((value) => value !== null && value !== undefined)
  return (
    given.length > 0 && given.every((value) => typeof value === 'number' || /^-?[\d,]+(\.\d+)?$/.test(String(value)))
  )
}

/** Rows one below the other, a line a column: for tables with more columns than fit side by side. */
export function records(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const name = Math.max(...head.map(widthOf))
  return rows
    .map((row) =>
      head.map((column, index) => `  ${column.padEnd(name)}  ${cell(row[index]).replace(/\s+/g, ' ')}`).join('\n'),
    )
    .join('\n\n')
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
