-- How many records does the ledger hold, by connector and kind?
select connector, 'penalty' as kind, count(*) as records, count(*) filter (where in_force) as in_force, max(recorded_at) as last_recorded_at from ledger.penalty group by connector
union all
select connector, 'registration', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.registration group by connector
union all
select connector, 'recall', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.recall group by connector
union all
select connector, 'list_entry', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.list_entry group by connector
order by connector, kind
