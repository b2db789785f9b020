-- Only records in which the entity is the subject count for or against it; where it is merely the site, that is told apart.
with decision as (
  -- One decision that a source lists on several pages is one: it is in force only if every page says so.
  select entity_id, kind, decision_key, bool_and(in_force) as in_force, max(event_on) as event_on,
    max(fine_amount) as fine_amount, max(confiscated_amount) as confiscated_amount, max(currency) as currency,
    max(coalesce(authority, connector)) as agency, bool_or('fine' = any (measures)) as fined, array_agg(record_id order by record_id) as records
  from subject_record where is_subject group by entity_id, kind, decision_key
),
proof as (select entity_id, kind, decision_key, unnest(records) as record_id from decision)
select d.entity_id, 'records' as predicate, d.kind as qualifier, count(distinct d.decision_key)::numeric as value, null::text as text_value, 'record' as unit,
  min(d.event_on) as valid_from, null::date as valid_to, array_agg(p.record_id order by p.record_id) as evidence
from decision d join proof p using (entity_id, kind, decision_key) group by d.entity_id, d.kind
union all
select entity_id, 'records_as_site', kind, count(distinct decision_key), null, 'record', min(event_on), null, array_agg(distinct record_id)
from subject_record where not is_subject group by entity_id, kind
union all
select d.entity_id, 'penalties_in_force', '', count(distinct d.decision_key), null, 'record', min(d.event_on), null, array_agg(p.record_id order by p.record_id)
from decision d join proof p using (entity_id, kind, decision_key) where d.kind = 'penalty' and d.in_force group by d.entity_id
union all
select entity_id, 'fines_in_force', currency, sum(fine_amount), null, currency, min(event_on), null, array_agg(records[1] order by records[1])
from decision where kind = 'penalty' and in_force and fine_amount is not null and currency is not null group by entity_id, currency
union all
select entity_id, 'confiscations_in_force', currency, sum(confiscated_amount), null, currency, min(event_on), null, array_agg(records[1] order by records[1])
from decision where kind = 'penalty' and in_force and confiscated_amount is not null and currency is not null group by entity_id, currency
union all
-- Null is not zero: fines whose amount nobody gave are said beside the sum.
select entity_id, 'fines_in_force_amount_unknown', '', count(*), null, 'record', min(event_on), null, array_agg(records[1] order by records[1])
from decision where kind = 'penalty' and in_force and fined and fine_amount is null group by entity_id
union all
select entity_id, 'last_event_on', '', null, max(event_on)::text, 'date', max(event_on), null, (array_agg(records[1] order by event_on desc nulls last, records[1]))[1:1]
from decision group by entity_id having max(event_on) is not null
union all
select d.entity_id, 'held_by', d.agency, count(distinct d.decision_key), null, 'record', min(d.event_on), null, array_agg(p.record_id order by p.record_id)
from decision d join proof p using (entity_id, kind, decision_key) group by d.entity_id, d.agency
