/** Which units share a key, and which keys are shared by too many. */
import type { Session } from './database.js'
import { planned } from './prepared.js'

/** The units of a key, up to as many as were asked for. */
export interface Block {
  readonly key: number
  readonly units: readonly string[]
}

/** The units of a key, and whether it was noted as one of too many. */
export interface SizedBlock extends Block {
  readonly oversize: boolean
}

/** How many units to look for under a key: where it is not noted as one of too many, and where it is; none with 0. */
export interface Wanted {
  readonly usual: number
  readonly oversize: number
}

/** The units of some keys, up to as many as are wanted. */
export async function sizedBlocksOf(session: Session, wanted: ReadonlyMap<number, Wanted>): Promise<SizedBlock[]> {
  if (wanted.size === 0) return []
  const { rows } = await session.query<{ key: number; oversize: boolean; units: string | null }>(
    planned(
      'sized blocks',
      `select k.key, o.key is not null as oversize, (
           select string_agg(u.unit_id::text, ' ') from (
             select unit_id from store.unit_key where key = k.key limit case when o.key is null then k.usual else k.oversize end) u) as units
         from unnest($1::int[], $2::int[], $3::int[]) as k (key, usual, oversize) left join store.oversize_key o on o.key = k.key`,
      [
        [...wanted.keys()],
        [...wanted.values()].map(({ usual }) => usual),
        [...wanted.values()].map(({ oversize }) => oversize),
      ],
      wanted.size,
    ),
  )
  return rows.map(({ key, oversize, units }) => ({ key, oversize, units: units === null ? [] : units.split(' ') }))
}

/** The units of some keys, up to `most` of each. */
export async function blocksOf(session: Session, keys: readonly number[], most: number): Promise<Block[]> {
  return await sizedBlocksOf(session, new Map(keys.map((key) => [key, { usual: most, oversize: 0 }])))
}

/** Those of the keys that too many units share. */
export async function oversizeAmong(session: Session, keys: Iterable<number>): Promise<Set<number>> {
  const all = [...keys]
  if (all.length === 0) return new Set()
  const { rows } = await session.query<{ key: number }>(
    planned('oversize keys', 'select key from store.oversize_key where key = any ($1)', [all], all.length),
  )
  return new Set(rows.map(({ key }) => key))
}

export async function noteOversize(session: Session, labels: ReadonlyMap<number, string>): Promise<void> {
  if (labels.size === 0) return
  await session.query(
    'insert into store.oversize_key (key, label) select * from unnest($1::int[], $2::text[]) on conflict (key) do update set label = excluded.label',
    [[...labels.keys()], [...labels.values()]],
  )
}

export async function forgetOversize(session: Session, keys: readonly number[]): Promise<void> {
  if (keys.length > 0) await session.query('delete from store.oversize_key where key = any ($1)', [keys])
}

/** Looks at all keys there are and notes those of more than `most` units; what they are is for the caller to add. */
export async function countOversize(session: Session, most: number): Promise<void> {
  await session.query(
    `delete from store.oversize_key;
     analyze store.unit_key`,
  )
  await session.query(
    "insert into store.oversize_key (key, label) select key, '' from store.unit_key group by key having count(*) > $1",
    [most],
  )
}

/** For each key of too many units the last of these, whose word for it counts. */
export async function lastOfOversize(session: Session): Promise<string[]> {
  const { rows } = await session.query<{ unit_id: string }>(
    `select distinct last.unit_id from store.oversize_key o cross join lateral (
       select k.unit_id from store.unit_key k where k.key = o.key order by k.unit_id desc limit 1) last order by 1`,
  )
  return rows.map(({ unit_id }) => unit_id)
}
