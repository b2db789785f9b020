/** The one bulk path into Postgres: COPY in text form from arrays of values. */
import { from as copyFrom } from 'pg-copy-streams'
import type { Session } from './database.js'

/** How a column's value is written: by its Postgres type. */
export type ColumnType = 'scalar' | 'json' | 'text[]'

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Text escaped for COPY. Most text has nothing to escape, which is checked first: that is most of the speed. */
function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => String(ESCAPES[character])) : text
}

function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** One value in COPY text form; null and undefined are NULL. */
export function copyValue(value: unknown, type: ColumnType): string {
  if (value === null || value === undefined) return '\\N'
  if (type === 'json') return escaped(JSON.stringify(value))
  if (type === 'text[]')
    return Array.isArray(value) && value.length === 0 ? '{}' : escaped(arrayLiteral(value as readonly unknown[]))
  return typeof value === 'string' ? escaped(value) : String(value)
}

/** Sends lines in COPY text form (made with copyValue, joined by tabs, each ended by a newline) into `table`. */
export function copyInto(
  session: Session,
  table: string,
  columns: readonly string[],
  lines: string | readonly string[],
): Promise<void> {
  const stream = session.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  return new Promise((resolve, reject) => {
    stream.on('error', reject)
    stream.on('finish', () => resolve())
    stream.end(Buffer.from(typeof lines === 'string' ? lines : lines.join('')))
  })
}
