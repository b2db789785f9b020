-- How much are the fines in force, by currency and region of the penalised party?
-- :digits int = 2  how many characters of the region to group by: 2 is the country or the province
-- :since date = null  only decisions from this day on
select p.currency, left(m.region, :digits) as region, count(*) as penalties,
  -- Null is not zero: fines whose amount nobody gave are counted beside the sum.
  count(p.fine_amount) as with_amount, sum(p.fine_amount) as fines, max(p.fine_amount) as largest
from ledger.decision p
join (select distinct on (record_id) record_id, region from ledger.mention where role = 'penalised' order by record_id, ordinal) m using (record_id)
where p.in_force
  and 'fine' = any (p.measures)
  and (:since is null or p.decided_on >= :since)
group by p.currency, left(m.region, :digits)
order by p.currency, fines desc nulls last, region
