/** Links that the machine leaves to people, and what joining would change. */
import type { Finding } from '../schemas/links.js'
import type { Database } from './database.js'
import { UNIT } from './units.js'

export interface PossibleSide {
  readonly id: string
  readonly entity_id: string
  readonly name: string
  readonly region: string | null
  readonly connectors: readonly string[]
  readonly records: number
  readonly colour: string | null
  readonly score: string | null
  /** Fines in force of its entity, by currency. */
  readonly fines: Readonly<Record<string, number>>
}

/** Several fit equally; what hangs together with the one conflicts with the other; or too many hang together. */
export type NotJoined = 'ambiguous' | 'conflict' | 'too_many'

export interface PossibleLink {
  readonly answer: string
  readonly bits: number
  readonly probability: number
  readonly why: readonly Finding[]
  /** What kept apart two that are alike enough. */
  readonly not_joined_because: NotJoined | null
  /** How much joining would change: see docs/review.md. */
  readonly weight: number
  readonly a: PossibleSide
  readonly b: PossibleSide
}

// What two entities would bring to each other: points of their grades, and orders of magnitude of their records and fines.
const WEIGHT = `p.probability * (a.score + b.score + a.fines + b.fines + log(a.mentions + b.mentions))`

const SIDE = (side: 'a' | 'b') => `(
    select jsonb_build_object('id', t.${side}, 'entity_id', t.entity_${side}, 'name', mode() within group (order by m.name), 'region', mode() within group (order by m.region),
        'connectors', jsonb_agg(distinct m.connector order by m.connector), 'records', count(distinct m.record_id),
        'colour', min(g.colour), 'score', min(g.score)::text, 'fines', coalesce((
          select jsonb_object_agg(f.qualifier, f.value) from store.fact f where f.entity_id = t.entity_${side} and f.predicate = 'fines_in_force'), '{}'))
      from store.mention m left join store.grade g on g.entity_id = t.entity_${side} where ${UNIT} = t.${side}) as ${side}`

export interface PossibleFilter {
  readonly limit: number
  /** Links between these two units alone. */
  readonly pair: readonly [string, string] | null
  /** Links that people have decided on, which the list leaves out; as pairs of units, the smaller first. */
  readonly without: readonly (readonly [string, string])[]
}

/** Links that await a decision, those first whose joining would change most; with `pair` that of two units, whatever its answer. */
export async function possibleLinks(
  pool: Database['pool'],
  { limit, pair, without }: PossibleFilter,
): Promise<{ links: PossibleLink[]; in_all: number }> {
  const [a, b] = pair === null ? [null, null] : [...pair].sort()
  const { rows } = await pool.query<PossibleLink & { in_all: number }>(
    `with p as (
       select a, b, bits, answer, why, round(probability::numeric, 6)::float8 as probability from store.link l
        where case when $2::uuid is null then answer in ('possible', 'ambiguous', 'same') else a = $2 and b = $3 end
          and not exists (select from unnest($4::uuid[], $5::uuid[]) d (a, b) where d.a = l.a and d.b = l.b)),
     -- Many links share a side: what is known of it is worked out once.
     side as materialized (
       select u.unit, e.entity_id, e.mentions, coalesce(g.score, 0)::float8 as score, coalesce((
           select sum(log(1 + f.value)) from store.fact f where f.entity_id = e.entity_id and f.predicate = 'fines_in_force'), 0)::float8 as fines
         from (select a as unit from p union select b from p) u
         cross join lateral (select m.entity_id from store.mention m where ${UNIT} = u.unit limit 1) m
         join store.entity e using (entity_id) left join store.grade g using (entity_id)),
     t as (
       select p.*, a.entity_id as entity_a, b.entity_id as entity_b, (${WEIGHT})::float8 as weight, count(*) over () as in_all
         from p join side a on a.unit = p.a join side b on b.unit = p.b
        where $2::uuid is not null or a.entity_id <> b.entity_id
        order by weight desc, p.a, p.b limit $1)
     select l.answer, t.bits, t.probability, t.why, l.not_joined_because, t.weight, t.in_all, ${SIDE('a')}, ${SIDE('b')}
       from t join ledger.link l using (a, b) order by t.weight desc, t.a, t.b`,
    [limit, a, b, without.map(([first]) => first), without.map(([, second]) => second)],
  )
  return { links: rows.map(({ in_all: _, ...link }) => link), in_all: rows[0]?.in_all ?? 0 }
}
