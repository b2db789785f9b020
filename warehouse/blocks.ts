/** Which units share a key, and which keys are shared by too many. */
import type { Session } from './database.js'

/** The units of a key, up to as many as were asked for. */
export interface Block {
  readonly key: number
  readonly units: readonly string[]
}

/** The units of some keys; of each at most so many as is said with it. */
export async function blocksOf(session: Session, most: ReadonlyMap<number, number>): Promise<Block[]> {
  if (most.size === 0) return []
  const { rows } = await session.query<{ key: number; units: string | null }>({
    name: 'blocks',
    text: `select k.key, (select string_agg(u.unit_id::text, ' ') from (select unit_id from store.unit_key where key = k.key limit k.most) u) as units
      from unnest($1::int[], $2::int[]) as k (key, most)`,
    values: [[...most.keys()], [...most.values()]],
  })
  return rows.map(({ key, units }) => ({ key, units: units === null ? [] : units.split(' ') }))
}

/** Those of the keys that too many units share. */
export async function oversizeAmong(session: Session, keys: Iterable<number>): Promise<Set<number>> {
  const { rows } = await session.query<{ key: number }>({
    name: 'oversize keys',
    text: 'select key from store.oversize_key where key = any ($1)',
    values: [[...keys]],
  })
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
