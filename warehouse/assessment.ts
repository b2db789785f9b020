/** Facts and grades: what models make of the records of some entities, written only where it differs. */
import type { Database, Session } from './database.js'

/** Takes entities whose records changed since they were assessed, at most `limit`; those that another process has taken are passed over. */
export async function takeUnassessed(session: Session, limit: number): Promise<string[]> {
  const { rows } = await session.query<{ entity_id: string }>(
    `delete from store.unassessed where entity_id in (select entity_id from store.unassessed order by entity_id limit $1 for update skip locked) returning entity_id`,
    [limit],
  )
  return rows.map((row) => row.entity_id)
}

/** True when there are entities to assess, those among them that another process has taken. */
export async function anyUnassessed(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ any: boolean }>('select exists (select from store.unassessed) as any')
  return rows[0]?.any === true
}

/** Marks every entity for assessment: after a new version of a model, or for another date. */
export async function markAll(database: Database): Promise<void> {
  await database.pool.query(
    `insert into store.unassessed select entity_id from store.entity order by entity_id
     on conflict (entity_id) do update set entity_id = excluded.entity_id`,
  )
}

/** True when something was made by another version of a model than those given (`id:version`). */
export async function madeByOtherVersions(database: Database, versions: readonly string[]): Promise<boolean> {
  const { rows } = await database.pool.query<{ other: boolean }>(
    `select exists (select from store.fact where model || ':' || model_version <> all ($1)) or exists (select from store.grade where model || ':' || model_version <> all ($1)) as other`,
    [versions],
  )
  return rows[0]?.other === true
}

/**
 * Makes the temporary table subject_record: every record that names one of the entities, once per entity.
 * Columns: entity_id, record_id, kind, connector, is_subject, authority, event_on, in_force, status, decision_key, measures,
 * fine_amount, confiscated_amount, currency, classification. `decision_key` is equal for records that publish one decision twice.
 */
export async function gatherRecords(
  session: Session,
  entityIds: readonly string[],
  subjectRoles: readonly string[],
): Promise<void> {
  await session.query('drop table if exists subject_record')
  await session.query(`
    create temp table subject_record (entity_id uuid, record_id uuid, kind text, connector text, is_subject boolean, authority text, event_on date, in_force boolean,
      status text, decision_key text, measures text[], fine_amount numeric, confiscated_amount numeric, currency text, classification text) on commit drop`)
  await session.query(
    `insert into subject_record
    with named as (
      select entity_id, record_id, kind, bool_or(role = any ($2)) as is_subject from store.mention where entity_id = any ($1) group by entity_id, record_id, kind)
    select n.entity_id, n.record_id, n.kind, r.connector, n.is_subject, r.authority, r.decided_on, r.in_force, r.status,
      case when r.document_no is null then n.record_id::text else concat_ws('|', r.connector, r.authority, r.document_no, r.decided_on, r.fine_amount) end,
      r.measures, r.fine_amount, r.confiscated_amount, r.currency, null
    from named n join store.penalty r using (record_id) where n.kind = 'penalty'
    union all
    select n.entity_id, n.record_id, n.kind, r.connector, n.is_subject, r.authority, r.updated_on, r.in_force, r.status, n.record_id::text, '{}', null, null, null, null
    from named n join store.registration r using (record_id) where n.kind = 'registration'
    union all
    select n.entity_id, n.record_id, n.kind, r.connector, n.is_subject, r.authority, r.reported_on, r.in_force, r.status, n.record_id::text, '{}', null, null, null, r.classification
    from named n join store.recall r using (record_id) where n.kind = 'recall'
    union all
    select n.entity_id, n.record_id, n.kind, r.connector, n.is_subject, r.authority, r.listed_on, r.in_force, r.status, n.record_id::text, '{}', null, null, null, null
    from named n join store.list_entry r using (record_id) where n.kind = 'list_entry'`,
    [entityIds, subjectRoles],
  )
  await session.query('analyze subject_record')
}

/** A model with its SQL, as it is run. */
export interface RunnableModel {
  readonly id: string
  readonly version: number
  readonly sql: string
  readonly parameters: unknown
}

/** Runs a facts model over subject_record and writes what differs. Returns how many facts were written or taken away. */
export async function writeFacts(
  session: Session,
  model: RunnableModel,
  entityIds: readonly string[],
  asOf: string,
): Promise<number> {
  await session.query('drop table if exists made_fact')
  await session.query({ text: `create temp table made_fact on commit drop as select * from store.fact limit 0` })
  await session.query(
    `insert into made_fact (entity_id, predicate, qualifier, value, text_value, unit, valid_from, valid_to, model, model_version, evidence)
     select m.entity_id, m.predicate, m.qualifier, m.value, m.text_value, m.unit, m.valid_from, m.valid_to, $3, $4, m.evidence from (${model.sql}) m
     where $1::jsonb is not null and $2::date is not null`,
    [JSON.stringify(model.parameters), asOf, model.id, model.version],
  )
  await session.query('analyze made_fact (entity_id)')
  const gone = await session.query(
    `delete from store.fact f where f.entity_id = any ($1) and f.model = $2 and not exists (
       select from made_fact m where m.entity_id = f.entity_id and m.predicate = f.predicate and m.qualifier = f.qualifier)`,
    [entityIds, model.id],
  )
  const written = await session.query(`
    insert into store.fact as f select * from made_fact
    on conflict (entity_id, predicate, qualifier) do update set value = excluded.value, text_value = excluded.text_value, unit = excluded.unit,
      valid_from = excluded.valid_from, valid_to = excluded.valid_to, model = excluded.model, model_version = excluded.model_version, evidence = excluded.evidence
    where (f.value, f.text_value, f.unit, f.valid_from, f.valid_to, f.model, f.model_version, f.evidence)
      is distinct from (excluded.value, excluded.text_value, excluded.unit, excluded.valid_from, excluded.valid_to, excluded.model, excluded.model_version, excluded.evidence)`)
  return (gone.rowCount ?? 0) + (written.rowCount ?? 0)
}

/** Runs a grade model over subject_record and writes what differs; changed grades leave through the outbox. Returns how many changed. */
export async function writeGrades(
  session: Session,
  model: RunnableModel,
  entityIds: readonly string[],
  asOf: string,
): Promise<number> {
  await session.query('drop table if exists made_grade')
  await session.query(
    'create temp table made_grade on commit drop as select entity_id, colour, score, frequency, severity, breakdown, evidence from store.grade limit 0',
  )
  await session.query(
    `insert into made_grade select m.entity_id, m.colour, m.score, m.frequency, m.severity, m.breakdown, m.evidence from (${model.sql}) m where $1::jsonb is not null and $2::date is not null`,
    [JSON.stringify(model.parameters), asOf],
  )
  const gone = await session.query(
    `with gone as (delete from store.grade g where g.entity_id = any ($1) and not exists (select from made_grade m where m.entity_id = g.entity_id) returning entity_id),
     told as (
       -- The event, and the tombstone that takes its key off the topic.
       insert into store.outbox (topic, key, value)
       select 'riskledger.grade.v1', entity_id::text, case when step = 1 then jsonb_build_object('type', 'grade_ended', 'entity_id', entity_id) end
         from gone cross join generate_series(1, 2) as step order by entity_id, step)
     select from gone`,
    [entityIds],
  )
  const written = await session.query(
    `with kept as (
       insert into store.grade as g (entity_id, colour, score, frequency, severity, breakdown, evidence, model, model_version, as_of)
       select m.*, $1, $2, $3 from made_grade m
       on conflict (entity_id) do update set colour = excluded.colour, score = excluded.score, frequency = excluded.frequency, severity = excluded.severity,
         breakdown = excluded.breakdown, evidence = excluded.evidence, model = excluded.model, model_version = excluded.model_version, as_of = excluded.as_of, graded_at = now()
       where (g.colour, g.score, g.frequency, g.severity, g.breakdown, g.evidence, g.model, g.model_version)
         is distinct from (excluded.colour, excluded.score, excluded.frequency, excluded.severity, excluded.breakdown, excluded.evidence, excluded.model, excluded.model_version)
       returning *)
     insert into store.outbox (topic, key, value)
     select 'riskledger.grade.v1', entity_id::text, jsonb_build_object('type', 'grade', 'entity_id', entity_id, 'colour', colour, 'score', score,
       'frequency', frequency, 'severity', severity, 'breakdown', breakdown, 'model', model, 'model_version', model_version, 'as_of', as_of)
     from kept`,
    [model.id, model.version, asOf],
  )
  return (gone.rowCount ?? 0) + (written.rowCount ?? 0)
}
