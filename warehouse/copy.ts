/** The one bulk path into Postgres: COPY in text form from arrays of values. */
import { from as copyFrom } from 'pg-copy-streams'
import type { Session } from './database.js'

/** How a column's value is written. */
export type ColumnType = 'text' | 'boolean' | 'json' | 'text[]'

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' }

/** Text escaped for COPY. Most text has nothing to escape, which is checked first: that is most of the speed. */
function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => String(ESCAPES[character])) : text
}

function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** One value in COPY text form; null and undefined are NULL. */
export function copyValue(value: unknown, type: ColumnType): string {
  if (typeof value === 'string') return escaped(value)
  if (value === null || value === undefined) return '\\N'
  if (type === 'json') return escaped(JSON.stringify(value))
  if (type === 'text[]')
    return Array.isArray(value) && value.length === 0 ? '{}' : escaped(arrayLiteral(value as readonly unknown[]))
  return String(value)
}

/** The value that copyValue wrote; numbers come back as text. */
export function readValue(cell: string, type: ColumnType): unknown {
  if (cell === '\\N') return null
  const text = cell.replace(/\\(.)/g, (_, character: string) => UNESCAPED[character] ?? character)
  if (type === 'json') return JSON.parse(text)
  if (type === 'boolean') return text === 'true'
  if (type === 'text[]')
    return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, item = '']) => item.replace(/\\(.)/gs, '$1'))
  return text
}

/** Sends lines in COPY text form (made with copyValue, joined by tabs, each ended by a newline) into `table`, as UTF-8. */
export function copyInto(session: Session, table: string, columns: readonly string[], lines: Buffer): Promise<void> {
  const stream = session.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  return new Promise((resolve, reject) => {
    stream.on('error', reject)
    stream.on('finish', () => resolve())
    stream.end(lines)
  })
}
