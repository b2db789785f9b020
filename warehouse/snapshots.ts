/** Withdrawal: what a full snapshot no longer holds. */
import { KIND_NAMES } from '../schemas/record.js'
import type { Session } from './database.js'
import { tableColumns } from './record_rows.js'
import { beginLoad, dropLoad } from './records.js'
import type { PassedRun } from './runs.js'

export interface Withdrawal {
  readonly withdrawn: number
  /** Why nothing was withdrawn although keys are absent; null when all is well. */
  readonly refused: string | null
}

// What came after the snapshot is not missing from it.
const ARRIVED = `o.arrived_at <= (
  select max(a.arrived_at) from store.run_source l join raw.source a using (source_id) where l.run_id = $1)`

// Nor is what a newer delivery has brought again: its unchanged record still stands under the source that brought it first.
const UNSEEN = `not exists (
  select from store.run_key k join store.run n using (run_id)
   where k.record_id = c.record_id and (k.run_id = $1 or (n.connector = $2 and k.run_id > $1)))`

/**
 * Withdraws the records of a connector that a run over a full snapshot did not see: a new version, marked, in force no
 * longer. When more than the run's `max_drop` (0 to 1) of them are absent, nothing is withdrawn: a broken delivery looks just like that. Nor
 * when rows were rejected or records could not be loaded: each of them may be a record that we hold.
 */
export async function withdrawAbsent(session: Session, run: PassedRun): Promise<Withdrawal> {
  const { run_id: runId, connector, max_drop: maxDrop, rejected, unloadable } = run
  if (await overtaken(session, runId, connector)) return { withdrawn: 0, refused: null }
  let [held, absent] = [0, 0]
  for (const kind of KIND_NAMES) {
    const { rows } = await session.query<{ held: number; absent: number }>(
      `select count(*) as held, count(*) filter (where ${UNSEEN}) as absent
         from store.${kind} c join raw.source o using (source_id)
        where c.connector = $2 and withdrawn_at is null and ${ARRIVED}`,
      [runId, connector],
    )
    held += Number(rows[0]?.held)
    absent += Number(rows[0]?.absent)
  }
  if (absent === 0) return { withdrawn: 0, refused: null }
  const [doubt] = [
    ...(rejected > 0 ? [`${rejected} of its rows were rejected`] : []),
    ...(unloadable > 0 ? [`${unloadable} of its records could not be loaded`] : []),
  ]
  if (doubt !== undefined)
    return {
      withdrawn: 0,
      refused: `the snapshot lacks ${absent} records, but ${doubt} and may be among them: nothing was withdrawn`,
    }
  if (absent > held * maxDrop)
    return {
      withdrawn: 0,
      refused: `the snapshot lacks ${absent} of ${held} records, more than the declared ${Math.round(maxDrop * 100)} %: nothing was withdrawn`,
    }
  for (const kind of KIND_NAMES) {
    const loadId = await beginLoad(session, kind, runId, absent)
    const changed = await session.query(
      `with gone as (
         select c.record_id from store.${kind} c join raw.source o using (source_id)
          where c.connector = $2 and withdrawn_at is null and ${ARRIVED}
            and ${UNSEEN}),
       kept as (insert into store.${kind}_history (${tableColumns(kind)}, superseded_at)
         select ${tableColumns(kind, 'c')}, now() from store.${kind} c join gone using (record_id) returning record_id),
       told as (
         insert into store.outbox (topic, key, value)
         select 'riskledger.correction.v1', c.connector || '/' || c.source_key, jsonb_build_object(
           'type', 'withdrawn', 'kind', '${kind}', 'record_id', c.record_id, 'connector', c.connector, 'source_key', c.source_key,
           'version', c.version, 'content_hash', replace(c.content_hash::text, '-', ''))
         from store.${kind} c join gone using (record_id))
       update store.${kind} c set version = c.version + 1, withdrawn_at = now(), in_force = false, status = 'withdrawn', recorded_at = now(),
         run_id = $1, load_id = $3,
         version_at = (select max(s.arrived_at) from store.run_source r join raw.source s using (source_id) where r.run_id = $1), version_seq = 0
        from kept where kept.record_id = c.record_id`,
      [runId, connector, loadId],
    )
    if (changed.rowCount === 0) await dropLoad(session, loadId)
  }
  return { withdrawn: absent, refused: null }
}

/** True when a newer snapshot of the connector is loaded already: what an older one lacks may have come since. */
async function overtaken(session: Session, runId: number, connector: string): Promise<boolean> {
  const { rows } = await session.query<{ overtaken: boolean }>(
    `select exists (
       select from store.run r join store.run_source l using (run_id) join raw.source s using (source_id)
        where r.connector = $2 and r.full_snapshot and r.status = 'loaded'
          and s.arrived_at > (select max(o.arrived_at) from store.run_source m join raw.source o using (source_id) where m.run_id = $1)) as overtaken`,
    [runId, connector],
  )
  return rows[0]?.overtaken === true
}
