/** From what a person typed to entities: by identifier, id or name. */
import type { Database } from './database.js'

export interface Candidate {
  readonly entity_id: string
  readonly name: string
  readonly region: string | null
  readonly kind: string
  readonly mentions: number
  readonly colour: string | null
}

/** How the entities were found; the first that finds any wins. */
export type FoundBy = 'identifier' | 'id' | 'alias' | 'name' | 'part of a name'

export interface Found {
  readonly by: FoundBy
  readonly candidates: readonly Candidate[]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const CANDIDATE = `select e.entity_id, e.name, e.region, e.kind, e.mentions, g.colour from store.entity e left join store.grade g using (entity_id)`
const ORDER = 'order by e.mentions desc, e.name, e.entity_id limit $2'

/** The ways to look, each a condition on the entity `e` for the text $1, in order. */
const WAYS: readonly {
  readonly by: FoundBy
  readonly where: string
  readonly text: (typed: string) => string | null
}[] = [
  {
    by: 'identifier',
    where:
      'e.entity_id in (select m.entity_id from store.mention_identifier i join store.mention m using (record_id, ordinal) where i.value = $1)',
    text: (typed) => typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase(),
  },
  {
    by: 'identifier',
    where:
      'e.entity_id in (select m.entity_id from store.mention_identifier i join store.mention m using (record_id, ordinal) where i.value = $1)',
    text: (typed) => typed,
  },
  { by: 'id', where: 'e.entity_id = $1::uuid', text: (typed) => (UUID.test(typed) ? typed : null) },
  {
    by: 'alias',
    where: 'e.entity_id = (select became from store.entity_alias where entity_id = $1::uuid)',
    text: (typed) => (UUID.test(typed) ? typed : null),
  },
  { by: 'name', where: 'e.entity_id in (select entity_id from store.mention where name = $1)', text: (typed) => typed },
  {
    by: 'part of a name',
    where: 'e.entity_id in (select entity_id from store.mention where name ilike $1)',
    text: (typed) => `%${escaped(typed)}%`,
  },
]

/** Text that `like` takes as it stands. */
function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** Finds entities by exact identifier, exact id, exact name, part of a name, in that order; undefined when nothing fits. */
export async function findEntities(database: Database, typed: string, limit: number): Promise<Found | undefined> {
  for (const { by, where, text } of WAYS) {
    const sought = text(typed)
    if (sought === null) continue
    const { rows } = await database.pool.query<Candidate>(`${CANDIDATE} where ${where} ${ORDER}`, [sought, limit])
    if (rows.length > 0) return { by, candidates: rows }
  }
  return undefined
}

/** When the last mention left what the text is an earlier id of; undefined when it never was the id of an entity. */
export async function endedOn(database: Database, typed: string): Promise<string | undefined> {
  if (!UUID.test(typed)) return undefined
  const { rows } = await database.pool.query<{ day: string | null }>(
    "select (max(left_at) at time zone 'UTC')::date::text as day from store.membership_history where entity_id = $1",
    [typed],
  )
  return rows[0]?.day ?? undefined
}

/** Names that begin like the text, or hold its beginning: the nearest when nothing fits. */
export async function nearestNames(database: Database, typed: string, limit: number): Promise<string[]> {
  const characters = [...typed]
  for (let length = Math.min(characters.length - 1, 12); length >= 2; length = Math.floor(length * 0.7)) {
    const beginning = escaped(characters.slice(0, length).join(''))
    const { rows } = await database.pool.query<{ name: string }>(
      `select name from store.entity where name ilike $1 or name ilike $2 group by name order by bool_or(name ilike $1) desc, sum(mentions) desc, name limit $3`,
      [`${beginning}%`, `%${beginning}%`, limit],
    )
    if (rows.length > 0) return rows.map((row) => row.name)
  }
  return []
}
