/** What runs found: causes of quarantine and signals, counted. */
import type { Database } from './database.js'

export interface Cause {
  readonly connector: string
  readonly code: string
  readonly field: string | null
  readonly items: number
  readonly example: string
  readonly message: string
}

/** Open quarantine items that some runs met, by cause, most frequent first. */
export async function causesOf(database: Database, runIds: readonly number[]): Promise<Cause[]> {
  const { rows } = await database.pool.query<Cause>(
    `select connector, code, field, count(*) as items, (array_agg(locator order by quarantine_id))[1] as example, (array_agg(message order by quarantine_id))[1] as message
       from store.quarantine where last_run_id = any ($1) and status = 'open' group by connector, code, field order by items desc, connector, code`,
    [runIds],
  )
  return rows
}

/** Where the rows stand that are open in quarantine and that some runs met, as `connector file:line`. */
export async function placesOf(database: Database, runIds: readonly number[]): Promise<string[]> {
  const { rows } = await database.pool.query<{ place: string }>(
    "select connector || ' ' || locator as place from store.quarantine where last_run_id = any ($1) and status = 'open' and scope = 'row'",
    [runIds],
  )
  return rows.map(({ place }) => place)
}

export interface RunSignal {
  readonly connector: string
  readonly code: string
  readonly field: string
  readonly value: string
  readonly seen: number
  readonly locator: string
}

/** Signals of some runs, most frequent first. */
export async function signalsOf(database: Database, runIds: readonly number[]): Promise<RunSignal[]> {
  const { rows } = await database.pool.query<RunSignal>(
    `select r.connector, s.code, s.field, s.value, s.seen, s.locator from store.signal s join store.run r using (run_id)
      where run_id = any ($1) order by s.seen desc, r.connector, s.field limit 100`,
    [runIds],
  )
  return rows
}
