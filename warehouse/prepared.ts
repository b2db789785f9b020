/** Statements over arrays that are prepared once for a few rows, and planned anew or sent by COPY for many. */
import type { QueryConfig } from 'pg'
import { copyInto, copyValue } from './copy.js'
import type { Session } from './database.js'

/** Up to so many rows one plan is best for all: every row is looked up by its index. */
const FEW = 64

/**
 * A statement for `rows` rows. Planning takes longer than a few rows do, and a plan for a few would look up many one by one; Postgres sees the length of
 * arrays only when it plans for them.
 */
export function planned(name: string, text: string, values: unknown[], rows: number): QueryConfig {
  return rows <= FEW ? { name, text, values } : { text, values }
}

/**
 * Has the rest of a transaction over a few rows use the plans that there are. By itself Postgres plans most of these statements anew each time: it takes
 * the arrays for longer than they are, and planning for cheaper than it is.
 */
export async function keepPlans(session: Session, rows: number): Promise<void> {
  if (rows <= FEW) await session.query('set local plan_cache_mode = force_generic_plan')
}

/** Adds rows to a table. `columns`: by name, with the type of each; values are texts, numbers or null, JSON is given as text. */
export async function insertRows(
  session: Session,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly (string | number | null | undefined)[])[],
): Promise<void> {
  const names = Object.keys(columns)
  if (rows.length === 0) return
  if (rows.length > FEW) {
    const lines = rows.map((row) => `${row.map((value) => copyValue(value, 'text')).join('\t')}\n`)
    return await copyInto(session, table, names, Buffer.from(lines.join('')))
  }
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  await session.query({
    name: `insert ${table}`,
    text: `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')})`,
    values: names.map((_, index) => rows.map((row) => row[index] ?? null)),
  })
}
