-- With which version of the released parameters units were keyed and linked, so that it can be told when a rebuild is due.

create table store.link_parameters (
  only_row boolean primary key default true check (only_row),
  version int not null
);

insert into store.link_parameters (version) select 1 where exists (select from store.unit);

grant select, insert, update, delete on store.link_parameters to riskledger_loader;
