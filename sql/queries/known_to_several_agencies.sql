-- Which entities do several agencies hold something on?
-- :agencies int = 2  at least this many agencies
-- :limit int = 50  how many at most
select e.name, e.region, count(*) as agencies, sum(f.value) as records, string_agg(f.qualifier, ', ' order by f.value desc, f.qualifier) as who,
  (select g.colour from ledger.grade g where g.entity_id = e.entity_id) as colour, e.entity_id
from ledger.fact f
join ledger.entity e using (entity_id)
where f.predicate = 'held_by'
group by e.entity_id, e.name, e.region
having count(*) >= :agencies
order by agencies desc, records desc, e.name, e.entity_id
limit :limit
