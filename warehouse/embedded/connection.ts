import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { LedgerError } from '../../core/errors.js'
import { codeOf, ifPresent } from './failure.js'

/** Of the data directory itself, in which the server runs: so it holds also where its path would be too long for a socket, and after it was moved. */
export const SOCKET_DIRECTORY = '.'
// With the NUL at its end: 104 bytes on macOS, 108 on Linux.
const LONGEST_SOCKET = 103

/**
 * - ready: it took the password;
 * - refused: it did not;
 * - busy: it lives but takes no connections now (starting, recovering, stopping);
 * - silent: nobody listens, or nobody answers in time.
 */
export type Answer = 'ready' | 'refused' | 'busy' | 'silent'

export async function askServer(port: number, password: string, patience: number): Promise<Answer> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    password,
    ssl: false,
    application_name: 'riskledger',
    connectionTimeoutMillis: patience,
  })
  client.on('error', () => undefined) // a server that dies meanwhile is found by the next question
  try {
    await client.connect()
    return 'ready'
  } catch (error) {
    const code = codeOf(error)
    if (code === '28P01' || code === '28000') return 'refused'
    if (code === '57P03') return 'busy'
    if (code === '53300') return 'ready' // all connections taken: it lives, and it knows the password
    return 'silent'
  } finally {
    await client.end().catch(() => undefined)
  }
}

export function superuserUrl(port: number, password: string): string {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
}

/** Where the server's socket is, on which bulk data goes faster than through TCP; undefined where clients have to do without. */
export async function socketDirectory(cluster: string, port: number): Promise<string | undefined> {
  const socket = join(cluster, `.s.PGSQL.${port}`)
  if (Buffer.byteLength(socket) > LONGEST_SOCKET) return undefined
  // A server that an earlier version started has none.
  return (await ifPresent(stat(socket)))?.isSocket() === true ? cluster : undefined
}

export function passwordRefused(home: string): LedgerError {
  return new LedgerError(
    'database_start_failed',
    `The embedded Postgres refuses the password in ${home}/secrets/postgres.`,
    'Put back the password with which the database was made, or set RISKLEDGER_HOME to an empty directory.',
  )
}
