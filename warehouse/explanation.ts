/** What the ledger holds on why the mentions of an entity are one, and on those that are alike and were not joined. */
import type { Answer, Finding, Relation } from '../schemas/links.js'
import type { Database } from './database.js'
import type { NotJoined } from './possible.js'
import type { StoredUnit } from './units.js'

/** Mentions that exact joins hold to be one. */
export interface ExplainedUnit extends Omit<StoredUnit, 'keys'> {
  readonly mentions: number
  /** Some of the records that name it. */
  readonly records: readonly string[]
}

/** Two units, what they are called, and the entities that they are of. */
export interface NamedPair {
  readonly a: string
  readonly b: string
  readonly name_a: string
  readonly name_b: string
  readonly entity_a: string
  readonly entity_b: string
}

export interface ExplainedLink extends NamedPair {
  readonly answer: Answer
  readonly relation: Relation | null
  readonly probability: string
  readonly not_joined_because: NotJoined | null
  readonly why: readonly Finding[]
}

const MOST = 25

/** The units of an entity, best first. */
export async function explainedUnits(database: Database, entity: string): Promise<ExplainedUnit[]> {
  const { rows } = await database.pool.query<ExplainedUnit>(
    `select u.unit_id, u.entity_id, u.kind, u.joined_by, u.names, u.regions, u.addresses, u.identifiers, u.ambiguous, u.held, m.mentions, m.records
       from store.unit u cross join lateral (
         select count(*) as mentions, (array_agg(connector || '/' || source_key order by connector, source_key))[1:3] as records
           from store.mention where unit_id = u.unit_id) m
      where u.entity_id = $1 order by u.joined_by = 'identifier' desc, u.joined_by = 'name' desc, u.unit_id limit ${MOST * 4}`,
    [entity],
  )
  return rows
}

const LINK =
  'a, b, name_a, name_b, entity_a, entity_b, answer, relation, round(probability, 4) as probability, not_joined_because, why'

/** The links between the units of an entity, and those to units of others, strongest first. */
export async function explainedLinks(
  database: Database,
  units: readonly string[],
): Promise<{ within: ExplainedLink[]; beside: ExplainedLink[] }> {
  const { rows } = await database.pool.query<ExplainedLink>(
    `select ${LINK} from ledger.link where a = any ($1) union select ${LINK} from ledger.link where b = any ($1) order by probability desc, a, b`,
    [units],
  )
  return {
    within: rows.filter((row) => row.entity_a === row.entity_b).slice(0, MOST * 2),
    beside: rows.filter((row) => row.entity_a !== row.entity_b).slice(0, MOST),
  }
}

/** Units of other entities that bear one of the names, and have no link to any of these units. */
export async function namesakesOf(
  database: Database,
  entity: string,
  names: readonly string[],
  units: readonly string[],
): Promise<StoredUnit[]> {
  const { rows } = await database.pool.query<StoredUnit>(
    `select u.* from store.unit u where u.entity_id <> $1 and u.unit_id in (select unit_id from store.mention where name = any ($2))
        and not exists (select from store.link l where (l.a = u.unit_id and l.b = any ($3)) or (l.b = u.unit_id and l.a = any ($3)))
      order by u.unit_id limit ${MOST}`,
    [entity, names, units],
  )
  return rows
}
