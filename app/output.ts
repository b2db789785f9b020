/** Results on stdout: tables for people, one JSON document for programs. Everything else goes to stderr. */
import { styleText } from 'node:util'
import Table from 'cli-table3'

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

/** A table with a head; columns of numbers lean right, long text is cut at `width` characters. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[], width = 60): string {
  if (rows.length === 0) return '(nothing)'
  const numeric = head.map((_, column) => rows.every((row) => row[column] === null || typeof row[column] === 'number' || /^-?\d+(\.\d+)?$/.test(String(row[column]))))
  const drawn = new Table({
    head: head.map((name) => styleText('bold', name)),
    colAligns: numeric.map((right) => (right ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  })
  const short = (text: string) => (text.length > width ? `${text.slice(0, width - 1)}…` : text)
  for (const row of rows) drawn.push(row.map((value) => short(cell(value).replace(/\s+/g, ' '))))
  return drawn.toString()
}

/** A colour of grade, in colour. */
export function colour(name: string): string {
  if (name === 'red') return styleText('red', '● red')
  if (name === 'orange') return styleText('magenta', '● orange')
  if (name === 'yellow') return styleText('yellow', '● yellow')
  return styleText('green', `● ${name}`)
}
