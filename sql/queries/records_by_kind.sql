-- How many records does the ledger hold, by connector and kind?
select connector, 'penalty' as kind, count(*) as records, count(*) filter (where in_force) as in_force, max(recorded_at) as last_recorded_at from ledger.penalty group by connector
union all
select connector, 'registration', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.registration group by connector
union all
select connector, 'recall', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.recall group by connector
union all
select connector, 'list_entry', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.list_entry group by connector
union all
select connector, 'licence', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.licence group by connector
union all
select connector, 'rectification_order', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.rectification_order group by connector
union all
select connector, 'repair', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.repair group by connector
union all
select connector, 'inspection', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.inspection group by connector
union all
select connector, 'sample_test', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.sample_test group by connector
union all
select connector, 'exceedance', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.exceedance group by connector
union all
select connector, 'stock_balance', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.stock_balance group by connector
union all
select connector, 'criminal_case', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.criminal_case group by connector
union all
select connector, 'incident', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.incident group by connector
union all
select connector, 'transfer', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.transfer group by connector
union all
select connector, 'tip_off', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.tip_off group by connector
union all
select connector, 'stock_movement', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.stock_movement group by connector
union all
select connector, 'sale', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.sale group by connector
union all
select connector, 'listing', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.listing group by connector
union all
select connector, 'parcel', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.parcel group by connector
union all
select connector, 'joint_action', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.joint_action group by connector
union all
select connector, 'outreach', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.outreach group by connector
union all
select connector, 'bulletin_claim', count(*), count(*) filter (where in_force), max(recorded_at) from ledger.bulletin_claim group by connector
order by connector, kind
