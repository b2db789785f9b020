/** The status of a ledger in words: connectors, what waits, and what to do next. */

import { freshnessWords } from './freshness.js'
import { table } from './output.js'
import { whenNext } from './schedule_table.js'
import type { Status } from './status.js'

/** The whole status. */
export function statusText({
  connectors,
  lag,
  log,
  log_error,
  waiting,
  quarantine,
  grades,
  recount,
  server,
}: Status): string {
  const rows = connectors.map(({ id, last_run: run, schedule, ...freshness }) => {
    const fresh = freshnessWords(freshness)
    const next = schedule === null ? null : whenNext(schedule)
    if (run === null) return [id, '–', '–', null, null, null, null, fresh, next]
    return [id, run.status, run.started_at, run.read, run.accepted, run.rejected, run.ignored, fresh, next]
  })
  const places = connectors.flatMap(({ id, place }) =>
    place === null ? [] : [[id, cursorWords(place.cursor), place.moved_at, place.full_at ?? 'never']],
  )
  const behind = [...new Set(lag.map(({ topic }) => topic))]
    .map((topic) => ({
      topic,
      behind: lag.reduce((sum, one) => (one.topic === topic ? sum + one.lag : sum), 0),
    }))
    .filter(({ behind }) => behind > 0)
    .map(({ topic, behind }) => `${behind.toLocaleString('en-US')} messages of ${topic} to load`)
  const due = [
    ...behind,
    ...(waiting.unresolved_records > 0
      ? [
          `${waiting.unresolved_records.toLocaleString('en-US')} records in ${waiting.unresolved_loads} loads to resolve`,
        ]
      : []),
    ...(waiting.decided_records > 0
      ? [`${waiting.decided_records.toLocaleString('en-US')} records that people decided on to resolve`]
      : []),
    ...(waiting.unassessed_entities > 0
      ? [`${waiting.unassessed_entities.toLocaleString('en-US')} entities to assess`]
      : []),
    ...(waiting.outbox_events > 0 ? [`${waiting.outbox_events.toLocaleString('en-US')} events to publish`] : []),
  ]
  const open = quarantine.reduce((sum, row) => sum + row.open, 0)
  const where =
    'place' in server
      ? `given, at ${server.place}`
      : `embedded, 127.0.0.1:${server.port}, data in ${server.data_directory}`
  const graded =
    grades.oldest_as_of === null
      ? 'none yet'
      : `${grades.grades.toLocaleString('en-US')} of ${grades.entities.toLocaleString('en-US')} entities, as of ${span(grades.oldest_as_of, grades.newest_as_of)}`
  return [
    `Last run of each connector, how long ago something new arrived, and when the scheduler runs it:\n${table(['connector', 'run', 'started (UTC)', 'read', 'accepted', 'rejected', 'ignored', 'freshness', 'next (UTC)'], rows)}`,
    ...(places.length === 0
      ? []
      : [`How far places were read:\n${table(['connector', 'up to', 'moved (UTC)', 'all of it read (UTC)'], places)}`]),
    [
      `Waiting:    ${due.length === 0 ? 'nothing' : due.join('; ')}`,
      `Quarantine: ${open.toLocaleString('en-US')} open`,
      `Grades:     ${graded}`,
      `Names:      ${countWords(recount)}`,
      `Server:     ${where}`,
      `Log:        ${log_error === null ? log : `${log_error.message}. ${log_error.hint}`}`,
    ].join('\n'),
    `Next: ${nextStep(
      due.length > 0,
      recount.due !== null,
      open,
      connectors.every(({ last_run }) => last_run === null),
    )}`,
  ].join('\n\n')
}

// A cursor may name every file or partition of its place.
const MOST_NAMED = 4

/** A cursor in a few words: its values by name, and how many where they are many. */
function cursorWords(cursor: Readonly<Record<string, unknown>> | null): string {
  if (cursor === null) return 'its beginning'
  return Object.entries(cursor)
    .map(([name, value]) => `${name}: ${valueWords(value)}`)
    .join('; ')
}

function valueWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value)
  if (entries.length > MOST_NAMED) return `${entries.length.toLocaleString('en-US')} entries`
  return entries
    .map(([name, one]) => `${name}=${typeof one === 'object' ? JSON.stringify(one) : String(one)}`)
    .join(', ')
}

const span = (oldest: string, newest: string | null) =>
  newest === null || newest === oldest ? oldest : `${oldest} to ${newest}`

const WHY_RECOUNT = {
  never_counted: 'the ledger has grown large, and was never counted',
  grown: 'the ledger has more than doubled since',
  parameters: 'another version of riskledger reads or weighs names otherwise',
} as const

/** When it was counted how rare names are, and whether that is due again. */
function countWords({ units, counted_units, counted_at, due }: Status['recount']): string {
  const last =
    counted_at === null || counted_units === null
      ? 'was never counted'
      : `was counted on ${counted_at.toISOString().slice(0, 10)} over ${counted_units.toLocaleString('en-US')}`
  const words = `${units.toLocaleString('en-US')} units; how rare their names are ${last}`
  return due === null
    ? words
    : `${words}; a recount is due: ${WHY_RECOUNT[due]}. \`riskledger resolve --rebuild\` makes it`
}

function nextStep(due: boolean, recount: boolean, open: number, empty: boolean): string {
  if (empty) return '`riskledger run` brings the bundled data in.'
  if (due) return '`riskledger load`, `resolve`, `assess` and `publish` go on with what waits.'
  if (recount) return '`riskledger resolve --rebuild`, then `riskledger assess` and `publish`.'
  return open > 0
    ? '`riskledger quarantine list` shows what was not accepted.'
    : '`riskledger query` lists what can be asked.'
}
