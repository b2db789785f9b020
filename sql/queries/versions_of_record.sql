-- Which versions of a record were held, from when to when?
-- :connector text  the record's connector
-- :key text  its source key
select kind, version, recorded_at, superseded_at, withdrawn_at, version_at, run_id, content_hash
from ledger.version
where connector = :connector and source_key = :key
order by kind, version, recorded_at
