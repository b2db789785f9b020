/**
 * Stages beside the first thread, so that both cores and Postgres are busy and it stays free for people. Ingester and loader of one run are threads; several
 * loaders are processes, whose collectors and compilers are not in each other's way.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Config } from '../core/config.js'
import { errorOf } from '../core/errors.js'
import type { Loaded } from '../pipelines/load.js'
import type { Workers } from '../pipelines/run.js'
import type { Pace, Progress, Stage } from '../pipelines/stage.js'
import { CELL, type LoadSetup, type PaceWord, type StageReport, type StageSetup } from './stage_setup.js'
import { tokenKey } from './token_key.js'

// The loader makes little garbage: it needs no large space for it.
const LIMITS = { ingest: {}, load: { maxYoungGenerationSizeMb: 12 } } as const
// One helper of the engine for each, as there are several of them.
const ENGINE = ['--v8-pool-size=1']

const LOOK_MS = 50

type Ended = Extract<StageReport, { readonly type: 'ingested' | 'loaded' }>

/** A stage at work. */
interface Beside {
  readonly ended: Promise<Ended>
  tell(word: PaceWord): void
}

/** What all reports until the end come to; `exited` is called when there is none any more. */
function endOf(
  what: string,
  progress: Progress,
  listen: (came: (report: StageReport) => void, failed: (error: Error) => void, exited: (how: string) => void) => void,
): Promise<Ended> {
  const ended = new Promise<Ended>((resolve, reject) => {
    const came = (report: StageReport) => {
      if (report.type === 'progress') progress(report.step)
      else if (report.type !== 'failed') resolve(report)
      else reject(errorOf(report))
    }
    listen(came, reject, (how) => reject(new Error(`the ${what} ended with ${how} and no result`)))
  })
  // Heard when it is waited for; until then it is no unhandled rejection.
  ended.catch(() => undefined)
  return ended
}

function startThread(setup: StageSetup, progress: Progress): Beside {
  const pace = new SharedArrayBuffer(4)
  const cell = new Int32Array(pace)
  const tell = (word: PaceWord) => void Atomics.store(cell, 0, CELL[word])
  tell('more')
  const worker = new Worker(new URL('./stage.worker.js', import.meta.url), {
    workerData: { setup, pace },
    resourceLimits: LIMITS[setup.task],
  })
  const ended = endOf(`${setup.task} thread`, progress, (came, failed, exited) => {
    worker.on('message', came)
    worker.on('error', failed)
    worker.on('exit', (code) => exited(`code ${code}`))
  })
  return { ended, tell }
}

/** Its setup, which has secrets in it, goes through a channel of its own and not through arguments or environment. */
function startProcess(setup: LoadSetup, progress: Progress): Beside {
  const child = fork(fileURLToPath(new URL('./loader.process.js', import.meta.url)), [], {
    execArgv: [...process.execArgv, ...ENGINE],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const send = (message: StageSetup | PaceWord) => {
    // One that is gone is heard of by its end.
    if (child.connected) child.send(message, () => undefined)
  }
  const ended = endOf('process of a loader', progress, (came, failed, exited) => {
    child.on('message', came)
    child.on('error', failed)
    child.on('exit', (code, signal) => exited(signal ?? `code ${code}`))
  })
  send(setup)
  let told: PaceWord = 'more'
  return {
    ended,
    tell(word) {
      if (word === told) return
      told = word
      send(word)
    },
  }
}

function commonOf({ ledgerId, database }: Stage, config: Config) {
  const { kafka, topicRetentionDays, sessionTimeoutSeconds, logLevel } = config
  return { loader: database.loader, kafka, topicRetentionDays, ledgerId, sessionTimeoutSeconds, logLevel }
}

/** Threads that work on the warehouse that `stage` has open; `stop` is when to end after the batch at hand. */
export function threads(stage: Stage, config: Config, stop: () => boolean = () => false): Workers {
  return {
    async ingest(jobs) {
      const plain = jobs.map(({ loaded, ...job }) => ({ id: loaded.id, ...job }))
      const { batchRows } = config
      const setup = {
        ...commonOf(stage, config),
        task: 'ingest',
        jobs: plain,
        tokenKey: tokenKey(config),
        batchRows,
      } as const
      const ingester = startThread(setup, stage.progress)
      const looking = setInterval(() => {
        if (stop()) ingester.tell('stop')
      }, LOOK_MS)
      try {
        const ended = await ingester.ended
        return ended.type === 'ingested' ? ended.runIds : []
      } finally {
        clearInterval(looking)
      }
    },
    startLoader() {
      const loader = startThread({ ...commonOf(stage, config), task: 'load' }, stage.progress)
      return {
        async finish() {
          loader.tell('untilCaughtUp')
          const looking = setInterval(() => {
            if (stop()) loader.tell('stop')
          }, LOOK_MS)
          await loader.ended.finally(() => clearInterval(looking))
        },
      }
    },
  }
}

/** Loads in several processes, which share the partitions. The first failure ends all of them, and is thrown. */
export async function loadInProcesses(stage: Stage, config: Config, count: number, pace: Pace): Promise<Loaded> {
  const setup = { ...commonOf(stage, config), task: 'load' } as const
  const progress = summed(stage.progress)
  const loaders = Array.from({ length: count }, (_, index) => startProcess(setup, progress(index)))
  const tellAll = (word: PaceWord) => {
    for (const loader of loaders) loader.tell(word)
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

/** The progress of several as that of one. */
function summed(progress: Progress): (index: number) => Progress {
  const done = new Map<number, number>()
  return (index) => (step) => {
    done.set(index, step.done)
    progress({ ...step, done: [...done.values()].reduce((sum, one) => sum + one, 0) })
  }
}
