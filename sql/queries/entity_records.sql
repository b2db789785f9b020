-- Which records name an entity?
-- :entity uuid  the entity's id, as in ledger.entity
select r.on_date, r.kind, m.role, r.authority, r.in_force, r.connector, r.source_key, r.locator
from (select distinct record_id, role from ledger.mention where entity_id = :entity) m
join (
  select 'penalty' as kind, record_id, decided_on as on_date, authority, in_force, connector, source_key, locator from ledger.penalty
  union all
  select 'registration', record_id, updated_on, authority, in_force, connector, source_key, locator from ledger.registration
  union all
  select 'recall', record_id, reported_on, authority, in_force, connector, source_key, locator from ledger.recall
  union all
  select 'list_entry', record_id, listed_on, authority, in_force, connector, source_key, locator from ledger.list_entry
) r using (record_id)
order by r.on_date desc nulls last, r.connector, r.source_key, m.role
