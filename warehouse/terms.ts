/** How many units have a term: counted by a rebuild, and frozen until the next. */
import type { TermCounts } from '../schemas/links.js'
import { copyInto } from './copy.js'
import type { Database, Session } from './database.js'

/** When terms were counted last; null when they never were. */
export async function lastCount(session: Session): Promise<{ units: number; counted_at: Date } | null> {
  const { rows } = await session.query<{ units: number; counted_at: Date }>({
    name: 'last count',
    text: 'select units, counted_at from store.term_count',
  })
  return rows[0] ?? null
}

export async function termCounts(session: Session): Promise<TermCounts | null> {
  const last = await lastCount(session)
  if (last === null) return null
  const { rows } = await session.query<{ term: number; holders: number }>('select term, holders from store.term')
  return { units: last.units, holders: new Map(rows.map(({ term, holders }) => [term, holders])) }
}

/** Begins to count: terms are noted with who holds them. */
export async function beginCount(session: Session): Promise<void> {
  await session.query(
    'create temp table if not exists held_term (term int not null, holder int not null) on commit delete rows; truncate held_term',
  )
}

export async function noteTerms(session: Session, held: readonly (readonly [number, number])[]): Promise<void> {
  const lines = held.map(([term, holder]) => `${term}\t${holder}\n`)
  await copyInto(session, 'held_term', ['term', 'holder'], Buffer.from(lines.join('')))
}

export async function endCount(session: Session): Promise<void> {
  await session.query(`
    delete from store.term; delete from store.term_count;
    insert into store.term select term, count(distinct holder) from held_term group by term having count(distinct holder) > 1;
    insert into store.term_count (units) select count(*) from store.unit;
    truncate held_term; analyze store.term`)
}

/** Notes with which version of the parameters links are made, if there are none yet. */
export async function beginParameters(database: Database, version: number): Promise<void> {
  await database.pool.query(
    `insert into store.link_parameters (version) select $1::int
     where not exists (select from store.link_parameters) and not exists (select from store.unit) on conflict do nothing`,
    [version],
  )
}

/** Notes with which version of the parameters all links were made anew. */
export async function noteParameters(session: Session, version: number): Promise<void> {
  await session.query(
    'insert into store.link_parameters (version) values ($1) on conflict (only_row) do update set version = excluded.version',
    [version],
  )
}

export interface CountState {
  readonly units: number
  readonly counted_units: number | null
  readonly counted_at: Date | null
  readonly parameters: number | null
}

/** What a recount would renew: how many units there are, when they were counted last, and with which parameters they were linked. */
export async function countState(database: Database): Promise<CountState> {
  const { rows } = await database.pool.query<CountState>(
    `select (select count(*) from store.unit) as units, (select units from store.term_count) as counted_units,
       (select counted_at from store.term_count) as counted_at, (select version from store.link_parameters) as parameters`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('a select without from gives one row')
  return row
}
