-- A question by connector or key of a record read every mention: what is taken from one of two places is found by no index. A mention that is named now says both
-- itself, and is looked for nowhere else if it never left; of one that is not, another of its record says them, all of which say the same: the first.
create or replace view ledger.membership as
select m.connector, m.source_key, m.role, m.name, m.record_id, m.ordinal, m.entity_id, m.joined_at, null::timestamptz as left_at
from store.mention m
where m.joined_at < ledger.question_time()
union all
select m.connector, m.source_key, m.role, m.name, h.record_id, h.ordinal, h.entity_id, h.joined_at,
  case when h.left_at < ledger.question_time() then h.left_at end as left_at
from store.membership_history h
join store.mention m on m.record_id = h.record_id and m.ordinal = h.ordinal
where h.joined_at < ledger.question_time()
union all
select o.connector, o.source_key, null::text as role, null::text as name, h.record_id, h.ordinal, h.entity_id, h.joined_at,
  case when h.left_at < ledger.question_time() then h.left_at end as left_at
from store.membership_history h
left join store.mention o on o.record_id = h.record_id
  and not exists (select from store.mention e where e.record_id = o.record_id and e.ordinal < o.ordinal)
where h.joined_at < ledger.question_time()
  and not exists (select from store.mention m where m.record_id = h.record_id and m.ordinal = h.ordinal);

-- The others have theirs.
create index on store.mention (connector);
