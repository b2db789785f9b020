/**
 * All units at once, for a rebuild: made anew, keyed, unlinked. What it has to remember of them stands in tables of its transaction: no ledger is too large
 * for memory then.
 */
import { begun } from '../core/begun.js'
import { copyInto } from './copy.js'
import type { Session } from './database.js'
import { REMAKE, type StoredUnit, unitsOf } from './units.js'

/** The id that all others are behind. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** Makes all units anew out of their mentions, and drops those without any. Gives them some at a time; the next are made meanwhile. */
export async function* remadeUnits(session: Session, atOnce: number): AsyncGenerator<StoredUnit[]> {
  await session.query(
    'delete from store.unit u where not exists (select from store.mention m where m.unit_id = u.unit_id)',
  )
  let next = begun(() => remadeAfter(session, BEFORE_ALL, atOnce))
  for (;;) {
    const { last, units } = await next
    if (last === undefined) return
    next = begun(() => remadeAfter(session, last, atOnce))
    yield units
  }
}

/** The next units by their ids; without a last one there are none. */
async function remadeAfter(
  session: Session,
  after: string,
  atOnce: number,
): Promise<{ last: string | undefined; units: StoredUnit[] }> {
  const { rows: next } = await session.query<{ unit_id: string }>(
    'select distinct unit_id from store.mention where unit_id > $1 order by unit_id limit $2',
    [after, atOnce],
  )
  const ids = next.map(({ unit_id }) => unit_id)
  if (ids.length > 0) await session.query(REMAKE, [ids])
  return { last: ids.at(-1), units: await unitsOf(session, ids) }
}

/** Has units found under the keys that they keep, and no others; what is as it should be is not written again. */
export async function mendKeys(session: Session): Promise<void> {
  await session.query(`
    delete from store.unit_key k where not exists (select from store.unit u where u.unit_id = k.unit_id and k.key = any (u.keys));
    insert into store.unit_key
      select key, unit_id from (select unnest(keys) as key, unit_id from store.unit) own
       where not exists (select from store.unit_key k where k.key = own.key and k.unit_id = own.unit_id) order by key, unit_id`)
}

/** Forgets every link and cluster: each unit is its own entity again, until links say otherwise. Those that were not are touched. */
export async function unlinkAll(session: Session): Promise<void> {
  await session.query(`
    create temp table touched_unit (unit_id uuid not null) on commit drop;
    delete from store.link;
    with unlinked as (
      update store.unit set entity_id = unit_id, ambiguous = false, held = false where entity_id <> unit_id or ambiguous or held
      returning unit_id)
    insert into touched_unit select unit_id from unlinked`)
}

/** Notes units that became another entity, or came to be ambiguous or held, since all were unlinked. */
export async function noteTouched(session: Session, units: Iterable<string>): Promise<void> {
  await copyInto(session, 'touched_unit', ['unit_id'], Buffer.from([...units].map((unit) => `${unit}\n`).join('')))
}
