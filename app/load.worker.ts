/** The thread that loads while its process ingests. */
import { parentPort, workerData } from 'node:worker_threads'
import { LedgerError, messageOf } from '../core/errors.js'
import { makeLog } from '../core/log.js'
import { load } from '../pipelines/load.js'
import { embeddedLog } from '../topics/embedded.js'
import { connectAgain } from '../warehouse/database.js'
import type { LoaderReport, LoaderSetup } from './loading.js'

const setup: LoaderSetup = workerData
const report = (message: LoaderReport) => parentPort?.postMessage(message)
const database = connectAgain(setup.loader)
try {
  const working = new Int32Array(setup.working)
  const stage = {
    database,
    topics: embeddedLog(database),
    log: makeLog(setup.logLevel),
    token: () => {
      throw new Error('loading makes no tokens')
    },
    batchRows: 0,
    progress: (step: Extract<LoaderReport, { type: 'progress' }>['step']) => report({ type: 'progress', step }),
  }
  await load(stage, () => Atomics.load(working, 0) === 1)
  report({ type: 'done' })
} catch (error) {
  if (error instanceof LedgerError)
    report({ type: 'failed', code: error.code, message: error.message, hint: error.hint })
  else
    report({
      type: 'failed',
      code: null,
      message: error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error),
      hint: '',
    })
} finally {
  await database.close()
}
