/** Entities out of mentions: made, changed, ended, and told on the topic. */
import type { Session } from './database.js'
import { endSql, followSql, keepSql, makeSql, markSql, type Source } from './entity_sql.js'
import { planned } from './prepared.js'
import type { Moved, Touched } from './touched.js'

interface MovedTo extends Moved {
  /** Null when there is no such mention any more. */
  readonly new_id: string | null
}

/**
 * Makes the entities of all that was touched anew. An entity that has no mention left becomes an alias of the one that
 * took most of them. What changed leaves through the outbox (schemas/events.ts). Returns how many entities were made, changed and ended.
 */
export async function remakeEntities(session: Session, touched: Touched): Promise<{ changed: number; ended: number }> {
  await findEntities(session, touched)
  const { entityOf, units, bearers } = touched
  const moved = touched.moved.map((mention): MovedTo => {
    const unit = touched.unitOf(mention)
    return { ...mention, new_id: (unit === undefined ? undefined : entityOf.get(unit)) ?? null }
  })
  const entities = new Set(moved.map(({ old_id }) => old_id))
  // Whether a name is ambiguous changes with the parties that bear it, also where nobody moves.
  for (const unit of [...units, ...bearers]) {
    const entity = entityOf.get(unit)
    if (entity !== undefined) entities.add(entity)
  }
  const all = [...entities].sort()
  const changed = await makeEntities(session, all, moved)
  if (moved.length > 0) await keepMembership(session, moved, touched.at)
  await followFormer(session, touched)
  const ended = moved.length === 0 ? 0 : await endEntities(session, all, moved)
  await session.query(planned('mark entities', MARK, [all], all.length))
  return { changed, ended }
}

/** Looks up the entities of touched units that are not known. */
async function findEntities(session: Session, { units, bearers, entityOf }: Touched): Promise<void> {
  const unknown = [...units, ...bearers].filter((unit) => !entityOf.has(unit))
  if (unknown.length === 0) return
  const { rows } = await session.query<{ unit_id: string; entity_id: string }>(
    planned(
      'entities of units',
      'select unit_id, entity_id from store.unit where unit_id = any ($1)',
      [unknown],
      unknown.length,
    ),
  )
  for (const { unit_id, entity_id } of rows) entityOf.set(unit_id, entity_id)
}

const ENTITIES = 'unnest($1::uuid[])'
const moved = (first: number) =>
  `unnest(${['uuid', 'int', 'uuid', 'uuid', 'text', 'timestamptz'].map((type, at) => `$${first + at}::${type}[]`).join(', ')})`
const GIVEN: Source = { entities: ENTITIES, moved: moved(2) }
const [MAKE, END] = [makeSql(GIVEN), endSql(GIVEN)]
const FOLLOW = followSql('unnest($1::uuid[], $2::int[])')
const KEEP = keepSql(moved(1), '$7::timestamptz')
const MARK = markSql(ENTITIES, '= any ($1)')

const arraysOf = (moved: readonly MovedTo[]) => [
  moved.map(({ record_id }) => record_id),
  moved.map(({ ordinal }) => ordinal),
  moved.map(({ old_id }) => old_id),
  moved.map(({ new_id }) => new_id),
  moved.map(({ old_name }) => old_name ?? null),
  moved.map(({ old_joined_at }) => old_joined_at),
]

async function makeEntities(session: Session, entities: readonly string[], moved: readonly MovedTo[]): Promise<number> {
  const { rows } = await session.query<{ changed: number }>(
    planned('make entities', MAKE, [entities, ...arraysOf(moved)], entities.length + moved.length),
  )
  return Number(rows[0]?.changed)
}

async function followFormer(session: Session, { places }: Touched): Promise<void> {
  if (places.length === 0) return
  const values = [places.map(({ record_id }) => record_id), places.map(({ ordinal }) => ordinal)]
  await session.query(planned('follow former', FOLLOW, values, places.length))
}

async function endEntities(session: Session, entities: readonly string[], moved: readonly MovedTo[]): Promise<number> {
  const { rows } = await session.query<{ ended: number }>(
    planned('end entities', END, [entities, ...arraysOf(moved)], entities.length + moved.length),
  )
  return Number(rows[0]?.ended)
}

async function keepMembership(session: Session, moved: readonly MovedTo[], at: string): Promise<void> {
  await session.query(planned('keep membership', KEEP, [...arraysOf(moved), at], moved.length))
}
