/** The schedule of every connector, as `schedule list` and `status` show it. */
import type { Feed } from '../pipelines/schedule.js'
import { nextSlot } from '../pipelines/slots.js'
import type { Database } from '../warehouse/database.js'
import { databaseTime } from '../warehouse/schedule.js'
import { type ScheduleRow, scheduleRows } from '../warehouse/schedule_rows.js'
import { cell, table } from './output.js'

/** A connector's cadence as it is in force here, and what the ledger has of it. */
export interface Scheduled extends ScheduleRow {
  readonly cron: string
  readonly time_zone: string
  /** Null while it is paused. */
  readonly next_slot: Date | null
}

const NEVER_HELD: Omit<ScheduleRow, 'connector'> = {
  state: 'waiting',
  last_slot: null,
  last_status: null,
  last_attempt: null,
  last_finished_at: null,
  last_run_id: null,
  last_skipped: null,
  last_skipped_since: null,
  failures: 0,
  error_code: null,
  error: null,
  next_try: null,
  paused_at: null,
  paused_by: null,
  pause_reason: null,
}

/** The schedule of all feeds, whether a scheduler has seen them yet or not. */
export async function scheduleOf(database: Database, feeds: readonly Feed[]): Promise<Scheduled[]> {
  const now = await databaseTime(database)
  const rows = new Map((await scheduleRows(database)).map((row) => [row.connector, row]))
  return feeds.map(({ id, cadence, paused }) => {
    const row = rows.get(id) ?? { connector: id, ...NEVER_HELD }
    const byConfiguration = paused && row.paused_at === null
    const state = byConfiguration && row.state !== 'running' ? 'paused' : row.state
    const halted = byConfiguration || row.paused_at !== null
    return {
      ...row,
      cron: cadence.cron.text,
      time_zone: cadence.timeZone,
      state,
      next_slot: halted ? null : nextSlot(cadence, now),
      paused_by: byConfiguration ? 'the configuration' : row.paused_by,
    }
  })
}

/** The state of a connector in a word or two; its next slot when it just waits for it. */
export function whenNext({ state, next_slot }: Scheduled): string {
  return state === 'waiting' ? cell(next_slot) : state.replace('_', ' ')
}

/** What is to be said of a connector that does not just wait for its slot; empty when it does. */
function remark({
  connector,
  paused_by,
  pause_reason,
  paused_at,
  failures,
  error_code,
  error,
  next_try,
}: Scheduled): string[] {
  const paused =
    paused_by === null
      ? []
      : [
          `${connector} is paused by ${paused_by}${paused_at === null ? '' : ` since ${cell(paused_at)}`}${pause_reason === null ? '' : `: ${pause_reason}`}`,
        ]
  const tries = next_try === null ? 'it is tried again at once' : `the next try is at ${cell(next_try)}`
  if (failures === 0) return paused
  return [...paused, `${connector} failed ${failures} times in a row, ${tries}: ${error_code}: ${error}`]
}

/** The schedule as a table. */
export function scheduleText(schedule: readonly Scheduled[]): string {
  const rows = schedule.map((one) => [
    one.connector,
    `${one.cron} ${one.time_zone}`,
    whenNext(one),
    one.last_slot,
    one.last_status === null ? null : `${one.last_status}${one.last_run_id === null ? '' : `, run ${one.last_run_id}`}`,
  ])
  const remarks = schedule.flatMap(remark)
  return [
    table(['connector', 'cadence', 'next slot (UTC)', 'last slot (UTC)', 'it was'], rows),
    ...(remarks.length === 0 ? [] : [remarks.join('\n')]),
    'Next: `riskledger schedule` runs them; `riskledger schedule pause` or `resume` holds one back or lets it go on.',
  ].join('\n\n')
}
