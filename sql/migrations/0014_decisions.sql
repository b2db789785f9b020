-- Decisions of people about who is who. Rows are only ever added: what was decided, and that it was undone, stays for everybody to read.

create table store.decision (
  decision_id bigint generated always as identity primary key,
  verdict text not null check (verdict in ('same', 'different', 'never')),
  -- Two mentions by record and place among its parties, in the order in which they were named: both outlast every correction of the record.
  a_record uuid not null,
  a_ordinal int not null,
  b_record uuid not null,
  b_ordinal int not null,
  -- The two as they stood then: by this they are found again when a correction gives the parties another order.
  a_seen jsonb not null,
  b_seen jsonb not null,
  who text not null check (btrim(who) <> ''),
  why text not null check (btrim(why) <> ''),
  -- The login that entered it, whoever it names as the one who decided.
  entered_by text not null,
  decided_at timestamptz not null default clock_timestamp(),
  -- The earlier decision on the same pair that gives way to this one.
  replaces bigint unique references store.decision,
  constraint two_mentions check ((a_record, a_ordinal) <> (b_record, b_ordinal))
);
create index on store.decision (a_record);
create index on store.decision (b_record);

create table store.decision_undo (
  decision_id bigint primary key references store.decision,
  who text not null check (btrim(who) <> ''),
  why text not null check (btrim(why) <> ''),
  entered_by text not null,
  undone_at timestamptz not null default clock_timestamp()
);

create function store.refuse_change() returns trigger
language plpgsql
as $$ begin raise exception 'rows of % are only ever added', tg_table_name using errcode = 'insufficient_privilege'; end $$;

create trigger only_added before update or delete or truncate on store.decision
  for each statement execute function store.refuse_change();
create trigger only_added before update or delete or truncate on store.decision_undo
  for each statement execute function store.refuse_change();

-- Records on whose parties somebody decided since they were resolved.
create table store.unresolved_record (
  record_id uuid primary key
);

-- When something was decided is said by the clock of the server and nobody else.
grant select on store.decision, store.decision_undo to riskledger_loader;
grant insert (verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, why, entered_by, replaces) on store.decision to riskledger_loader;
grant insert (decision_id, who, why, entered_by) on store.decision_undo to riskledger_loader;
grant select, insert, update, delete on store.unresolved_record to riskledger_loader;

create view ledger.decision_on_identity as
select d.decision_id, d.verdict,
  case
    when u.undone_at < ledger.question_time() then 'undone'
    when r.decided_at < ledger.question_time() then 'replaced'
    else 'in_force'
  end as state,
  d.a_seen ->> 'name' as a_name, d.a_seen ->> 'role' as a_role, d.a_seen ->> 'connector' as a_connector, d.a_seen ->> 'source_key' as a_source_key,
  d.a_record as a_record_id, d.a_ordinal,
  d.b_seen ->> 'name' as b_name, d.b_seen ->> 'role' as b_role, d.b_seen ->> 'connector' as b_connector, d.b_seen ->> 'source_key' as b_source_key,
  d.b_record as b_record_id, d.b_ordinal,
  d.who, d.why, d.entered_by, d.decided_at, d.replaces,
  case when r.decided_at < ledger.question_time() then r.decision_id end as replaced_by,
  case when u.undone_at < ledger.question_time() then u.who end as undone_by,
  case when u.undone_at < ledger.question_time() then u.why end as undone_why,
  case when u.undone_at < ledger.question_time() then u.undone_at end as undone_at
from store.decision d
left join store.decision_undo u using (decision_id)
left join store.decision r on r.replaces = d.decision_id
where d.decided_at < ledger.question_time();
comment on view ledger.decision_on_identity is 'What people decided about who is who: two mentions (as they were named then) are the same party, different ones, or never to be merged, with who, why and when, and whether it is in force, undone or replaced. As of now, or of ledger.as_of(date).';
grant select on ledger.decision_on_identity to riskledger_analyst, riskledger_loader;
