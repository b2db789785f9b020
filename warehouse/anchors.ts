/** Joins by identifier: keys that mentions carry together belong to one anchor, the smallest of them. */
import type { Session } from './database.js'

/** Gives new keys an anchor, and tells which anchors' components have to be worked out again. */
export async function anchorsToRebuild(session: Session): Promise<string[]> {
  await session.query(`
    insert into store.identifier_anchor (key, anchor) select distinct key, key from stage_identifier where key is not null on conflict do nothing`)
  const { rows } = await session.query<{ anchor: string }>(`
    -- Joined now: one mention carries keys of several anchors.
    select distinct a.anchor from stage_identifier i join store.identifier_anchor a using (key)
     where exists (
       select from stage_identifier o join store.identifier_anchor b on b.key = o.key
        where o.record_id = i.record_id and o.ordinal = i.ordinal and b.anchor <> a.anchor)
    union
    -- Perhaps no longer joined, or no longer there: a key was taken from a mention that does not carry it any more.
    select a.anchor from touched_key t join store.identifier_anchor a using (key)
     where not exists (select from store.mention_identifier i where i.key = t.key)
        or (select count(*) from store.identifier_anchor b where b.anchor = a.anchor) > 1`)
  return rows.map((row) => row.anchor)
}

/** The keys of some anchors' components, mention by mention. */
export async function keysOfAnchors(session: Session, anchors: readonly string[]): Promise<string[][]> {
  const { rows } = await session.query<{ keys: string[] }>(
    `select array_agg(distinct i.key)::text[] as keys from store.mention_identifier i
      where (i.record_id, i.ordinal) in (
        select n.record_id, n.ordinal from store.mention_identifier n join store.identifier_anchor a using (key) where a.anchor = any ($1))
        and i.key is not null
      group by i.record_id, i.ordinal`,
    [anchors],
  )
  return rows.map((row) => row.keys)
}

/** Writes the components anew: keys without a mention go, every other key gets its anchor. */
export async function writeAnchors(
  session: Session,
  anchors: readonly string[],
  components: ReadonlyMap<string, string>,
): Promise<void> {
  await session.query('delete from store.identifier_anchor where anchor = any ($1)', [anchors])
  const keys = [...components.keys()]
  await session.query(
    `insert into store.identifier_anchor (key, anchor) select * from unnest($1::uuid[], $2::uuid[])
     on conflict (key) do update set anchor = excluded.anchor`,
    [keys, keys.map((key) => components.get(key))],
  )
}

/** Gives the staged mentions their anchors and puts them in place: written once, with what is known of them by now. */
export async function placeMentions(session: Session): Promise<void> {
  await session.query(`
    with wanted as (
      select i.record_id, i.ordinal, min(a.anchor::text)::uuid as anchor
        from stage_identifier i join store.identifier_anchor a using (key) group by i.record_id, i.ordinal)
    insert into store.mention (record_id, ordinal, kind, connector, source_key, role, name, party_kind, region, address, name_key, anchor, unit_id, entity_id)
    select s.record_id, s.ordinal, s.kind, s.connector, s.source_key, s.role, s.name, s.party_kind, s.region, s.address, s.name_key, w.anchor,
      coalesce(w.anchor, s.unit_id), coalesce(w.anchor, s.unit_id)
      from stage_mention s left join wanted w on w.record_id = s.record_id and w.ordinal = s.ordinal`)
}

/** Sets the anchor and unit of the mentions that carry keys of rebuilt components. */
export async function assignAnchors(session: Session, rebuilt: readonly string[]): Promise<void> {
  if (rebuilt.length === 0) return
  await session.query(
    `with wanted as (
       select i.record_id, i.ordinal, min(a.anchor::text)::uuid as anchor
         from store.mention_identifier i join store.identifier_anchor a using (key)
        where (i.record_id, i.ordinal) in (select n.record_id, n.ordinal from store.mention_identifier n where n.key = any ($1))
        group by i.record_id, i.ordinal),
     changed as (
       update store.mention m set anchor = w.anchor, unit_id = w.anchor, entity_id = w.anchor, joined_at = now() from wanted w, store.mention old
        where m.record_id = w.record_id and m.ordinal = w.ordinal and m.anchor is distinct from w.anchor
          and old.record_id = m.record_id and old.ordinal = m.ordinal
       returning m.record_id, m.ordinal, m.name_key, old.entity_id as old_id, old.unit_id as old_unit, old.joined_at),
     noted as (insert into touched_name select distinct name_key from changed where name_key is not null)
     insert into moved (record_id, ordinal, old_id, old_unit, old_joined_at)
     select record_id, ordinal, old_id, old_unit, joined_at from changed c where not exists (select from stage_mention s where s.record_id = c.record_id)`,
    [rebuilt],
  )
}

/**
 * Joins by name: a mention without identifier belongs to the one identified party of its name and region; when there is none,
 * or when several would fit equally, it belongs to the unit of the name itself.
 */
export async function assignNames(session: Session): Promise<void> {
  await session.query(`
    analyze touched_name;
    with touched as (select distinct name_key from touched_name),
    candidate as (
      select name_key, count(distinct anchor) as anchors, min(anchor::text)::uuid as anchor
        from store.mention join touched using (name_key) where anchor is not null group by name_key),
    changed as (
      update store.mention m set (unit_id, entity_id, joined_at) =
          (select unit, unit, now() from (select case when c.anchors = 1 then c.anchor else m.name_key end) u (unit))
        from touched t left join candidate c using (name_key), store.mention old
       where m.name_key = t.name_key and m.anchor is null
         and m.unit_id is distinct from case when c.anchors = 1 then c.anchor else m.name_key end
         and old.record_id = m.record_id and old.ordinal = m.ordinal
      returning m.record_id, m.ordinal, old.entity_id as old_id, old.unit_id as old_unit, old.joined_at)
    insert into moved (record_id, ordinal, old_id, old_unit, old_joined_at)
    select record_id, ordinal, old_id, old_unit, joined_at from changed c where not exists (select from stage_mention s where s.record_id = c.record_id)`)
}
