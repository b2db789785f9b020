-- When did each source last bring something new, is it stale by its own promise, and when was it last read?
select c.connector, count(s.source_id) as files, c.last_arrival, c.days_since_arrival as days_ago, c.stale_after_days, c.stale,
  (select max(r.started_at) from ledger.run r where r.connector = c.connector and r.started_at < ledger.question_time()) as last_run
from ledger.connector c
left join ledger.source s on s.connector = c.connector and s.arrived_at < ledger.question_time()
group by c.connector, c.last_arrival, c.days_since_arrival, c.stale_after_days, c.stale
order by c.last_arrival, c.connector
