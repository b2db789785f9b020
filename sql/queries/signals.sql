-- Which values and columns did no declaration foresee?
-- :connector text = null  only this connector
select connector, code, field, value, sum(seen) as seen, count(*) as runs, max(run_id) as last_run, min(locator) as for_example
from ledger.signal
where :connector is null or connector = :connector
group by connector, code, field, value
order by seen desc, connector, code, field, value
limit 500
