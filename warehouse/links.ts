/** Links between units: written when one of the two changed, read by what is around them. */
import type { Finding, Link } from '../schemas/links.js'
import type { Session } from './database.js'
import { insertRows, planned } from './prepared.js'

export interface StoredLink extends Link {
  readonly probability: number
  readonly why: readonly Finding[]
}

/** Takes all links of some units away; returns the units at their ends. */
export async function dropLinks(session: Session, units: readonly string[]): Promise<string[]> {
  if (units.length === 0) return []
  const { rows } = await session.query<{ end: string }>(
    planned(
      'drop links',
      `with ahead as (delete from store.link where a = any ($1) returning b as end),
       behind as (delete from store.link where b = any ($1) and a <> all ($1) returning a as end)
       select "end" from ahead union select "end" from behind`,
      [units],
      units.length,
    ),
  )
  return rows.map(({ end }) => end)
}

export async function dropPairs(session: Session, pairs: readonly (readonly [string, string])[]): Promise<void> {
  if (pairs.length === 0) return
  await session.query(
    'delete from store.link l using unnest($1::uuid[], $2::uuid[]) as p (a, b) where l.a = p.a and l.b = p.b',
    [pairs.map(([a]) => a), pairs.map(([, b]) => b)],
  )
}

const LINK_COLUMNS = {
  a: 'uuid',
  b: 'uuid',
  bits: 'real',
  probability: 'real',
  answer: 'text',
  relation: 'text',
  why: 'jsonb',
}

export async function writeLinks(session: Session, links: readonly StoredLink[]): Promise<void> {
  const rows = links.map(({ a, b, bits, probability, answer, relation, why }) => [
    a,
    b,
    bits,
    probability,
    answer,
    relation,
    JSON.stringify(why),
  ])
  await insertRows(session, 'store.link', LINK_COLUMNS, rows)
}

/** The links of which one end is among the units. */
export async function linksAt(session: Session, units: readonly string[]): Promise<Link[]> {
  if (units.length === 0) return []
  const { rows } = await session.query<Link>(
    planned(
      'links at',
      `select a, b, bits, answer, relation from store.link where a = any ($1)
      union select a, b, bits, answer, relation from store.link where b = any ($1)`,
      [units],
      units.length,
    ),
  )
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
