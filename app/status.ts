/** How the ledger is doing, as one document. */
import type { Config } from '../core/config.js'
import { LedgerError } from '../core/errors.js'
import { recordEnds, type Stage } from '../pipelines/stage.js'
import { recountDue } from '../resolution/recount.js'
import { freshnessOf } from '../warehouse/connectors.js'
import { embeddedStatus } from '../warehouse/embedded/server.js'
import { placeReaches } from '../warehouse/place_cursors.js'
import { positionsOf } from '../warehouse/positions.js'
import { holdings, lastRuns, openQuarantine, waiting } from '../warehouse/status.js'
import { countState } from '../warehouse/terms.js'
import { feedsOf } from './feeds.js'
import { runSummary, serverJson } from './jobs.js'
import { scheduleOf } from './schedule_table.js'

export type Status = Awaited<ReturnType<typeof statusOf>>

/** Gathers it from a ledger that is open. */
export async function statusOf(config: Config, stage: Stage) {
  const { database } = stage
  const runs = await lastRuns(database)
  const counted = await countState(database)
  const server =
    config.databaseUrl === ''
      ? { embedded: true, ...serverJson(await embeddedStatus(config.home)) }
      : { embedded: false, place: database.place }
  return {
    connectors: await freshness(config, stage, runs),
    log: stage.topics.place,
    ...(await lag(stage)),
    waiting: await waiting(database),
    quarantine: await openQuarantine(database),
    grades: await holdings(database),
    recount: { ...counted, due: recountDue(counted) },
    server,
  }
}

/** Every connector with its last run, its schedule, how far its place was read, and whether its source has been silent for longer than it declares. */
async function freshness(config: Config, stage: Stage, runs: Awaited<ReturnType<typeof lastRuns>>) {
  const feeds = await feedsOf(config)
  const promises = feeds.map(({ id, staleAfterDays }) => ({ connector: id, stale_after_days: staleAfterDays }))
  const fresh = await freshnessOf(stage.database, promises)
  const schedule = new Map((await scheduleOf(stage.database, feeds)).map((one) => [one.connector, one]))
  const places = new Map((await placeReaches(stage.database)).map(({ connector, ...place }) => [connector, place]))
  return fresh.map(({ connector: id, ...freshness }) => {
    const run = runs.find((candidate) => candidate.connector === id)
    return {
      id,
      last_run:
        run === undefined
          ? null
          : { ...runSummary(run, true), started_at: run.started_at, finished_at: run.finished_at },
      ...freshness,
      place: places.get(id) ?? null,
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
