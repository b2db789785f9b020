/** Entities out of mentions: made, changed, ended, and told on the topic. */
import type { Session } from './database.js'

/**
 * Makes the entities of all mentions that moved anew. An entity that has no mention left becomes an alias of the one that
 * took most of them. What changed leaves through the outbox (schemas/events.ts). Returns how many entities were made, changed and ended.
 */
export async function remakeEntities(session: Session): Promise<{ changed: number; ended: number }> {
  await session.query(`
    update moved v set new_id = m.entity_id from store.mention m where m.record_id = v.record_id and m.ordinal = v.ordinal;
    create temp table if not exists touched_entity (entity_id uuid primary key) on commit delete rows;
    insert into touched_entity
    select entity_id from (
      select old_id as entity_id from moved where old_id is not null union select new_id from moved where new_id is not null
      union select m.entity_id from store.mention m where m.record_id in (select record_id from stage_mention)
      -- Whether a name is ambiguous changes with the parties that bear it, also where nobody moves.
      union select m.entity_id from store.mention m join touched_name t using (name_key) where m.anchor is null
      union select u.entity_id from store.unit u join touched_unit t using (unit_id)) e;
    analyze touched_entity`)
  const changed = await makeEntities(session)
  const ended = await endEntities(session)
  await keepMembership(session)
  await session.query(`
    delete from store.entity_alias a using store.entity e where e.entity_id = a.entity_id and a.entity_id in (select entity_id from touched_entity);
    -- A mark that is there is locked: an assessor that took it now would not see what this transaction has changed, and nobody would look again.
    insert into store.unassessed select entity_id from touched_entity order by entity_id
    on conflict (entity_id) do update set entity_id = excluded.entity_id`)
  return { changed, ended }
}

/**
 * Makes and changes entities. A split is told before the entity that goes on, and that one is told again even if it looks as it
 * did: the last event of a key has to be its state, because a compacted topic keeps nothing else.
 */
async function makeEntities(session: Session): Promise<number> {
  const { rows } = await session.query<{ changed: number }>(`
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
      from store.mention m join touched_entity t using (entity_id) group by m.entity_id),
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
        from moved v join made still on still.entity_id = v.old_id
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
    select count(*)::int as changed from kept`)
  return Number(rows[0]?.changed)
}

/** Ends the entities that no mention is left of. The event says what became of each; the tombstone behind it takes the key off the topic. */
async function endEntities(session: Session): Promise<number> {
  const { rows } = await session.query<{ ended: number }>(`
    with gone as (
      delete from store.entity e using touched_entity t
       where e.entity_id = t.entity_id and not exists (select from store.mention m where m.entity_id = t.entity_id)
      returning e.entity_id),
    heir as (
      select distinct on (g.entity_id) g.entity_id, v.new_id as became from gone g
        join moved v on v.old_id = g.entity_id and v.new_id is not null
       group by g.entity_id, v.new_id order by g.entity_id, count(*) desc, v.new_id),
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
    select count(*)::int as ended from gone`)
  return Number(rows[0]?.ended)
}

/** Keeps which entity mentions belonged to before. A mention whose record changed, and that is still one of its entity, has been so all the time. */
async function keepMembership(session: Session): Promise<void> {
  await session.query(`
    insert into store.membership_history (record_id, ordinal, entity_id, joined_at, left_at)
    select record_id, ordinal, old_id, old_joined_at, now() from moved where new_id is distinct from old_id and old_joined_at < now();
    update store.mention m set joined_at = v.old_joined_at from moved v
     where v.record_id = m.record_id and v.ordinal = m.ordinal and v.new_id = v.old_id and m.joined_at <> v.old_joined_at`)
}
