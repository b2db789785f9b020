/** Links between units: written when one of the two changed, read by what is around them. */
import type { Finding, Link } from '../schemas/links.js'
import { copyInto, copyValue } from './copy.js'
import type { Session } from './database.js'

export interface StoredLink extends Link {
  readonly probability: number
  readonly why: readonly Finding[]
}

/** Takes all links of some units away; returns the units at their ends. */
export async function dropLinks(session: Session, units: readonly string[]): Promise<string[]> {
  if (units.length === 0) return []
  const ends = new Set<string>()
  for (const [near, far] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const { rows } = await session.query<{ end: string }>(
      `delete from store.link where ${near} = any ($1) returning ${far} as end`,
      [units],
    )
    for (const { end } of rows) ends.add(end)
  }
  return [...ends]
}

export async function dropPairs(session: Session, pairs: readonly (readonly [string, string])[]): Promise<void> {
  if (pairs.length === 0) return
  await session.query(
    'delete from store.link l using unnest($1::uuid[], $2::uuid[]) as p (a, b) where l.a = p.a and l.b = p.b',
    [pairs.map(([a]) => a), pairs.map(([, b]) => b)],
  )
}

export async function writeLinks(session: Session, links: readonly StoredLink[]): Promise<void> {
  if (links.length === 0) return
  const lines = links.map(
    ({ a, b, bits, probability, answer, relation, why }) =>
      `${a}\t${b}\t${bits}\t${probability}\t${answer}\t${relation ?? '\\N'}\t${copyValue(why, 'json')}\n`,
  )
  await copyInto(
    session,
    'store.link',
    ['a', 'b', 'bits', 'probability', 'answer', 'relation', 'why'],
    Buffer.from(lines.join('')),
  )
}

/** The links of which one end is among the units. */
export async function linksAt(session: Session, units: readonly string[]): Promise<Link[]> {
  if (units.length === 0) return []
  const { rows } = await session.query<Link>({
    name: 'links at',
    text: `select a, b, bits, answer, relation from store.link where a = any ($1)
      union select a, b, bits, answer, relation from store.link where b = any ($1)`,
    values: [units],
  })
  return rows
}

/** The pairs of linked units of which both are among some. */
export async function pairsWithin(session: Session, units: readonly string[]): Promise<[string, string][]> {
  const { rows } = await session.query<{ a: string; b: string }>(
    'select a, b from store.link where a = any ($1) and b = any ($1)',
    [units],
  )
  return rows.map(({ a, b }) => [a, b])
}

/** All units that have a link by which they could be one with another. */
export async function linkedUnits(session: Session): Promise<string[]> {
  const { rows } = await session.query<{ unit_id: string }>(
    "select a as unit_id from store.link where answer in ('same', 'possible') union select b from store.link where answer in ('same', 'possible') order by 1",
  )
  return rows.map(({ unit_id }) => unit_id)
}
