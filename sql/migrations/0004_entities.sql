-- Who is who, and what is known of them.

-- One row for each party that a current record names. `anchor` is the component of identifiers it belongs to.
create table store.mention (
  record_id uuid not null,
  ordinal int not null,
  kind text not null,
  connector text not null,
  source_key text not null,
  role text not null,
  name text not null,
  party_kind text not null,
  region text,
  address text,
  -- Joins by name only where this is not null: an organisation, a name that says something, and a region.
  name_key uuid,
  anchor uuid,
  entity_id uuid not null,
  primary key (record_id, ordinal)
);
create index on store.mention (entity_id);
create index on store.mention (name_key) where name_key is not null;
create index on store.mention (anchor) where anchor is not null;
create index on store.mention (name);
create index on store.mention (source_key);

create table store.mention_identifier (
  record_id uuid not null,
  ordinal int not null,
  scheme text not null,
  issuer text not null,
  value text not null,
  check_status text not null,
  -- The identifier as a key of joining, null when it proves nothing alone.
  key uuid,
  primary key (record_id, ordinal, scheme, issuer, value)
);
create index on store.mention_identifier (key) where key is not null;
create index on store.mention_identifier (value);

-- Identifiers that belong to one party have one anchor: the smallest of their keys, whatever order they came in.
create table store.identifier_anchor (
  key uuid primary key,
  anchor uuid not null
);
create index on store.identifier_anchor (anchor);

create table store.entity (
  entity_id uuid primary key,
  kind text not null,
  name text not null,
  region text,
  mentions int not null,
  -- How it is held together: identifier, name, or alone (a single mention that proves nothing).
  joined_by text not null check (joined_by in ('identifier', 'name', 'alone')),
  -- The same name in the same region belongs to several identified parties: nothing was joined by it.
  ambiguous boolean not null,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index on store.entity (region);
create index on store.entity (name);

-- An id that was given out once always leads somewhere: the entity it has become.
create table store.entity_alias (
  entity_id uuid primary key,
  became uuid not null,
  recorded_at timestamptz not null default now()
);
create index on store.entity_alias (became);

-- Entities whose records changed since the last assessment.
create table store.unassessed (
  entity_id uuid primary key
);

create table store.fact (
  entity_id uuid not null,
  predicate text not null,
  qualifier text not null default '',
  value numeric,
  text_value text,
  unit text,
  valid_from date,
  valid_to date,
  model text not null,
  model_version int not null,
  -- The records that it follows from; never empty.
  evidence uuid[] not null check (cardinality(evidence) > 0),
  primary key (entity_id, predicate, qualifier)
);

create table store.grade (
  entity_id uuid primary key,
  colour text not null check (colour in ('green', 'yellow', 'orange', 'red')),
  score numeric not null,
  frequency numeric not null,
  severity numeric not null,
  breakdown jsonb not null,
  evidence uuid[] not null,
  model text not null,
  model_version int not null,
  as_of date not null,
  graded_at timestamptz not null default now()
);
create index on store.grade (colour, score desc);

-- What leaves on topics, written in the transaction that made it true and taken away in the one that appends it.
create table store.outbox (
  event_id bigint generated always as identity primary key,
  topic text not null,
  key text not null,
  value jsonb not null,
  occurred_at timestamptz not null default now()
);
