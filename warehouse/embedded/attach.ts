import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerError } from '../../core/errors.js'
import { otherClients } from './clients.js'
import { askServer, passwordRefused } from './connection.js'
import { clearRemains, killPostmaster, type Postmaster, runningPostmaster } from './postmaster.js'

const ANSWER_MS = 5_000
const SILENCE_MS = 10_000
// With others at work the machine may just be busy, and killing the server would break off what they do.
const SILENCE_IN_USE_MS = 60_000
const BUSY_MS = 600_000
const STOPPING_MS = 60_000
const POLL_MS = 10

/**
 * Finds the running server of a cluster that answers with our password. What is left of one that is dead, dying or hung
 * is cleared away, and undefined says that one has to be started.
 *
 * @throws LedgerError database_start_failed when it refuses our password, or is hung while other processes use it.
 */
export async function attach(home: string, cluster: string, password: string): Promise<Postmaster | undefined> {
  const begun = performance.now()
  let silentSince: number | undefined
  for (;;) {
    const server = await runningPostmaster(cluster)
    if (server === undefined) {
      await clearRemains(cluster)
      return undefined
    }
    const answer = server.status === 'ready' ? await askServer(server.port, password, ANSWER_MS) : 'busy'
    const waited = performance.now() - begun
    if (answer === 'ready') return server
    if (answer === 'refused') throw passwordRefused(home)
    if (answer === 'silent') {
      silentSince ??= performance.now() - ANSWER_MS
      const silence = performance.now() - silentSince
      const clients = await otherClients(home)
      if (silence > SILENCE_IN_USE_MS) throw hung(server, clients)
      if (silence > SILENCE_MS && clients.length === 0) await killPostmaster(cluster, server.pid)
    } else {
      silentSince = undefined
      if (waited > (server.status === 'stopping' ? STOPPING_MS : BUSY_MS)) await killPostmaster(cluster, server.pid)
    }
    await sleep(POLL_MS)
  }
}

function hung(server: Postmaster, clients: number[]): LedgerError {
  return new LedgerError(
    'database_start_failed',
    `The embedded Postgres, process ${server.pid}, has not answered for ${SILENCE_IN_USE_MS / 1000} seconds, ` +
      `and is in use by process ${clients.join(', ')}.`,
    'Wait until the machine is less busy, or run: riskledger db stop',
  )
}
