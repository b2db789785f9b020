-- Several processes a stage: who is at work, which partitions are whose, and how far each has been read.

-- Which ledger this is. Messages say whose run they belong to, and a topic may outlive a ledger.
create table topic.ledger (
  ledger_id uuid not null default gen_random_uuid()
);
create unique index ledger_is_one on topic.ledger ((true));
insert into topic.ledger default values;

-- A process that works as a consumer. It is alive while it holds the advisory lock of its id and has been seen of late:
-- the lock ends with a killed process, the time tells of one that was only stopped.
create table topic.member (
  member_id uuid primary key,
  consumer text not null,
  -- The application_name of its connections, by which they are ended when it is stopped and holds locks.
  connections text not null,
  joined_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
create index on topic.member (consumer);

-- Who owns a partition's work. An owner that lost it (a zombie) finds another epoch here and writes nothing.
drop table topic.owner;
create table topic.owner (
  consumer text not null,
  topic text not null,
  partition int not null,
  -- Null: free.
  member_id uuid,
  epoch bigint not null,
  taken_at timestamptz not null default now(),
  primary key (consumer, topic, partition)
);

-- The id of the last message read: when it is not there any more, the topic is another one of the same name.
alter table topic.position add column last_id text;

-- Null is a tombstone: what was published under the key is published no longer.
alter table store.outbox alter column value drop not null;

grant select, insert, update, delete on topic.member, topic.owner to riskledger_loader;
grant select on topic.ledger to riskledger_loader;
