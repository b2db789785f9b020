-- Partings that identifiers or names of others had made rest hold by now: both sides are resolved anew.
insert into store.unresolved_record (record_id)
select unnest(array[d.a_record, d.b_record]) from store.decision d
where d.verdict <> 'same'
  and not exists (select from store.decision_undo u where u.decision_id = d.decision_id)
  and not exists (select from store.decision r where r.replaces = d.decision_id)
on conflict do nothing;
