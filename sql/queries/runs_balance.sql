-- Does every run balance: has every row one fate, and every record one effect?
-- :connector text = null  only this connector
-- :limit int = 50  how many at most, newest first
select run_id, connector, status, started_at, read, accepted, rejected, ignored, read = accepted + rejected + ignored as rows_balance,
  records, inserted, updated, unchanged, withdrawn, case when status = 'loaded' then records = inserted + updated + unchanged end as records_balance, error
from ledger.run
where :connector is null or connector = :connector
order by run_id desc
limit :limit
