/** How many units have a term: counted by a rebuild, and frozen until the next. */
import type { TermCounts } from '../schemas/links.js'
import { copyInto } from './copy.js'
import type { Session } from './database.js'

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
