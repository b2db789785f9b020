-- Scored links between units (an identifier anchor, a name key, or a mention alone): what the machine found alike, and why.

create table store.link (
  a uuid not null,
  b uuid not null,
  bits real not null,
  answer text not null,
  why jsonb not null,
  primary key (a, b),
  constraint one_order check (a < b)
);
create index on store.link (b);
grant select, insert, update, delete on store.link to riskledger_loader;
