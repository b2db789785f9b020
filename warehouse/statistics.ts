/**
 * Statistics of tables that one command makes much larger. The planner knows a table as it was analyzed last; autovacuum looks once a minute, and until
 * then joins read whole tables for the sake of a few rows.
 */
import type { Session } from './database.js'

export class Statistics {
  readonly #tables: readonly string[]
  /** Rows when they were analyzed last; 0 when they never were, undefined until somebody looked. */
  #size: number | undefined
  /** Rows written since. */
  #written = 0

  /** `tables` are names of our own, as `schema.table` or `schema.table (column)`; the first stands for the size of all. */
  constructor(tables: readonly string[]) {
    this.#tables = tables
  }

  /**
   * Told at the end of each transaction how many rows it wrote; analyzes when the tables have doubled since the last time. Needs the right to maintain them
   * (Postgres 17); without it Postgres warns and leaves them to autovacuum.
   */
  async wrote(session: Session, rows: number): Promise<void> {
    this.#size ??= await this.#sizeOf(session)
    this.#written += rows
    if (this.#written < this.#size) return
    await session.query(`analyze (skip_locked) ${this.#tables.join(', ')}`)
    this.#size = await this.#sizeOf(session)
    this.#written = 0
  }

  async #sizeOf(session: Session): Promise<number> {
    const { rows } = await session.query<{ size: number }>(
      'select greatest(reltuples, 0)::bigint as size from pg_class where oid = $1::regclass',
      [this.#tables[0]?.split(' ')[0]],
    )
    return rows[0]?.size ?? 0
  }
}
