/** Ingester and loader in threads of their own, so that both cores and Postgres are busy and the first thread stays free for people. */
import { Worker } from 'node:worker_threads'
import type { Config } from '../core/config.js'
import { LedgerError } from '../core/errors.js'
import type { Workers } from '../pipelines/run.js'
import type { Progress, Stage } from '../pipelines/stage.js'
import type { ThreadReport, ThreadSetup } from './thread_setup.js'
import { tokenKey } from './token_key.js'

// The loader makes little garbage: it needs no large space for it.
const LIMITS = { ingest: {}, load: { maxYoungGenerationSizeMb: 12 } } as const

function startThread(setup: ThreadSetup, progress: Progress): Promise<readonly number[]> {
  const worker = new Worker(new URL('./stage.worker.js', import.meta.url), {
    workerData: setup,
    resourceLimits: LIMITS[setup.task],
  })
  return new Promise((resolve, reject) => {
    worker.on('message', (report: ThreadReport) => {
      if (report.type === 'progress') progress(report.step)
      else if (report.type === 'done') resolve(report.runIds)
      else if (report.code === null) reject(new Error(report.message))
      else reject(new LedgerError(report.code, report.message, report.hint))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the ${setup.task} thread ended with code ${code} and no result`)))
  })
}

/** Threads that work on the warehouse that `stage` has open. */
export function threads(stage: Stage, config: Config): Workers {
  const { kafka, topicRetentionDays, sessionTimeoutSeconds, logLevel } = config
  const { ledgerId, database } = stage
  const common = { loader: database.loader, kafka, topicRetentionDays, ledgerId, sessionTimeoutSeconds, logLevel }
  return {
    async ingest(jobs) {
      const plain = jobs.map(({ loaded, files, full }) => ({ id: loaded.id, files, full }))
      const setup = {
        ...common,
        task: 'ingest',
        jobs: plain,
        tokenKey: tokenKey(config),
        batchRows: config.batchRows,
      } as const
      return startThread(setup, stage.progress)
    },
    startLoader() {
      const working = new SharedArrayBuffer(4)
      const flag = new Int32Array(working)
      Atomics.store(flag, 0, 1)
      const ended = startThread({ ...common, task: 'load', working }, stage.progress)
      // Heard by finish; until then it is no unhandled rejection.
      ended.catch(() => undefined)
      return {
        async finish() {
          Atomics.store(flag, 0, 0)
          await ended
        },
      }
    },
  }
}
