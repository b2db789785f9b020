-- How many entities have which colour of grade?
-- :region text = null  only entities whose region begins with this code
select g.colour, count(*) as entities, min(g.score) as lowest_score, max(g.score) as highest_score, min(g.as_of) as graded_as_of
from ledger.grade g
join ledger.entity e using (entity_id)
where :region is null or e.region like :region || '%'
group by g.colour
order by highest_score desc
