/** Units in the warehouse: what exact joins made, with all that their mentions say, and the keys under which others find them. */
import type { UnitRow } from '../schemas/links.js'
import { SUBJECT_ROLES } from '../schemas/party.js'
import type { Session } from './database.js'
import { insertRows, planned } from './prepared.js'
import type { Moved, Touched } from './touched.js'

/** SQL over a mention `m`: the unit that it belongs to, of which decisions and links speak. */
export const UNIT = 'm.unit_id'

export interface StoredUnit extends UnitRow {
  readonly entity_id: string
  readonly keys: readonly number[]
  readonly ambiguous: boolean
  readonly held: boolean
}

const isSubject = (mention: string) => `${mention}.role in (${SUBJECT_ROLES.map((role) => `'${role}'`).join(', ')})`

/** As many of each as say something: no party is known by dozens of names, but a value that thousands share may stand on any. */
export const MOST_SAID = { names: 12, regions: 6, addresses: 8, identifiers: 40 }

/** The columns of a `UnitRow`. */
export const SAID = 'unit_id, kind, joined_by, names, regions, addresses, identifiers'
const COLUMNS = `${SAID}, entity_id, keys, ambiguous, held`

export interface Remade {
  /** Units that are new, or of which something else is said now. */
  readonly changed: StoredUnit[]
  /** Units without a mention, with the keys they had. */
  readonly gone: readonly { readonly unit_id: string; readonly keys: readonly number[] }[]
}

const list = (column: string, most: number) =>
  `coalesce((array_agg(distinct m.${column} collate "C" order by m.${column} collate "C") filter (where m.${column} is not null))[1:${most}], '{}')`

/** The proving identifiers of the legal representative, for the only subject of a record: of two it is not said whom the person stands for. */
const REPRESENTED = `
  select m.unit_id, ('@' || concat_ws(e'\\t', i.scheme, i.issuer, i.value, i.check_status)) collate "C"
    from touched t join store.mention m using (unit_id)
    join store.mention r on r.record_id = m.record_id and r.role = 'representative'
    join store.mention_identifier i on i.record_id = r.record_id and i.ordinal = r.ordinal and i.key is not null
   where ${isSubject('m')} and m.party_kind <> 'person'
     and not exists (select from store.mention o where o.record_id = m.record_id and o.ordinal <> m.ordinal and ${isSubject('o')})`

/** SQL: makes some units ($1) anew out of their mentions, and gives those of which something else is said now. */
export const REMAKE = `
  with touched as materialized (select unnest($1::uuid[]) as unit_id),
  identified as (
    select unit_id, (array_agg(distinct identifier order by identifier))[1:${MOST_SAID.identifiers}] as identifiers from (
      select m.unit_id, (case when i.key is null then '-' else '+' end || concat_ws(e'\\t', i.scheme, i.issuer, i.value, i.check_status)) collate "C" as identifier
        from touched t join store.mention m using (unit_id) join store.mention_identifier i using (record_id, ordinal)
      union all ${REPRESENTED}) all_of
     group by unit_id),
  made as (
    select m.unit_id, mode() within group (order by m.party_kind) as kind,
      case when bool_or(m.anchor is not null) then 'identifier' when bool_or(m.name_key = m.unit_id) then 'name' else 'alone' end as joined_by,
      ${list('name', MOST_SAID.names)} as names, ${list('region', MOST_SAID.regions)} as regions, ${list('address', MOST_SAID.addresses)} as addresses
      from store.mention m join touched t using (unit_id) group by m.unit_id)
  insert into store.unit as u (unit_id, entity_id, kind, joined_by, names, regions, addresses, identifiers)
  select unit_id, unit_id, kind, joined_by, names, regions, addresses, coalesce(identifiers, '{}') from made left join identified using (unit_id)
  on conflict (unit_id) do update set kind = excluded.kind, joined_by = excluded.joined_by, names = excluded.names, regions = excluded.regions,
    addresses = excluded.addresses, identifiers = excluded.identifiers
  where (u.kind, u.joined_by, u.names, u.regions, u.addresses, u.identifiers)
    is distinct from (excluded.kind, excluded.joined_by, excluded.names, excluded.regions, excluded.addresses, excluded.identifiers)
  returning ${COLUMNS}`

/** Makes the touched units anew out of their mentions. */
export async function remakeUnits(session: Session, touched: Touched): Promise<Remade> {
  const units = [...touched.units]
  const { rows: changed } = await session.query<StoredUnit>(planned('remake units', REMAKE, [units], units.length))
  for (const { unit_id, entity_id } of changed) touched.entityOf.set(unit_id, entity_id)
  // A unit loses its last mention only when that moves.
  const left = [...new Set(touched.moved.map(({ old_unit }) => old_unit))]
  if (left.length === 0) return { changed, gone: [] }
  const { rows: gone } = await session.query<Remade['gone'][number]>(
    planned(
      'units gone',
      `delete from store.unit u where u.unit_id = any ($1) and not exists (select from store.mention m where m.unit_id = u.unit_id)
       returning u.unit_id, u.keys`,
      [left],
      left.length,
    ),
  )
  return { changed, gone }
}

export async function unitsOf(session: Session, ids: readonly string[]): Promise<StoredUnit[]> {
  if (ids.length === 0) return []
  const { rows } = await session.query<StoredUnit>(
    planned('units', `select ${COLUMNS} from store.unit where unit_id = any ($1)`, [ids], ids.length),
  )
  return rows
}

/** What the mentions of some units say. */
export async function unitRowsOf(session: Session, ids: readonly string[]): Promise<UnitRow[]> {
  if (ids.length === 0) return []
  const { rows } = await session.query<UnitRow>(
    planned('unit rows', `select ${SAID} from store.unit where unit_id = any ($1)`, [ids], ids.length),
  )
  return rows
}

/** A key of a unit. */
export interface KeyOfUnit {
  readonly key: number
  readonly unit_id: string
}

export async function removeKeys(session: Session, removed: readonly KeyOfUnit[]): Promise<void> {
  if (removed.length === 0) return
  await session.query(
    planned(
      'remove keys',
      'delete from store.unit_key k using unnest($1::int[], $2::uuid[]) as r (key, unit_id) where k.key = r.key and k.unit_id = r.unit_id',
      [removed.map(({ key }) => key), removed.map(({ unit_id }) => unit_id)],
      removed.length,
    ),
  )
}

export async function addKeys(session: Session, added: readonly KeyOfUnit[]): Promise<void> {
  const rows = [...added].sort((x, y) => x.key - y.key).map(({ key, unit_id }) => [key, unit_id])
  await insertRows(session, 'store.unit_key', { key: 'int', unit_id: 'uuid' }, rows)
}

/** Keeps with each unit the keys that it has now. */
export async function keepKeys(session: Session, keys: ReadonlyMap<string, readonly number[]>): Promise<void> {
  if (keys.size === 0) return
  await session.query(
    planned(
      'keep keys',
      'update store.unit u set keys = k.keys::int[] from unnest($1::uuid[], $2::text[]) as k (unit_id, keys) where u.unit_id = k.unit_id',
      [[...keys.keys()], [...keys.values()].map((own) => `{${own.join(',')}}`)],
      keys.size,
    ),
  )
}

/**
 * Where people decided anything at all: the touched units, and those that were one with mentions that moved. A decision follows its mention, also
 * to another unit, whatever else is said of the two.
 */
export async function unitsDecidedAround(session: Session, touched: Touched): Promise<string[]> {
  const { rows } = await session.query<{ unit_id: string }>(
    'select unit_id from store.unit where entity_id = any ($1)',
    [touched.moved.map(({ old_id }) => old_id)],
  )
  return [...touched.units, ...rows.map(({ unit_id }) => unit_id)]
}

/** What became of units. */
export interface SettledUnit {
  readonly unit_id: string
  readonly entity_id: string
  readonly ambiguous: boolean
  readonly held: boolean
}

export async function writeSettled(session: Session, settled: readonly SettledUnit[], touched: Touched): Promise<void> {
  if (settled.length === 0) return
  for (const { unit_id, entity_id } of settled) {
    touched.units.add(unit_id)
    touched.settled.add(unit_id)
    touched.entityOf.set(unit_id, entity_id)
  }
  await session.query(
    planned(
      'settle units',
      `update store.unit u set entity_id = s.entity_id, ambiguous = s.ambiguous, held = s.held
         from unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::boolean[]) as s (unit_id, entity_id, ambiguous, held) where u.unit_id = s.unit_id`,
      [
        settled.map(({ unit_id }) => unit_id),
        settled.map(({ entity_id }) => entity_id),
        settled.map(({ ambiguous }) => ambiguous),
        settled.map(({ held }) => held),
      ],
      settled.length,
    ),
  )
}

/** Gives the mentions of touched units the entity of their unit. */
export async function placeInEntities(session: Session, touched: Touched): Promise<void> {
  // Where a unit is and was its own entity, so are its mentions.
  const units = [...touched.units].filter((unit) => touched.settled.has(unit) || touched.entityOf.get(unit) !== unit)
  if (units.length === 0) return
  const { rows } = await session.query<Moved & { readonly unit: string }>(
    planned(
      'place in entities',
      `update store.mention m set entity_id = u.entity_id, joined_at = $2
         from store.unit u, store.mention old
        where u.unit_id = any ($1) and m.unit_id = u.unit_id and m.entity_id <> u.entity_id and old.record_id = m.record_id and old.ordinal = m.ordinal
       returning m.record_id, m.ordinal, m.unit_id as unit, old.entity_id as old_id, old.unit_id as old_unit, old.joined_at::text as old_joined_at`,
      [units, touched.at],
      units.length,
    ),
  )
  for (const mention of rows) {
    if (!touched.arrived(mention)) touched.move(mention)
    touched.place(mention, mention.unit)
  }
}
