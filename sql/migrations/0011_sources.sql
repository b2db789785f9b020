-- What connectors declare of themselves, and whether their sources keep what they promise. Everything that shows staleness asks ledger.is_stale.

create table store.connector (
  connector text primary key,
  -- As declared when the connector ran last.
  title text not null,
  agency text not null,
  kinds text[] not null,
  stale_after_days int not null
);
grant select, insert, update on store.connector to riskledger_loader;

-- The last arrival of a connector is asked for wherever its data is shown.
create index source_arrival on raw.source (connector, arrived_at);

create function ledger.whole_days(since timestamptz, until timestamptz) returns int
language sql immutable parallel safe
as $$ select floor(extract(epoch from until - since) / 86400)::int $$;
comment on function ledger.whole_days(timestamptz, timestamptz) is 'How many times 24 hours have passed.';

create function ledger.is_stale(last_arrival timestamptz, stale_after_days int, asked_at timestamptz default clock_timestamp()) returns boolean
language sql stable parallel safe
as $$
  select case
    when stale_after_days is null then null
    when last_arrival is null then true
    else ledger.whole_days(last_arrival, asked_at) > stale_after_days
  end
$$;
comment on function ledger.is_stale(timestamptz, int, timestamptz) is
  'Whether a source is past its promise: nothing new has arrived for more whole days than its connector declares, or nothing ever. Null: nothing is promised.';

grant execute on function ledger.whole_days(timestamptz, timestamptz), ledger.is_stale(timestamptz, int, timestamptz)
  to riskledger_analyst, riskledger_loader;

create view ledger.connector as
select c.connector, c.title, c.agency, c.kinds, arrival.last_arrival,
  ledger.whole_days(arrival.last_arrival, asked.at) as days_since_arrival, c.stale_after_days,
  ledger.is_stale(arrival.last_arrival, c.stale_after_days, asked.at) as stale
from store.connector c
cross join lateral (select least(clock_timestamp(), ledger.question_time()) as at) asked
cross join lateral (select max(s.arrived_at) as last_arrival from raw.source s where s.connector = c.connector and s.arrived_at < ledger.question_time()) arrival;
comment on view ledger.connector is 'Connectors: what each brings, when something new last arrived, how many days without anything new its source promises at most (stale_after_days), and whether it is past that (stale). As of now, or of ledger.as_of(date).';
grant select on ledger.connector to riskledger_analyst, riskledger_loader;

create or replace view ledger.fact as
select f.entity_id, f.predicate, f.qualifier, f.value, f.text_value, f.unit, f.valid_from, f.valid_to, f.model, f.model_version,
  (select jsonb_agg(distinct jsonb_build_object('kind', m.kind, 'connector', m.connector, 'source_key', m.source_key))
     from store.mention m where m.record_id = any (f.evidence)) as evidence,
  array(select c.connector from (select distinct m.connector from store.mention m where m.record_id = any (f.evidence)) drawn_on
     join ledger.connector c using (connector) where c.stale order by c.connector) as stale_sources
from store.fact f;
comment on view ledger.fact is 'What follows from the records of an entity: predicate, qualifier (a currency, a kind), value, the records it follows from, and those of their connectors that are stale.';

create or replace view ledger.grade as
select g.entity_id, g.colour, g.score, g.frequency, g.severity, g.breakdown, g.model, g.model_version, g.as_of, g.graded_at,
  (select jsonb_agg(distinct jsonb_build_object('kind', m.kind, 'connector', m.connector, 'source_key', m.source_key))
     from store.mention m where m.record_id = any (g.evidence)) as evidence,
  -- A grade without evidence says that nothing is known: it rests on whatever would have told.
  array(select c.connector from (
       select m.connector from store.mention m where m.record_id = any (g.evidence)
       union
       select m.connector from store.mention m where g.evidence = '{}' and m.entity_id = g.entity_id) drawn_on
     join ledger.connector c using (connector) where c.stale order by c.connector) as stale_sources
from store.grade g;
comment on view ledger.grade is 'Advice to people: green, yellow, orange or red from frequency times severity, with the breakdown, the records and the model version behind it, and those of their connectors that are stale (without records: of those that name the entity).';

create or replace view ledger.schedule as
select s.connector, s.cron, s.time_zone,
  case
    when last.status = 'running' and last.lease_until >= clock_timestamp() then 'running'
    when s.paused_at is not null or s.paused_in_configuration then 'paused'
    when s.failures > 0 then 'backing_off'
    else 'waiting'
  end as state,
  s.next_slot, last.slot as last_slot, last.status as last_status, last.attempt as last_attempt, last.taken_at as last_taken_at,
  last.finished_at as last_finished_at, last.run_id as last_run_id, last.skipped as last_skipped, last.skipped_since as last_skipped_since,
  s.failures, case when s.failures > 0 then last.code end as error_code, case when s.failures > 0 then last.message end as error, s.next_try,
  s.paused_at, case when s.paused_at is null and s.paused_in_configuration then 'the configuration' else s.paused_by end as paused_by, s.pause_reason,
  s.stale_after_days, arrival.last_arrival, ledger.is_stale(arrival.last_arrival, s.stale_after_days) as stale
from store.schedule s
left join lateral (select * from store.slot l where l.connector = s.connector order by l.slot desc limit 1) last on true
left join lateral (select max(arrived_at) as last_arrival from raw.source r where r.connector = s.connector) arrival on true;
