-- The embedded topic log. Ordered and gapless per partition: appenders take the partition's row until they commit.
create table topic.topic (
  name text primary key,
  about text not null,
  partitions int not null default 1 check (partitions > 0),
  compacted boolean not null default false,
  -- Null: kept for ever.
  retention interval
);

create table topic.partition (
  topic text not null references topic.topic,
  partition int not null,
  first_offset bigint not null default 0,
  next_offset bigint not null default 0,
  primary key (topic, partition)
);

create table topic.batch (
  topic text not null,
  partition int not null,
  base_offset bigint not null,
  message_count int not null,
  headers jsonb not null,
  messages bytea not null,
  appended_at timestamptz not null default now(),
  primary key (topic, partition, base_offset),
  foreign key (topic, partition) references topic.partition
);
-- Messages arrive deflated already.
alter table topic.batch alter column messages set storage external;

-- Positions move in the transaction that writes what was read up to them.
create table topic.position (
  consumer text not null,
  topic text not null,
  partition int not null,
  next_offset bigint not null,
  moved_at timestamptz not null default now(),
  primary key (consumer, topic, partition)
);

-- Who owns a consumer's work. An owner that lost it (a zombie) finds another epoch here and writes nothing.
create table topic.owner (
  consumer text primary key,
  epoch bigint not null,
  taken_at timestamptz not null default now(),
  taken_by text not null
);
