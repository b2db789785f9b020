-- Which names stand for several identified parties of one region, so that nothing was joined by them?
-- :region text = null  only entities whose region begins with this code
-- :limit int = 50  how many at most
select e.name, e.region, e.mentions, (select string_agg(distinct m.connector, ', ') from ledger.mention m where m.entity_id = e.entity_id) as connectors, e.entity_id
from ledger.entity e
where e.ambiguous
  and (:region is null or e.region like :region || '%')
order by e.mentions desc, e.name, e.entity_id
limit :limit
