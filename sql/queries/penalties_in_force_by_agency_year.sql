-- How many penalties in force did each agency decide in each year, and how much were the fines?
-- :authority text = null  only authorities whose name contains this
-- :connector text = null  only this connector
select connector, coalesce(authority, '(not said)') as authority, extract(year from decided_on)::int as year, count(*) as penalties,
  count(fine_amount) as with_fine, sum(fine_amount) as fines, currency
from ledger.decision
where in_force
  and (:authority is null or authority ilike '%' || :authority || '%')
  and (:connector is null or connector = :connector)
group by connector, authority, year, currency
order by penalties desc, connector, authority, year, currency
limit 500
