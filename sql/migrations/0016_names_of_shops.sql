-- What is written over a shop joins it with others at one address alone, no longer within a region: everything that was joined by name is joined anew.
insert into store.unresolved_record select distinct record_id from store.mention where name_key is not null on conflict do nothing;
