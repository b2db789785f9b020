/** Ingester and loader in threads of their own, so that both cores and Postgres are busy and the first thread stays free for people. */
import { Worker } from 'node:worker_threads'
import type { Config } from '../core/config.js'
import { LedgerError } from '../core/errors.js'
import type { Loaded } from '../pipelines/load.js'
import type { Workers } from '../pipelines/run.js'
import type { Pace, Progress, Stage } from '../pipelines/stage.js'
import { PACE, type ThreadReport, type ThreadSetup } from './thread_setup.js'
import { tokenKey } from './token_key.js'

// The loader makes little garbage: it needs no large space for it.
const LIMITS = { ingest: {}, load: { maxYoungGenerationSizeMb: 12 } } as const

type Ended = Extract<ThreadReport, { readonly type: 'ingested' | 'loaded' }>

function startThread(setup: ThreadSetup, progress: Progress): Promise<Ended> {
  const worker = new Worker(new URL('./stage.worker.js', import.meta.url), {
    workerData: setup,
    resourceLimits: LIMITS[setup.task],
  })
  return new Promise((resolve, reject) => {
    worker.on('message', (report: ThreadReport) => {
      if (report.type === 'progress') progress(report.step)
      else if (report.type !== 'failed') resolve(report)
      else if (report.code === null) reject(new Error(report.message))
      else reject(new LedgerError(report.code, report.message, report.hint))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the ${setup.task} thread ended with code ${code} and no result`)))
  })
}

function commonOf({ ledgerId, database }: Stage, config: Config) {
  const { kafka, topicRetentionDays, sessionTimeoutSeconds, logLevel } = config
  return { loader: database.loader, kafka, topicRetentionDays, ledgerId, sessionTimeoutSeconds, logLevel }
}

/** A loader in a thread of its own. */
function startLoader(stage: Stage, config: Config) {
  const pace = new SharedArrayBuffer(4)
  const cell = new Int32Array(pace)
  Atomics.store(cell, 0, PACE.more)
  const ended = startThread({ ...commonOf(stage, config), task: 'load', pace }, stage.progress)
  // Heard when it is waited for; until then it is no unhandled rejection.
  ended.catch(() => undefined)
  return {
    ended,
    tell: (what: keyof typeof PACE) => void Atomics.store(cell, 0, PACE[what]),
  }
}

/** Threads that work on the warehouse that `stage` has open. */
export function threads(stage: Stage, config: Config): Workers {
  return {
    async ingest(jobs) {
      const plain = jobs.map(({ loaded, files, full }) => ({ id: loaded.id, files, full }))
      const { batchRows } = config
      const setup = {
        ...commonOf(stage, config),
        task: 'ingest',
        jobs: plain,
        tokenKey: tokenKey(config),
        batchRows,
      } as const
      const ended = await startThread(setup, stage.progress)
      return ended.type === 'ingested' ? ended.runIds : []
    },
    startLoader() {
      const loader = startLoader(stage, config)
      return {
        async finish() {
          loader.tell('untilCaughtUp')
          await loader.ended
        },
      }
    },
  }
}

const LOOK_MS = 50

/** Loads in several threads, which share the partitions as processes do. The first failure ends all of them, and is thrown. */
export async function loadInThreads(stage: Stage, config: Config, count: number, pace: Pace): Promise<Loaded> {
  const loaders = Array.from({ length: count }, () => startLoader(stage, config))
  const tellAll = (what: keyof typeof PACE) => {
    for (const loader of loaders) loader.tell(what)
  }
  const look = () => tellAll(pace.stop() ? 'stop' : pace.more() ? 'more' : 'untilCaughtUp')
  look()
  const looking = setInterval(look, LOOK_MS)
  for (const { ended } of loaders)
    ended.catch(() => {
      clearInterval(looking)
      tellAll('stop')
    })
  try {
    const all = await Promise.allSettled(loaders.map(({ ended }) => ended))
    const failed = all.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    const total: Loaded = { messages: 0, quarantined: 0 }
    for (const one of all) {
      if (one.status !== 'fulfilled' || one.value.type !== 'loaded') continue
      total.messages += one.value.loaded.messages
      total.quarantined += one.value.loaded.quarantined
    }
    return total
  } finally {
    clearInterval(looking)
  }
}
