/** What can go wrong with a place, as errors with a next step, and as faults that may be over when one asks again. */
import { LedgerError, messageOf } from '../../core/errors.js'

/** Something that may be over in a while: a connection that broke, a server that is busy. */
export class Fault extends Error {
  /** Seconds after which the server wants to be asked again; null: it did not say. */
  readonly retryAfterSeconds: number | null
  constructor(message: string, retryAfterSeconds: number | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Fault'
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export function invalid(sentence: string, hint: string): LedgerError {
  return new LedgerError('place_invalid', sentence, hint)
}

export function unsafe(sentence: string, hint: string): LedgerError {
  return new LedgerError('place_unsafe', sentence, hint)
}

export function refused(sentence: string, hint: string): LedgerError {
  return new LedgerError('place_refused', sentence, hint)
}

export function unreachable(sentence: string, hint: string, cause?: unknown): LedgerError {
  return new LedgerError('place_unreachable', sentence, hint, cause)
}

/** Throws LedgerError interrupted when the run is to stop. */
export function goOn(signal: AbortSignal): void {
  if (!signal.aborted) return
  throw new LedgerError('interrupted', 'Stopped while a place was read', 'Run it again: it goes on where it stopped.')
}

/** The error code of the operating system or of a library in anything thrown. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** An error of the disk that documents are landed on, or null if it is something else. */
export function diskError(path: string, error: unknown): LedgerError | null {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new LedgerError(
      'disk_full',
      `${path} cannot be written: the disk is full`,
      'Free space and run it again.',
      error,
    )
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'EIO', 'EMFILE', 'ENAMETOOLONG'].includes(code)) return null
  return new LedgerError(
    'home_unusable',
    `${path} cannot be written: ${messageOf(error)}`,
    'Check the data directory (RISKLEDGER_HOME) and its rights.',
    error,
  )
}
