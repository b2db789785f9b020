-- When connectors are run by themselves: what each is held to, and every slot that was taken. A slot is an instant at which the cadence wants a run.

create table store.schedule (
  connector text primary key,
  -- As the scheduler that was started last has them, from declaration and configuration.
  cron text not null,
  time_zone text not null,
  stale_after_days int not null,
  paused_in_configuration boolean not null default false,
  next_slot timestamptz,
  -- Slots before it were nobody's to take.
  since timestamptz not null,
  paused_at timestamptz,
  paused_by text,
  pause_reason text,
  -- Runs that failed one after the other, and when the next is tried.
  failures int not null default 0,
  next_try timestamptz,
  constraint paused_by_somebody check ((paused_at is null) = (paused_by is null))
);

create table store.slot (
  connector text not null references store.schedule,
  slot timestamptz not null,
  status text not null check (status in ('running', 'done', 'failed', 'interrupted', 'lost')),
  -- The scheduler that took it last, and until when it is held to be alive.
  owner uuid not null,
  -- How the names of its connections end, by which they are ended when it is stopped and holds locks.
  holder text not null,
  lease_until timestamptz not null,
  -- How often it was taken; who comes back with an older number writes nothing.
  attempt int not null default 1,
  taken_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  run_id bigint references store.run,
  -- What ended the last attempt that failed.
  code text,
  message text,
  hint text,
  -- Earlier slots that nobody took: how many times of the cadence, and the first.
  skipped bigint not null default 0,
  skipped_since timestamptz,
  primary key (connector, slot)
);
create index slot_running on store.slot (connector) where status = 'running';

create view ledger.schedule as
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
  s.stale_after_days, arrival.last_arrival,
  coalesce(arrival.last_arrival < clock_timestamp() - make_interval(days => s.stale_after_days), true) as stale
from store.schedule s
left join lateral (select * from store.slot l where l.connector = s.connector order by l.slot desc limit 1) last on true
left join lateral (select max(arrived_at) as last_arrival from raw.source r where r.connector = s.connector) arrival on true;
comment on view ledger.schedule is 'Connectors that are run by their cadence: state (running, paused, backing_off, waiting), next slot, last slot and what became of it, pauses, and whether the source has been silent for longer than it declares (stale).';

grant select, insert, update on store.schedule, store.slot to riskledger_loader;
grant select on ledger.schedule to riskledger_analyst, riskledger_loader;
