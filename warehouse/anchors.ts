/** Exact joins. By identifier: keys that mentions carry together belong to one anchor, the smallest of them. By name, where nothing speaks against it. */
import type { Session } from './database.js'
import { planned } from './prepared.js'
import type { Moved, Touched } from './touched.js'

/** The anchors of some keys; a key that had none becomes its own. */
export async function anchorsOf(session: Session, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const { rows } = await session.query<{ key: string; anchor: string }>(
    planned(
      'anchors',
      `with added as (
         insert into store.identifier_anchor (key, anchor) select k, k from unnest($1::uuid[]) k on conflict do nothing returning key, anchor)
       select key, anchor from added union all select key, anchor from store.identifier_anchor where key = any ($1)`,
      [keys],
      keys.length,
    ),
  )
  return new Map(rows.map(({ key, anchor }) => [key, anchor]))
}

/** The anchors of keys that were taken from mentions, whose other keys are perhaps no longer joined, or which are no longer there. */
export async function anchorsParted(session: Session, taken: readonly string[]): Promise<string[]> {
  if (taken.length === 0) return []
  const { rows } = await session.query<{ anchor: string }>(
    planned(
      'anchors parted',
      `select distinct a.anchor from unnest($1::uuid[]) as t (key) join store.identifier_anchor a using (key)
        where not exists (select from store.mention_identifier i where i.key = t.key)
           or exists (select from store.identifier_anchor b where b.anchor = a.anchor and b.key <> a.key)`,
      [taken],
      taken.length,
    ),
  )
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

interface Changed extends Moved {
  readonly unit: string
  readonly name_key: string | null
}

function noteChanged(changed: readonly Changed[], touched: Touched): void {
  for (const mention of changed) {
    if (!touched.arrived(mention)) touched.move(mention)
    touched.place(mention, mention.unit)
    if (mention.name_key !== null) touched.names.add(mention.name_key)
  }
}

const CHANGED = `m.record_id, m.ordinal, m.name_key, m.unit_id as unit,
  old.entity_id as old_id, old.unit_id as old_unit, old.joined_at::text as old_joined_at`

/** Sets the anchor and unit of the mentions that carry keys of rebuilt components. */
export async function assignAnchors(session: Session, rebuilt: readonly string[], touched: Touched): Promise<void> {
  if (rebuilt.length === 0) return
  const { rows } = await session.query<Changed>(
    `with wanted as (
       select i.record_id, i.ordinal, min(a.anchor::text)::uuid as anchor
         from store.mention_identifier i join store.identifier_anchor a using (key)
        where (i.record_id, i.ordinal) in (select n.record_id, n.ordinal from store.mention_identifier n where n.key = any ($1))
        group by i.record_id, i.ordinal)
     update store.mention m set anchor = w.anchor, unit_id = w.anchor, entity_id = w.anchor, joined_at = $2 from wanted w, store.mention old
      where m.record_id = w.record_id and m.ordinal = w.ordinal and m.anchor is distinct from w.anchor
        and old.record_id = m.record_id and old.ordinal = m.ordinal
     returning ${CHANGED}`,
    [rebuilt, touched.at],
  )
  noteChanged(rows, touched)
}

/** A mention of an anchor, with the keys of its identifiers. */
export interface Anchored {
  readonly record_id: string
  readonly ordinal: number
  readonly anchor: string
  /** The unit that it is of now. */
  readonly unit: string
  readonly name_key: string | null
  readonly keys: readonly string[]
}

/** Those of some anchors that are, or have to be, several units: `apart` and those whose mentions are not all of the anchor's unit. */
export async function anchorsApart(
  session: Session,
  anchors: readonly string[],
  apart: readonly string[],
): Promise<Anchored[]> {
  if (anchors.length === 0) return []
  const { rows } = await session.query<Anchored>(
    planned(
      'anchors apart',
      `with several as materialized (
       select anchor from store.mention where anchor = any ($1) and unit_id <> anchor union select unnest($2::uuid[]))
     select m.record_id, m.ordinal, m.anchor, m.unit_id as unit, m.name_key, array_agg(i.key::text) as keys
       from several s join store.mention m using (anchor)
       join store.mention_identifier i on i.record_id = m.record_id and i.ordinal = m.ordinal and i.key is not null
      group by m.record_id, m.ordinal`,
      [anchors, apart],
      anchors.length,
    ),
  )
  return rows
}

/** Sets the units of some mentions. */
export async function assignUnits(
  session: Session,
  units: readonly { readonly record_id: string; readonly ordinal: number; readonly unit: string }[],
  touched: Touched,
): Promise<void> {
  if (units.length === 0) return
  const { rows } = await session.query<Changed>(
    `update store.mention m set unit_id = t.unit, entity_id = t.unit, joined_at = $4
       from unnest($1::uuid[], $2::int[], $3::uuid[]) as t (record_id, ordinal, unit), store.mention old
      where m.record_id = t.record_id and m.ordinal = t.ordinal and m.unit_id <> t.unit and old.record_id = m.record_id and old.ordinal = m.ordinal
     returning ${CHANGED}`,
    [
      units.map(({ record_id }) => record_id),
      units.map(({ ordinal }) => ordinal),
      units.map(({ unit }) => unit),
      touched.at,
    ],
  )
  noteChanged(rows, touched)
}

/** What is known of the mentions of a name. */
export interface Named {
  readonly name_key: string
  /** The smallest and the largest unit of those with an anchor. */
  readonly first_proven: string | null
  readonly last_proven: string | null
  /** The smallest and the largest unit of those without. */
  readonly first_unit: string | null
  readonly last_unit: string | null
}

export async function named(session: Session, names: readonly string[]): Promise<Named[]> {
  if (names.length === 0) return []
  const { rows } = await session.query<Named>(
    planned(
      'named',
      `select m.name_key, min(m.unit_id::text) filter (where m.anchor is not null) as first_proven,
         max(m.unit_id::text) filter (where m.anchor is not null) as last_proven,
         min(m.unit_id::text) filter (where m.anchor is null) as first_unit, max(m.unit_id::text) filter (where m.anchor is null) as last_unit
         from store.mention m where m.name_key = any ($1) group by m.name_key`,
      [names],
      names.length,
    ),
  )
  return rows
}

/** A mention of a name. */
export interface Bearer {
  readonly record_id: string
  readonly ordinal: number
  readonly name_key: string
  readonly unit: string
  /** Identifiers put it there. */
  readonly anchored: boolean
}

export async function bearersOf(session: Session, names: readonly string[]): Promise<Bearer[]> {
  const { rows } = await session.query<Bearer>(
    'select m.record_id, m.ordinal, m.name_key, m.unit_id as unit, m.anchor is not null as anchored from store.mention m where m.name_key = any ($1)',
    [names],
  )
  return rows
}

/** Moves the mentions without anchor of some names to the units of those. */
export async function assignNames(
  session: Session,
  units: ReadonlyMap<string, string>,
  touched: Touched,
): Promise<void> {
  if (units.size === 0) return
  const { rows } = await session.query<Changed>(
    planned(
      'assign names',
      `update store.mention m set unit_id = t.unit, entity_id = t.unit, joined_at = $3
         from unnest($1::uuid[], $2::uuid[]) as t (name_key, unit), store.mention old
        where m.name_key = t.name_key and m.anchor is null and m.unit_id <> t.unit and old.record_id = m.record_id and old.ordinal = m.ordinal
       returning ${CHANGED}`,
      [[...units.keys()], [...units.values()], touched.at],
      units.size,
    ),
  )
  noteChanged(rows, touched)
}
