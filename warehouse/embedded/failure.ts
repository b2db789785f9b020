import { LedgerError, messageOf } from '../../core/errors.js'

/** The `code` of a system error (`ENOENT`) or of a Postgres error (`57P03`). */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Runs a file operation and gives undefined where the file is not there. */
export async function ifPresent<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

function reasonOf(code: string | undefined): string | undefined {
  if (code === 'EROFS') return 'the file system is read-only'
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied'
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'there is a file where a directory is needed'
  if (code === 'ENAMETOOLONG') return 'the path is too long'
  return undefined
}

/**
 * What a file operation under the data directory threw, as an operating error: disk_full or home_unusable. Anything
 * else, a mistake of ours, is given back as it is.
 */
export function homeFailure(home: string, error: unknown): unknown {
  const code = codeOf(error)
  if (error instanceof LedgerError || code === undefined || !/^E[A-Z]+$/.test(code)) return error
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(home, error)
  const path = typeof error === 'object' && error !== null && 'path' in error ? String(error.path) : home
  const reason = reasonOf(code) ?? messageOf(error)
  const place = path === home ? home : `${home} (at ${path})`
  return new LedgerError(
    'home_unusable',
    `The data directory ${place} cannot be used: ${reason}.`,
    'Set RISKLEDGER_HOME to a directory that you may create and write, or mend the permissions of this one.',
    error,
  )
}

export function diskFull(place: string, cause?: unknown): LedgerError {
  return new LedgerError(
    'disk_full',
    `The disk that holds ${place} is full.`,
    'Free some space, or set RISKLEDGER_HOME to a directory on a larger disk, then run the command again.',
    cause,
  )
}

/** What Postgres printed when it would not start. `output` is its log, which never holds record contents. */
export function startFailure(cluster: string, what: string, output: string): LedgerError {
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(cluster)
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const said = lines.length === 0 ? 'It printed nothing.' : `It said:\n${lines.slice(-8).join('\n')}`
  return new LedgerError(
    'database_start_failed',
    `The embedded Postgres in ${cluster} did not start: ${what}. ${said}`,
    'Mend what it complains of and run the command again, or set RISKLEDGER_DATABASE_URL to a Postgres of your own.',
  )
}
