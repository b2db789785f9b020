/** What connectors declare, as the ledger keeps it, and how fresh their sources are. What is stale says ledger.is_stale alone. */
import type { Database, Session } from './database.js'

/** What analysts see of a declaration. */
export interface Declaration {
  readonly connector: string
  readonly title: string
  readonly agency: string
  readonly kinds: readonly string[]
  readonly stale_after_days: number
}

/** When something new of a source last arrived, against what its connector promises. */
export interface SourceFreshness {
  readonly connector: string
  /** Null: nothing ever. */
  readonly last_arrival: Date | null
  readonly days_since_arrival: number | null
  /** Null, as `stale` then: the ledger knows of no declaration. */
  readonly stale_after_days: number | null
  readonly stale: boolean | null
}

/** Writes down what connectors declare, where it is not what stands there. */
export async function keepDeclarations(
  session: Pick<Session, 'query'>,
  declarations: readonly Declaration[],
): Promise<void> {
  await session.query(
    `insert into store.connector as c (connector, title, agency, kinds, stale_after_days)
     select d.connector, d.title, d.agency, d.kinds, d.stale_after_days
       from jsonb_to_recordset($1::jsonb) as d (connector text, title text, agency text, kinds text[], stale_after_days int) order by d.connector
     on conflict (connector) do update set title = excluded.title, agency = excluded.agency, kinds = excluded.kinds, stale_after_days = excluded.stale_after_days
       where (c.title, c.agency, c.kinds, c.stale_after_days) is distinct from (excluded.title, excluded.agency, excluded.kinds, excluded.stale_after_days)`,
    [JSON.stringify(declarations)],
  )
}

/** True when the ledger knows of no declaration: it is new, or older than what keeps them. */
export async function noDeclarations(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ none: boolean }>(
    'select not exists (select from store.connector) as none',
  )
  return rows[0]?.none === true
}

/** How fresh sources are, in the order of the promises given here, which may be newer than those that the ledger keeps. */
export async function freshnessOf(
  database: Database,
  promises: readonly Pick<Declaration, 'connector' | 'stale_after_days'>[],
): Promise<(SourceFreshness & { readonly stale: boolean })[]> {
  const { rows } = await database.pool.query<SourceFreshness & { readonly stale: boolean }>(
    `select p.connector, a.last_arrival, ledger.whole_days(a.last_arrival, clock_timestamp()) as days_since_arrival, p.stale_after_days,
       ledger.is_stale(a.last_arrival, p.stale_after_days) as stale
       from unnest($1::text[], $2::int[]) with ordinality as p (connector, stale_after_days, place)
       cross join lateral (select max(s.arrived_at) as last_arrival from raw.source s where s.connector = p.connector) a order by p.place`,
    [promises.map(({ connector }) => connector), promises.map(({ stale_after_days }) => stale_after_days)],
  )
  return rows
}
