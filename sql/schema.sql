-- The whole schema after all migrations, written by tests/warehouse/schema.test.ts (npx vitest run tests/warehouse/schema.test.ts --update). Do not edit.

create table raw.batch (
  batch_id bigint generated always as identity not null,
  source_id bigint not null,
  run_id bigint not null,
  first_row bigint not null,
  first_line bigint not null,
  row_count integer not null,
  records_sha256 text not null,
  records integer not null,
  text bytea not null
);
create table raw.source (
  source_id bigint generated always as identity not null,
  connector text not null,
  name text not null,
  path text not null,
  sha256 text not null,
  bytes bigint not null,
  header text,
  arrived_at timestamp with time zone default date_trunc('milliseconds'::text, clock_timestamp()) not null,
  bytes_sha256 text
);
create table store.bulletin_claim (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.bulletin_claim_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  bounds text[] not null,
  superseded_at timestamp with time zone not null
);
create table store.calibration (
  calibration_id bigint generated always as identity not null,
  parameters_version integer not null,
  slope double precision not null,
  shift double precision not null,
  decisions bigint[] not null,
  same integer not null,
  different integer not null,
  made_at timestamp with time zone default now() not null
);
create table store.connector (
  connector text not null,
  title text not null,
  agency text not null,
  kinds text[] not null,
  stale_after_days integer not null
);
create table store.criminal_case (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.criminal_case_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  bounds text[] not null,
  superseded_at timestamp with time zone not null
);
create table store.decision (
  decision_id bigint generated always as identity not null,
  verdict text not null,
  a_record uuid not null,
  a_ordinal integer not null,
  b_record uuid not null,
  b_ordinal integer not null,
  a_seen jsonb not null,
  b_seen jsonb not null,
  who text not null,
  why text not null,
  entered_by text not null,
  decided_at timestamp with time zone default clock_timestamp() not null,
  replaces bigint
);
create table store.decision_undo (
  decision_id bigint not null,
  who text not null,
  why text not null,
  entered_by text not null,
  undone_at timestamp with time zone default clock_timestamp() not null
);
create table store.entity (
  entity_id uuid not null,
  kind text not null,
  name text not null,
  region text,
  mentions integer not null,
  joined_by text not null,
  ambiguous boolean not null,
  made_at timestamp with time zone default now() not null,
  changed_at timestamp with time zone default now() not null
);
create table store.entity_alias (
  entity_id uuid not null,
  became uuid not null,
  recorded_at timestamp with time zone default now() not null
);
create table store.exceedance (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.exceedance_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  cause text,
  superseded_at timestamp with time zone not null
);
create table store.fact (
  entity_id uuid not null,
  predicate text not null,
  qualifier text default ''::text not null,
  value numeric,
  text_value text,
  unit text,
  valid_from date,
  valid_to date,
  model text not null,
  model_version integer not null,
  evidence uuid[] not null
);
create table store.grade (
  entity_id uuid not null,
  colour text not null,
  score numeric not null,
  frequency numeric not null,
  severity numeric not null,
  breakdown jsonb not null,
  evidence uuid[] not null,
  model text not null,
  model_version integer not null,
  as_of date not null,
  graded_at timestamp with time zone default now() not null
);
create table store.identifier_anchor (
  key uuid not null,
  anchor uuid not null
);
create table store.incident (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.incident_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  case_no text,
  superseded_at timestamp with time zone not null
);
create table store.inspection (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.inspection_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  findings jsonb not null,
  superseded_at timestamp with time zone not null
);
create table store.joint_action (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.joint_action_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  bounds text[] not null,
  superseded_at timestamp with time zone not null
);
create table store.licence (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.licence_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  approved_unit text,
  superseded_at timestamp with time zone not null
);
create table store.link (
  a uuid not null,
  b uuid not null,
  bits real not null,
  answer text not null,
  why jsonb not null,
  probability real not null,
  relation text
);
create table store.link_parameters (
  only_row boolean default true not null,
  version integer not null
);
create table store.list_entry (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  list text not null,
  reason text,
  legal_basis text,
  listed_on date,
  removed_on date,
  referred_on date
);
create table store.list_entry_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  list text not null,
  reason text,
  legal_basis text,
  listed_on date,
  removed_on date,
  referred_on date,
  superseded_at timestamp with time zone not null
);
create table store.listing (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  removed_on date,
  bounds text[] default '{}'::text[] not null
);
create table store.listing_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  removed_on date,
  superseded_at timestamp with time zone not null,
  bounds text[] default '{}'::text[] not null
);
create table store.load (
  load_id bigint generated always as identity not null,
  run_id bigint,
  kind text not null,
  records integer not null,
  recorded_at timestamp with time zone default now() not null,
  resolved boolean default false not null
);
create table store.membership_history (
  record_id uuid not null,
  ordinal integer not null,
  entity_id uuid not null,
  joined_at timestamp with time zone not null,
  left_at timestamp with time zone not null,
  name text
);
create table store.mention (
  record_id uuid not null,
  ordinal integer not null,
  kind text not null,
  connector text not null,
  source_key text not null,
  role text not null,
  name text not null,
  party_kind text not null,
  region text,
  address text,
  name_key uuid,
  anchor uuid,
  entity_id uuid not null,
  unit_id uuid not null,
  joined_at timestamp with time zone default now() not null
);
create table store.mention_identifier (
  record_id uuid not null,
  ordinal integer not null,
  scheme text not null,
  issuer text not null,
  value text not null,
  check_status text not null,
  key uuid
);
create table store.migration (
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null
);
create table store.outbox (
  event_id bigint generated always as identity not null,
  topic text not null,
  key text not null,
  value jsonb,
  occurred_at timestamp with time zone default now() not null
);
create table store.outreach (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.outreach_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  bounds text[] not null,
  superseded_at timestamp with time zone not null
);
create table store.oversize_key (
  key integer not null,
  label text not null
);
create table store.parcel (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.parcel_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  finding text,
  superseded_at timestamp with time zone not null
);
create table store.penalty (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  violation_facts text,
  legal_basis text,
  measures text[] not null,
  decision text,
  decided_on date,
  violated_on date,
  fine_amount numeric,
  confiscated_amount numeric,
  currency text,
  authority_code text,
  outcome text,
  published_until date
);
create table store.penalty_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  violation_facts text,
  legal_basis text,
  measures text[] not null,
  decision text,
  decided_on date,
  violated_on date,
  fine_amount numeric,
  confiscated_amount numeric,
  currency text,
  authority_code text,
  outcome text,
  published_until date,
  superseded_at timestamp with time zone not null
);
create table store.place_cursor (
  connector text not null,
  cursor jsonb,
  run_id bigint not null,
  moved_at timestamp with time zone default now() not null,
  full_at timestamp with time zone
);
create table store.quarantine (
  quarantine_id bigint generated always as identity not null,
  connector text not null,
  scope text not null,
  source_id bigint,
  line bigint,
  locator text not null,
  code text not null,
  field text,
  message text not null,
  value text,
  issues jsonb not null,
  raw text,
  row_hash uuid not null,
  occurrence integer not null,
  status text default 'open'::text not null,
  decided_by text,
  decided_at timestamp with time zone,
  first_run_id bigint,
  last_run_id bigint,
  recorded_at timestamp with time zone default now() not null
);
create table store.recall (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  recall_numbers text[] not null,
  classification text,
  product_type text,
  product text,
  reason text,
  quantity text,
  distribution text,
  code_info text,
  reported_on date
);
create table store.recall_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  recall_numbers text[] not null,
  classification text,
  product_type text,
  product text,
  reason text,
  quantity text,
  distribution text,
  code_info text,
  reported_on date,
  superseded_at timestamp with time zone not null
);
create table store.rectification_order (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.rectification_order_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  completed_on date,
  superseded_at timestamp with time zone not null
);
create table store.registration (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  register text not null,
  register_no text not null,
  industry text,
  zone text,
  regulated_for text[] not null,
  longitude numeric,
  latitude numeric,
  updated_on date,
  entity_type text,
  scope text,
  registered_capital numeric,
  currency text
);
create table store.registration_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
  connector text not null,
  source_key text not null,
  valid_from date,
  valid_to date,
  in_force boolean not null,
  status text not null,
  authority text,
  parties jsonb not null,
  flags text[] not null,
  register text not null,
  register_no text not null,
  industry text,
  zone text,
  regulated_for text[] not null,
  longitude numeric,
  latitude numeric,
  updated_on date,
  superseded_at timestamp with time zone not null,
  entity_type text,
  scope text,
  registered_capital numeric,
  currency text
);
create table store.repair (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.repair_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  commitment text,
  superseded_at timestamp with time zone not null
);
create table store.run (
  run_id bigint generated always as identity not null,
  connector text not null,
  started_at timestamp with time zone default now() not null,
  read_until timestamp with time zone,
  finished_at timestamp with time zone,
  status text default 'reading'::text not null,
  full_snapshot boolean default false not null,
  max_drop double precision default 0 not null,
  read bigint default 0 not null,
  accepted bigint default 0 not null,
  rejected bigint default 0 not null,
  ignored bigint default 0 not null,
  records bigint default 0 not null,
  repeated bigint default 0 not null,
  inserted bigint default 0 not null,
  updated bigint default 0 not null,
  unchanged bigint default 0 not null,
  withdrawn bigint default 0 not null,
  file_faults bigint default 0 not null,
  error text,
  ends jsonb,
  unloadable bigint default 0 not null
);
create table store.run_key (
  run_id bigint not null,
  record_id uuid not null
);
create table store.run_source (
  run_id bigint not null,
  source_id bigint not null
);
create table store.sale (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.sale_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  sold_on date,
  superseded_at timestamp with time zone not null
);
create table store.sample_test (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.sample_test_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  remarks text,
  superseded_at timestamp with time zone not null
);
create table store.schedule (
  connector text not null,
  cron text not null,
  time_zone text not null,
  stale_after_days integer not null,
  paused_in_configuration boolean default false not null,
  next_slot timestamp with time zone,
  since timestamp with time zone not null,
  paused_at timestamp with time zone,
  paused_by text,
  pause_reason text,
  failures integer default 0 not null,
  next_try timestamp with time zone
);
create table store.signal (
  run_id bigint not null,
  code text not null,
  field text not null,
  value text not null,
  seen bigint not null,
  locator text not null
);
create table store.slot (
  connector text not null,
  slot timestamp with time zone not null,
  status text not null,
  owner uuid not null,
  holder text not null,
  lease_until timestamp with time zone not null,
  attempt integer default 1 not null,
  taken_at timestamp with time zone default clock_timestamp() not null,
  finished_at timestamp with time zone,
  run_id bigint,
  code text,
  message text,
  hint text,
  skipped bigint default 0 not null,
  skipped_since timestamp with time zone
);
create table store.stock_balance (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.stock_balance_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  bounds text[] not null,
  superseded_at timestamp with time zone not null
);
create table store.stock_movement (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  moved_on date,
  bounds text[] default '{}'::text[] not null
);
create table store.stock_movement_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  moved_on date,
  superseded_at timestamp with time zone not null,
  bounds text[] default '{}'::text[] not null
);
create table store.term (
  term integer not null,
  holders integer not null
);
create table store.term_count (
  units integer not null,
  counted_at timestamp with time zone default now() not null
);
create table store.tip_off (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  currency text,
  quantity numeric,
  unit text,
  bounds text[] default '{}'::text[] not null
);
create table store.tip_off_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  currency text,
  superseded_at timestamp with time zone not null,
  quantity numeric,
  unit text,
  bounds text[] default '{}'::text[] not null
);
create table store.transfer (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
create table store.transfer_history (
  record_id uuid not null,
  content_hash uuid not null,
  version integer default 1 not null,
  version_at timestamp with time zone not null,
  version_seq bigint not null,
  source_id bigint not null,
  line bigint not null,
  run_id bigint not null,
  load_id bigint default currval('store.load_load_id_seq'::regclass) not null,
  recorded_at timestamp with time zone default now() not null,
  withdrawn_at timestamp with time zone,
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
  documents text[] not null,
  superseded_at timestamp with time zone not null
);
create table store.unassessed (
  entity_id uuid not null
);
create table store.unit (
  unit_id uuid not null,
  entity_id uuid not null,
  kind text not null,
  joined_by text not null,
  names text[] not null,
  regions text[] not null,
  addresses text[] not null,
  identifiers text[] not null,
  keys integer[] default '{}'::integer[] not null,
  ambiguous boolean default false not null,
  held boolean default false not null
);
create table store.unit_key (
  key integer not null,
  unit_id uuid not null
);
create table store.unresolved_record (
  record_id uuid not null
);
create table topic.batch (
  topic text not null,
  partition integer not null,
  base_offset bigint not null,
  message_count integer not null,
  headers jsonb not null,
  messages bytea not null,
  appended_at timestamp with time zone default now() not null
);
create table topic.ledger (
  ledger_id uuid default gen_random_uuid() not null
);
create table topic.member (
  member_id uuid not null,
  consumer text not null,
  connections text not null,
  joined_at timestamp with time zone default clock_timestamp() not null,
  seen_at timestamp with time zone default clock_timestamp() not null
);
create table topic.owner (
  consumer text not null,
  topic text not null,
  partition integer not null,
  member_id uuid,
  epoch bigint not null,
  taken_at timestamp with time zone default now() not null
);
create table topic.partition (
  topic text not null,
  partition integer not null,
  first_offset bigint default 0 not null,
  next_offset bigint default 0 not null
);
create table topic.position (
  consumer text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  moved_at timestamp with time zone default now() not null,
  last_id text
);
create table topic.topic (
  name text not null,
  about text not null,
  partitions integer default 1 not null,
  compacted boolean default false not null,
  retention interval
);

alter table raw.batch add constraint batch_pkey PRIMARY KEY (batch_id);
alter table raw.batch add constraint batch_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table raw.batch add constraint batch_source_id_first_row_row_count_records_sha256_key UNIQUE (source_id, first_row, row_count, records_sha256);
alter table raw.batch add constraint batch_source_id_fkey FOREIGN KEY (source_id) REFERENCES raw.source(source_id);
alter table raw.source add constraint source_connector_sha256_key UNIQUE (connector, sha256);
alter table raw.source add constraint source_pkey PRIMARY KEY (source_id);
alter table store.bulletin_claim add constraint bulletin_claim_pkey PRIMARY KEY (record_id);
alter table store.calibration add constraint calibration_pkey PRIMARY KEY (calibration_id);
alter table store.calibration add constraint calibration_slope_check CHECK ((slope > (0)::double precision));
alter table store.connector add constraint connector_pkey PRIMARY KEY (connector);
alter table store.criminal_case add constraint criminal_case_pkey PRIMARY KEY (record_id);
alter table store.decision add constraint decision_pkey PRIMARY KEY (decision_id);
alter table store.decision add constraint decision_replaces_fkey FOREIGN KEY (replaces) REFERENCES store.decision(decision_id);
alter table store.decision add constraint decision_replaces_key UNIQUE (replaces);
alter table store.decision add constraint decision_verdict_check CHECK ((verdict = ANY (ARRAY['same'::text, 'different'::text, 'never'::text])));
alter table store.decision add constraint decision_who_check CHECK ((btrim(who) <> ''::text));
alter table store.decision add constraint decision_why_check CHECK ((btrim(why) <> ''::text));
alter table store.decision add constraint two_mentions CHECK (((a_record <> b_record) OR (a_ordinal <> b_ordinal)));
alter table store.decision_undo add constraint decision_undo_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES store.decision(decision_id);
alter table store.decision_undo add constraint decision_undo_pkey PRIMARY KEY (decision_id);
alter table store.decision_undo add constraint decision_undo_who_check CHECK ((btrim(who) <> ''::text));
alter table store.decision_undo add constraint decision_undo_why_check CHECK ((btrim(why) <> ''::text));
alter table store.entity add constraint entity_joined_by_check CHECK ((joined_by = ANY (ARRAY['identifier'::text, 'name'::text, 'alone'::text, 'likeness'::text])));
alter table store.entity add constraint entity_pkey PRIMARY KEY (entity_id);
alter table store.entity_alias add constraint entity_alias_pkey PRIMARY KEY (entity_id);
alter table store.exceedance add constraint exceedance_pkey PRIMARY KEY (record_id);
alter table store.fact add constraint fact_evidence_check CHECK ((cardinality(evidence) > 0));
alter table store.fact add constraint fact_pkey PRIMARY KEY (entity_id, predicate, qualifier);
alter table store.grade add constraint grade_colour_check CHECK ((colour = ANY (ARRAY['green'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table store.grade add constraint grade_pkey PRIMARY KEY (entity_id);
alter table store.identifier_anchor add constraint identifier_anchor_pkey PRIMARY KEY (key);
alter table store.incident add constraint incident_pkey PRIMARY KEY (record_id);
alter table store.inspection add constraint inspection_pkey PRIMARY KEY (record_id);
alter table store.joint_action add constraint joint_action_pkey PRIMARY KEY (record_id);
alter table store.licence add constraint licence_pkey PRIMARY KEY (record_id);
alter table store.link add constraint link_answer_check CHECK ((answer = ANY (ARRAY['same'::text, 'related'::text, 'possible'::text, 'different'::text])));
alter table store.link add constraint link_check CHECK ((a < b));
alter table store.link add constraint link_pkey PRIMARY KEY (a, b);
alter table store.link add constraint link_relation CHECK (((relation IS NULL) = (answer <> 'related'::text)));
alter table store.link add constraint link_relation_check CHECK ((relation = ANY (ARRAY['branch'::text, 'works'::text, 'site'::text, 'group'::text, 'generation'::text, 'former'::text, 'shared_person'::text])));
alter table store.link_parameters add constraint link_parameters_only_row_check CHECK (only_row);
alter table store.link_parameters add constraint link_parameters_pkey PRIMARY KEY (only_row);
alter table store.list_entry add constraint list_entry_pkey PRIMARY KEY (record_id);
alter table store.listing add constraint listing_pkey PRIMARY KEY (record_id);
alter table store.load add constraint load_pkey PRIMARY KEY (load_id);
alter table store.load add constraint load_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.mention add constraint mention_pkey PRIMARY KEY (record_id, ordinal);
alter table store.mention_identifier add constraint mention_identifier_pkey PRIMARY KEY (record_id, ordinal, scheme, issuer, value);
alter table store.migration add constraint migration_pkey PRIMARY KEY (number);
alter table store.outbox add constraint outbox_pkey PRIMARY KEY (event_id);
alter table store.outreach add constraint outreach_pkey PRIMARY KEY (record_id);
alter table store.oversize_key add constraint oversize_key_pkey PRIMARY KEY (key);
alter table store.parcel add constraint parcel_pkey PRIMARY KEY (record_id);
alter table store.penalty add constraint penalty_pkey PRIMARY KEY (record_id);
alter table store.place_cursor add constraint place_cursor_pkey PRIMARY KEY (connector);
alter table store.place_cursor add constraint place_cursor_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.quarantine add constraint quarantine_connector_row_hash_occurrence_key UNIQUE (connector, row_hash, occurrence);
alter table store.quarantine add constraint quarantine_first_run_id_fkey FOREIGN KEY (first_run_id) REFERENCES store.run(run_id);
alter table store.quarantine add constraint quarantine_last_run_id_fkey FOREIGN KEY (last_run_id) REFERENCES store.run(run_id);
alter table store.quarantine add constraint quarantine_pkey PRIMARY KEY (quarantine_id);
alter table store.quarantine add constraint quarantine_scope_check CHECK ((scope = ANY (ARRAY['row'::text, 'file'::text, 'message'::text])));
alter table store.quarantine add constraint quarantine_source_id_fkey FOREIGN KEY (source_id) REFERENCES raw.source(source_id);
alter table store.quarantine add constraint quarantine_status_check CHECK ((status = ANY (ARRAY['open'::text, 'replayed'::text, 'dropped'::text])));
alter table store.recall add constraint recall_pkey PRIMARY KEY (record_id);
alter table store.rectification_order add constraint rectification_order_pkey PRIMARY KEY (record_id);
alter table store.registration add constraint registration_pkey PRIMARY KEY (record_id);
alter table store.repair add constraint repair_pkey PRIMARY KEY (record_id);
alter table store.run add constraint every_row_has_one_fate CHECK ((read = ((accepted + rejected) + ignored)));
alter table store.run add constraint run_pkey PRIMARY KEY (run_id);
alter table store.run add constraint run_status_check CHECK ((status = ANY (ARRAY['reading'::text, 'read'::text, 'loaded'::text, 'failed'::text, 'abandoned'::text])));
alter table store.run_key add constraint run_key_pkey PRIMARY KEY (run_id, record_id);
alter table store.run_source add constraint run_source_pkey PRIMARY KEY (run_id, source_id);
alter table store.run_source add constraint run_source_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.run_source add constraint run_source_source_id_fkey FOREIGN KEY (source_id) REFERENCES raw.source(source_id);
alter table store.sale add constraint sale_pkey PRIMARY KEY (record_id);
alter table store.sample_test add constraint sample_test_pkey PRIMARY KEY (record_id);
alter table store.schedule add constraint paused_by_somebody CHECK (((paused_at IS NULL) = (paused_by IS NULL)));
alter table store.schedule add constraint schedule_pkey PRIMARY KEY (connector);
alter table store.signal add constraint signal_pkey PRIMARY KEY (run_id, code, field, value);
alter table store.signal add constraint signal_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.slot add constraint slot_connector_fkey FOREIGN KEY (connector) REFERENCES store.schedule(connector);
alter table store.slot add constraint slot_pkey PRIMARY KEY (connector, slot);
alter table store.slot add constraint slot_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.slot add constraint slot_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'interrupted'::text, 'lost'::text])));
alter table store.stock_balance add constraint stock_balance_pkey PRIMARY KEY (record_id);
alter table store.stock_movement add constraint stock_movement_pkey PRIMARY KEY (record_id);
alter table store.term add constraint term_pkey PRIMARY KEY (term);
alter table store.tip_off add constraint tip_off_pkey PRIMARY KEY (record_id);
alter table store.transfer add constraint transfer_pkey PRIMARY KEY (record_id);
alter table store.unassessed add constraint unassessed_pkey PRIMARY KEY (entity_id);
alter table store.unit add constraint unit_joined_by_check CHECK ((joined_by = ANY (ARRAY['identifier'::text, 'name'::text, 'alone'::text])));
alter table store.unit add constraint unit_pkey PRIMARY KEY (unit_id);
alter table store.unit_key add constraint unit_key_pkey PRIMARY KEY (key, unit_id);
alter table store.unresolved_record add constraint unresolved_record_pkey PRIMARY KEY (record_id);
alter table topic."position" add constraint position_pkey PRIMARY KEY (consumer, topic, partition);
alter table topic.batch add constraint batch_pkey PRIMARY KEY (topic, partition, base_offset);
alter table topic.batch add constraint batch_topic_partition_fkey FOREIGN KEY (topic, partition) REFERENCES topic.partition(topic, partition);
alter table topic.member add constraint member_pkey PRIMARY KEY (member_id);
alter table topic.owner add constraint owner_pkey PRIMARY KEY (consumer, topic, partition);
alter table topic.partition add constraint partition_pkey PRIMARY KEY (topic, partition);
alter table topic.partition add constraint partition_topic_fkey FOREIGN KEY (topic) REFERENCES topic.topic(name);
alter table topic.topic add constraint topic_partitions_check CHECK ((partitions > 0));
alter table topic.topic add constraint topic_pkey PRIMARY KEY (name);

CREATE INDEX source_arrival ON raw.source USING btree (connector, arrived_at);
CREATE INDEX bulletin_claim_load_id_idx ON store.bulletin_claim USING btree (load_id);
CREATE INDEX bulletin_claim_history_record_id_idx ON store.bulletin_claim_history USING btree (record_id);
CREATE INDEX bulletin_claim_history_superseded_at_idx ON store.bulletin_claim_history USING btree (superseded_at);
CREATE INDEX criminal_case_load_id_idx ON store.criminal_case USING btree (load_id);
CREATE INDEX criminal_case_history_record_id_idx ON store.criminal_case_history USING btree (record_id);
CREATE INDEX criminal_case_history_superseded_at_idx ON store.criminal_case_history USING btree (superseded_at);
CREATE INDEX decision_a_record_idx ON store.decision USING btree (a_record);
CREATE INDEX decision_b_record_idx ON store.decision USING btree (b_record);
CREATE INDEX entity_name_idx ON store.entity USING btree (name);
CREATE INDEX entity_region_idx ON store.entity USING btree (region);
CREATE INDEX entity_alias_became_idx ON store.entity_alias USING btree (became);
CREATE INDEX exceedance_load_id_idx ON store.exceedance USING btree (load_id);
CREATE INDEX exceedance_history_record_id_idx ON store.exceedance_history USING btree (record_id);
CREATE INDEX exceedance_history_superseded_at_idx ON store.exceedance_history USING btree (superseded_at);
CREATE INDEX grade_colour_score_idx ON store.grade USING btree (colour, score DESC);
CREATE INDEX identifier_anchor_anchor_idx ON store.identifier_anchor USING btree (anchor);
CREATE INDEX incident_load_id_idx ON store.incident USING btree (load_id);
CREATE INDEX incident_history_record_id_idx ON store.incident_history USING btree (record_id);
CREATE INDEX incident_history_superseded_at_idx ON store.incident_history USING btree (superseded_at);
CREATE INDEX inspection_load_id_idx ON store.inspection USING btree (load_id);
CREATE INDEX inspection_history_record_id_idx ON store.inspection_history USING btree (record_id);
CREATE INDEX inspection_history_superseded_at_idx ON store.inspection_history USING btree (superseded_at);
CREATE INDEX joint_action_load_id_idx ON store.joint_action USING btree (load_id);
CREATE INDEX joint_action_history_record_id_idx ON store.joint_action_history USING btree (record_id);
CREATE INDEX joint_action_history_superseded_at_idx ON store.joint_action_history USING btree (superseded_at);
CREATE INDEX licence_load_id_idx ON store.licence USING btree (load_id);
CREATE INDEX licence_history_record_id_idx ON store.licence_history USING btree (record_id);
CREATE INDEX licence_history_superseded_at_idx ON store.licence_history USING btree (superseded_at);
CREATE INDEX link_b_idx ON store.link USING btree (b);
CREATE INDEX list_entry_load_id_idx ON store.list_entry USING btree (load_id);
CREATE INDEX list_entry_history_record_id_idx ON store.list_entry_history USING btree (record_id);
CREATE INDEX list_entry_history_superseded_at_idx ON store.list_entry_history USING btree (superseded_at);
CREATE INDEX listing_load_id_idx ON store.listing USING btree (load_id);
CREATE INDEX listing_history_record_id_idx ON store.listing_history USING btree (record_id);
CREATE INDEX listing_history_superseded_at_idx ON store.listing_history USING btree (superseded_at);
CREATE INDEX load_unresolved ON store.load USING btree (load_id) WHERE (NOT resolved);
CREATE INDEX membership_history_entity_id_left_at_record_id_ordinal_idx ON store.membership_history USING btree (entity_id, left_at, record_id, ordinal);
CREATE INDEX membership_history_record_id_ordinal_idx ON store.membership_history USING btree (record_id, ordinal);
CREATE INDEX mention_anchor_idx ON store.mention USING btree (anchor) WHERE (anchor IS NOT NULL);
CREATE INDEX mention_connector_idx ON store.mention USING btree (connector);
CREATE INDEX mention_entity_id_idx ON store.mention USING btree (entity_id);
CREATE INDEX mention_name_idx ON store.mention USING btree (name);
CREATE INDEX mention_name_key_idx ON store.mention USING btree (name_key) WHERE (name_key IS NOT NULL);
CREATE INDEX mention_representative ON store.mention USING btree (record_id) WHERE (role = 'representative'::text);
CREATE INDEX mention_source_key_idx ON store.mention USING btree (source_key);
CREATE INDEX mention_unit_id_idx ON store.mention USING btree (unit_id);
CREATE INDEX mention_identifier_key_idx ON store.mention_identifier USING btree (key) WHERE (key IS NOT NULL);
CREATE INDEX mention_identifier_value_idx ON store.mention_identifier USING btree (value);
CREATE INDEX outreach_load_id_idx ON store.outreach USING btree (load_id);
CREATE INDEX outreach_history_record_id_idx ON store.outreach_history USING btree (record_id);
CREATE INDEX outreach_history_superseded_at_idx ON store.outreach_history USING btree (superseded_at);
CREATE INDEX parcel_load_id_idx ON store.parcel USING btree (load_id);
CREATE INDEX parcel_history_record_id_idx ON store.parcel_history USING btree (record_id);
CREATE INDEX parcel_history_superseded_at_idx ON store.parcel_history USING btree (superseded_at);
CREATE INDEX penalty_load_id_idx ON store.penalty USING btree (load_id);
CREATE INDEX penalty_history_record_id_idx ON store.penalty_history USING btree (record_id);
CREATE INDEX penalty_history_superseded_at_idx ON store.penalty_history USING btree (superseded_at);
CREATE INDEX quarantine_last_run ON store.quarantine USING btree (last_run_id, row_hash, occurrence);
CREATE INDEX quarantine_open ON store.quarantine USING btree (connector, code) WHERE (status = 'open'::text);
CREATE INDEX recall_load_id_idx ON store.recall USING btree (load_id);
CREATE INDEX recall_history_record_id_idx ON store.recall_history USING btree (record_id);
CREATE INDEX recall_history_superseded_at_idx ON store.recall_history USING btree (superseded_at);
CREATE INDEX rectification_order_load_id_idx ON store.rectification_order USING btree (load_id);
CREATE INDEX rectification_order_history_record_id_idx ON store.rectification_order_history USING btree (record_id);
CREATE INDEX rectification_order_history_superseded_at_idx ON store.rectification_order_history USING btree (superseded_at);
CREATE INDEX registration_load_id_idx ON store.registration USING btree (load_id);
CREATE INDEX registration_history_record_id_idx ON store.registration_history USING btree (record_id);
CREATE INDEX registration_history_superseded_at_idx ON store.registration_history USING btree (superseded_at);
CREATE INDEX repair_load_id_idx ON store.repair USING btree (load_id);
CREATE INDEX repair_history_record_id_idx ON store.repair_history USING btree (record_id);
CREATE INDEX repair_history_superseded_at_idx ON store.repair_history USING btree (superseded_at);
CREATE INDEX run_open ON store.run USING btree (connector) WHERE (status = ANY (ARRAY['reading'::text, 'read'::text]));
CREATE INDEX sale_load_id_idx ON store.sale USING btree (load_id);
CREATE INDEX sale_history_record_id_idx ON store.sale_history USING btree (record_id);
CREATE INDEX sale_history_superseded_at_idx ON store.sale_history USING btree (superseded_at);
CREATE INDEX sample_test_load_id_idx ON store.sample_test USING btree (load_id);
CREATE INDEX sample_test_history_record_id_idx ON store.sample_test_history USING btree (record_id);
CREATE INDEX sample_test_history_superseded_at_idx ON store.sample_test_history USING btree (superseded_at);
CREATE INDEX slot_running ON store.slot USING btree (connector) WHERE (status = 'running'::text);
CREATE INDEX stock_balance_load_id_idx ON store.stock_balance USING btree (load_id);
CREATE INDEX stock_balance_history_record_id_idx ON store.stock_balance_history USING btree (record_id);
CREATE INDEX stock_balance_history_superseded_at_idx ON store.stock_balance_history USING btree (superseded_at);
CREATE INDEX stock_movement_load_id_idx ON store.stock_movement USING btree (load_id);
CREATE INDEX stock_movement_history_record_id_idx ON store.stock_movement_history USING btree (record_id);
CREATE INDEX stock_movement_history_superseded_at_idx ON store.stock_movement_history USING btree (superseded_at);
CREATE INDEX tip_off_load_id_idx ON store.tip_off USING btree (load_id);
CREATE INDEX tip_off_history_record_id_idx ON store.tip_off_history USING btree (record_id);
CREATE INDEX tip_off_history_superseded_at_idx ON store.tip_off_history USING btree (superseded_at);
CREATE INDEX transfer_load_id_idx ON store.transfer USING btree (load_id);
CREATE INDEX transfer_history_record_id_idx ON store.transfer_history USING btree (record_id);
CREATE INDEX transfer_history_superseded_at_idx ON store.transfer_history USING btree (superseded_at);
CREATE INDEX unit_entity_id_idx ON store.unit USING btree (entity_id);
CREATE UNIQUE INDEX ledger_is_one ON topic.ledger USING btree ((true));
CREATE INDEX member_consumer_idx ON topic.member USING btree (consumer);

CREATE OR REPLACE FUNCTION ledger.as_of(day date)
 RETURNS date
 LANGUAGE sql
AS $function$
  select set_config('riskledger.as_of', coalesce((day + 1)::timestamp at time zone 'UTC', 'infinity')::text, false);
  select day;
$function$
;
CREATE OR REPLACE FUNCTION ledger.is_stale(last_arrival timestamp with time zone, stale_after_days integer, asked_at timestamp with time zone DEFAULT clock_timestamp())
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select case
    when stale_after_days is null then null
    when last_arrival is null then true
    else ledger.whole_days(last_arrival, asked_at) > stale_after_days
  end
$function$
;
CREATE OR REPLACE FUNCTION ledger.question_time()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(nullif(current_setting('riskledger.as_of', true), '')::timestamptz, 'infinity'::timestamptz) $function$
;
CREATE OR REPLACE FUNCTION ledger.whole_days(since timestamp with time zone, until timestamp with time zone)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select floor(extract(epoch from until - since) / 86400)::int $function$
;
CREATE OR REPLACE FUNCTION store.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'rows of % are only ever added', tg_table_name using errcode = 'insufficient_privilege'; end $function$
;

CREATE TRIGGER only_added BEFORE DELETE OR UPDATE OR TRUNCATE ON store.calibration FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
CREATE TRIGGER only_added BEFORE DELETE OR UPDATE OR TRUNCATE ON store.decision FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
CREATE TRIGGER only_added BEFORE DELETE OR UPDATE OR TRUNCATE ON store.decision_undo FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();

create view ledger.bulletin_claim as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.bulletin,
    c.category,
    c.measure,
    c.value,
    c.unit,
    c.currency,
    c.cross_cut,
    c.quote,
    c.bounds,
    c.withdrawn_at,
    c.record_id
   FROM (store.bulletin_claim c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.bulletin,
    h.category,
    h.measure,
    h.value,
    h.unit,
    h.currency,
    h.cross_cut,
    h.quote,
    h.bounds,
    h.withdrawn_at,
    h.record_id
   FROM (store.bulletin_claim_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.calibration as
 SELECT calibration_id,
    parameters_version,
    slope,
    shift,
    decisions,
    same,
    different,
    made_at
   FROM store.calibration
  WHERE (made_at < ledger.question_time());
create view ledger.common_key as
 SELECT label,
    ( SELECT count(*) AS count
           FROM store.unit_key k
          WHERE (k.key = o.key)) AS units
   FROM store.oversize_key o
  WHERE (label <> ''::text);
create view ledger.connector as
 SELECT c.connector,
    c.title,
    c.agency,
    c.kinds,
    arrival.last_arrival,
    ledger.whole_days(arrival.last_arrival, asked.at) AS days_since_arrival,
    c.stale_after_days,
    ledger.is_stale(arrival.last_arrival, c.stale_after_days, asked.at) AS stale
   FROM ((store.connector c
     CROSS JOIN LATERAL ( SELECT LEAST(clock_timestamp(), ledger.question_time()) AS at) asked)
     CROSS JOIN LATERAL ( SELECT max(s.arrived_at) AS last_arrival
           FROM raw.source s
          WHERE ((s.connector = c.connector) AND (s.arrived_at < ledger.question_time()))) arrival);
create view ledger.criminal_case as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.case_no,
    c.field,
    c.charge,
    c.facts,
    c.stage,
    c.filed_on,
    c.solved_on,
    c.suspects,
    c.detained,
    c.arrested,
    c.amount,
    c.currency,
    c.supervision,
    c.campaign,
    c.traits,
    c.measures,
    c.bounds,
    c.withdrawn_at,
    c.record_id
   FROM (store.criminal_case c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.case_no,
    h.field,
    h.charge,
    h.facts,
    h.stage,
    h.filed_on,
    h.solved_on,
    h.suspects,
    h.detained,
    h.arrested,
    h.amount,
    h.currency,
    h.supervision,
    h.campaign,
    h.traits,
    h.measures,
    h.bounds,
    h.withdrawn_at,
    h.record_id
   FROM (store.criminal_case_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.decision as
 SELECT DISTINCT ON (connector, authority, COALESCE(document_no, source_key), decided_on, fine_amount) connector,
    source_key,
    version,
    valid_from,
    valid_to,
    recorded_at,
    run_id,
    locator,
    in_force,
    status,
    authority,
    parties,
    flags,
    document_no,
    violation,
    violation_facts,
    legal_basis,
    measures,
    decision,
    decided_on,
    violated_on,
    fine_amount,
    confiscated_amount,
    currency,
    authority_code,
    outcome,
    published_until,
    withdrawn_at,
    record_id
   FROM ledger.penalty
  ORDER BY connector, authority, COALESCE(document_no, source_key), decided_on, fine_amount, in_force, source_key;
create view ledger.decision_on_identity as
 SELECT d.decision_id,
    d.verdict,
        CASE
            WHEN (u.undone_at < ledger.question_time()) THEN 'undone'::text
            WHEN (r.decided_at < ledger.question_time()) THEN 'replaced'::text
            ELSE 'in_force'::text
        END AS state,
    (d.a_seen ->> 'name'::text) AS a_name,
    (d.a_seen ->> 'role'::text) AS a_role,
    (d.a_seen ->> 'connector'::text) AS a_connector,
    (d.a_seen ->> 'source_key'::text) AS a_source_key,
    d.a_record AS a_record_id,
    d.a_ordinal,
    (d.b_seen ->> 'name'::text) AS b_name,
    (d.b_seen ->> 'role'::text) AS b_role,
    (d.b_seen ->> 'connector'::text) AS b_connector,
    (d.b_seen ->> 'source_key'::text) AS b_source_key,
    d.b_record AS b_record_id,
    d.b_ordinal,
    d.who,
    d.why,
    d.entered_by,
    d.decided_at,
    d.replaces,
        CASE
            WHEN (r.decided_at < ledger.question_time()) THEN r.decision_id
            ELSE NULL::bigint
        END AS replaced_by,
        CASE
            WHEN (u.undone_at < ledger.question_time()) THEN u.who
            ELSE NULL::text
        END AS undone_by,
        CASE
            WHEN (u.undone_at < ledger.question_time()) THEN u.why
            ELSE NULL::text
        END AS undone_why,
        CASE
            WHEN (u.undone_at < ledger.question_time()) THEN u.undone_at
            ELSE NULL::timestamp with time zone
        END AS undone_at
   FROM ((store.decision d
     LEFT JOIN store.decision_undo u USING (decision_id))
     LEFT JOIN store.decision r ON ((r.replaces = d.decision_id)))
  WHERE (d.decided_at < ledger.question_time());
create view ledger.entity as
 SELECT entity_id,
    kind,
    name,
    region,
    mentions,
    joined_by,
    ambiguous,
    made_at,
    changed_at
   FROM store.entity;
create view ledger.entity_alias as
 SELECT entity_id,
    became,
    recorded_at
   FROM store.entity_alias;
create view ledger.exceedance as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.monitoring_point,
    c.medium,
    c.pollutant,
    c.measured_value,
    c.limit_value,
    c.unit,
    c.measured_on,
    c.cause,
    c.withdrawn_at,
    c.record_id
   FROM (store.exceedance c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.monitoring_point,
    h.medium,
    h.pollutant,
    h.measured_value,
    h.limit_value,
    h.unit,
    h.measured_on,
    h.cause,
    h.withdrawn_at,
    h.record_id
   FROM (store.exceedance_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.fact as
 SELECT entity_id,
    predicate,
    qualifier,
    value,
    text_value,
    unit,
    valid_from,
    valid_to,
    model,
    model_version,
    ( SELECT jsonb_agg(DISTINCT jsonb_build_object('kind', m.kind, 'connector', m.connector, 'source_key', m.source_key)) AS jsonb_agg
           FROM store.mention m
          WHERE (m.record_id = ANY (f.evidence))) AS evidence,
    ARRAY( SELECT c.connector
           FROM (( SELECT DISTINCT m.connector
                   FROM store.mention m
                  WHERE (m.record_id = ANY (f.evidence))) drawn_on
             JOIN ledger.connector c USING (connector))
          WHERE c.stale
          ORDER BY c.connector) AS stale_sources
   FROM store.fact f;
create view ledger.grade as
 SELECT entity_id,
    colour,
    score,
    frequency,
    severity,
    breakdown,
    model,
    model_version,
    as_of,
    graded_at,
    ( SELECT jsonb_agg(DISTINCT jsonb_build_object('kind', m.kind, 'connector', m.connector, 'source_key', m.source_key)) AS jsonb_agg
           FROM store.mention m
          WHERE (m.record_id = ANY (g.evidence))) AS evidence,
    ARRAY( SELECT c.connector
           FROM (( SELECT m.connector
                   FROM store.mention m
                  WHERE (m.record_id = ANY (g.evidence))
                UNION
                 SELECT m.connector
                   FROM store.mention m
                  WHERE ((g.evidence = '{}'::uuid[]) AND (m.entity_id = g.entity_id))) drawn_on
             JOIN ledger.connector c USING (connector))
          WHERE c.stale
          ORDER BY c.connector) AS stale_sources
   FROM store.grade g;
create view ledger.identifier as
 SELECT m.entity_id,
    i.scheme,
    i.issuer,
    i.value,
    i.check_status,
    (i.key IS NOT NULL) AS proves,
    count(*) AS mentions,
    array_agg(DISTINCT m.connector) AS connectors
   FROM (store.mention_identifier i
     JOIN store.mention m USING (record_id, ordinal))
  GROUP BY m.entity_id, i.scheme, i.issuer, i.value, i.check_status, (i.key IS NOT NULL);
create view ledger.incident as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.incident_no,
    c.category,
    c.facts,
    c.place,
    c.reported_on,
    c.handled_as,
    c.case_no,
    c.withdrawn_at,
    c.record_id
   FROM (store.incident c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.incident_no,
    h.category,
    h.facts,
    h.place,
    h.reported_on,
    h.handled_as,
    h.case_no,
    h.withdrawn_at,
    h.record_id
   FROM (store.incident_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.inspection as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.inspection_no,
    c.inspection_type,
    c.industry,
    c.key_area,
    c.grid,
    c.inspected_on,
    c.result,
    c.rating,
    c.violations,
    c.findings,
    c.withdrawn_at,
    c.record_id
   FROM (store.inspection c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.inspection_no,
    h.inspection_type,
    h.industry,
    h.key_area,
    h.grid,
    h.inspected_on,
    h.result,
    h.rating,
    h.violations,
    h.findings,
    h.withdrawn_at,
    h.record_id
   FROM (store.inspection_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.joint_action as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.title,
    c.field,
    c.agencies,
    c.acted_on,
    c.actions,
    c.officers,
    c.units_inspected,
    c.problems_rectified,
    c.administrative_cases,
    c.administrative_detentions,
    c.criminal_cases,
    c.bounds,
    c.withdrawn_at,
    c.record_id
   FROM (store.joint_action c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.title,
    h.field,
    h.agencies,
    h.acted_on,
    h.actions,
    h.officers,
    h.units_inspected,
    h.problems_rectified,
    h.administrative_cases,
    h.administrative_detentions,
    h.criminal_cases,
    h.bounds,
    h.withdrawn_at,
    h.record_id
   FROM (store.joint_action_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.licence as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.licence_type,
    c.licence_no,
    c.document_no,
    c.category,
    c.scope,
    c.decided_on,
    c.approved_quantity,
    c.approved_unit,
    c.withdrawn_at,
    c.record_id
   FROM (store.licence c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.licence_type,
    h.licence_no,
    h.document_no,
    h.category,
    h.scope,
    h.decided_on,
    h.approved_quantity,
    h.approved_unit,
    h.withdrawn_at,
    h.record_id
   FROM (store.licence_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.link as
 SELECT l.a,
    l.b,
    ua.entity_id AS entity_a,
    ub.entity_id AS entity_b,
    ua.names[1] AS name_a,
    ub.names[1] AS name_b,
        CASE
            WHEN ((l.answer = 'same'::text) AND (ua.entity_id <> ub.entity_id)) THEN 'possible'::text
            ELSE l.answer
        END AS answer,
    round((l.probability)::numeric, 6) AS probability,
        CASE
            WHEN ((ua.entity_id = ub.entity_id) OR (l.answer <> 'same'::text)) THEN NULL::text
            WHEN (ua.held OR ub.held) THEN 'too_many'::text
            WHEN (ua.ambiguous OR ub.ambiguous) THEN 'ambiguous'::text
            ELSE 'conflict'::text
        END AS not_joined_because,
    l.why,
    l.relation
   FROM ((store.link l
     JOIN store.unit ua ON ((ua.unit_id = l.a)))
     JOIN store.unit ub ON ((ub.unit_id = l.b)));
create view ledger.list_entry as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.list,
    c.reason,
    c.legal_basis,
    c.listed_on,
    c.removed_on,
    c.referred_on,
    c.withdrawn_at,
    c.record_id
   FROM (store.list_entry c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.list,
    h.reason,
    h.legal_basis,
    h.listed_on,
    h.removed_on,
    h.referred_on,
    h.withdrawn_at,
    h.record_id
   FROM (store.list_entry_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.listing as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.platform,
    c.listing_no,
    c.title,
    c.brand,
    c.category,
    c.price,
    c.currency,
    c.sold_quantity,
    c.ships_from,
    c.listed_on,
    c.removed_on,
    c.withdrawn_at,
    c.record_id,
    c.bounds
   FROM (store.listing c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.platform,
    h.listing_no,
    h.title,
    h.brand,
    h.category,
    h.price,
    h.currency,
    h.sold_quantity,
    h.ships_from,
    h.listed_on,
    h.removed_on,
    h.withdrawn_at,
    h.record_id,
    h.bounds
   FROM (store.listing_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.membership as
 SELECT m.connector,
    m.source_key,
    m.role,
    m.name,
    m.record_id,
    m.ordinal,
    m.entity_id,
    m.joined_at,
    NULL::timestamp with time zone AS left_at
   FROM store.mention m
  WHERE (m.joined_at < ledger.question_time())
UNION ALL
 SELECT m.connector,
    m.source_key,
    m.role,
    m.name,
    h.record_id,
    h.ordinal,
    h.entity_id,
    h.joined_at,
        CASE
            WHEN (h.left_at < ledger.question_time()) THEN h.left_at
            ELSE NULL::timestamp with time zone
        END AS left_at
   FROM (store.membership_history h
     JOIN store.mention m ON (((m.record_id = h.record_id) AND (m.ordinal = h.ordinal))))
  WHERE (h.joined_at < ledger.question_time())
UNION ALL
 SELECT o.connector,
    o.source_key,
    NULL::text AS role,
    NULL::text AS name,
    h.record_id,
    h.ordinal,
    h.entity_id,
    h.joined_at,
        CASE
            WHEN (h.left_at < ledger.question_time()) THEN h.left_at
            ELSE NULL::timestamp with time zone
        END AS left_at
   FROM (store.membership_history h
     LEFT JOIN store.mention o ON (((o.record_id = h.record_id) AND (NOT (EXISTS ( SELECT
           FROM store.mention e
          WHERE ((e.record_id = o.record_id) AND (e.ordinal < o.ordinal))))))))
  WHERE ((h.joined_at < ledger.question_time()) AND (NOT (EXISTS ( SELECT
           FROM store.mention m
          WHERE ((m.record_id = h.record_id) AND (m.ordinal = h.ordinal))))));
create view ledger.mention as
 SELECT connector,
    source_key,
    role,
    name,
    entity_id,
    kind AS record_kind,
    party_kind,
    region,
    address,
    record_id,
    ordinal
   FROM store.mention;
create view ledger.outreach as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.activity,
    c.topic,
    c.held_on,
    c.quantity,
    c.unit,
    c.bounds,
    c.withdrawn_at,
    c.record_id
   FROM (store.outreach c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.activity,
    h.topic,
    h.held_on,
    h.quantity,
    h.unit,
    h.bounds,
    h.withdrawn_at,
    h.record_id
   FROM (store.outreach_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.parcel as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.waybill_no,
    c.goods,
    c.weight_kg,
    c.declared_value,
    c.currency,
    c.origin,
    c.destination,
    c.shipped_on,
    c.finding,
    c.withdrawn_at,
    c.record_id
   FROM (store.parcel c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.waybill_no,
    h.goods,
    h.weight_kg,
    h.declared_value,
    h.currency,
    h.origin,
    h.destination,
    h.shipped_on,
    h.finding,
    h.withdrawn_at,
    h.record_id
   FROM (store.parcel_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.penalty as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.document_no,
    c.violation,
    c.violation_facts,
    c.legal_basis,
    c.measures,
    c.decision,
    c.decided_on,
    c.violated_on,
    c.fine_amount,
    c.confiscated_amount,
    c.currency,
    c.authority_code,
    c.outcome,
    c.published_until,
    c.withdrawn_at,
    c.record_id
   FROM (store.penalty c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.document_no,
    h.violation,
    h.violation_facts,
    h.legal_basis,
    h.measures,
    h.decision,
    h.decided_on,
    h.violated_on,
    h.fine_amount,
    h.confiscated_amount,
    h.currency,
    h.authority_code,
    h.outcome,
    h.published_until,
    h.withdrawn_at,
    h.record_id
   FROM (store.penalty_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.quarantine as
 SELECT quarantine_id,
    connector,
    locator,
    code,
    field,
    message,
    raw,
    status,
    value,
    scope,
    line,
    issues,
    first_run_id,
    last_run_id,
    recorded_at,
    decided_by,
    decided_at
   FROM store.quarantine;
create view ledger.recall as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.recall_numbers,
    c.classification,
    c.product_type,
    c.product,
    c.reason,
    c.quantity,
    c.distribution,
    c.code_info,
    c.reported_on,
    c.withdrawn_at,
    c.record_id
   FROM (store.recall c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.recall_numbers,
    h.classification,
    h.product_type,
    h.product,
    h.reason,
    h.quantity,
    h.distribution,
    h.code_info,
    h.reported_on,
    h.withdrawn_at,
    h.record_id
   FROM (store.recall_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.rectification_order as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.document_no,
    c.violation,
    c.legal_basis,
    c.demand,
    c.ordered_on,
    c.due_on,
    c.completed_on,
    c.withdrawn_at,
    c.record_id
   FROM (store.rectification_order c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.document_no,
    h.violation,
    h.legal_basis,
    h.demand,
    h.ordered_on,
    h.due_on,
    h.completed_on,
    h.withdrawn_at,
    h.record_id
   FROM (store.rectification_order_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.registration as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.register,
    c.register_no,
    c.industry,
    c.zone,
    c.regulated_for,
    c.longitude,
    c.latitude,
    c.updated_on,
    c.withdrawn_at,
    c.record_id,
    c.entity_type,
    c.scope,
    c.registered_capital,
    c.currency
   FROM (store.registration c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.register,
    h.register_no,
    h.industry,
    h.zone,
    h.regulated_for,
    h.longitude,
    h.latitude,
    h.updated_on,
    h.withdrawn_at,
    h.record_id,
    h.entity_type,
    h.scope,
    h.registered_capital,
    h.currency
   FROM (store.registration_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.repair as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.repaired_kind,
    c.document_no,
    c.repair_no,
    c.applied_on,
    c.repaired_on,
    c.commitment,
    c.withdrawn_at,
    c.record_id
   FROM (store.repair c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.repaired_kind,
    h.document_no,
    h.repair_no,
    h.applied_on,
    h.repaired_on,
    h.commitment,
    h.withdrawn_at,
    h.record_id
   FROM (store.repair_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.run as
 SELECT run_id,
    connector,
    status,
    started_at,
    read_until,
    finished_at,
    full_snapshot,
    read,
    accepted,
    rejected,
    ignored,
    records,
    inserted,
    updated,
    (unchanged + repeated) AS unchanged,
    withdrawn,
    file_faults,
    error,
    ( SELECT string_agg(s.name, ', '::text ORDER BY s.name) AS string_agg
           FROM (store.run_source r
             JOIN raw.source s USING (source_id))
          WHERE (r.run_id = run.run_id)) AS files,
    unloadable
   FROM store.run;
create view ledger.sale as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.sale_no,
    c.product,
    c.quantity,
    c.unit,
    c.amount,
    c.currency,
    c.permit_no,
    c.sold_on,
    c.withdrawn_at,
    c.record_id
   FROM (store.sale c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.sale_no,
    h.product,
    h.quantity,
    h.unit,
    h.amount,
    h.currency,
    h.permit_no,
    h.sold_on,
    h.withdrawn_at,
    h.record_id
   FROM (store.sale_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.sample_test as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.sample_no,
    c.product,
    c.category,
    c.specification,
    c.trademark,
    c.batch,
    c.sampled_on,
    c.published_on,
    c.programme,
    c.tested_by,
    c.result,
    c.findings,
    c.remarks,
    c.withdrawn_at,
    c.record_id
   FROM (store.sample_test c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.sample_no,
    h.product,
    h.category,
    h.specification,
    h.trademark,
    h.batch,
    h.sampled_on,
    h.published_on,
    h.programme,
    h.tested_by,
    h.result,
    h.findings,
    h.remarks,
    h.withdrawn_at,
    h.record_id
   FROM (store.sample_test_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.schedule as
 SELECT s.connector,
    s.cron,
    s.time_zone,
        CASE
            WHEN ((last.status = 'running'::text) AND (last.lease_until >= clock_timestamp())) THEN 'running'::text
            WHEN ((s.paused_at IS NOT NULL) OR s.paused_in_configuration) THEN 'paused'::text
            WHEN (s.failures > 0) THEN 'backing_off'::text
            ELSE 'waiting'::text
        END AS state,
    s.next_slot,
    last.slot AS last_slot,
    last.status AS last_status,
    last.attempt AS last_attempt,
    last.taken_at AS last_taken_at,
    last.finished_at AS last_finished_at,
    last.run_id AS last_run_id,
    last.skipped AS last_skipped,
    last.skipped_since AS last_skipped_since,
    s.failures,
        CASE
            WHEN (s.failures > 0) THEN last.code
            ELSE NULL::text
        END AS error_code,
        CASE
            WHEN (s.failures > 0) THEN last.message
            ELSE NULL::text
        END AS error,
    s.next_try,
    s.paused_at,
        CASE
            WHEN ((s.paused_at IS NULL) AND s.paused_in_configuration) THEN 'the configuration'::text
            ELSE s.paused_by
        END AS paused_by,
    s.pause_reason,
    s.stale_after_days,
    arrival.last_arrival,
    ledger.is_stale(arrival.last_arrival, s.stale_after_days) AS stale
   FROM ((store.schedule s
     LEFT JOIN LATERAL ( SELECT l.connector,
            l.slot,
            l.status,
            l.owner,
            l.holder,
            l.lease_until,
            l.attempt,
            l.taken_at,
            l.finished_at,
            l.run_id,
            l.code,
            l.message,
            l.hint,
            l.skipped,
            l.skipped_since
           FROM store.slot l
          WHERE (l.connector = s.connector)
          ORDER BY l.slot DESC
         LIMIT 1) last ON (true))
     LEFT JOIN LATERAL ( SELECT max(r.arrived_at) AS last_arrival
           FROM raw.source r
          WHERE (r.connector = s.connector)) arrival ON (true));
create view ledger.signal as
 SELECT signal.run_id,
    r.connector,
    signal.code,
    signal.field,
    signal.value,
    signal.seen,
    signal.locator
   FROM (store.signal
     JOIN store.run r USING (run_id));
create view ledger.source as
 SELECT source_id,
    connector,
    name,
    sha256,
    bytes,
    arrived_at
   FROM raw.source;
create view ledger.stock_balance as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.store,
    c.product,
    c.quantity,
    c.unit,
    c.charge_kg,
    c.approved_maximum_kg,
    c.persons,
    c.approved_persons,
    c.counted_on,
    c.bounds,
    c.withdrawn_at,
    c.record_id
   FROM (store.stock_balance c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.store,
    h.product,
    h.quantity,
    h.unit,
    h.charge_kg,
    h.approved_maximum_kg,
    h.persons,
    h.approved_persons,
    h.counted_on,
    h.bounds,
    h.withdrawn_at,
    h.record_id
   FROM (store.stock_balance_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.stock_movement as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.movement_no,
    c.direction,
    c.store,
    c.product,
    c.quantity,
    c.unit,
    c.charge_kg,
    c.permit_no,
    c.moved_on,
    c.withdrawn_at,
    c.record_id,
    c.bounds
   FROM (store.stock_movement c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.movement_no,
    h.direction,
    h.store,
    h.product,
    h.quantity,
    h.unit,
    h.charge_kg,
    h.permit_no,
    h.moved_on,
    h.withdrawn_at,
    h.record_id,
    h.bounds
   FROM (store.stock_movement_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.tip_off as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.report_no,
    c.channel,
    c.category,
    c.content,
    c.received_on,
    c.handled_on,
    c.result,
    c.reward_amount,
    c.currency,
    c.withdrawn_at,
    c.record_id,
    c.quantity,
    c.unit,
    c.bounds
   FROM (store.tip_off c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.report_no,
    h.channel,
    h.category,
    h.content,
    h.received_on,
    h.handled_on,
    h.result,
    h.reward_amount,
    h.currency,
    h.withdrawn_at,
    h.record_id,
    h.quantity,
    h.unit,
    h.bounds
   FROM (store.tip_off_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.transfer as
 SELECT c.connector,
    c.source_key,
    c.version,
    c.valid_from,
    c.valid_to,
    c.recorded_at,
    c.run_id,
    ((s.name || ':'::text) || c.line) AS locator,
    c.in_force,
    c.status,
    c.authority,
    c.parties,
    c.flags,
    c.document_no,
    c.case_no,
    c.charge,
    c.transferred_to,
    c.reported_on,
    c.approved_on,
    c.sent_on,
    c.accepted_on,
    c.filed_on,
    c.refused_on,
    c.refusal_reason,
    c.reconsidered_on,
    c.documents,
    c.withdrawn_at,
    c.record_id
   FROM (store.transfer c
     LEFT JOIN raw.source s ON ((s.source_id = c.source_id)))
  WHERE (c.recorded_at < ledger.question_time())
UNION ALL
 SELECT h.connector,
    h.source_key,
    h.version,
    h.valid_from,
    h.valid_to,
    h.recorded_at,
    h.run_id,
    ((s.name || ':'::text) || h.line) AS locator,
    h.in_force,
    h.status,
    h.authority,
    h.parties,
    h.flags,
    h.document_no,
    h.case_no,
    h.charge,
    h.transferred_to,
    h.reported_on,
    h.approved_on,
    h.sent_on,
    h.accepted_on,
    h.filed_on,
    h.refused_on,
    h.refusal_reason,
    h.reconsidered_on,
    h.documents,
    h.withdrawn_at,
    h.record_id
   FROM (store.transfer_history h
     LEFT JOIN raw.source s ON ((s.source_id = h.source_id)))
  WHERE ((h.recorded_at < ledger.question_time()) AND (h.superseded_at >= ledger.question_time()));
create view ledger.version as
 SELECT 'penalty'::text AS kind,
    penalty.connector,
    penalty.source_key,
    penalty.version,
    penalty.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    penalty.withdrawn_at,
    penalty.version_at,
    penalty.run_id,
    penalty.content_hash,
    penalty.record_id
   FROM store.penalty
UNION ALL
 SELECT 'penalty'::text AS kind,
    penalty_history.connector,
    penalty_history.source_key,
    penalty_history.version,
    penalty_history.recorded_at,
    penalty_history.superseded_at,
    penalty_history.withdrawn_at,
    penalty_history.version_at,
    penalty_history.run_id,
    penalty_history.content_hash,
    penalty_history.record_id
   FROM store.penalty_history
UNION ALL
 SELECT 'registration'::text AS kind,
    registration.connector,
    registration.source_key,
    registration.version,
    registration.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    registration.withdrawn_at,
    registration.version_at,
    registration.run_id,
    registration.content_hash,
    registration.record_id
   FROM store.registration
UNION ALL
 SELECT 'registration'::text AS kind,
    registration_history.connector,
    registration_history.source_key,
    registration_history.version,
    registration_history.recorded_at,
    registration_history.superseded_at,
    registration_history.withdrawn_at,
    registration_history.version_at,
    registration_history.run_id,
    registration_history.content_hash,
    registration_history.record_id
   FROM store.registration_history
UNION ALL
 SELECT 'recall'::text AS kind,
    recall.connector,
    recall.source_key,
    recall.version,
    recall.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    recall.withdrawn_at,
    recall.version_at,
    recall.run_id,
    recall.content_hash,
    recall.record_id
   FROM store.recall
UNION ALL
 SELECT 'recall'::text AS kind,
    recall_history.connector,
    recall_history.source_key,
    recall_history.version,
    recall_history.recorded_at,
    recall_history.superseded_at,
    recall_history.withdrawn_at,
    recall_history.version_at,
    recall_history.run_id,
    recall_history.content_hash,
    recall_history.record_id
   FROM store.recall_history
UNION ALL
 SELECT 'list_entry'::text AS kind,
    list_entry.connector,
    list_entry.source_key,
    list_entry.version,
    list_entry.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    list_entry.withdrawn_at,
    list_entry.version_at,
    list_entry.run_id,
    list_entry.content_hash,
    list_entry.record_id
   FROM store.list_entry
UNION ALL
 SELECT 'list_entry'::text AS kind,
    list_entry_history.connector,
    list_entry_history.source_key,
    list_entry_history.version,
    list_entry_history.recorded_at,
    list_entry_history.superseded_at,
    list_entry_history.withdrawn_at,
    list_entry_history.version_at,
    list_entry_history.run_id,
    list_entry_history.content_hash,
    list_entry_history.record_id
   FROM store.list_entry_history
UNION ALL
 SELECT 'licence'::text AS kind,
    licence.connector,
    licence.source_key,
    licence.version,
    licence.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    licence.withdrawn_at,
    licence.version_at,
    licence.run_id,
    licence.content_hash,
    licence.record_id
   FROM store.licence
UNION ALL
 SELECT 'licence'::text AS kind,
    licence_history.connector,
    licence_history.source_key,
    licence_history.version,
    licence_history.recorded_at,
    licence_history.superseded_at,
    licence_history.withdrawn_at,
    licence_history.version_at,
    licence_history.run_id,
    licence_history.content_hash,
    licence_history.record_id
   FROM store.licence_history
UNION ALL
 SELECT 'rectification_order'::text AS kind,
    rectification_order.connector,
    rectification_order.source_key,
    rectification_order.version,
    rectification_order.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    rectification_order.withdrawn_at,
    rectification_order.version_at,
    rectification_order.run_id,
    rectification_order.content_hash,
    rectification_order.record_id
   FROM store.rectification_order
UNION ALL
 SELECT 'rectification_order'::text AS kind,
    rectification_order_history.connector,
    rectification_order_history.source_key,
    rectification_order_history.version,
    rectification_order_history.recorded_at,
    rectification_order_history.superseded_at,
    rectification_order_history.withdrawn_at,
    rectification_order_history.version_at,
    rectification_order_history.run_id,
    rectification_order_history.content_hash,
    rectification_order_history.record_id
   FROM store.rectification_order_history
UNION ALL
 SELECT 'repair'::text AS kind,
    repair.connector,
    repair.source_key,
    repair.version,
    repair.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    repair.withdrawn_at,
    repair.version_at,
    repair.run_id,
    repair.content_hash,
    repair.record_id
   FROM store.repair
UNION ALL
 SELECT 'repair'::text AS kind,
    repair_history.connector,
    repair_history.source_key,
    repair_history.version,
    repair_history.recorded_at,
    repair_history.superseded_at,
    repair_history.withdrawn_at,
    repair_history.version_at,
    repair_history.run_id,
    repair_history.content_hash,
    repair_history.record_id
   FROM store.repair_history
UNION ALL
 SELECT 'inspection'::text AS kind,
    inspection.connector,
    inspection.source_key,
    inspection.version,
    inspection.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    inspection.withdrawn_at,
    inspection.version_at,
    inspection.run_id,
    inspection.content_hash,
    inspection.record_id
   FROM store.inspection
UNION ALL
 SELECT 'inspection'::text AS kind,
    inspection_history.connector,
    inspection_history.source_key,
    inspection_history.version,
    inspection_history.recorded_at,
    inspection_history.superseded_at,
    inspection_history.withdrawn_at,
    inspection_history.version_at,
    inspection_history.run_id,
    inspection_history.content_hash,
    inspection_history.record_id
   FROM store.inspection_history
UNION ALL
 SELECT 'sample_test'::text AS kind,
    sample_test.connector,
    sample_test.source_key,
    sample_test.version,
    sample_test.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    sample_test.withdrawn_at,
    sample_test.version_at,
    sample_test.run_id,
    sample_test.content_hash,
    sample_test.record_id
   FROM store.sample_test
UNION ALL
 SELECT 'sample_test'::text AS kind,
    sample_test_history.connector,
    sample_test_history.source_key,
    sample_test_history.version,
    sample_test_history.recorded_at,
    sample_test_history.superseded_at,
    sample_test_history.withdrawn_at,
    sample_test_history.version_at,
    sample_test_history.run_id,
    sample_test_history.content_hash,
    sample_test_history.record_id
   FROM store.sample_test_history
UNION ALL
 SELECT 'exceedance'::text AS kind,
    exceedance.connector,
    exceedance.source_key,
    exceedance.version,
    exceedance.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    exceedance.withdrawn_at,
    exceedance.version_at,
    exceedance.run_id,
    exceedance.content_hash,
    exceedance.record_id
   FROM store.exceedance
UNION ALL
 SELECT 'exceedance'::text AS kind,
    exceedance_history.connector,
    exceedance_history.source_key,
    exceedance_history.version,
    exceedance_history.recorded_at,
    exceedance_history.superseded_at,
    exceedance_history.withdrawn_at,
    exceedance_history.version_at,
    exceedance_history.run_id,
    exceedance_history.content_hash,
    exceedance_history.record_id
   FROM store.exceedance_history
UNION ALL
 SELECT 'stock_balance'::text AS kind,
    stock_balance.connector,
    stock_balance.source_key,
    stock_balance.version,
    stock_balance.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    stock_balance.withdrawn_at,
    stock_balance.version_at,
    stock_balance.run_id,
    stock_balance.content_hash,
    stock_balance.record_id
   FROM store.stock_balance
UNION ALL
 SELECT 'stock_balance'::text AS kind,
    stock_balance_history.connector,
    stock_balance_history.source_key,
    stock_balance_history.version,
    stock_balance_history.recorded_at,
    stock_balance_history.superseded_at,
    stock_balance_history.withdrawn_at,
    stock_balance_history.version_at,
    stock_balance_history.run_id,
    stock_balance_history.content_hash,
    stock_balance_history.record_id
   FROM store.stock_balance_history
UNION ALL
 SELECT 'criminal_case'::text AS kind,
    criminal_case.connector,
    criminal_case.source_key,
    criminal_case.version,
    criminal_case.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    criminal_case.withdrawn_at,
    criminal_case.version_at,
    criminal_case.run_id,
    criminal_case.content_hash,
    criminal_case.record_id
   FROM store.criminal_case
UNION ALL
 SELECT 'criminal_case'::text AS kind,
    criminal_case_history.connector,
    criminal_case_history.source_key,
    criminal_case_history.version,
    criminal_case_history.recorded_at,
    criminal_case_history.superseded_at,
    criminal_case_history.withdrawn_at,
    criminal_case_history.version_at,
    criminal_case_history.run_id,
    criminal_case_history.content_hash,
    criminal_case_history.record_id
   FROM store.criminal_case_history
UNION ALL
 SELECT 'incident'::text AS kind,
    incident.connector,
    incident.source_key,
    incident.version,
    incident.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    incident.withdrawn_at,
    incident.version_at,
    incident.run_id,
    incident.content_hash,
    incident.record_id
   FROM store.incident
UNION ALL
 SELECT 'incident'::text AS kind,
    incident_history.connector,
    incident_history.source_key,
    incident_history.version,
    incident_history.recorded_at,
    incident_history.superseded_at,
    incident_history.withdrawn_at,
    incident_history.version_at,
    incident_history.run_id,
    incident_history.content_hash,
    incident_history.record_id
   FROM store.incident_history
UNION ALL
 SELECT 'transfer'::text AS kind,
    transfer.connector,
    transfer.source_key,
    transfer.version,
    transfer.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    transfer.withdrawn_at,
    transfer.version_at,
    transfer.run_id,
    transfer.content_hash,
    transfer.record_id
   FROM store.transfer
UNION ALL
 SELECT 'transfer'::text AS kind,
    transfer_history.connector,
    transfer_history.source_key,
    transfer_history.version,
    transfer_history.recorded_at,
    transfer_history.superseded_at,
    transfer_history.withdrawn_at,
    transfer_history.version_at,
    transfer_history.run_id,
    transfer_history.content_hash,
    transfer_history.record_id
   FROM store.transfer_history
UNION ALL
 SELECT 'tip_off'::text AS kind,
    tip_off.connector,
    tip_off.source_key,
    tip_off.version,
    tip_off.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    tip_off.withdrawn_at,
    tip_off.version_at,
    tip_off.run_id,
    tip_off.content_hash,
    tip_off.record_id
   FROM store.tip_off
UNION ALL
 SELECT 'tip_off'::text AS kind,
    tip_off_history.connector,
    tip_off_history.source_key,
    tip_off_history.version,
    tip_off_history.recorded_at,
    tip_off_history.superseded_at,
    tip_off_history.withdrawn_at,
    tip_off_history.version_at,
    tip_off_history.run_id,
    tip_off_history.content_hash,
    tip_off_history.record_id
   FROM store.tip_off_history
UNION ALL
 SELECT 'stock_movement'::text AS kind,
    stock_movement.connector,
    stock_movement.source_key,
    stock_movement.version,
    stock_movement.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    stock_movement.withdrawn_at,
    stock_movement.version_at,
    stock_movement.run_id,
    stock_movement.content_hash,
    stock_movement.record_id
   FROM store.stock_movement
UNION ALL
 SELECT 'stock_movement'::text AS kind,
    stock_movement_history.connector,
    stock_movement_history.source_key,
    stock_movement_history.version,
    stock_movement_history.recorded_at,
    stock_movement_history.superseded_at,
    stock_movement_history.withdrawn_at,
    stock_movement_history.version_at,
    stock_movement_history.run_id,
    stock_movement_history.content_hash,
    stock_movement_history.record_id
   FROM store.stock_movement_history
UNION ALL
 SELECT 'sale'::text AS kind,
    sale.connector,
    sale.source_key,
    sale.version,
    sale.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    sale.withdrawn_at,
    sale.version_at,
    sale.run_id,
    sale.content_hash,
    sale.record_id
   FROM store.sale
UNION ALL
 SELECT 'sale'::text AS kind,
    sale_history.connector,
    sale_history.source_key,
    sale_history.version,
    sale_history.recorded_at,
    sale_history.superseded_at,
    sale_history.withdrawn_at,
    sale_history.version_at,
    sale_history.run_id,
    sale_history.content_hash,
    sale_history.record_id
   FROM store.sale_history
UNION ALL
 SELECT 'listing'::text AS kind,
    listing.connector,
    listing.source_key,
    listing.version,
    listing.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    listing.withdrawn_at,
    listing.version_at,
    listing.run_id,
    listing.content_hash,
    listing.record_id
   FROM store.listing
UNION ALL
 SELECT 'listing'::text AS kind,
    listing_history.connector,
    listing_history.source_key,
    listing_history.version,
    listing_history.recorded_at,
    listing_history.superseded_at,
    listing_history.withdrawn_at,
    listing_history.version_at,
    listing_history.run_id,
    listing_history.content_hash,
    listing_history.record_id
   FROM store.listing_history
UNION ALL
 SELECT 'parcel'::text AS kind,
    parcel.connector,
    parcel.source_key,
    parcel.version,
    parcel.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    parcel.withdrawn_at,
    parcel.version_at,
    parcel.run_id,
    parcel.content_hash,
    parcel.record_id
   FROM store.parcel
UNION ALL
 SELECT 'parcel'::text AS kind,
    parcel_history.connector,
    parcel_history.source_key,
    parcel_history.version,
    parcel_history.recorded_at,
    parcel_history.superseded_at,
    parcel_history.withdrawn_at,
    parcel_history.version_at,
    parcel_history.run_id,
    parcel_history.content_hash,
    parcel_history.record_id
   FROM store.parcel_history
UNION ALL
 SELECT 'joint_action'::text AS kind,
    joint_action.connector,
    joint_action.source_key,
    joint_action.version,
    joint_action.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    joint_action.withdrawn_at,
    joint_action.version_at,
    joint_action.run_id,
    joint_action.content_hash,
    joint_action.record_id
   FROM store.joint_action
UNION ALL
 SELECT 'joint_action'::text AS kind,
    joint_action_history.connector,
    joint_action_history.source_key,
    joint_action_history.version,
    joint_action_history.recorded_at,
    joint_action_history.superseded_at,
    joint_action_history.withdrawn_at,
    joint_action_history.version_at,
    joint_action_history.run_id,
    joint_action_history.content_hash,
    joint_action_history.record_id
   FROM store.joint_action_history
UNION ALL
 SELECT 'outreach'::text AS kind,
    outreach.connector,
    outreach.source_key,
    outreach.version,
    outreach.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    outreach.withdrawn_at,
    outreach.version_at,
    outreach.run_id,
    outreach.content_hash,
    outreach.record_id
   FROM store.outreach
UNION ALL
 SELECT 'outreach'::text AS kind,
    outreach_history.connector,
    outreach_history.source_key,
    outreach_history.version,
    outreach_history.recorded_at,
    outreach_history.superseded_at,
    outreach_history.withdrawn_at,
    outreach_history.version_at,
    outreach_history.run_id,
    outreach_history.content_hash,
    outreach_history.record_id
   FROM store.outreach_history
UNION ALL
 SELECT 'bulletin_claim'::text AS kind,
    bulletin_claim.connector,
    bulletin_claim.source_key,
    bulletin_claim.version,
    bulletin_claim.recorded_at,
    NULL::timestamp with time zone AS superseded_at,
    bulletin_claim.withdrawn_at,
    bulletin_claim.version_at,
    bulletin_claim.run_id,
    bulletin_claim.content_hash,
    bulletin_claim.record_id
   FROM store.bulletin_claim
UNION ALL
 SELECT 'bulletin_claim'::text AS kind,
    bulletin_claim_history.connector,
    bulletin_claim_history.source_key,
    bulletin_claim_history.version,
    bulletin_claim_history.recorded_at,
    bulletin_claim_history.superseded_at,
    bulletin_claim_history.withdrawn_at,
    bulletin_claim_history.version_at,
    bulletin_claim_history.run_id,
    bulletin_claim_history.content_hash,
    bulletin_claim_history.record_id
   FROM store.bulletin_claim_history;

grant select on ledger.bulletin_claim to riskledger_analyst;
grant select on ledger.calibration to riskledger_analyst;
grant select on ledger.common_key to riskledger_analyst;
grant select on ledger.connector to riskledger_analyst;
grant select on ledger.criminal_case to riskledger_analyst;
grant select on ledger.decision to riskledger_analyst;
grant select on ledger.decision_on_identity to riskledger_analyst;
grant select on ledger.entity to riskledger_analyst;
grant select on ledger.entity_alias to riskledger_analyst;
grant select on ledger.exceedance to riskledger_analyst;
grant select on ledger.fact to riskledger_analyst;
grant select on ledger.grade to riskledger_analyst;
grant select on ledger.identifier to riskledger_analyst;
grant select on ledger.incident to riskledger_analyst;
grant select on ledger.inspection to riskledger_analyst;
grant select on ledger.joint_action to riskledger_analyst;
grant select on ledger.licence to riskledger_analyst;
grant select on ledger.link to riskledger_analyst;
grant select on ledger.list_entry to riskledger_analyst;
grant select on ledger.listing to riskledger_analyst;
grant select on ledger.membership to riskledger_analyst;
grant select on ledger.mention to riskledger_analyst;
grant select on ledger.outreach to riskledger_analyst;
grant select on ledger.parcel to riskledger_analyst;
grant select on ledger.penalty to riskledger_analyst;
grant select on ledger.quarantine to riskledger_analyst;
grant select on ledger.recall to riskledger_analyst;
grant select on ledger.rectification_order to riskledger_analyst;
grant select on ledger.registration to riskledger_analyst;
grant select on ledger.repair to riskledger_analyst;
grant select on ledger.run to riskledger_analyst;
grant select on ledger.sale to riskledger_analyst;
grant select on ledger.sample_test to riskledger_analyst;
grant select on ledger.schedule to riskledger_analyst;
grant select on ledger.signal to riskledger_analyst;
grant select on ledger.source to riskledger_analyst;
grant select on ledger.stock_balance to riskledger_analyst;
grant select on ledger.stock_movement to riskledger_analyst;
grant select on ledger.tip_off to riskledger_analyst;
grant select on ledger.transfer to riskledger_analyst;
grant select on ledger.version to riskledger_analyst;
grant select on ledger.bulletin_claim to riskledger_loader;
grant select on ledger.calibration to riskledger_loader;
grant select on ledger.common_key to riskledger_loader;
grant select on ledger.connector to riskledger_loader;
grant select on ledger.criminal_case to riskledger_loader;
grant select on ledger.decision to riskledger_loader;
grant select on ledger.decision_on_identity to riskledger_loader;
grant select on ledger.entity to riskledger_loader;
grant select on ledger.entity_alias to riskledger_loader;
grant select on ledger.exceedance to riskledger_loader;
grant select on ledger.fact to riskledger_loader;
grant select on ledger.grade to riskledger_loader;
grant select on ledger.identifier to riskledger_loader;
grant select on ledger.incident to riskledger_loader;
grant select on ledger.inspection to riskledger_loader;
grant select on ledger.joint_action to riskledger_loader;
grant select on ledger.licence to riskledger_loader;
grant select on ledger.link to riskledger_loader;
grant select on ledger.list_entry to riskledger_loader;
grant select on ledger.listing to riskledger_loader;
grant select on ledger.membership to riskledger_loader;
grant select on ledger.mention to riskledger_loader;
grant select on ledger.outreach to riskledger_loader;
grant select on ledger.parcel to riskledger_loader;
grant select on ledger.penalty to riskledger_loader;
grant select on ledger.quarantine to riskledger_loader;
grant select on ledger.recall to riskledger_loader;
grant select on ledger.rectification_order to riskledger_loader;
grant select on ledger.registration to riskledger_loader;
grant select on ledger.repair to riskledger_loader;
grant select on ledger.run to riskledger_loader;
grant select on ledger.sale to riskledger_loader;
grant select on ledger.sample_test to riskledger_loader;
grant select on ledger.schedule to riskledger_loader;
grant select on ledger.signal to riskledger_loader;
grant select on ledger.source to riskledger_loader;
grant select on ledger.stock_balance to riskledger_loader;
grant select on ledger.stock_movement to riskledger_loader;
grant select on ledger.tip_off to riskledger_loader;
grant select on ledger.transfer to riskledger_loader;
grant select on ledger.version to riskledger_loader;
grant insert, select on raw.batch to riskledger_loader;
grant insert, select on raw.source to riskledger_loader;
grant delete, insert, select, update on store.bulletin_claim to riskledger_loader;
grant delete, insert, select, update on store.bulletin_claim_history to riskledger_loader;
grant insert, select on store.calibration to riskledger_loader;
grant insert, select, update on store.connector to riskledger_loader;
grant delete, insert, select, update on store.criminal_case to riskledger_loader;
grant delete, insert, select, update on store.criminal_case_history to riskledger_loader;
grant select on store.decision to riskledger_loader;
grant select on store.decision_undo to riskledger_loader;
grant delete, insert, select, update on store.entity to riskledger_loader;
grant delete, insert, select, update on store.entity_alias to riskledger_loader;
grant delete, insert, select, update on store.exceedance to riskledger_loader;
grant delete, insert, select, update on store.exceedance_history to riskledger_loader;
grant delete, insert, select, update on store.fact to riskledger_loader;
grant delete, insert, select, update on store.grade to riskledger_loader;
grant delete, insert, select, update on store.identifier_anchor to riskledger_loader;
grant delete, insert, select, update on store.incident to riskledger_loader;
grant delete, insert, select, update on store.incident_history to riskledger_loader;
grant delete, insert, select, update on store.inspection to riskledger_loader;
grant delete, insert, select, update on store.inspection_history to riskledger_loader;
grant delete, insert, select, update on store.joint_action to riskledger_loader;
grant delete, insert, select, update on store.joint_action_history to riskledger_loader;
grant delete, insert, select, update on store.licence to riskledger_loader;
grant delete, insert, select, update on store.licence_history to riskledger_loader;
grant delete, insert, select, update on store.link to riskledger_loader;
grant delete, insert, select, update on store.link_parameters to riskledger_loader;
grant delete, insert, select, update on store.list_entry to riskledger_loader;
grant delete, insert, select, update on store.list_entry_history to riskledger_loader;
grant delete, insert, select, update on store.listing to riskledger_loader;
grant delete, insert, select, update on store.listing_history to riskledger_loader;
grant delete, insert, select, update on store.load to riskledger_loader;
grant delete, insert, select, update on store.membership_history to riskledger_loader;
grant delete, insert, select, update on store.mention to riskledger_loader;
grant delete, insert, select, update on store.mention_identifier to riskledger_loader;
grant delete, insert, select, update on store.migration to riskledger_loader;
grant delete, insert, select, update on store.outbox to riskledger_loader;
grant delete, insert, select, update on store.outreach to riskledger_loader;
grant delete, insert, select, update on store.outreach_history to riskledger_loader;
grant delete, insert, select, update on store.oversize_key to riskledger_loader;
grant delete, insert, select, update on store.parcel to riskledger_loader;
grant delete, insert, select, update on store.parcel_history to riskledger_loader;
grant delete, insert, select, update on store.penalty to riskledger_loader;
grant delete, insert, select, update on store.penalty_history to riskledger_loader;
grant insert, select, update on store.place_cursor to riskledger_loader;
grant delete, insert, select, update on store.quarantine to riskledger_loader;
grant delete, insert, select, update on store.recall to riskledger_loader;
grant delete, insert, select, update on store.recall_history to riskledger_loader;
grant delete, insert, select, update on store.rectification_order to riskledger_loader;
grant delete, insert, select, update on store.rectification_order_history to riskledger_loader;
grant delete, insert, select, update on store.registration to riskledger_loader;
grant delete, insert, select, update on store.registration_history to riskledger_loader;
grant delete, insert, select, update on store.repair to riskledger_loader;
grant delete, insert, select, update on store.repair_history to riskledger_loader;
grant delete, insert, select, update on store.run to riskledger_loader;
grant delete, insert, select, update on store.run_key to riskledger_loader;
grant delete, insert, select, update on store.run_source to riskledger_loader;
grant delete, insert, select, update on store.sale to riskledger_loader;
grant delete, insert, select, update on store.sale_history to riskledger_loader;
grant delete, insert, select, update on store.sample_test to riskledger_loader;
grant delete, insert, select, update on store.sample_test_history to riskledger_loader;
grant insert, select, update on store.schedule to riskledger_loader;
grant delete, insert, select, update on store.signal to riskledger_loader;
grant insert, select, update on store.slot to riskledger_loader;
grant delete, insert, select, update on store.stock_balance to riskledger_loader;
grant delete, insert, select, update on store.stock_balance_history to riskledger_loader;
grant delete, insert, select, update on store.stock_movement to riskledger_loader;
grant delete, insert, select, update on store.stock_movement_history to riskledger_loader;
grant delete, insert, select, update on store.term to riskledger_loader;
grant delete, insert, select, update on store.term_count to riskledger_loader;
grant delete, insert, select, update on store.tip_off to riskledger_loader;
grant delete, insert, select, update on store.tip_off_history to riskledger_loader;
grant delete, insert, select, update on store.transfer to riskledger_loader;
grant delete, insert, select, update on store.transfer_history to riskledger_loader;
grant delete, insert, select, update on store.unassessed to riskledger_loader;
grant delete, insert, select, update on store.unit to riskledger_loader;
grant delete, insert, select, update on store.unit_key to riskledger_loader;
grant delete, insert, select, update on store.unresolved_record to riskledger_loader;
grant delete, insert, select, update on topic.batch to riskledger_loader;
grant select on topic.ledger to riskledger_loader;
grant delete, insert, select, update on topic.member to riskledger_loader;
grant delete, insert, select, update on topic.owner to riskledger_loader;
grant delete, insert, select, update on topic.partition to riskledger_loader;
grant delete, insert, select, update on topic.position to riskledger_loader;
grant delete, insert, select, update on topic.topic to riskledger_loader;

grant update (header) on raw.source to riskledger_loader;
grant insert (a_ordinal, a_record, a_seen, b_ordinal, b_record, b_seen, entered_by, replaces, verdict, who, why) on store.decision to riskledger_loader;
grant insert (decision_id, entered_by, who, why) on store.decision_undo to riskledger_loader;
