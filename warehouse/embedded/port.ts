import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { LedgerError } from '../../core/errors.js'

// Below the range from which systems take the ports of outgoing connections, one of which could take ours meanwhile.
const LOWEST = 20_000
const BEHIND_HIGHEST = 30_000
const TRIES = 50

/**
 * The remembered port when it is free, else another free one.
 *
 * @throws LedgerError database_start_failed when no port of 127.0.0.1 can be had.
 */
export async function freePort(remembered?: number): Promise<number> {
  if (remembered !== undefined && (await isFree(remembered))) return remembered
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(LOWEST, BEHIND_HIGHEST)
    if (await isFree(port)) return port
  }
  throw new LedgerError(
    'database_start_failed',
    `No free port was found on 127.0.0.1 between ${LOWEST} and ${BEHIND_HIGHEST - 1} in ${TRIES} tries.`,
    'Look what occupies the ports, or whether this sandbox lets programs listen at all.',
  )
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
