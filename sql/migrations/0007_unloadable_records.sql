-- A record that was sent and that Postgres refuses is in quarantine; its run counts it, so that it balances and can end.
alter table store.run add column unloadable bigint not null default 0;

create or replace view ledger.run as
select run_id, connector, status, started_at, read_until, finished_at, full_snapshot, read, accepted, rejected, ignored,
  records, inserted, updated, unchanged + repeated as unchanged, withdrawn, file_faults, error,
  (select string_agg(s.name, ', ' order by s.name) from store.run_source r join raw.source s using (source_id) where r.run_id = run.run_id) as files,
  unloadable
from store.run;
comment on view ledger.run is 'Every run and its balance: read = accepted + rejected + ignored, records = inserted + updated + unchanged + unloadable.';
