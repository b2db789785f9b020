/** What is done with entities, as SQL over what was touched: given as arrays for some records, kept in tables for a whole ledger. */

/**
 * Where it stands. `entities`: rows of one id; `moved`: of `MOVED`, in which new_id is null when there is no such mention any more, and old_name where its
 * record calls it what it did.
 */
export interface Source {
  readonly entities: string
  readonly moved: string
}

const MOVED = 'v (record_id, ordinal, old_id, new_id, old_name, old_joined_at)'

/**
 * Makes and changes entities. A split is told before the entity that goes on, and that one is told again even if it looks as it
 * did: the last event of a key has to be its state, because a compacted topic keeps nothing else.
 */
export const makeSql = ({ entities, moved }: Source) => `
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
      from store.mention m join ${entities} as t (entity_id) using (entity_id) group by m.entity_id),
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
        from ${moved} as ${MOVED} join made still on still.entity_id = v.old_id
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
 * left before it ended do not count: they were told as others. That is why only for an id that ends meanwhile it matters how often anybody looked. `places`: rows
 * of record_id and ordinal, mentions that moved or whose records are resolved.
 */
export const followSql = (places: string) => `
    with v as materialized (select * from ${places} as v (record_id, ordinal)),
    -- Where the others lead has not changed: nothing happened to whoever was of them.
    concerned as materialized (
      select distinct a.entity_id, a.became from v join store.membership_history h on h.record_id = v.record_id and h.ordinal = v.ordinal
        join store.entity_alias a on a.entity_id = h.entity_id),
    heir as (
      select c.entity_id, most.became from concerned c cross join lateral (
        select m.entity_id as became from (
            select h.record_id, h.ordinal, h.name from store.membership_history h
             where h.entity_id = c.entity_id and h.left_at = (select max(l.left_at) from store.membership_history l where l.entity_id = c.entity_id)
             order by h.record_id, h.ordinal limit ${MOST_ASKED}) f
          join store.mention m on m.record_id = f.record_id and m.ordinal = f.ordinal and m.name = coalesce(f.name, m.name)
         group by m.entity_id order by count(*) desc, m.entity_id limit 1) most
       where most.became <> c.became)
    update store.entity_alias a set became = h.became, recorded_at = now() from heir h where a.entity_id = h.entity_id`

/** Ends the entities that no mention is left of. The event says what became of each; the tombstone behind it takes the key off the topic. */
export const endSql = ({ entities, moved }: Source) => `
    with gone as (
      delete from store.entity e using ${entities} as t (entity_id)
       where e.entity_id = t.entity_id and not exists (select from store.mention m where m.entity_id = t.entity_id)
      returning e.entity_id),
    heir as (
      select distinct on (g.entity_id) g.entity_id, v.new_id as became from gone g
        join ${moved} as ${MOVED} on v.old_id = g.entity_id and v.new_id is not null
        join store.mention m on m.record_id = v.record_id and m.ordinal = v.ordinal
       -- Those that are still named as they were come first, as where an id leads later.
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
export const keepSql = (moved: string, at: string) => `
    with v as materialized (select v.* from ${moved} as ${MOVED}),
    kept as (
      insert into store.membership_history (record_id, ordinal, entity_id, joined_at, left_at, name)
      select v.record_id, v.ordinal, v.old_id, v.old_joined_at, ${at}, coalesce(v.old_name, m.name)
        from v left join store.mention m on m.record_id = v.record_id and m.ordinal = v.ordinal
       where v.new_id is distinct from v.old_id and v.old_joined_at < ${at})
    update store.mention m set joined_at = v.old_joined_at from v
     where v.record_id = m.record_id and v.ordinal = m.ordinal and v.new_id = v.old_id and m.joined_at <> v.old_joined_at`

/** Has entities assessed. One that is there again is no alias. `among`: the condition on an id to be one of them. */
export const markSql = (entities: string, among: string) => `
    with back as (
      delete from store.entity_alias a using store.entity e where e.entity_id = a.entity_id and a.entity_id ${among})
    -- A mark that is there is locked: an assessor that took it now would not see what this transaction has changed, and nobody would look again.
    insert into store.unassessed select entity_id from ${entities} as t (entity_id) order by entity_id on conflict (entity_id) do update set entity_id = excluded.entity_id`
