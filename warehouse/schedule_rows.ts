/** The schedule as people see it and hold it back. */
import type { Database } from './database.js'
import type { Standing } from './schedule.js'

/** Pauses a connector: what runs goes on to its end, and no slot is taken. Who paused it first stays. True when it was not paused before. */
export async function pauseSchedule(
  database: Database,
  connector: string,
  by: string,
  reason: string | null,
): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    'update store.schedule set paused_at = clock_timestamp(), paused_by = $2, pause_reason = $3 where connector = $1 and paused_at is null',
    [connector, by, reason],
  )
  return rowCount === 1
}

/** Goes on with a connector at once, also one that backs off. True when it was paused or backing off. */
export async function resumeSchedule(database: Database, connector: string): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `update store.schedule set paused_at = null, paused_by = null, pause_reason = null, next_try = null
      where connector = $1 and (paused_at is not null or next_try is not null)`,
    [connector],
  )
  return rowCount === 1
}

/** A row of ledger.schedule. */
export interface ScheduleRow {
  readonly connector: string
  readonly state: 'running' | 'paused' | 'backing_off' | 'waiting'
  readonly last_slot: Date | null
  readonly last_status: Standing['status']
  readonly last_attempt: number | null
  readonly last_finished_at: Date | null
  readonly last_run_id: number | null
  readonly last_skipped: number | null
  readonly last_skipped_since: Date | null
  readonly failures: number
  readonly error_code: string | null
  readonly error: string | null
  readonly next_try: Date | null
  readonly paused_at: Date | null
  readonly paused_by: string | null
  readonly pause_reason: string | null
}

/** What the schedule shows of every connector that was ever held. */
export async function scheduleRows(database: Database): Promise<ScheduleRow[]> {
  const { rows } = await database.pool.query<ScheduleRow>(
    `select connector, state, last_slot, last_status, last_attempt, last_finished_at, last_run_id, last_skipped, last_skipped_since,
       failures, error_code, error, next_try, paused_at, paused_by, pause_reason from ledger.schedule order by connector`,
  )
  return rows
}
