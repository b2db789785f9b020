/** The decisions of people that make an entity what it is: those that joined its mentions, and those that keep others apart from them. */
import type { Database } from './database.js'
import type { Verdict } from './decision_graph.js'
import { decisionsOf } from './decisions.js'
import type { NamedPair } from './explanation.js'
import { momentOf } from './moment.js'

/** The units are those of the two that were decided on, as they are now, under the names of then. */
export interface EffectiveDecision extends NamedPair {
  readonly decision_id: number
  readonly verdict: Verdict
  readonly who: string
  readonly why: string
  readonly decided_at: Date
}

/** Decisions that have effect on an entity, the earliest first: `same` within it, the others between it and another. */
export async function effectiveDecisions(database: Database, entity: string): Promise<EffectiveDecision[]> {
  return database.session(async (session) => {
    if ((await momentOf(session)).decided === 0) return []
    const units = await session.query<{ unit_id: string }>('select unit_id from store.unit where entity_id = $1', [
      entity,
    ])
    const { mustLink, cannotLink } = await decisionsOf(
      session,
      units.rows.map(({ unit_id }) => unit_id),
    )
    const edges = [...mustLink, ...cannotLink]
    const { rows } = await session.query<EffectiveDecision>(
      `select d.decision_id, d.verdict, d.who, d.why, d.decided_at, e.a, e.b, d.a_seen ->> 'name' as name_a, d.b_seen ->> 'name' as name_b,
         ua.entity_id as entity_a, ub.entity_id as entity_b
         from unnest($2::bigint[], $3::uuid[], $4::uuid[]) as e (decision_id, a, b)
         join store.decision d using (decision_id) join store.unit ua on ua.unit_id = e.a join store.unit ub on ub.unit_id = e.b
        where case when d.verdict = 'same' then ua.entity_id = $1 and ub.entity_id = $1
          else $1 in (ua.entity_id, ub.entity_id) and ua.entity_id <> ub.entity_id end
        order by d.decision_id`,
      [entity, edges.map(({ decision_id }) => decision_id), edges.map(({ a }) => a), edges.map(({ b }) => b)],
    )
    return rows
  })
}
