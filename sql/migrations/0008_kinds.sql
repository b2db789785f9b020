-- The other kinds of records: a table, its history and its view each, as in 0003 and 0005.

create table store.licence (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  licence_type text not null,
  licence_no text,
  document_no text,
  category text,
  scope text,
  decided_on date,
  approved_quantity numeric,
  approved_unit text
);

create table store.rectification_order (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  document_no text,
  violation text,
  legal_basis text,
  demand text,
  ordered_on date,
  due_on date,
  completed_on date
);

create table store.repair (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  repaired_kind text not null,
  document_no text,
  repair_no text,
  applied_on date,
  repaired_on date,
  commitment text
);

create table store.inspection (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  inspection_no text,
  inspection_type text,
  industry text,
  key_area text,
  grid text,
  inspected_on date,
  result text,
  rating text,
  violations text[] not null,
  findings jsonb not null
);

create table store.sample_test (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  sample_no text,
  product text,
  category text,
  specification text,
  trademark text,
  batch text,
  sampled_on date,
  published_on date,
  programme text,
  tested_by text,
  result text not null,
  findings jsonb not null,
  remarks text
);

create table store.exceedance (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  monitoring_point text,
  medium text,
  pollutant text not null,
  measured_value numeric,
  limit_value numeric,
  unit text,
  measured_on date,
  cause text
);

create table store.stock_balance (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  store text not null,
  product text,
  quantity numeric,
  unit text,
  charge_kg numeric,
  approved_maximum_kg numeric,
  persons numeric,
  approved_persons numeric,
  counted_on date,
  bounds text[] not null
);

create table store.criminal_case (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  case_no text,
  field text not null,
  charge text,
  facts text,
  stage text,
  filed_on date,
  solved_on date,
  suspects numeric,
  detained numeric,
  arrested numeric,
  amount numeric,
  currency text,
  supervision text,
  campaign text,
  traits text[] not null,
  measures text[] not null,
  bounds text[] not null
);

create table store.incident (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  incident_no text,
  category text,
  facts text,
  place text,
  reported_on date,
  handled_as text,
  case_no text
);

create table store.transfer (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  document_no text,
  case_no text,
  charge text,
  transferred_to text,
  reported_on date,
  approved_on date,
  sent_on date,
  accepted_on date,
  filed_on date,
  refused_on date,
  refusal_reason text,
  reconsidered_on date,
  documents text[] not null
);

create table store.tip_off (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  report_no text,
  channel text,
  category text,
  content text,
  received_on date,
  handled_on date,
  result text,
  reward_amount numeric,
  currency text
);

create table store.stock_movement (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  movement_no text,
  direction text not null,
  store text,
  product text,
  quantity numeric,
  unit text,
  charge_kg numeric,
  permit_no text,
  moved_on date
);

create table store.sale (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  sale_no text,
  product text,
  quantity numeric,
  unit text,
  amount numeric,
  currency text,
  permit_no text,
  sold_on date
);

create table store.listing (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  platform text not null,
  listing_no text,
  title text,
  brand text,
  category text,
  price numeric,
  currency text,
  sold_quantity numeric,
  ships_from text,
  listed_on date,
  removed_on date
);

create table store.parcel (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  waybill_no text not null,
  goods text,
  weight_kg numeric,
  declared_value numeric,
  currency text,
  origin text,
  destination text,
  shipped_on date,
  finding text
);

create table store.joint_action (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  title text not null,
  field text,
  agencies text[] not null,
  acted_on date,
  actions numeric,
  officers numeric,
  units_inspected numeric,
  problems_rectified numeric,
  administrative_cases numeric,
  administrative_detentions numeric,
  criminal_cases numeric,
  bounds text[] not null
);

create table store.outreach (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  activity text not null,
  topic text,
  held_on date,
  quantity numeric,
  unit text,
  bounds text[] not null
);

create table store.bulletin_claim (
  record_id uuid primary key,
  content_hash uuid not null,
  version int not null default 1,
  version_at timestamptz not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  -- The load begun last in this session.
  load_id bigint not null default currval('store.load_load_id_seq'),
  recorded_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  bulletin text not null,
  category text not null,
  measure text not null,
  value numeric,
  unit text,
  currency text,
  cross_cut boolean not null,
  quote text,
  bounds text[] not null
);

create table store.licence_history (like store.licence including defaults, superseded_at timestamptz not null);
create table store.rectification_order_history (like store.rectification_order including defaults, superseded_at timestamptz not null);
create table store.repair_history (like store.repair including defaults, superseded_at timestamptz not null);
create table store.inspection_history (like store.inspection including defaults, superseded_at timestamptz not null);
create table store.sample_test_history (like store.sample_test including defaults, superseded_at timestamptz not null);
create table store.exceedance_history (like store.exceedance including defaults, superseded_at timestamptz not null);
create table store.stock_balance_history (like store.stock_balance including defaults, superseded_at timestamptz not null);
create table store.criminal_case_history (like store.criminal_case including defaults, superseded_at timestamptz not null);
create table store.incident_history (like store.incident including defaults, superseded_at timestamptz not null);
create table store.transfer_history (like store.transfer including defaults, superseded_at timestamptz not null);
create table store.tip_off_history (like store.tip_off including defaults, superseded_at timestamptz not null);
create table store.stock_movement_history (like store.stock_movement including defaults, superseded_at timestamptz not null);
create table store.sale_history (like store.sale including defaults, superseded_at timestamptz not null);
create table store.listing_history (like store.listing including defaults, superseded_at timestamptz not null);
create table store.parcel_history (like store.parcel including defaults, superseded_at timestamptz not null);
create table store.joint_action_history (like store.joint_action including defaults, superseded_at timestamptz not null);
create table store.outreach_history (like store.outreach including defaults, superseded_at timestamptz not null);
create table store.bulletin_claim_history (like store.bulletin_claim including defaults, superseded_at timestamptz not null);

create index on store.licence (load_id);
create index on store.rectification_order (load_id);
create index on store.repair (load_id);
create index on store.inspection (load_id);
create index on store.sample_test (load_id);
create index on store.exceedance (load_id);
create index on store.stock_balance (load_id);
create index on store.criminal_case (load_id);
create index on store.incident (load_id);
create index on store.transfer (load_id);
create index on store.tip_off (load_id);
create index on store.stock_movement (load_id);
create index on store.sale (load_id);
create index on store.listing (load_id);
create index on store.parcel (load_id);
create index on store.joint_action (load_id);
create index on store.outreach (load_id);
create index on store.bulletin_claim (load_id);
create index on store.licence_history (record_id);
create index on store.licence_history (superseded_at);
create index on store.rectification_order_history (record_id);
create index on store.rectification_order_history (superseded_at);
create index on store.repair_history (record_id);
create index on store.repair_history (superseded_at);
create index on store.inspection_history (record_id);
create index on store.inspection_history (superseded_at);
create index on store.sample_test_history (record_id);
create index on store.sample_test_history (superseded_at);
create index on store.exceedance_history (record_id);
create index on store.exceedance_history (superseded_at);
create index on store.stock_balance_history (record_id);
create index on store.stock_balance_history (superseded_at);
create index on store.criminal_case_history (record_id);
create index on store.criminal_case_history (superseded_at);
create index on store.incident_history (record_id);
create index on store.incident_history (superseded_at);
create index on store.transfer_history (record_id);
create index on store.transfer_history (superseded_at);
create index on store.tip_off_history (record_id);
create index on store.tip_off_history (superseded_at);
create index on store.stock_movement_history (record_id);
create index on store.stock_movement_history (superseded_at);
create index on store.sale_history (record_id);
create index on store.sale_history (superseded_at);
create index on store.listing_history (record_id);
create index on store.listing_history (superseded_at);
create index on store.parcel_history (record_id);
create index on store.parcel_history (superseded_at);
create index on store.joint_action_history (record_id);
create index on store.joint_action_history (superseded_at);
create index on store.outreach_history (record_id);
create index on store.outreach_history (superseded_at);
create index on store.bulletin_claim_history (record_id);
create index on store.bulletin_claim_history (superseded_at);

create view ledger.licence as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.licence_type, c.licence_no, c.document_no, c.category, c.scope, c.decided_on, c.approved_quantity, c.approved_unit, c.withdrawn_at, c.record_id
from store.licence c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.licence_type, h.licence_no, h.document_no, h.category, h.scope, h.decided_on, h.approved_quantity, h.approved_unit, h.withdrawn_at, h.record_id
from store.licence_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.licence is 'Licences and permits: what is allowed to whom, how much of it, and from when to when. Current versions, or those of ledger.as_of(date).';

create view ledger.rectification_order as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.document_no, c.violation, c.legal_basis, c.demand, c.ordered_on, c.due_on, c.completed_on, c.withdrawn_at, c.record_id
from store.rectification_order c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.document_no, h.violation, h.legal_basis, h.demand, h.ordered_on, h.due_on, h.completed_on, h.withdrawn_at, h.record_id
from store.rectification_order_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.rectification_order is 'Orders to put something right. They are no penalties, and facts of their own. Current versions, or those of ledger.as_of(date).';

create view ledger.repair as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.repaired_kind, c.document_no, c.repair_no, c.applied_on, c.repaired_on, c.commitment, c.withdrawn_at, c.record_id
from store.repair c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.repaired_kind, h.document_no, h.repair_no, h.applied_on, h.repaired_on, h.commitment, h.withdrawn_at, h.record_id
from store.repair_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.repair is 'Credit repairs: which decision is published and shared no longer, from when on. Current versions, or those of ledger.as_of(date).';

create view ledger.inspection as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.inspection_no, c.inspection_type, c.industry, c.key_area, c.grid, c.inspected_on, c.result, c.rating, c.violations, c.findings, c.withdrawn_at, c.record_id
from store.inspection c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.inspection_no, h.inspection_type, h.industry, h.key_area, h.grid, h.inspected_on, h.result, h.rating, h.violations, h.findings, h.withdrawn_at, h.record_id
from store.inspection_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.inspection is 'Inspections: who was looked at, by which checklist, and what was found. Current versions, or those of ledger.as_of(date).';

create view ledger.sample_test as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.sample_no, c.product, c.category, c.specification, c.trademark, c.batch, c.sampled_on, c.published_on, c.programme, c.tested_by, c.result, c.findings, c.remarks, c.withdrawn_at, c.record_id
from store.sample_test c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.sample_no, h.product, h.category, h.specification, h.trademark, h.batch, h.sampled_on, h.published_on, h.programme, h.tested_by, h.result, h.findings, h.remarks, h.withdrawn_at, h.record_id
from store.sample_test_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.sample_test is 'Samples and their tests: the product, what failed, and whose product it is said to be. Current versions, or those of ledger.as_of(date).';

create view ledger.exceedance as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.monitoring_point, c.medium, c.pollutant, c.measured_value, c.limit_value, c.unit, c.measured_on, c.cause, c.withdrawn_at, c.record_id
from store.exceedance c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.monitoring_point, h.medium, h.pollutant, h.measured_value, h.limit_value, h.unit, h.measured_on, h.cause, h.withdrawn_at, h.record_id
from store.exceedance_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.exceedance is 'Measurements above their limit: pollutant, value, limit, both in one unit. Current versions, or those of ledger.as_of(date).';

create view ledger.stock_balance as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.store, c.product, c.quantity, c.unit, c.charge_kg, c.approved_maximum_kg, c.persons, c.approved_persons, c.counted_on, c.bounds, c.withdrawn_at, c.record_id
from store.stock_balance c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.store, h.product, h.quantity, h.unit, h.charge_kg, h.approved_maximum_kg, h.persons, h.approved_persons, h.counted_on, h.bounds, h.withdrawn_at, h.record_id
from store.stock_balance_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.stock_balance is 'What lies in a store, against the maximum that is approved for it. Current versions, or those of ledger.as_of(date).';

create view ledger.criminal_case as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.case_no, c.field, c.charge, c.facts, c.stage, c.filed_on, c.solved_on, c.suspects, c.detained, c.arrested, c.amount, c.currency, c.supervision, c.campaign, c.traits, c.measures, c.bounds, c.withdrawn_at, c.record_id
from store.criminal_case c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.case_no, h.field, h.charge, h.facts, h.stage, h.filed_on, h.solved_on, h.suspects, h.detained, h.arrested, h.amount, h.currency, h.supervision, h.campaign, h.traits, h.measures, h.bounds, h.withdrawn_at, h.record_id
from store.criminal_case_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.criminal_case is 'Criminal cases: field, stage, counts of suspects, amount, supervision. Suspects are counts and never persons. Current versions, or those of ledger.as_of(date).';

create view ledger.incident as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.incident_no, c.category, c.facts, c.place, c.reported_on, c.handled_as, c.case_no, c.withdrawn_at, c.record_id
from store.incident c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.incident_no, h.category, h.facts, h.place, h.reported_on, h.handled_as, h.case_no, h.withdrawn_at, h.record_id
from store.incident_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.incident is 'Incidents that the police were told of, and what became of them. Current versions, or those of ledger.as_of(date).';

create view ledger.transfer as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.document_no, c.case_no, c.charge, c.transferred_to, c.reported_on, c.approved_on, c.sent_on, c.accepted_on, c.filed_on, c.refused_on, c.refusal_reason, c.reconsidered_on, c.documents, c.withdrawn_at, c.record_id
from store.transfer c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.document_no, h.case_no, h.charge, h.transferred_to, h.reported_on, h.approved_on, h.sent_on, h.accepted_on, h.filed_on, h.refused_on, h.refusal_reason, h.reconsidered_on, h.documents, h.withdrawn_at, h.record_id
from store.transfer_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.transfer is 'Cases handed from an administrative agency to the police, with the dates by which the clocks run. Current versions, or those of ledger.as_of(date).';

create view ledger.tip_off as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.report_no, c.channel, c.category, c.content, c.received_on, c.handled_on, c.result, c.reward_amount, c.currency, c.withdrawn_at, c.record_id
from store.tip_off c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.report_no, h.channel, h.category, h.content, h.received_on, h.handled_on, h.result, h.reward_amount, h.currency, h.withdrawn_at, h.record_id
from store.tip_off_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.tip_off is 'Tip-offs and complaints: through which channel, about whom, with what result and reward. Current versions, or those of ledger.as_of(date).';

create view ledger.stock_movement as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.movement_no, c.direction, c.store, c.product, c.quantity, c.unit, c.charge_kg, c.permit_no, c.moved_on, c.withdrawn_at, c.record_id
from store.stock_movement c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.movement_no, h.direction, h.store, h.product, h.quantity, h.unit, h.charge_kg, h.permit_no, h.moved_on, h.withdrawn_at, h.record_id
from store.stock_movement_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.stock_movement is 'What came into a store and went out of it. Current versions, or those of ledger.as_of(date).';

create view ledger.sale as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.sale_no, c.product, c.quantity, c.unit, c.amount, c.currency, c.permit_no, c.sold_on, c.withdrawn_at, c.record_id
from store.sale c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.sale_no, h.product, h.quantity, h.unit, h.amount, h.currency, h.permit_no, h.sold_on, h.withdrawn_at, h.record_id
from store.sale_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.sale is 'Sales, with the permit that the purchaser showed. Current versions, or those of ledger.as_of(date).';

create view ledger.listing as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.platform, c.listing_no, c.title, c.brand, c.category, c.price, c.currency, c.sold_quantity, c.ships_from, c.listed_on, c.removed_on, c.withdrawn_at, c.record_id
from store.listing c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.platform, h.listing_no, h.title, h.brand, h.category, h.price, h.currency, h.sold_quantity, h.ships_from, h.listed_on, h.removed_on, h.withdrawn_at, h.record_id
from store.listing_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.listing is 'Offers on trading platforms. Current versions, or those of ledger.as_of(date).';

create view ledger.parcel as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.waybill_no, c.goods, c.weight_kg, c.declared_value, c.currency, c.origin, c.destination, c.shipped_on, c.finding, c.withdrawn_at, c.record_id
from store.parcel c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.waybill_no, h.goods, h.weight_kg, h.declared_value, h.currency, h.origin, h.destination, h.shipped_on, h.finding, h.withdrawn_at, h.record_id
from store.parcel_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.parcel is 'Parcels: what was declared, from where to where, and what an examination found. Current versions, or those of ledger.as_of(date).';

create view ledger.joint_action as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.title, c.field, c.agencies, c.acted_on, c.actions, c.officers, c.units_inspected, c.problems_rectified, c.administrative_cases, c.administrative_detentions, c.criminal_cases, c.bounds, c.withdrawn_at, c.record_id
from store.joint_action c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.title, h.field, h.agencies, h.acted_on, h.actions, h.officers, h.units_inspected, h.problems_rectified, h.administrative_cases, h.administrative_detentions, h.criminal_cases, h.bounds, h.withdrawn_at, h.record_id
from store.joint_action_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.joint_action is 'Actions of several agencies together, with their figures. Current versions, or those of ledger.as_of(date).';

create view ledger.outreach as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.activity, c.topic, c.held_on, c.quantity, c.unit, c.bounds, c.withdrawn_at, c.record_id
from store.outreach c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.activity, h.topic, h.held_on, h.quantity, h.unit, h.bounds, h.withdrawn_at, h.record_id
from store.outreach_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.outreach is 'What agencies do to inform people: leaflets, seminars, consultations. Current versions, or those of ledger.as_of(date).';

create view ledger.bulletin_claim as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.bulletin, c.category, c.measure, c.value, c.unit, c.currency, c.cross_cut, c.quote, c.bounds, c.withdrawn_at, c.record_id
from store.bulletin_claim c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.bulletin, h.category, h.measure, h.value, h.unit, h.currency, h.cross_cut, h.quote, h.bounds, h.withdrawn_at, h.record_id
from store.bulletin_claim_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.bulletin_claim is 'Figures that a published bulletin claims, one a row, in its own words. Current versions, or those of ledger.as_of(date).';

create or replace view ledger.version as
select 'penalty'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.penalty
union all
select 'penalty'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.penalty_history
union all
select 'registration'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.registration
union all
select 'registration'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.registration_history
union all
select 'recall'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.recall
union all
select 'recall'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.recall_history
union all
select 'list_entry'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.list_entry
union all
select 'list_entry'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.list_entry_history
union all
select 'licence'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.licence
union all
select 'licence'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.licence_history
union all
select 'rectification_order'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.rectification_order
union all
select 'rectification_order'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.rectification_order_history
union all
select 'repair'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.repair
union all
select 'repair'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.repair_history
union all
select 'inspection'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.inspection
union all
select 'inspection'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.inspection_history
union all
select 'sample_test'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.sample_test
union all
select 'sample_test'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.sample_test_history
union all
select 'exceedance'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.exceedance
union all
select 'exceedance'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.exceedance_history
union all
select 'stock_balance'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.stock_balance
union all
select 'stock_balance'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.stock_balance_history
union all
select 'criminal_case'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.criminal_case
union all
select 'criminal_case'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.criminal_case_history
union all
select 'incident'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.incident
union all
select 'incident'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.incident_history
union all
select 'transfer'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.transfer
union all
select 'transfer'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.transfer_history
union all
select 'tip_off'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.tip_off
union all
select 'tip_off'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.tip_off_history
union all
select 'stock_movement'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.stock_movement
union all
select 'stock_movement'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.stock_movement_history
union all
select 'sale'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.sale
union all
select 'sale'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.sale_history
union all
select 'listing'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.listing
union all
select 'listing'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.listing_history
union all
select 'parcel'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.parcel
union all
select 'parcel'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.parcel_history
union all
select 'joint_action'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.joint_action
union all
select 'joint_action'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.joint_action_history
union all
select 'outreach'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.outreach
union all
select 'outreach'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.outreach_history
union all
select 'bulletin_claim'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.bulletin_claim
union all
select 'bulletin_claim'::text as kind, connector, source_key, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.bulletin_claim_history;

grant select on all tables in schema ledger to riskledger_analyst, riskledger_loader;
grant select, insert, update, delete on all tables in schema store to riskledger_loader;
-- As in 0005: before Postgres 17 only an owner can analyze.
do $$ begin
  if current_setting('server_version_num')::int >= 170000 then
    grant maintain on all tables in schema store to riskledger_loader;
  end if;
end $$;
