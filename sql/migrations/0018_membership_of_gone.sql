-- A mention that its record no longer makes keeps its place in what was known of it: without record and ordinal nobody could say who had left.
create or replace view ledger.membership as
select coalesce(m.connector, (select o.connector from store.mention o where o.record_id = h.record_id limit 1)) as connector,
  coalesce(m.source_key, (select o.source_key from store.mention o where o.record_id = h.record_id limit 1)) as source_key,
  m.role, m.name, h.record_id, h.ordinal, h.entity_id, h.joined_at,
  case when h.left_at < ledger.question_time() then h.left_at end as left_at
from (
  select record_id, ordinal, entity_id, joined_at, null::timestamptz as left_at from store.mention
  union all
  select record_id, ordinal, entity_id, joined_at, left_at from store.membership_history) h
left join store.mention m on m.record_id = h.record_id and m.ordinal = h.ordinal
where h.joined_at < ledger.question_time();
comment on view ledger.membership is 'Which entity a mention was a mention of, and from when to when; left_at is null where it still is, or still was on the date of ledger.as_of(date). Role and name are what the record says now; null when it no longer names the party, as are connector and source_key when it names nobody.';
