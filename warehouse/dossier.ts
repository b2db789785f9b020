/** All that the ledger holds on one entity, for a dossier. */
import { SUBJECT_ROLES } from '../schemas/party.js'
import { KIND_NAMES, type Kind } from '../schemas/record.js'
import type { SourceFreshness } from './connectors.js'
import type { Database } from './database.js'
import { type EffectiveDecision, effectiveDecisions } from './effective_decisions.js'
import { SUMMARIES } from './summaries.js'

export interface EntityRow {
  readonly entity_id: string
  readonly kind: string
  readonly name: string
  readonly region: string | null
  readonly mentions: number
  readonly joined_by: 'identifier' | 'name' | 'alone' | 'likeness'
  readonly ambiguous: boolean
  readonly made_at: Date
  readonly changed_at: Date
}

export interface NameRow {
  readonly name: string
  readonly records: number
  readonly connectors: readonly string[]
}

export interface IdentifierRow {
  readonly scheme: string
  readonly issuer: string
  readonly value: string
  readonly check_status: string
  readonly proves: boolean
  readonly mentions: number
  readonly connectors: readonly string[]
}

export interface GradeRow {
  readonly colour: string
  readonly score: string
  readonly frequency: string
  readonly severity: string
  readonly breakdown: readonly {
    kind: string
    severity: number
    within_years: number
    weight: number
    records: number
    points: number
  }[]
  readonly model: string
  readonly model_version: number
  readonly as_of: string
  /** Those of the connectors it rests on whose sources are stale. */
  readonly stale_sources: readonly string[]
}

export interface FactRow {
  readonly predicate: string
  readonly qualifier: string
  readonly value: string | null
  readonly text_value: string | null
  readonly unit: string | null
  readonly valid_from: string | null
  readonly stale_sources: readonly string[]
}

/** A connector that the dossier draws on. */
export interface SourceRow extends SourceFreshness {
  readonly title: string | null
  readonly records: number
}

export interface RecordRow {
  readonly kind: Kind
  readonly role: string
  readonly on: string | null
  readonly authority: string | null
  readonly what: string | null
  readonly amount: string | null
  readonly currency: string | null
  readonly in_force: boolean
  readonly status: string
  readonly connector: string
  readonly source_key: string
  readonly version: number
  readonly locator: string | null
}

export interface Dossier {
  readonly entity: EntityRow
  readonly names: readonly NameRow[]
  readonly identifiers: readonly IdentifierRow[]
  /** How many of its mentions carry an identifier that proves, and how many were joined by name and region; and whether any were by likeness. */
  readonly joins: { readonly by_identifier: number; readonly by_name: number; readonly by_likeness: boolean }
  /** What people decided on it: what joined its mentions, and what keeps others apart from them. */
  readonly decisions: readonly EffectiveDecision[]
  readonly grade: GradeRow | null
  /** Its records changed since facts and grade were made. */
  readonly awaits_assessment: boolean
  /** Of how many records of each kind it is the subject, and not only named in them. */
  readonly subject_of: readonly { readonly kind: string; readonly records: number }[]
  readonly facts: readonly FactRow[]
  /** Everything above and below is drawn from these. */
  readonly sources: readonly SourceRow[]
  readonly records: readonly RecordRow[]
  readonly records_in_all: number
  /** Ids that were given out for it earlier. */
  readonly aliases: readonly string[]
  /** Identified entities of the same name, which an ambiguous entity could be. */
  readonly namesakes: readonly { readonly entity_id: string; readonly name: string; readonly region: string | null }[]
}

const RECORDS = KIND_NAMES.map((kind) => {
  const { on, what, money = { amount: 'null::numeric', currency: 'null::text' } } = SUMMARIES[kind]
  const { amount, currency } = money
  return `select '${kind}' as kind, m.role, ${on} as on, r.authority, ${what} as what, ${amount} as amount, ${currency} as currency, r.in_force, r.status,
      r.connector, r.source_key, r.version, s.name || ':' || r.line as locator
    from (select record_id, string_agg(distinct role, ', ') as role from store.mention where entity_id = $1 and kind = '${kind}' group by record_id) m
    join store.${kind} r using (record_id) left join raw.source s on s.source_id = r.source_id`
}).join(' union all ')

/** The entity of an id; undefined when there is none. */
export async function entityOf(database: Database, id: string): Promise<EntityRow | undefined> {
  const { rows } = await database.pool.query<EntityRow>('select * from store.entity where entity_id = $1', [id])
  return rows[0]
}

/** Gathers the dossier of an entity; the newest `limit` records of all. */
export async function dossierOf(database: Database, entity: EntityRow, limit: number): Promise<Dossier> {
  const id = [entity.entity_id]
  const { pool } = database
  const names = await pool.query<NameRow>(
    'select name, count(distinct record_id) as records, array_agg(distinct connector) as connectors from store.mention where entity_id = $1 group by name order by records desc, name',
    id,
  )
  const identifiers = await pool.query<IdentifierRow>(
    'select scheme, issuer, value, check_status, proves, mentions, connectors from ledger.identifier where entity_id = $1 order by proves desc, mentions desc, scheme, value',
    id,
  )
  const joins = await pool.query<Dossier['joins']>(
    `select count(*) filter (where anchor is not null) as by_identifier, count(*) filter (where anchor is null and name_key is not null) as by_name, exists (
         select from store.unit a join store.link l on l.a = a.unit_id join store.unit b on b.unit_id = l.b
          where a.entity_id = $1 and b.entity_id = $1 and l.answer = 'same') as by_likeness
       from store.mention where entity_id = $1`,
    id,
  )
  const grades = await pool.query<GradeRow>(
    'select colour, score, frequency, severity, breakdown, model, model_version, as_of, stale_sources from ledger.grade where entity_id = $1',
    id,
  )
  const facts = await pool.query<FactRow>(
    'select predicate, qualifier, value, text_value, unit, valid_from, stale_sources from ledger.fact where entity_id = $1 order by predicate, value desc, qualifier',
    id,
  )
  const subjectOf = await pool.query<Dossier['subject_of'][number]>(
    'select kind, count(distinct record_id) as records from store.mention where entity_id = $1 and role = any ($2) group by kind order by records desc, kind',
    [entity.entity_id, SUBJECT_ROLES],
  )
  const waiting = await pool.query('select from store.unassessed where entity_id = $1', id)
  const sources = await pool.query<SourceRow>(
    `select connector, c.title, m.records, c.last_arrival, c.days_since_arrival, c.stale_after_days, c.stale
       from (select connector, count(distinct record_id) as records from store.mention where entity_id = $1 group by connector) m
       left join ledger.connector c using (connector) order by connector`,
    id,
  )
  const records = await pool.query<RecordRow & { in_all: number }>(
    `select *, count(*) over () as in_all from (${RECORDS}) r order by r.on desc nulls last, connector, source_key limit $2`,
    [entity.entity_id, limit],
  )
  const aliases = await pool.query<{ entity_id: string }>(
    'select entity_id from store.entity_alias where became = $1 order by recorded_at, entity_id',
    id,
  )
  return {
    entity,
    names: names.rows,
    identifiers: identifiers.rows,
    joins: joins.rows[0] ?? { by_identifier: 0, by_name: 0, by_likeness: false },
    decisions: await effectiveDecisions(database, entity.entity_id),
    grade: grades.rows[0] ?? null,
    awaits_assessment: waiting.rows.length > 0,
    subject_of: subjectOf.rows,
    facts: facts.rows,
    sources: sources.rows,
    records: records.rows.map(({ in_all: _, ...record }) => record),
    records_in_all: records.rows[0]?.in_all ?? 0,
    aliases: aliases.rows.map((row) => row.entity_id),
    namesakes: entity.ambiguous ? await namesakes(database, entity.entity_id) : [],
  }
}

async function namesakes(
  database: Database,
  id: string,
): Promise<{ entity_id: string; name: string; region: string | null }[]> {
  const { rows } = await database.pool.query<{ entity_id: string; name: string; region: string | null }>(
    `select distinct e.entity_id, e.name, e.region from store.mention m join store.mention o on o.name_key = m.name_key and o.entity_id <> m.entity_id
       join store.entity e on e.entity_id = o.entity_id where m.entity_id = $1 order by e.name, e.entity_id limit 20`,
    [id],
  )
  return rows
}
