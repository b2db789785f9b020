-- Likeness on top of exact joins. What the exact joins make is a unit; an entity is a cluster of units.

alter table store.mention add column unit_id uuid;
update store.mention set unit_id = entity_id;
alter table store.mention
  alter column unit_id set not null,
  -- Since when it has been a mention of its entity.
  add column joined_at timestamptz not null default now();
create index on store.mention (unit_id);

-- What a mention was a mention of before, and until when.
create table store.membership_history (
  record_id uuid not null,
  ordinal int not null,
  entity_id uuid not null,
  joined_at timestamptz not null,
  left_at timestamptz not null
);
create index on store.membership_history (record_id, ordinal);
create index on store.membership_history (entity_id);

-- What exact joins hold to be one party, with all that its mentions say of it, in an order that does not depend on arrival.
create table store.unit (
  unit_id uuid primary key,
  entity_id uuid not null,
  kind text not null,
  -- By what exact joins hold it together; as in store.entity.
  joined_by text not null check (joined_by in ('identifier', 'name', 'alone')),
  names text[] not null,
  regions text[] not null,
  addresses text[] not null,
  -- '+' where it proves, else '-'; scheme, issuer, value and check status, with a tab between.
  identifiers text[] not null,
  -- Under what it is found by others, as in store.unit_key.
  keys int[] not null default '{}',
  -- Several units that cannot be one fit it equally: it was joined with none of them.
  ambiguous boolean not null default false,
  -- It hangs together with too many others to be joined without a person.
  held boolean not null default false
);
create index on store.unit (entity_id);

create table store.unit_key (
  key int not null,
  unit_id uuid not null,
  primary key (key, unit_id)
);

-- Keys that too many units share to say anything; pairs that share nothing else are not compared.
create table store.oversize_key (
  key int primary key,
  label text not null
);

-- Two units that could be one party, or must not be: the answer follows from the two alone.
create table store.link (
  a uuid not null,
  b uuid not null,
  -- Weight of the evidence in bits, prior included: the probability is 1 / (1 + 2^-bits).
  bits real not null,
  answer text not null check (answer in ('same', 'related', 'possible', 'different')),
  why jsonb not null,
  primary key (a, b),
  check (a < b)
);
create index on store.link (b);

-- How many parties have a term, as counted last; those of one alone are left out.
create table store.term (
  term int primary key,
  holders int not null
);
create table store.term_count (
  units int not null,
  counted_at timestamptz not null default now()
);

alter table store.entity drop constraint entity_joined_by_check;
-- likeness: several units that are alike enough.
alter table store.entity add constraint entity_joined_by_check check (joined_by in ('identifier', 'name', 'alone', 'likeness'));

-- Units of what was resolved before are made by resolving it once more.
update store.load set resolved = false;

create view ledger.link as
select l.a, l.b, ua.entity_id as entity_a, ub.entity_id as entity_b, ua.names[1] as name_a, ub.names[1] as name_b,
  case when l.answer = 'same' and ua.entity_id <> ub.entity_id then 'possible' else l.answer end as answer,
  round((1 / (1 + exp(-least(greatest(l.bits, -60), 60) * ln(2))))::numeric, 6) as probability,
  case when ua.entity_id = ub.entity_id or l.answer <> 'same' then null
    when ua.held or ub.held then 'too_many' when ua.ambiguous or ub.ambiguous then 'ambiguous' else 'conflict' end as not_joined_because,
  l.why
from store.link l
join store.unit ua on ua.unit_id = l.a
join store.unit ub on ub.unit_id = l.b;
comment on view ledger.link is 'Two groups of mentions that exact joins made and that are alike: same, related (branch, site), possible (for a person to say), different (alike, and yet certainly not one), how likely, and why. not_joined_because tells what kept apart two that are alike enough.';

create view ledger.membership as
select m.connector, m.source_key, m.role, m.name, m.record_id, m.ordinal, h.entity_id, h.joined_at, case when h.left_at < ledger.question_time() then h.left_at end as left_at
from (
  select record_id, ordinal, entity_id, joined_at, null::timestamptz as left_at from store.mention
  union all
  select record_id, ordinal, entity_id, joined_at, left_at from store.membership_history) h
left join store.mention m using (record_id, ordinal)
where h.joined_at < ledger.question_time();
comment on view ledger.membership is 'Which entity a mention was a mention of, and from when to when; left_at is null where it still is, or still was on the date of ledger.as_of(date). Names are what the record says now; null when it no longer names the party.';

grant select on ledger.link, ledger.membership to riskledger_analyst, riskledger_loader;
grant select, insert, update, delete on store.membership_history, store.unit, store.unit_key, store.oversize_key, store.link, store.term, store.term_count
  to riskledger_loader;
do $$ begin
  if current_setting('server_version_num')::int >= 170000 then
    grant maintain on store.membership_history, store.unit, store.unit_key, store.oversize_key, store.link, store.term, store.term_count to riskledger_loader;
  end if;
end $$;
