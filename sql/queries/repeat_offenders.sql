-- Who was penalised repeatedly within some months, counting decisions that are still in force?
-- :penalties int = 3  at least this many decisions
-- :months int = 12  within this many months
-- :until date = today  the last day of that time
-- :limit int = 50  how many at most
with decision as (
  -- One decision that a source lists on several pages is one.
  select distinct m.entity_id, p.connector, p.authority, coalesce(p.document_no, p.source_key) as document, p.decided_on
  from ledger.penalty p
  join ledger.mention m using (record_id)
  where p.in_force and m.role = 'penalised' and p.decided_on > :until - make_interval(months => :months) and p.decided_on <= :until
)
select e.name, e.region, count(*) as penalties, min(d.decided_on) as first_on, max(d.decided_on) as last_on,
  count(distinct d.authority) as agencies, string_agg(distinct d.authority, ', ') as who, e.entity_id
from decision d
join ledger.entity e using (entity_id)
group by e.entity_id, e.name, e.region
having count(*) >= :penalties
order by penalties desc, last_on desc, e.name, e.entity_id
limit :limit
