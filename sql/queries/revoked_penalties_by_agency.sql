-- How many penalties of each agency no longer stand, and why?
-- :connector text = null  only this connector
select connector, coalesce(authority, '(not said)') as authority, count(*) as penalties, count(*) filter (where not in_force) as not_in_force,
  round(100.0 * count(*) filter (where not in_force) / count(*), 1) as percent,
  count(*) filter (where status = 'revoked') as revoked,
  count(*) filter (where status = 'withdrawn') as withdrawn,
  count(*) filter (where status = 'entered_in_error') as entered_in_error
from ledger.decision
where :connector is null or connector = :connector
group by connector, authority
having count(*) filter (where not in_force) > 0
order by not_in_force desc, connector, authority
