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
  arrived_at timestamp with time zone default date_trunc('milliseconds'::text, clock_timestamp()) not null
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
create table store.load (
  load_id bigint generated always as identity not null,
  run_id bigint,
  kind text not null,
  records integer not null,
  recorded_at timestamp with time zone default now() not null,
  resolved boolean default false not null
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
  entity_id uuid not null
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
  updated_on date
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
create table store.unassessed (
  entity_id uuid not null
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
alter table store.entity add constraint entity_joined_by_check CHECK ((joined_by = ANY (ARRAY['identifier'::text, 'name'::text, 'alone'::text])));
alter table store.entity add constraint entity_pkey PRIMARY KEY (entity_id);
alter table store.entity_alias add constraint entity_alias_pkey PRIMARY KEY (entity_id);
alter table store.fact add constraint fact_evidence_check CHECK ((cardinality(evidence) > 0));
alter table store.fact add constraint fact_pkey PRIMARY KEY (entity_id, predicate, qualifier);
alter table store.grade add constraint grade_colour_check CHECK ((colour = ANY (ARRAY['green'::text, 'yellow'::text, 'orange'::text, 'red'::text])));
alter table store.grade add constraint grade_pkey PRIMARY KEY (entity_id);
alter table store.identifier_anchor add constraint identifier_anchor_pkey PRIMARY KEY (key);
alter table store.list_entry add constraint list_entry_pkey PRIMARY KEY (record_id);
alter table store.load add constraint load_pkey PRIMARY KEY (load_id);
alter table store.load add constraint load_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.mention add constraint mention_pkey PRIMARY KEY (record_id, ordinal);
alter table store.mention_identifier add constraint mention_identifier_pkey PRIMARY KEY (record_id, ordinal, scheme, issuer, value);
alter table store.migration add constraint migration_pkey PRIMARY KEY (number);
alter table store.outbox add constraint outbox_pkey PRIMARY KEY (event_id);
alter table store.penalty add constraint penalty_pkey PRIMARY KEY (record_id);
alter table store.quarantine add constraint quarantine_connector_row_hash_occurrence_key UNIQUE (connector, row_hash, occurrence);
alter table store.quarantine add constraint quarantine_first_run_id_fkey FOREIGN KEY (first_run_id) REFERENCES store.run(run_id);
alter table store.quarantine add constraint quarantine_last_run_id_fkey FOREIGN KEY (last_run_id) REFERENCES store.run(run_id);
alter table store.quarantine add constraint quarantine_pkey PRIMARY KEY (quarantine_id);
alter table store.quarantine add constraint quarantine_scope_check CHECK ((scope = ANY (ARRAY['row'::text, 'file'::text, 'message'::text])));
alter table store.quarantine add constraint quarantine_source_id_fkey FOREIGN KEY (source_id) REFERENCES raw.source(source_id);
alter table store.quarantine add constraint quarantine_status_check CHECK ((status = ANY (ARRAY['open'::text, 'replayed'::text, 'dropped'::text])));
alter table store.recall add constraint recall_pkey PRIMARY KEY (record_id);
alter table store.registration add constraint registration_pkey PRIMARY KEY (record_id);
alter table store.run add constraint every_row_has_one_fate CHECK ((read = ((accepted + rejected) + ignored)));
alter table store.run add constraint run_pkey PRIMARY KEY (run_id);
alter table store.run add constraint run_status_check CHECK ((status = ANY (ARRAY['reading'::text, 'read'::text, 'loaded'::text, 'failed'::text, 'abandoned'::text])));
alter table store.run_key add constraint run_key_pkey PRIMARY KEY (run_id, record_id);
alter table store.run_source add constraint run_source_pkey PRIMARY KEY (run_id, source_id);
alter table store.run_source add constraint run_source_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.run_source add constraint run_source_source_id_fkey FOREIGN KEY (source_id) REFERENCES raw.source(source_id);
alter table store.schedule add constraint paused_by_somebody CHECK (((paused_at IS NULL) = (paused_by IS NULL)));
alter table store.schedule add constraint schedule_pkey PRIMARY KEY (connector);
alter table store.signal add constraint signal_pkey PRIMARY KEY (run_id, code, field, value);
alter table store.signal add constraint signal_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.slot add constraint slot_connector_fkey FOREIGN KEY (connector) REFERENCES store.schedule(connector);
alter table store.slot add constraint slot_pkey PRIMARY KEY (connector, slot);
alter table store.slot add constraint slot_run_id_fkey FOREIGN KEY (run_id) REFERENCES store.run(run_id);
alter table store.slot add constraint slot_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'interrupted'::text, 'lost'::text])));
alter table store.unassessed add constraint unassessed_pkey PRIMARY KEY (entity_id);
alter table topic."position" add constraint position_pkey PRIMARY KEY (consumer, topic, partition);
alter table topic.batch add constraint batch_pkey PRIMARY KEY (topic, partition, base_offset);
alter table topic.batch add constraint batch_topic_partition_fkey FOREIGN KEY (topic, partition) REFERENCES topic.partition(topic, partition);
alter table topic.member add constraint member_pkey PRIMARY KEY (member_id);
alter table topic.owner add constraint owner_pkey PRIMARY KEY (consumer, topic, partition);
alter table topic.partition add constraint partition_pkey PRIMARY KEY (topic, partition);
alter table topic.partition add constraint partition_topic_fkey FOREIGN KEY (topic) REFERENCES topic.topic(name);
alter table topic.topic add constraint topic_partitions_check CHECK ((partitions > 0));
alter table topic.topic add constraint topic_pkey PRIMARY KEY (name);

CREATE INDEX entity_name_idx ON store.entity USING btree (name);
CREATE INDEX entity_region_idx ON store.entity USING btree (region);
CREATE INDEX entity_alias_became_idx ON store.entity_alias USING btree (became);
CREATE INDEX grade_colour_score_idx ON store.grade USING btree (colour, score DESC);
CREATE INDEX identifier_anchor_anchor_idx ON store.identifier_anchor USING btree (anchor);
CREATE INDEX list_entry_load_id_idx ON store.list_entry USING btree (load_id);
CREATE INDEX list_entry_history_record_id_idx ON store.list_entry_history USING btree (record_id);
CREATE INDEX list_entry_history_superseded_at_idx ON store.list_entry_history USING btree (superseded_at);
CREATE INDEX load_unresolved ON store.load USING btree (load_id) WHERE (NOT resolved);
CREATE INDEX mention_anchor_idx ON store.mention USING btree (anchor) WHERE (anchor IS NOT NULL);
CREATE INDEX mention_entity_id_idx ON store.mention USING btree (entity_id);
CREATE INDEX mention_name_idx ON store.mention USING btree (name);
CREATE INDEX mention_name_key_idx ON store.mention USING btree (name_key) WHERE (name_key IS NOT NULL);
CREATE INDEX mention_source_key_idx ON store.mention USING btree (source_key);
CREATE INDEX mention_identifier_key_idx ON store.mention_identifier USING btree (key) WHERE (key IS NOT NULL);
CREATE INDEX mention_identifier_value_idx ON store.mention_identifier USING btree (value);
CREATE INDEX penalty_load_id_idx ON store.penalty USING btree (load_id);
CREATE INDEX penalty_history_record_id_idx ON store.penalty_history USING btree (record_id);
CREATE INDEX penalty_history_superseded_at_idx ON store.penalty_history USING btree (superseded_at);
CREATE INDEX quarantine_last_run ON store.quarantine USING btree (last_run_id, row_hash, occurrence);
CREATE INDEX quarantine_open ON store.quarantine USING btree (connector, code) WHERE (status = 'open'::text);
CREATE INDEX recall_load_id_idx ON store.recall USING btree (load_id);
CREATE INDEX recall_history_record_id_idx ON store.recall_history USING btree (record_id);
CREATE INDEX recall_history_superseded_at_idx ON store.recall_history USING btree (superseded_at);
CREATE INDEX registration_load_id_idx ON store.registration USING btree (load_id);
CREATE INDEX registration_history_record_id_idx ON store.registration_history USING btree (record_id);
CREATE INDEX registration_history_superseded_at_idx ON store.registration_history USING btree (superseded_at);
CREATE INDEX run_open ON store.run USING btree (connector) WHERE (status = ANY (ARRAY['reading'::text, 'read'::text]));
CREATE INDEX slot_running ON store.slot USING btree (connector) WHERE (status = 'running'::text);
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
CREATE OR REPLACE FUNCTION ledger.question_time()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(nullif(current_setting('riskledger.as_of', true), '')::timestamptz, 'infinity'::timestamptz) $function$
;

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
          WHERE (m.record_id = ANY (f.evidence))) AS evidence
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
          WHERE (m.record_id = ANY (g.evidence))) AS evidence
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
    c.record_id
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
    h.record_id
   FROM (store.registration_history h
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
    COALESCE((arrival.last_arrival < (clock_timestamp() - make_interval(days => s.stale_after_days))), true) AS stale
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
   FROM store.list_entry_history;

grant select on ledger.decision to riskledger_analyst;
grant select on ledger.entity to riskledger_analyst;
grant select on ledger.entity_alias to riskledger_analyst;
grant select on ledger.fact to riskledger_analyst;
grant select on ledger.grade to riskledger_analyst;
grant select on ledger.identifier to riskledger_analyst;
grant select on ledger.list_entry to riskledger_analyst;
grant select on ledger.mention to riskledger_analyst;
grant select on ledger.penalty to riskledger_analyst;
grant select on ledger.quarantine to riskledger_analyst;
grant select on ledger.recall to riskledger_analyst;
grant select on ledger.registration to riskledger_analyst;
grant select on ledger.run to riskledger_analyst;
grant select on ledger.schedule to riskledger_analyst;
grant select on ledger.signal to riskledger_analyst;
grant select on ledger.source to riskledger_analyst;
grant select on ledger.version to riskledger_analyst;
grant select on ledger.decision to riskledger_loader;
grant select on ledger.entity to riskledger_loader;
grant select on ledger.entity_alias to riskledger_loader;
grant select on ledger.fact to riskledger_loader;
grant select on ledger.grade to riskledger_loader;
grant select on ledger.identifier to riskledger_loader;
grant select on ledger.list_entry to riskledger_loader;
grant select on ledger.mention to riskledger_loader;
grant select on ledger.penalty to riskledger_loader;
grant select on ledger.quarantine to riskledger_loader;
grant select on ledger.recall to riskledger_loader;
grant select on ledger.registration to riskledger_loader;
grant select on ledger.run to riskledger_loader;
grant select on ledger.schedule to riskledger_loader;
grant select on ledger.signal to riskledger_loader;
grant select on ledger.source to riskledger_loader;
grant select on ledger.version to riskledger_loader;
grant insert, select on raw.batch to riskledger_loader;
grant insert, select on raw.source to riskledger_loader;
grant delete, insert, select, update on store.entity to riskledger_loader;
grant delete, insert, select, update on store.entity_alias to riskledger_loader;
grant delete, insert, select, update on store.fact to riskledger_loader;
grant delete, insert, select, update on store.grade to riskledger_loader;
grant delete, insert, select, update on store.identifier_anchor to riskledger_loader;
grant delete, insert, select, update on store.list_entry to riskledger_loader;
grant delete, insert, select, update on store.list_entry_history to riskledger_loader;
grant delete, insert, select, update on store.load to riskledger_loader;
grant delete, insert, select, update on store.mention to riskledger_loader;
grant delete, insert, select, update on store.mention_identifier to riskledger_loader;
grant delete, insert, select, update on store.migration to riskledger_loader;
grant delete, insert, select, update on store.outbox to riskledger_loader;
grant delete, insert, select, update on store.penalty to riskledger_loader;
grant delete, insert, select, update on store.penalty_history to riskledger_loader;
grant delete, insert, select, update on store.quarantine to riskledger_loader;
grant delete, insert, select, update on store.recall to riskledger_loader;
grant delete, insert, select, update on store.recall_history to riskledger_loader;
grant delete, insert, select, update on store.registration to riskledger_loader;
grant delete, insert, select, update on store.registration_history to riskledger_loader;
grant delete, insert, select, update on store.run to riskledger_loader;
grant delete, insert, select, update on store.run_key to riskledger_loader;
grant delete, insert, select, update on store.run_source to riskledger_loader;
grant insert, select, update on store.schedule to riskledger_loader;
grant delete, insert, select, update on store.signal to riskledger_loader;
grant insert, select, update on store.slot to riskledger_loader;
grant delete, insert, select, update on store.unassessed to riskledger_loader;
grant delete, insert, select, update on topic.batch to riskledger_loader;
grant select on topic.ledger to riskledger_loader;
grant delete, insert, select, update on topic.member to riskledger_loader;
grant delete, insert, select, update on topic.owner to riskledger_loader;
grant delete, insert, select, update on topic.partition to riskledger_loader;
grant delete, insert, select, update on topic.position to riskledger_loader;
grant delete, insert, select, update on topic.topic to riskledger_loader;
