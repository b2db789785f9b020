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
  union all
  select 'licence', record_id, decided_on, authority, in_force, connector, source_key, locator from ledger.licence
  union all
  select 'rectification_order', record_id, ordered_on, authority, in_force, connector, source_key, locator from ledger.rectification_order
  union all
  select 'repair', record_id, repaired_on, authority, in_force, connector, source_key, locator from ledger.repair
  union all
  select 'inspection', record_id, inspected_on, authority, in_force, connector, source_key, locator from ledger.inspection
  union all
  select 'sample_test', record_id, coalesce(sampled_on, published_on), authority, in_force, connector, source_key, locator from ledger.sample_test
  union all
  select 'exceedance', record_id, measured_on, authority, in_force, connector, source_key, locator from ledger.exceedance
  union all
  select 'stock_balance', record_id, counted_on, authority, in_force, connector, source_key, locator from ledger.stock_balance
  union all
  select 'criminal_case', record_id, filed_on, authority, in_force, connector, source_key, locator from ledger.criminal_case
  union all
  select 'incident', record_id, reported_on, authority, in_force, connector, source_key, locator from ledger.incident
  union all
  select 'transfer', record_id, sent_on, authority, in_force, connector, source_key, locator from ledger.transfer
  union all
  select 'tip_off', record_id, received_on, authority, in_force, connector, source_key, locator from ledger.tip_off
  union all
  select 'stock_movement', record_id, moved_on, authority, in_force, connector, source_key, locator from ledger.stock_movement
  union all
  select 'sale', record_id, sold_on, authority, in_force, connector, source_key, locator from ledger.sale
  union all
  select 'listing', record_id, listed_on, authority, in_force, connector, source_key, locator from ledger.listing
  union all
  select 'parcel', record_id, shipped_on, authority, in_force, connector, source_key, locator from ledger.parcel
  union all
  select 'joint_action', record_id, acted_on, authority, in_force, connector, source_key, locator from ledger.joint_action
  union all
  select 'outreach', record_id, held_on, authority, in_force, connector, source_key, locator from ledger.outreach
  union all
  select 'bulletin_claim', record_id, valid_to, authority, in_force, connector, source_key, locator from ledger.bulletin_claim
) r using (record_id)
order by r.on_date desc nulls last, r.connector, r.source_key, m.role
