/** One stage on a connection of its own, in a thread or process beside the first. */
import { reportOf } from '../core/errors.js'
import { tokenMaker } from '../core/ids.js'
import { makeLog } from '../core/log.js'
import { load } from '../pipelines/load.js'
import { loadConnector } from '../pipelines/registry.js'
import { inThisThread } from '../pipelines/run.js'
import type { Pace, Stage } from '../pipelines/stage.js'
import { openLog } from '../topics/open.js'
import { connectAgain, type Database } from '../warehouse/database.js'
import type { IngestSetup, StageReport, StageSetup } from './stage_setup.js'

/** Does what it is set up to, and reports: progress, and at last its result or what ended it. An ingester heeds the stop of `pace` alone. */
export async function workBeside(setup: StageSetup, pace: Pace, report: (message: StageReport) => void): Promise<void> {
  const database = connectAgain(setup.loader)
  let stage: Stage | undefined
  let ended: StageReport
  try {
    stage = await stageOf(database, setup, report)
    ended =
      setup.task === 'load'
        ? { type: 'loaded', loaded: await load(stage, pace) }
        : await ingestAll(stage, setup, pace.stop)
  } catch (error) {
    ended = { type: 'failed', ...reportOf(error) }
  }
  report(ended)
  await stage?.topics.close()
  await database.close()
}

async function stageOf(database: Database, setup: StageSetup, report: (message: StageReport) => void): Promise<Stage> {
  const log = makeLog(setup.logLevel)
  const topics = await openLog(setup.kafka, database, log)
  await topics.declare(setup.topicRetentionDays)
  return {
    database,
    topics,
    ledgerId: setup.ledgerId,
    sessionTimeoutSeconds: setup.sessionTimeoutSeconds,
    log,
    token: tokenMaker(Buffer.from(setup.task === 'ingest' ? setup.tokenKey : [])),
    batchRows: setup.task === 'ingest' ? setup.batchRows : 0,
    progress: (step) => report({ type: 'progress', step }),
  }
}

async function ingestAll(stage: Stage, setup: IngestSetup, stop: () => boolean): Promise<StageReport> {
  const jobs = await Promise.all(
    setup.jobs.map(async ({ id, ...job }) => ({ loaded: await loadConnector(id), ...job })),
  )
  return { type: 'ingested', runIds: await inThisThread(stage, stop).ingest(jobs) }
}
