import { EXIT, LedgerError } from '../../core/errors.js'
import { recordEnds, type Stage } from '../../pipelines/stage.js'
import { embeddedStatus } from '../../warehouse/embedded/server.js'
import { positionsOf } from '../../warehouse/positions.js'
import { holdings, lastArrivals, lastRuns, openQuarantine, waiting } from '../../warehouse/status.js'
import type { CommandContext, CommandModule } from '../command.js'
import { feedsOf } from '../feeds.js'
import { runSummary, serverJson } from '../jobs.js'
import { table } from '../output.js'
import { scheduleOf, whenNext } from '../schedule_table.js'

const DAY_MS = 86_400_000

export const command: CommandModule = {
  about: 'How the ledger is doing: last runs, freshness, what waits between stages, quarantine, grades, the server.',
  declare: (command) => void command.addHelpText('after', '\nExample:\n  riskledger status --json'),
  async run(context) {
    const stage = await context.open()
    const status = await gather(context, stage)
    context.output.result(status, () => statusText(status))
    return EXIT.done
  },
}

async function gather(context: CommandContext, stage: Stage) {
  const { database } = stage
  const runs = await lastRuns(database)
  const server =
    context.config.databaseUrl === ''
      ? { embedded: true, ...serverJson(await embeddedStatus(context.config.home)) }
      : { embedded: false, place: database.place }
  return {
    connectors: await freshness(context, stage, runs),
    log: stage.topics.place,
    ...(await lag(stage)),
    waiting: await waiting(database),
    quarantine: await openQuarantine(database),
    grades: await holdings(database),
    server,
  }
}

/** Every connector with its last run, its schedule, and whether its source has been silent for longer than it declares. */
async function freshness(context: CommandContext, stage: Stage, runs: Awaited<ReturnType<typeof lastRuns>>) {
  const arrivals = await lastArrivals(stage.database)
  const now = Date.now()
  const feeds = await feedsOf(context.config)
  const schedule = new Map((await scheduleOf(stage.database, feeds)).map((one) => [one.connector, one]))
  return feeds.map(({ id, staleAfterDays: staleAfter }) => {
    const run = runs.find((candidate) => candidate.connector === id)
    const arrived = arrivals.get(id)
    const days = arrived === undefined ? null : Math.floor((now - arrived.getTime()) / DAY_MS)
    return {
      id,
      last_run:
        run === undefined
          ? null
          : { ...runSummary(run, true), started_at: run.started_at, finished_at: run.finished_at },
      last_arrival: arrived ?? null,
      days_since_arrival: days,
      stale_after_days: staleAfter,
      stale: days === null || days > staleAfter,
      schedule: schedule.get(id) ?? null,
    }
  })
}

/** How many messages of each record topic the loader has still to read. A log that does not answer is told of, and the rest of the status with it. */
async function lag(stage: Stage) {
  try {
    const bounds = await recordEnds(stage)
    const standing = await positionsOf(stage.database, 'load', bounds)
    const lag = bounds.map(({ topic, partition, nextOffset }) => {
      const at =
        standing.find((position) => position.topic === topic && position.partition === partition)?.nextOffset ?? 0
      return { consumer: 'load', topic, partition, next_offset: nextOffset, position: at, lag: nextOffset - at }
    })
    return { lag, log_error: null }
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error
    return { lag: [], log_error: { code: error.code, message: error.message, hint: error.hint } }
  }
}

type Status = Awaited<ReturnType<typeof gather>>

function statusText({ connectors, lag, log, log_error, waiting, quarantine, grades, server }: Status): string {
  const rows = connectors.map(
    ({ id, last_run: run, days_since_arrival: days, stale_after_days: after, stale, schedule }) => {
      const fresh = days === null ? 'never read' : `${stale ? 'STALE' : 'fresh'}: ${days} of ${after} days`
      const next = schedule === null ? null : whenNext(schedule)
      if (run === null) return [id, '–', '–', null, null, null, null, fresh, next]
      return [id, run.status, run.started_at, run.read, run.accepted, run.rejected, run.ignored, fresh, next]
    },
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
    [
      `Waiting:    ${due.length === 0 ? 'nothing' : due.join('; ')}`,
      `Quarantine: ${open.toLocaleString('en-US')} open`,
      `Grades:     ${graded}`,
      `Server:     ${where}`,
      `Log:        ${log_error === null ? log : `${log_error.message}. ${log_error.hint}`}`,
    ].join('\n'),
    `Next: ${nextStep(
      due.length > 0,
      open,
      connectors.every(({ last_run }) => last_run === null),
    )}`,
  ].join('\n\n')
}

const span = (oldest: string, newest: string | null) =>
  newest === null || newest === oldest ? oldest : `${oldest} to ${newest}`

function nextStep(due: boolean, open: number, empty: boolean): string {
  if (empty) return '`riskledger run` brings the bundled data in.'
  if (due) return '`riskledger load`, `resolve`, `assess` and `publish` go on with what waits.'
  return open > 0
    ? '`riskledger quarantine list` shows what was not accepted.'
    : '`riskledger query` lists what can be asked.'
}
