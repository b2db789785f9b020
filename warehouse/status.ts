/** How the ledger is doing: runs, freshness, what waits between the stages, how old the grades are. */
import type { Database } from './database.js'
import type { Run } from './runs.js'

/** The last run of every connector. */
export async function lastRuns(database: Database): Promise<Run[]> {
  const { rows } = await database.pool.query<Run>(
    'select distinct on (connector) * from store.run order by connector, run_id desc',
  )
  return rows
}

export interface Waiting {
  readonly unresolved_loads: number
  readonly unresolved_records: number
  /** Records on whose parties somebody decided. */
  readonly decided_records: number
  readonly unassessed_entities: number
  readonly outbox_events: number
}

/** What waits for resolve, assess and publish. */
export async function waiting(database: Database): Promise<Waiting> {
  const { rows } = await database.pool.query<Waiting>(
    `select (select count(*) from store.load where not resolved) as unresolved_loads,
       (select coalesce(sum(records), 0)::bigint from store.load where not resolved) as unresolved_records,
       (select count(*) from store.unresolved_record) as decided_records,
       (select count(*) from store.unassessed) as unassessed_entities,
       (select count(*) from store.outbox) as outbox_events`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('a select without from gives one row')
  return row
}

/** Open quarantine items of each connector. */
export async function openQuarantine(database: Database): Promise<{ connector: string; open: number }[]> {
  const { rows } = await database.pool.query<{ connector: string; open: number }>(
    "select connector, count(*) as open from store.quarantine where status = 'open' group by connector order by connector",
  )
  return rows
}

export interface Holdings {
  readonly entities: number
  readonly grades: number
  readonly oldest_as_of: string | null
  readonly newest_as_of: string | null
}

/** How many entities and grades there are, and to which dates the grades count ages. */
export async function holdings(database: Database): Promise<Holdings> {
  const { rows } = await database.pool.query<Holdings>(
    `select (select count(*) from store.entity) as entities, count(*) as grades, min(as_of) as oldest_as_of, max(as_of) as newest_as_of from store.grade`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('an aggregate gives one row')
  return row
}

export interface ServerFacts {
  readonly version: string
  readonly roles: readonly string[]
  readonly migrations: number
}

/** What server this is, and whether roles and migrations are there. */
export async function serverFacts(database: Database): Promise<ServerFacts> {
  const { rows } = await database.pool.query<ServerFacts>(
    `select current_setting('server_version') as version, (select count(*) from store.migration) as migrations,
       array(select rolname::text from pg_roles where rolname in ('riskledger_owner', 'riskledger_loader', 'riskledger_analyst') order by 1) as roles`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('a select without from gives one row')
  return row
}
