-- More of what sources say: bounds of figures that are not exact, what a registrant is and may do, how much a tip-off is about.
-- Rows from before do not say, and an empty list of bounds is what they had: the flag of the record told.

alter table store.registration
  add column entity_type text,
  add column scope text,
  add column registered_capital numeric,
  add column currency text;
alter table store.registration_history
  add column entity_type text,
  add column scope text,
  add column registered_capital numeric,
  add column currency text;
alter table store.tip_off
  add column quantity numeric,
  add column unit text,
  add column bounds text[] not null default '{}';
alter table store.tip_off_history
  add column quantity numeric,
  add column unit text,
  add column bounds text[] not null default '{}';
alter table store.stock_movement
  add column bounds text[] not null default '{}';
alter table store.stock_movement_history
  add column bounds text[] not null default '{}';
alter table store.listing
  add column bounds text[] not null default '{}';
alter table store.listing_history
  add column bounds text[] not null default '{}';

create or replace view ledger.registration as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.register, c.register_no, c.industry, c.zone, c.regulated_for, c.longitude, c.latitude, c.updated_on, c.withdrawn_at, c.record_id, c.entity_type, c.scope, c.registered_capital, c.currency
from store.registration c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.register, h.register_no, h.industry, h.zone, h.regulated_for, h.longitude, h.latitude, h.updated_on, h.withdrawn_at, h.record_id, h.entity_type, h.scope, h.registered_capital, h.currency
from store.registration_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();

create or replace view ledger.tip_off as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.report_no, c.channel, c.category, c.content, c.received_on, c.handled_on, c.result, c.reward_amount, c.currency, c.withdrawn_at, c.record_id, c.quantity, c.unit, c.bounds
from store.tip_off c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.report_no, h.channel, h.category, h.content, h.received_on, h.handled_on, h.result, h.reward_amount, h.currency, h.withdrawn_at, h.record_id, h.quantity, h.unit, h.bounds
from store.tip_off_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();

create or replace view ledger.stock_movement as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.movement_no, c.direction, c.store, c.product, c.quantity, c.unit, c.charge_kg, c.permit_no, c.moved_on, c.withdrawn_at, c.record_id, c.bounds
from store.stock_movement c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.movement_no, h.direction, h.store, h.product, h.quantity, h.unit, h.charge_kg, h.permit_no, h.moved_on, h.withdrawn_at, h.record_id, h.bounds
from store.stock_movement_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();

create or replace view ledger.listing as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.platform, c.listing_no, c.title, c.brand, c.category, c.price, c.currency, c.sold_quantity, c.ships_from, c.listed_on, c.removed_on, c.withdrawn_at, c.record_id, c.bounds
from store.listing c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.platform, h.listing_no, h.title, h.brand, h.category, h.price, h.currency, h.sold_quantity, h.ships_from, h.listed_on, h.removed_on, h.withdrawn_at, h.record_id, h.bounds
from store.listing_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
