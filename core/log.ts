/** Logs for operators: one JSON line each on stderr. Never secrets, never the contents of records. */
import { destination, type Logger, pino } from 'pino'

export type Log = Logger

/** A logger that writes to stderr; stdout belongs to results. */
export function makeLog(level: string): Log {
  return pino({ level, base: null, redact: ['*.password', '*.url', '*.token'] }, destination({ fd: 2, sync: true }))
}
