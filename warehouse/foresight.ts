/** What records would change in the ledger if they were loaded, by their keys and content hashes. Changes nothing. */
import { KIND_NAMES, type Kind } from '../schemas/record.js'
import type { Database } from './database.js'

/** A record that would come. */
export interface ComingRecord {
  readonly kind: Kind
  readonly recordId: string
  readonly contentHash: string
}

export interface Foresight {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  /** Records that the ledger holds and the files lack, counted for a full snapshot; null: absence means nothing. */
  readonly absent: number | null
  /** How many records of the connector the ledger holds. */
  readonly held: number
}

/**
 * Compares records with what the ledger holds now. `feed` hands them over, in the order of the files; of several with one key the last counts, as it
 * would be the current one. `full`: what is not among them is counted as absent.
 */
export async function foresee(
  database: Database,
  connector: string,
  full: boolean,
  feed: (note: (records: readonly ComingRecord[]) => Promise<void>) => Promise<void>,
): Promise<Foresight> {
  return database.session(async (session) => {
    await session.query('begin')
    try {
      // A table of this transaction: keys of a large file would not fit into memory.
      await session.query(
        'create temp table coming (record_id uuid primary key, content_hash uuid not null, kind text not null) on commit drop',
      )
      await feed(async (records) => {
        const last = [...new Map(records.map((record) => [record.recordId, record])).values()]
        await session.query(
          `insert into coming select * from unnest($1::uuid[], $2::uuid[], $3::text[])
             on conflict (record_id) do update set content_hash = excluded.content_hash`,
          [last.map((one) => one.recordId), last.map((one) => one.contentHash), last.map((one) => one.kind)],
        )
      })
      const total = { new: 0, changed: 0, unchanged: 0, absent: 0, held: 0 }
      for (const kind of KIND_NAMES) {
        const { rows } = await session.query<Record<keyof typeof total, number>>(
          `select count(*) filter (where c.record_id is null) as new,
                  count(*) filter (where s.content_hash <> c.content_hash or c.withdrawn_at is not null) as changed,
                  count(*) filter (where s.content_hash = c.content_hash and c.withdrawn_at is null) as unchanged,
                  (select count(*) from store.${kind} where connector = $2 and withdrawn_at is null) as held,
                  (select count(*) from store.${kind} h where connector = $2 and withdrawn_at is null
                     and not exists (select from coming s where s.record_id = h.record_id)) as absent
             from coming s left join store.${kind} c using (record_id) where s.kind = $1`,
          [kind, connector],
        )
        for (const name of ['new', 'changed', 'unchanged', 'absent', 'held'] as const)
          total[name] += Number(rows[0]?.[name])
      }
      return { ...total, absent: full ? total.absent : null }
    } finally {
      await session.query('rollback')
    }
  })
}
