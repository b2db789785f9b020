-- One table a record kind for current versions, one for superseded ones. Columns after `withdrawn_at` are the fields of
-- the kind in schemas/record.ts, in its order; a test compares them.
create table store.load (
  load_id bigint generated always as identity primary key,
  run_id bigint references store.run,
  kind text not null,
  records int not null,
  recorded_at timestamptz not null default now(),
  resolved boolean not null default false
);
create index load_unresolved on store.load (load_id) where not resolved;

create table store.penalty (
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

create table store.registration (
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
  register text not null,
  register_no text not null,
  industry text,
  zone text,
  regulated_for text[] not null,
  longitude numeric,
  latitude numeric,
  updated_on date
);

create table store.recall (
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

create table store.list_entry (
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
  list text not null,
  reason text,
  legal_basis text,
  listed_on date,
  removed_on date,
  referred_on date
);

create table store.penalty_history (like store.penalty including defaults, superseded_at timestamptz not null);
create table store.registration_history (like store.registration including defaults, superseded_at timestamptz not null);
create table store.recall_history (like store.recall including defaults, superseded_at timestamptz not null);
create table store.list_entry_history (like store.list_entry including defaults, superseded_at timestamptz not null);

create index on store.penalty (load_id);
create index on store.registration (load_id);
create index on store.recall (load_id);
create index on store.list_entry (load_id);
create index on store.penalty_history (record_id);
create index on store.penalty_history (superseded_at);
create index on store.registration_history (record_id);
create index on store.registration_history (superseded_at);
create index on store.recall_history (record_id);
create index on store.recall_history (superseded_at);
create index on store.list_entry_history (record_id);
create index on store.list_entry_history (superseded_at);

-- The keys that a run over a full snapshot has seen, to know which are absent. Emptied when the run is closed.
create table store.run_key (
  run_id bigint not null,
  record_id uuid not null,
  primary key (run_id, record_id)
);
