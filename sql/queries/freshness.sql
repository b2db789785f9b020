-- When did each source last bring something new, and when was it last read?
-- :stale_days int = 30  a source is old when nothing new arrived for this many days
select s.connector, count(*) as files, max(s.arrived_at) as last_arrival, current_date - max(s.arrived_at)::date as days_ago,
  current_date - max(s.arrived_at)::date > :stale_days as old, (select max(r.started_at) from ledger.run r where r.connector = s.connector) as last_run
from ledger.source s
group by s.connector
order by last_arrival, s.connector
