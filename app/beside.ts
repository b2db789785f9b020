/** The loader in a thread of its own, so that reading and loading use both cores. */
import { Worker } from 'node:worker_threads'
import { LedgerError } from '../core/errors.js'
import type { LoaderBeside } from '../pipelines/run.js'
import type { Progress } from '../pipelines/stage.js'
import type { LoaderConnection } from '../warehouse/database.js'
import type { LoaderReport, LoaderSetup } from './loading.js'

/** Starts the loader's thread. A failure there is thrown by `finish`. */
export function startLoader(loader: LoaderConnection, logLevel: string, progress: Progress): LoaderBeside {
  const working = new SharedArrayBuffer(4)
  const flag = new Int32Array(working)
  Atomics.store(flag, 0, 1)
  const setup: LoaderSetup = { loader, logLevel, working }
  const worker = new Worker(new URL('./load.worker.js', import.meta.url), { workerData: setup })
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('message', (report: LoaderReport) => {
      if (report.type === 'progress') progress(report.step)
      else if (report.type === 'done') resolve()
      else
        reject(
          report.code === null ? new Error(report.message) : new LedgerError(report.code, report.message, report.hint),
        )
    })
    worker.on('error', reject)
    worker.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the loader's thread ended with code ${code}`)),
    )
  })
  // Heard by finish; until then it is no unhandled rejection.
  ended.catch(() => undefined)
  return {
    async finish() {
      Atomics.store(flag, 0, 0)
      await ended
    },
  }
}
