/** The one statement that reads a table, for either kind of database. Names are quoted, values are parameters. */
import type { Bounds } from './boundary.js'
import type { SqlDeclaration } from './declaration.js'

/** How a kind of database writes what is asked of it. */
export interface Dialect {
  quote(name: string): string
  /** The n-th parameter, from 1 on. */
  parameter(index: number): string
  /** A column as the text that the cursor keeps. */
  asText(column: string): string
  /** Whether a cursor column of time or number has no value in a row. */
  isEmpty(column: string, by: 'time' | 'sequence'): string
  /** Behind a column in `order by`, so that empty values come first. */
  readonly emptyFirst: string
}

export interface Statement {
  readonly text: string
  readonly values: readonly string[]
}

/** Names in Postgres; a doubled quote stands for one. */
export const POSTGRES: Dialect = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  parameter: (index) => `$${index}`,
  asText: (column) => `${column}::text`,
  isEmpty: (column) => `${column} is null`,
  emptyFirst: ' nulls first',
}

/** Names in MySQL and MariaDB. */
export const MYSQL: Dialect = {
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  parameter: () => '?',
  asText: (column) => `cast(${column} as char)`,
  // The zero date is what a column that is not null holds for none.
  isEmpty: (column, by) => (by === 'time' ? `${column} is null or ${column} = '0000-00-00'` : `${column} is null`),
  emptyFirst: '',
}

/** The table as a statement names it. */
export function tableIn(dialect: Dialect, { table }: SqlDeclaration): string {
  return (typeof table === 'string' ? [table] : table).map(dialect.quote).join('.')
}

/** A column as a statement names it: with its table, because what a statement gives may bear the same name. */
const columnIn = (dialect: Dialect, column: string): string => `t.${dialect.quote(column)}`

/** The declared columns, or all; and the cursor behind them, whose type is asked for. No rows. */
export function shapeStatement(dialect: Dialect, declaration: SqlDeclaration): string {
  const { columns, cursor } = declaration
  const asked = [
    ...(columns === null ? ['t.*'] : columns.map((column) => columnIn(dialect, column))),
    ...(cursor === null ? [] : [columnIn(dialect, cursor.column)]),
  ]
  return `select ${asked.join(', ')} from ${tableIn(dialect, declaration)} t limit 0`
}

/** How far a sequence goes now. */
export function farthestStatement(dialect: Dialect, declaration: SqlDeclaration, column: string): string {
  return `select ${dialect.asText(`max(${columnIn(dialect, column)})`)} from ${tableIn(dialect, declaration)} t`
}

/** The rows within the bounds, in the order of cursor and key, each with the text of its cursor behind its columns. */
export function rowsStatement(
  dialect: Dialect,
  declaration: SqlDeclaration,
  columns: readonly string[],
  { lower, upper, backfill }: Bounds,
): Statement {
  const values: string[] = []
  const parameter = (value: string) => dialect.parameter(values.push(value))
  const by = declaration.cursor?.by ?? 'time'
  const cursor = declaration.cursor === null ? null : columnIn(dialect, declaration.cursor.column)
  const within: string[] = []
  if (cursor !== null && lower !== null) {
    const from = `${cursor} >= ${parameter(lower)}`
    // A row without a cursor would never be seen again: it comes each time, and changes nothing.
    within.push(backfill ? from : `(${from} or ${dialect.isEmpty(cursor, by)})`)
  }
  if (cursor !== null && upper !== null) within.push(`${cursor} < ${parameter(upper)}`)
  const order = [
    ...(cursor === null ? [] : [`${cursor}${dialect.emptyFirst}`]),
    ...declaration.key.map((column) => columnIn(dialect, column)),
  ]
  const asked = [
    ...columns.map((column) => columnIn(dialect, column)),
    ...(cursor === null ? [] : [dialect.asText(cursor)]),
  ]
  const text = [
    `select ${asked.join(', ')} from ${tableIn(dialect, declaration)} t`,
    ...(within.length === 0 ? [] : [`where ${within.join(' and ')}`]),
    ...(order.length === 0 ? [] : [`order by ${order.join(', ')}`]),
  ].join(' ')
  return { text, values }
}
