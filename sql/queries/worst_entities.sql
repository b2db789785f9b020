-- Which entities have the worst credit grades?
-- :region text = null  only entities whose region begins with this code
-- :colour text = null  only this colour: green, yellow, orange or red
-- :limit int = 20  how many at most
select e.name, e.region, g.colour, g.score,
  (select f.value from ledger.fact f where f.entity_id = g.entity_id and f.predicate = 'penalties_in_force') as penalties_in_force,
  (select string_agg(f.qualifier || ' ' || f.value, ', ' order by f.value desc) from ledger.fact f
    where f.entity_id = g.entity_id and f.predicate = 'fines_in_force') as fines,
  (select count(*) from ledger.fact f where f.entity_id = g.entity_id and f.predicate = 'held_by') as agencies,
  g.entity_id
from ledger.grade g
join ledger.entity e using (entity_id)
where (:region is null or e.region like :region || '%')
  and (:colour is null or g.colour = :colour)
order by g.score desc, e.name, g.entity_id
limit :limit
