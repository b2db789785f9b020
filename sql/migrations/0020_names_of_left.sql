-- An ended id leads to where most of those are that were of it last and still bear the name that they bore then; null where that was not kept.
alter table store.membership_history add column name text;
-- Those that left an entity last are looked up, and of a large one no more than are asked.
create index on store.membership_history (entity_id, left_at, record_id, ordinal);
drop index store.membership_history_entity_id_idx;
