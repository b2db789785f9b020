/** Entities out of mentions: made, changed, ended, and told on the topic. */
import type { Session } from './database.js'
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
  await session.query(
    planned(
      'mark entities',
      `with back as (
         delete from store.entity_alias a using store.entity e where e.entity_id = a.entity_id and a.entity_id = any ($1))
       -- A mark that is there is locked: an assessor that took it now would not see what this transaction has changed, and nobody would look again.
       insert into store.unassessed select e from unnest($1::uuid[]) e order by e on conflict (entity_id) do update set entity_id = excluded.entity_id`,
      [all],
      all.length,
    ),
  )
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

/** SQL: the moved mentions, given as arrays from parameter `first` on. */
const MOVED = (first: number) =>
  `unnest($${first}::uuid[], $${first + 1}::int[], $${first + 2}::uuid[], $${first + 3}::uuid[]) as v (record_id, ordinal, old_id, new_id)`

const arraysOf = (moved: readonly MovedTo[]) => [
  moved.map(({ record_id }) => record_id),
  moved.map(({ ordinal }) => ordinal),
  moved.map(({ old_id }) => old_id),
  moved.map(({ new_id }) => new_id),
]

/** What the records of moved mentions called them; null where that is what they call them now. */
const namesOf = (moved: readonly MovedTo[]) => moved.map(({ old_name }) => old_name ?? null)

/**
 * Makes and changes entities. A split is told before the entity that goes on, and that one is told again even if it looks as it
 * did: the last event of a key has to be its state, because a compacted topic keeps nothing else.
 */
async function makeEntities(session: Session, entities: readonly string[], moved: readonly MovedTo[]): Promise<number> {
  const { rows } = await session.query<{ changed: number }>(
    planned('make entities', MAKE, [entities, ...arraysOf(moved)], entities.length + moved.length),
  )
  return Number(rows[0]?.changed)
}

const MAKE = `
    with made as (
      select m.entity_id,
        mode() within group (order by party_kind) as kind,
        -- The name most records give; of equals the shortest, then the first.
        substr(mode() within group (order by lpad(length(m.name)::text, 5, '0') || m.name), 6) as name,
        mode() within group (order by region) as region,
        count(*)::int as mentions,
        case when max(m.unit_id::text) <> min(m.unit_id::text) then 'likeness' when bool_or(m.anchor is not null) then 'identifier'
          when bool_or(m.name_key = m.unit_id) then 'name' else 'alone' end as joined_by,
        bool_or(m.anchor is null and m.name_key = m.entity_id and exists (
          select from store.mention o where o.name_key = m.name_key and o.anchor is not null))
          or exists (select from store.unit u where u.entity_id = m.entity_id and u.ambiguous) as ambiguous
      from store.mention m join unnest($1::uuid[]) as t (entity_id) using (entity_id) group by m.entity_id),
    kept as (
      insert into store.entity as e (entity_id, kind, name, region, mentions, joined_by, ambiguous) select * from made
      on conflict (entity_id) do update set kind = excluded.kind, name = excluded.name, region = excluded.region,
        mentions = excluded.mentions, joined_by = excluded.joined_by, ambiguous = excluded.ambiguous, changed_at = now()
      where (e.kind, e.name, e.region, e.mentions, e.joined_by, e.ambiguous)
        is distinct from (excluded.kind, excluded.name, excluded.region, excluded.mentions, excluded.joined_by, excluded.ambiguous)
      returning entity_id),
    -- All parts of a statement see the tables as they were before it: an entity that is not there yet is new. A record that still names the
    -- old one only gave its parties another order.
    split as (
      select v.old_id as entity_id, jsonb_agg(distinct v.new_id order by v.new_id) as parts
        from ${MOVED(2)} join made still on still.entity_id = v.old_id
       where v.new_id <> v.old_id and not exists (select from store.entity e where e.entity_id = v.new_id)
         and not exists (select from store.mention m where m.record_id = v.record_id and m.entity_id = v.old_id)
       group by v.old_id),
    told as (
      insert into store.outbox (topic, key, value)
      select 'riskledger.entity.v1', entity_id::text, value from (
        select 1 as step, entity_id, jsonb_build_object('type', 'split', 'entity_id', entity_id, 'into', parts) as value from split
        union all
        select 2, entity_id, jsonb_build_object('type', 'entity', 'entity_id', entity_id, 'kind', kind, 'name', name,
          'region', region, 'mentions', mentions, 'joined_by', joined_by, 'ambiguous', ambiguous)
          from made where entity_id in (select entity_id from kept union select entity_id from split)) e
       order by step, entity_id)
    select count(*)::int as changed from kept`

// So many of an entity's last mentions say where it leads: the first by their ids, which have nothing to do with what they say.
const MOST_ASKED = 1_000

/**
 * An id that ended leads to where most of the mentions are that were of it last, of equals to the first id. One whose record names somebody else by now tells
 * nothing; where all do, the id stays with what it had become. So where it leads follows from what is so now, and not from the steps on the way. Those that had
 * left before it ended do not count: they were told as others. That is why only for an id that ends meanwhile it matters how often anybody looked.
 */
async function followFormer(session: Session, { places }: Touched): Promise<void> {
  if (places.length === 0) return
  const values = [places.map(({ record_id }) => record_id), places.map(({ ordinal }) => ordinal), MOST_ASKED]
  await session.query(planned('follow former', FOLLOW, values, places.length))
}

const FOLLOW = `
    with v as materialized (select * from unnest($1::uuid[], $2::int[]) as v (record_id, ordinal)),
    -- Where the others lead has not changed: nothing happened to whoever was of them.
    concerned as materialized (
      select distinct a.entity_id, a.became from v join store.membership_history h on h.record_id = v.record_id and h.ordinal = v.ordinal
        join store.entity_alias a on a.entity_id = h.entity_id),
    heir as (
      select c.entity_id, most.became from concerned c cross join lateral (
        select m.entity_id as became from (
            select h.record_id, h.ordinal, h.name from store.membership_history h
             where h.entity_id = c.entity_id and h.left_at = (select max(l.left_at) from store.membership_history l where l.entity_id = c.entity_id)
             order by h.record_id, h.ordinal limit $3) f
          join store.mention m on m.record_id = f.record_id and m.ordinal = f.ordinal and m.name = coalesce(f.name, m.name)
         group by m.entity_id order by count(*) desc, m.entity_id limit 1) most
       where most.became <> c.became)
    update store.entity_alias a set became = h.became, recorded_at = now() from heir h where a.entity_id = h.entity_id`

/** Ends the entities that no mention is left of. The event says what became of each; the tombstone behind it takes the key off the topic. */
async function endEntities(session: Session, entities: readonly string[], moved: readonly MovedTo[]): Promise<number> {
  const { rows } = await session.query<{ ended: number }>(
    planned('end entities', END, [entities, ...arraysOf(moved), namesOf(moved)], entities.length + moved.length),
  )
  return Number(rows[0]?.ended)
}

const END = `
    with gone as (
      delete from store.entity e using unnest($1::uuid[]) as t (entity_id)
       where e.entity_id = t.entity_id and not exists (select from store.mention m where m.entity_id = t.entity_id)
      returning e.entity_id),
    heir as (
      select distinct on (g.entity_id) g.entity_id, v.new_id as became from gone g
        join unnest($2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::text[]) as v (record_id, ordinal, old_id, new_id, old_name)
          on v.old_id = g.entity_id and v.new_id is not null
        join store.mention m on m.record_id = v.record_id and m.ordinal = v.ordinal
       -- Those that are still named as they were come first, as in FOLLOW.
       group by g.entity_id, v.new_id order by g.entity_id, count(*) filter (where m.name = coalesce(v.old_name, m.name)) desc, count(*) desc, v.new_id),
    followed as (update store.entity_alias a set became = h.became from heir h where a.became = h.entity_id),
    kept as (
      insert into store.entity_alias (entity_id, became) select entity_id, became from heir
      on conflict (entity_id) do update set became = excluded.became, recorded_at = now()),
    told as (
      insert into store.outbox (topic, key, value)
      select 'riskledger.entity.v1', g.entity_id::text, case when step = 1 then
          case when h.became is null then jsonb_build_object('type', 'ended', 'entity_id', g.entity_id)
            else jsonb_build_object('type', 'merged', 'entity_id', g.entity_id, 'became', h.became) end
        end
        from gone g left join heir h using (entity_id) cross join generate_series(1, 2) as step
       order by g.entity_id, step)
    select count(*)::int as ended from gone`

/** Keeps which entity mentions belonged to before. A mention whose record changed, and that is still one of its entity, has been so all the time. */
async function keepMembership(session: Session, moved: readonly MovedTo[], at: string): Promise<void> {
  const values = [...arraysOf(moved), moved.map(({ old_joined_at }) => old_joined_at), at, namesOf(moved)]
  const text = `
    with v as materialized (
      select * from unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::timestamptz[], $7::text[]) as v (record_id, ordinal, old_id, new_id, old_joined_at, old_name)),
    kept as (
      insert into store.membership_history (record_id, ordinal, entity_id, joined_at, left_at, name)
      select v.record_id, v.ordinal, v.old_id, v.old_joined_at, $6::timestamptz, coalesce(v.old_name, m.name)
        from v left join store.mention m on m.record_id = v.record_id and m.ordinal = v.ordinal
       where v.new_id is distinct from v.old_id and v.old_joined_at < $6::timestamptz)
    update store.mention m set joined_at = v.old_joined_at from v
     where v.record_id = m.record_id and v.ordinal = m.ordinal and v.new_id = v.old_id and m.joined_at <> v.old_joined_at`
  await session.query(planned('keep membership', text, values, moved.length))
}
