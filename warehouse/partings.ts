/** Decisions in force that part mentions, asked for by where these are. */
import type { Session } from './database.js'
import { DECISION, type Decision, IN_FORCE } from './decisions.js'
import { planned } from './prepared.js'

/** The decisions in force that part a party of one of the records from another. */
export async function partingsOf(session: Session, recordIds: readonly string[]): Promise<Decision[]> {
  const { rows } = await session.query<Decision>(
    `select ${DECISION} from store.decision d
      where d.verdict <> 'same' and (d.a_record = any ($1) or d.b_record = any ($1)) and ${IN_FORCE} order by d.decision_id`,
    [recordIds],
  )
  return rows
}

/** The decisions in force that part two whose records have a party each in one of these units or anchors. */
export async function partingsWithin(
  session: Session,
  column: 'unit_id' | 'anchor',
  ids: readonly string[],
): Promise<Decision[]> {
  if (ids.length === 0) return []
  const { rows } = await session.query<Decision>(
    planned(
      `partings within ${column}`,
      `with within as materialized (select distinct m.record_id, m.${column} as id from store.mention m where m.${column} = any ($1))
     select ${DECISION} from store.decision d
      where d.verdict <> 'same' and d.decision_id in (
        select o.decision_id from within a join store.decision o on o.a_record = a.record_id join within b on b.record_id = o.b_record and b.id = a.id)
        and ${IN_FORCE} order by d.decision_id`,
      [ids],
      ids.length,
    ),
  )
  return rows
}

/** The names of those who are nowhere but by their names, and are kept apart from a party of one of these records. */
export async function namesPartedFrom(session: Session, recordIds: readonly string[]): Promise<string[]> {
  if (recordIds.length === 0) return []
  const { rows } = await session.query<{ name_key: string }>(
    planned(
      'names parted from',
      `with parted as (
         select d.b_record as record_id from store.decision d where d.a_record = any ($1) and d.verdict <> 'same' and ${IN_FORCE}
         union select d.a_record from store.decision d where d.b_record = any ($1) and d.verdict <> 'same' and ${IN_FORCE})
       select distinct m.name_key from parted join store.mention m using (record_id) where m.anchor is null and m.name_key is not null`,
      [recordIds],
      recordIds.length,
    ),
  )
  return rows.map((row) => row.name_key)
}
