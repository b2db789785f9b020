-- Which versions of records did the ledger record since a day?
-- :since date  the first day, in UTC
-- :connector text = null  only this connector
-- :limit int = 200  how many at most
select recorded_at, kind, connector, source_key, version, case when withdrawn_at is not null then 'withdrawn' when version > 1 then 'changed' else 'first seen' end as what, run_id
from ledger.version
where recorded_at >= :since::timestamp at time zone 'UTC'
  and (:connector is null or connector = :connector)
order by recorded_at desc, kind, connector, source_key, version
limit :limit
