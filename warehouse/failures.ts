/** What Postgres says when something goes wrong, as operating errors with a next step. */
import { LedgerError, messageOf } from '../core/errors.js'

const LOST = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006', 'ECONNRESET', 'EPIPE'])
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN', '08001', '08004'])
const REFUSED = new Set(['42501', '28000', '28P01', '3D000', '0LP01'])
const FULL = new Set(['53100', 'ENOSPC'])

/** Of several ways to one place, that all failed, the first. */
const firstOf = (error: unknown): unknown => (error instanceof AggregateError ? firstOf(error.errors[0]) : error)

function codeOf(tried: unknown): string {
  const error = firstOf(tried)
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

/** Nobody answers there. The socket of a server of this machine is a file: while the server is being replaced there is none. */
function isUnreachable(tried: unknown): boolean {
  const error = firstOf(tried)
  const isConnect = typeof error === 'object' && error !== null && 'syscall' in error && error.syscall === 'connect'
  return UNREACHABLE.has(codeOf(error)) || (isConnect && codeOf(error) === 'ENOENT')
}

/** The Postgres or system code of an error is one of those that mean the server went away. */
export function connectionLost(error: unknown): boolean {
  const text = messageOf(error)
  return (
    LOST.has(codeOf(error)) || /Connection terminated|connection is closed|not queryable|Client was closed/i.test(text)
  )
}

/** The host and port of a connection string, never its password. */
export function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url)
    return `${hostname}:${port === '' ? '5432' : port}${pathname}`
  } catch {
    return 'the configured address'
  }
}

/** Turns an operating error of Postgres into a LedgerError; anything else comes back as it is. */
export function explain(error: unknown, place: string): unknown {
  if (error instanceof LedgerError) return error
  const code = codeOf(error)
  const said = messageOf(error)
  if (FULL.has(code))
    return new LedgerError(
      'disk_full',
      `No space is left for Postgres at ${place}: ${said}`,
      'Free space, then run the same command again: nothing that was committed is lost.',
      error,
    )
  if (REFUSED.has(code))
    return new LedgerError(
      'database_refused',
      `Postgres at ${place} refused: ${said}`,
      'Check user, password, database and rights; sql/roles.sql makes the roles.',
      error,
    )
  if (isUnreachable(error))
    return new LedgerError(
      'database_unreachable',
      `Postgres at ${place} does not answer: ${said}`,
      'Check that the server runs and RISKLEDGER_DATABASE_URL is right; `riskledger doctor` tests it.',
      error,
    )
  if (connectionLost(error))
    return new LedgerError(
      'database_lost',
      `The connection to Postgres at ${place} was lost: ${said}`,
      'Run the same command again: what was committed stands, the rest is read again.',
      error,
    )
  return error
}
