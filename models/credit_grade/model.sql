with decision as (
  select entity_id, kind, decision_key, bool_and(in_force) as in_force, max(event_on) as event_on, max(fine_amount) as fine_amount,
    max(currency) as currency, max(classification) as classification, max(measures) as measures, array_agg(record_id order by record_id) as records
  from subject_record where is_subject group by entity_id, kind, decision_key
),
negative as (
  select entity_id, kind, records,
    case kind
      when 'penalty' then
        coalesce((select max(($1::jsonb -> 'measures' ->> measure)::numeric) from unnest(measures) as measure), ($1::jsonb ->> 'unnamed_measure')::numeric)
        + coalesce((select max((band ->> 'extra')::numeric) from jsonb_array_elements($1::jsonb -> 'fine_bands' -> currency) as band
             where fine_amount >= (band ->> 'from')::numeric), 0)
      when 'recall' then ($1::jsonb -> 'recall' ->> coalesce(classification, 'unknown'))::numeric
      when 'list_entry' then ($1::jsonb ->> 'list_entry')::numeric
    end as severity,
    -- A record without a date is taken as recent: not knowing its age is no reason to discount it.
    (select age from jsonb_array_elements($1::jsonb -> 'ages') as age
      where coalesce(event_on, $2::date) >= $2::date - make_interval(years => (age ->> 'years')::int)
      order by (age ->> 'years')::int limit 1) as age
  from decision
  where in_force and kind in ('penalty', 'recall', 'list_entry') and coalesce(event_on, $2::date) <= $2::date
),
part as (
  select entity_id, kind, severity, (age ->> 'years')::int as within_years, (age ->> 'weight')::numeric as weight, count(*) as records,
    count(*) * severity * (age ->> 'weight')::numeric as points
  from negative group by entity_id, kind, severity, age
),
total as (
  select entity_id, sum(records * weight) as frequency, sum(points) as score,
    jsonb_agg(jsonb_build_object('kind', kind, 'severity', severity, 'within_years', within_years, 'weight', weight, 'records', records, 'points', points)
      order by points desc, kind, severity desc, within_years) as breakdown
  from part group by entity_id
),
proof as (select entity_id, array_agg(record_id order by record_id) as evidence from negative, unnest(records) as record_id group by entity_id)
select s.entity_id,
  case
    when coalesce(t.score, 0) >= ($1::jsonb -> 'thresholds' ->> 'red')::numeric then 'red'
    when t.score >= ($1::jsonb -> 'thresholds' ->> 'orange')::numeric then 'orange'
    when t.score >= ($1::jsonb -> 'thresholds' ->> 'yellow')::numeric then 'yellow'
    else 'green'
  end as colour,
  trim_scale(coalesce(t.score, 0)) as score,
  trim_scale(coalesce(t.frequency, 0)) as frequency,
  trim_scale(coalesce(round(t.score / nullif(t.frequency, 0), 4), 0)) as severity,
  coalesce(t.breakdown, '[]'::jsonb) as breakdown,
  coalesce(p.evidence, '{}'::uuid[]) as evidence
from (select distinct entity_id from subject_record where is_subject) s
left join total t using (entity_id)
left join proof p using (entity_id)
