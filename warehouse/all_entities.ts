/** The entities of a whole ledger after all its units were settled anew: as `remakeEntities` makes those of some records, over tables. */
import type { Session } from './database.js'
import { endSql, followSql, keepSql, makeSql, markSql, type Source } from './entity_sql.js'

const ENTITIES = 'touched_entity'
const KEPT: Source = { entities: ENTITIES, moved: 'moved_mention' }

/** Gives every mention the entity of its unit, and notes those that move, and the entities that this and the touched units touch. */
export async function placeAll(session: Session, at: string): Promise<void> {
  await session.query(`
    create temp table moved_mention on commit drop as
      select m.record_id, m.ordinal, m.entity_id as old_id, u.entity_id as new_id, null::text as old_name, m.joined_at as old_joined_at
        from store.mention m join store.unit u using (unit_id) where m.entity_id <> u.entity_id;
    create temp table touched_entity on commit drop as
      select old_id as entity_id from moved_mention union select new_id from moved_mention
      union select u.entity_id from touched_unit join store.unit u using (unit_id);
    analyze moved_mention; analyze touched_entity`)
  await session.query(
    `update store.mention m set entity_id = v.new_id, joined_at = $1
       from moved_mention v where m.record_id = v.record_id and m.ordinal = v.ordinal`,
    [at],
  )
}

/** Makes the entities anew that `placeAll` noted. Returns how many were made or changed, and how many ended. */
export async function remakeAllEntities(session: Session, at: string): Promise<{ changed: number; ended: number }> {
  const { rows: made } = await session.query<{ changed: number }>(makeSql(KEPT))
  await session.query(keepSql(KEPT.moved, '$1::timestamptz'), [at])
  await session.query(followSql('(select record_id, ordinal from moved_mention)'))
  const { rows: gone } = await session.query<{ ended: number }>(endSql(KEPT))
  await session.query(markSql(ENTITIES, `in (select entity_id from ${ENTITIES})`))
  return { changed: Number(made[0]?.changed), ended: Number(gone[0]?.ended) }
}
