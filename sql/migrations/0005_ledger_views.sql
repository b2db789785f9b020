-- What analysts see. Everything else is internal. Views run with the owner's rights, so that readers need none on the tables.

create function ledger.as_of(day date) returns date
language sql
as $$
  select set_config('riskledger.as_of', coalesce((day + 1)::timestamp at time zone 'UTC', 'infinity')::text, false);
  select day;
$$;
comment on function ledger.as_of(date) is
  'Sets the date of every later question of this session: record views show what was known at the end of that day (UTC). Null: now.';

create function ledger.question_time() returns timestamptz
language sql stable parallel safe
as $$ select coalesce(nullif(current_setting('riskledger.as_of', true), '')::timestamptz, 'infinity'::timestamptz) $$;
comment on function ledger.question_time() is 'The instant before which a version must have been recorded to be shown: infinity unless ledger.as_of set it.';

create view ledger.penalty as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.document_no, c.violation, c.violation_facts, c.legal_basis, c.measures, c.decision, c.decided_on, c.violated_on, c.fine_amount, c.confiscated_amount, c.currency, c.authority_code, c.outcome, c.published_until, c.withdrawn_at, c.record_id
from store.penalty c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.document_no, h.violation, h.violation_facts, h.legal_basis, h.measures, h.decision, h.decided_on, h.violated_on, h.fine_amount, h.confiscated_amount, h.currency, h.authority_code, h.outcome, h.published_until, h.withdrawn_at, h.record_id
from store.penalty_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.penalty is 'Administrative penalties: who was penalised by whom, for what, how much, and whether it still stands. Current versions, or those of ledger.as_of(date).';

create view ledger.decision as
select distinct on (connector, authority, coalesce(document_no, source_key), decided_on, fine_amount) *
from ledger.penalty
order by connector, authority, coalesce(document_no, source_key), decided_on, fine_amount, in_force, source_key;
comment on view ledger.decision is 'Penalties, each decision once: some sources list one decision on several pages, and every page is a record of ledger.penalty. In force only if every page says so. Sums and counts of penalties are asked here.';

create view ledger.registration as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.register, c.register_no, c.industry, c.zone, c.regulated_for, c.longitude, c.latitude, c.updated_on, c.withdrawn_at, c.record_id
from store.registration c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.register, h.register_no, h.industry, h.zone, h.regulated_for, h.longitude, h.latitude, h.updated_on, h.withdrawn_at, h.record_id
from store.registration_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.registration is 'Entries of registers: facilities and the like, with what they are regulated for. Current versions, or those of ledger.as_of(date).';

create view ledger.recall as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.recall_numbers, c.classification, c.product_type, c.product, c.reason, c.quantity, c.distribution, c.code_info, c.reported_on, c.withdrawn_at, c.record_id
from store.recall c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.recall_numbers, h.classification, h.product_type, h.product, h.reason, h.quantity, h.distribution, h.code_info, h.reported_on, h.withdrawn_at, h.record_id
from store.recall_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.recall is 'Product recalls: the recalling firm, the product, the class of the hazard. Current versions, or those of ledger.as_of(date).';

create view ledger.list_entry as
select
  c.connector, c.source_key, c.version, c.valid_from, c.valid_to, c.recorded_at, c.run_id,
  s.name || ':' || c.line as locator,
  c.in_force, c.status, c.authority, c.parties, c.flags, c.list, c.reason, c.legal_basis, c.listed_on, c.removed_on, c.referred_on, c.withdrawn_at, c.record_id
from store.list_entry c
left join raw.source s on s.source_id = c.source_id
where c.recorded_at < ledger.question_time()
union all
select
  h.connector, h.source_key, h.version, h.valid_from, h.valid_to, h.recorded_at, h.run_id,
  s.name || ':' || h.line as locator,
  h.in_force, h.status, h.authority, h.parties, h.flags, h.list, h.reason, h.legal_basis, h.listed_on, h.removed_on, h.referred_on, h.withdrawn_at, h.record_id
from store.list_entry_history h
left join raw.source s on s.source_id = h.source_id
where h.recorded_at < ledger.question_time() and h.superseded_at >= ledger.question_time();
comment on view ledger.list_entry is 'Entries of published lists: who was listed, why, from when to when. Current versions, or those of ledger.as_of(date).';

create view ledger.version as
select 'penalty'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.penalty
union all
select 'penalty'::text as kind, connector, source_key, version, recorded_at, superseded_at as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.penalty_history
union all
select 'registration'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.registration
union all
select 'registration'::text as kind, connector, source_key, version, recorded_at, superseded_at as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.registration_history
union all
select 'recall'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.recall
union all
select 'recall'::text as kind, connector, source_key, version, recorded_at, superseded_at as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.recall_history
union all
select 'list_entry'::text as kind, connector, source_key, version, recorded_at, null::timestamptz as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.list_entry
union all
select 'list_entry'::text as kind, connector, source_key, version, recorded_at, superseded_at as superseded_at, withdrawn_at, version_at, run_id, content_hash, record_id
from store.list_entry_history;
comment on view ledger.version is 'Every version of every record, with the time span in which the ledger held it to be so.';

create view ledger.mention as
select connector, source_key, role, name, entity_id, kind as record_kind, party_kind, region, address, record_id, ordinal
from store.mention;
comment on view ledger.mention is 'A party as one record names it, with its role there and the entity that resolution says it is.';

create view ledger.entity as
select entity_id, kind, name, region, mentions, joined_by, ambiguous, made_at, changed_at from store.entity;
comment on view ledger.entity is 'Parties that resolution holds to be one. joined_by tells by what; ambiguous ones share name and region with several identified parties and were joined with none.';

create view ledger.entity_alias as
select entity_id, became, recorded_at from store.entity_alias;
comment on view ledger.entity_alias is 'Entity ids given out earlier and the entity each has become.';

create view ledger.identifier as
select m.entity_id, i.scheme, i.issuer, i.value, i.check_status, i.key is not null as proves,
  count(*) as mentions, array_agg(distinct m.connector) as connectors
from store.mention_identifier i
join store.mention m using (record_id, ordinal)
group by m.entity_id, i.scheme, i.issuer, i.value, i.check_status, i.key is not null;
comment on view ledger.identifier is 'Identifiers of entities, with scheme, issuer and check status: valid, failed (its check digit is wrong; proves nothing alone), unchecked (the scheme has none).';

create view ledger.fact as
select f.entity_id, f.predicate, f.qualifier, f.value, f.text_value, f.unit, f.valid_from, f.valid_to, f.model, f.model_version,
  (select jsonb_agg(distinct jsonb_build_object('kind', m.kind, 'connector', m.connector, 'source_key', m.source_key))
     from store.mention m where m.record_id = any (f.evidence)) as evidence
from store.fact f;
comment on view ledger.fact is 'What follows from the records of an entity: predicate, qualifier (a currency, a kind), value, and the records it follows from.';

create view ledger.grade as
select g.entity_id, g.colour, g.score, g.frequency, g.severity, g.breakdown, g.model, g.model_version, g.as_of, g.graded_at,
  (select jsonb_agg(distinct jsonb_build_object('kind', m.kind, 'connector', m.connector, 'source_key', m.source_key))
     from store.mention m where m.record_id = any (g.evidence)) as evidence
from store.grade g;
comment on view ledger.grade is 'Advice to people: green, yellow, orange or red from frequency times severity, with the breakdown, the records and the model version behind it.';

create view ledger.run as
select run_id, connector, status, started_at, read_until, finished_at, full_snapshot, read, accepted, rejected, ignored,
  records, inserted, updated, unchanged + repeated as unchanged, withdrawn, file_faults, error,
  (select string_agg(s.name, ', ' order by s.name) from store.run_source r join raw.source s using (source_id) where r.run_id = run.run_id) as files
from store.run;
comment on view ledger.run is 'Every run and its balance: read = accepted + rejected + ignored, records = inserted + updated + unchanged.';

create view ledger.quarantine as
select quarantine_id, connector, locator, code, field, message, raw, status, value, scope, line, issues,
  first_run_id, last_run_id, recorded_at, decided_by, decided_at
from store.quarantine;
comment on view ledger.quarantine is 'Rows and files that could not be accepted, each with place, field, code, reason and the row as found (personal columns masked).';

create view ledger.signal as
select run_id, r.connector, code, field, value, seen, locator
from store.signal join store.run r using (run_id);
comment on view ledger.signal is 'Values and columns that no declaration foresaw, counted per run, with the place where each was first seen.';

create view ledger.source as
select source_id, connector, name, sha256, bytes, arrived_at from raw.source;
comment on view ledger.source is 'Files that were read, by content, and when each first arrived.';

grant usage on schema ledger to riskledger_analyst, riskledger_loader;
grant select on all tables in schema ledger to riskledger_analyst, riskledger_loader;
grant execute on all functions in schema ledger to riskledger_analyst, riskledger_loader;
grant usage on schema raw, store, topic to riskledger_loader;
grant select, insert, update, delete on all tables in schema store, topic to riskledger_loader;
grant usage, select on all sequences in schema store, raw to riskledger_loader;
-- The loader analyzes what it makes much larger. Before Postgres 17 only an owner can: there it is left to autovacuum.
do $$ begin
  if current_setting('server_version_num')::int >= 170000 then
    grant maintain on all tables in schema store to riskledger_loader;
  end if;
end $$;
-- Raw rows are immutable: the pipeline adds and reads them, and may set the header of a source once.
grant select, insert on all tables in schema raw to riskledger_loader;
grant update (header) on raw.source to riskledger_loader;
