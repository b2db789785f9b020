-- Why were rows and files not accepted, and how many of each?
-- :connector text = null  only this connector
-- :status text = open  open, replayed or dropped
select connector, scope, code, field, count(*) as items, min(locator) as for_example, min(message) as message, max(recorded_at) as last_recorded_at
from ledger.quarantine
where status = :status
  and (:connector is null or connector = :connector)
group by connector, scope, code, field
order by items desc, connector, code, field
