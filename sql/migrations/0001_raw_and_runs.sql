-- What came in: sources as found, runs that read them, rows that could not be accepted.
create schema raw;
create schema topic;
create schema ledger;
comment on schema raw is 'Source rows as found, compressed, immutable. Restricted: may hold personal identifiers.';
comment on schema store is 'The ledger''s own tables. Analysts read schema ledger instead.';
comment on schema topic is 'The embedded topic log: one compressed row per batch.';
comment on schema ledger is 'What analysts see: one view per question''s noun, current or as of ledger.as_of(date).';

create table raw.source (
  source_id bigint generated always as identity primary key,
  connector text not null,
  name text not null,
  path text not null,
  sha256 text not null,
  bytes bigint not null,
  header text,
  -- The order of versions where the publisher gives no update time: first arrival, kept through every repeat.
  arrived_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  unique (connector, sha256)
);

create table store.run (
  run_id bigint generated always as identity primary key,
  connector text not null,
  started_at timestamptz not null default now(),
  read_until timestamptz,
  finished_at timestamptz,
  status text not null default 'reading' check (status in ('reading', 'read', 'loaded', 'failed', 'abandoned')),
  full_snapshot boolean not null default false,
  -- The share of the connector's records that a full snapshot may lack before its withdrawals are refused.
  max_drop double precision not null default 0,
  read bigint not null default 0,
  accepted bigint not null default 0,
  rejected bigint not null default 0,
  ignored bigint not null default 0,
  records bigint not null default 0,
  -- Records whose source batch was loaded by an earlier run, byte for byte: they were not sent again.
  repeated bigint not null default 0,
  inserted bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  withdrawn bigint not null default 0,
  file_faults bigint not null default 0,
  error text,
  -- Where each topic ended when reading was done: the run is loaded when the loader has passed them.
  ends jsonb,
  constraint every_row_has_one_fate check (read = accepted + rejected + ignored)
);
create index run_open on store.run (connector) where status in ('reading', 'read');

create table raw.batch (
  batch_id bigint generated always as identity primary key,
  source_id bigint not null references raw.source,
  run_id bigint not null references store.run,
  -- How many rows of the source come before: with the length it says which rows these are, also where all stand on one line.
  first_row bigint not null,
  first_line bigint not null,
  row_count int not null,
  records_sha256 text not null,
  records int not null,
  text bytea not null,
  unique (source_id, first_row, row_count, records_sha256)
);
alter table raw.batch alter column text set storage external;

create table store.run_source (
  run_id bigint not null references store.run,
  source_id bigint not null references raw.source,
  primary key (run_id, source_id)
);

create table store.quarantine (
  quarantine_id bigint generated always as identity primary key,
  connector text not null,
  scope text not null check (scope in ('row', 'file', 'message')),
  source_id bigint references raw.source,
  line bigint,
  locator text not null,
  code text not null,
  field text,
  message text not null,
  value text,
  issues jsonb not null,
  -- The row with personal columns masked; the row itself is in raw.batch.
  raw text,
  row_hash uuid not null,
  -- The n-th identical row of one run: identical rows are separate items, the same row seen again is not.
  occurrence int not null,
  status text not null default 'open' check (status in ('open', 'replayed', 'dropped')),
  decided_by text,
  decided_at timestamptz,
  first_run_id bigint references store.run,
  last_run_id bigint references store.run,
  recorded_at timestamptz not null default now(),
  unique (connector, row_hash, occurrence)
);
create index quarantine_open on store.quarantine (connector, code) where status = 'open';
create index quarantine_last_run on store.quarantine (last_run_id, row_hash, occurrence);

create table store.signal (
  run_id bigint not null references store.run,
  code text not null,
  field text not null,
  value text not null,
  seen bigint not null,
  locator text not null,
  primary key (run_id, code, field, value)
);
