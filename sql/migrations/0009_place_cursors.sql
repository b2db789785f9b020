-- How far the place of a connector was read, by the last run that moved it: written in the transaction that ends the reading.
create table store.place_cursor (
  connector text primary key,
  -- In the words of the place; null: the place has none.
  cursor jsonb,
  run_id bigint not null references store.run,
  moved_at timestamptz not null default now(),
  -- When everything was last read.
  full_at timestamptz
);
grant select, insert, update on store.place_cursor to riskledger_loader;

-- The hash of the bytes, where it is not what the source is known by: an export with bytes that came before, and others in between, is a new statement.
alter table raw.source add column bytes_sha256 text;
