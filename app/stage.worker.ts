/** A thread that runs one stage on a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { LedgerError, messageOf } from '../core/errors.js'
import { tokenMaker } from '../core/ids.js'
import { makeLog } from '../core/log.js'
import { load } from '../pipelines/load.js'
import { loadConnector } from '../pipelines/registry.js'
import { inThisThread } from '../pipelines/run.js'
import type { Stage } from '../pipelines/stage.js'
import { openLog } from '../topics/open.js'
import { connectAgain, type Database } from '../warehouse/database.js'
import { type IngestSetup, type LoadSetup, PACE, type ThreadReport, type ThreadSetup } from './thread_setup.js'

const report = (message: ThreadReport) => parentPort?.postMessage(message)

async function stageOf(database: Database, setup: ThreadSetup): Promise<Stage> {
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

async function loadBeside(stage: Stage, setup: LoadSetup): Promise<ThreadReport> {
  const pace = new Int32Array(setup.pace)
  const loaded = await load(stage, {
    more: () => Atomics.load(pace, 0) === PACE.more,
    stop: () => Atomics.load(pace, 0) === PACE.stop,
  })
  return { type: 'loaded', loaded }
}

async function ingestAll(stage: Stage, setup: IngestSetup): Promise<ThreadReport> {
  const jobs = await Promise.all(
    setup.jobs.map(async ({ id, files, full }) => ({ loaded: await loadConnector(id), files, full })),
  )
  return { type: 'ingested', runIds: await inThisThread(stage).ingest(jobs) }
}

function failure(error: unknown): ThreadReport {
  if (error instanceof LedgerError)
    return { type: 'failed', code: error.code, message: error.message, hint: error.hint }
  const message = error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error)
  return { type: 'failed', code: null, message, hint: '' }
}

const setup: ThreadSetup = workerData
const database = connectAgain(setup.loader)
let stage: Stage | undefined
try {
  stage = await stageOf(database, setup)
  report(await (setup.task === 'load' ? loadBeside(stage, setup) : ingestAll(stage, setup)))
} catch (error) {
  report(failure(error))
} finally {
  await stage?.topics.close()
  await database.close()
}
