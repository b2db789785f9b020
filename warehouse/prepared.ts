/** Statements over arrays that are prepared once for a few rows, and planned anew for many. */
import type { QueryConfig } from 'pg'

/** Up to so many rows one plan is best for all: every row is looked up by its index. */
const FEW = 64

/**
 * A statement for `rows` rows. Planning takes longer than a few rows do, and a plan for a few would look up many one by one; Postgres sees the length of
 * arrays only when it plans for them.
 */
export function planned(name: string, text: string, values: unknown[], rows: number): QueryConfig {
  return rows <= FEW ? { name, text, values } : { text, values }
}
