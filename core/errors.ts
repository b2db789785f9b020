/**
 * Operating errors: what the world did to us, told so that a person knows the next step.
 * Programmer errors stay ordinary `Error`s and crash; bad data is an outcome (schemas/outcome.ts), never an exception.
 */

/** Exit codes of every command: see README.md, "Exit codes". */
export const EXIT = { done: 0, operatingError: 1, wrongUsage: 2, doneWithFindings: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Every code an operating error can carry, with the sentence that docs/errors.md prints for it. */
export const ERROR_CODES = {
  usage: 'The command line is wrong: an unknown command, connector, query or option value.',
  config_invalid: 'A RISKLEDGER_* variable or a key in riskledger.yaml is not known, or has a value that does not fit.',
  not_supported: 'The configuration asks for something that this version does not do.',
  home_unusable: 'The data directory (RISKLEDGER_HOME) cannot be created, read or written.',
  disk_full: 'The disk that holds the data directory or the database is full.',
  database_start_failed: 'The embedded Postgres did not start; its log says why.',
  database_unreachable: 'The Postgres server does not answer at the given address.',
  database_too_old: 'The Postgres server is older than version 15.',
  database_lost: 'The connection to Postgres was lost and did not come back in time.',
  database_refused: 'Postgres refused the statement: a missing right, or a role that does not exist.',
  migration_changed: 'A migration that was already applied has been edited since.',
  migration_ahead: 'The database was migrated by a newer riskledger than this one.',
  mapping_invalid: 'The file that says what columns mean is broken, or does not fit the file of records.',
  output_unwritable: 'A file that a command is to write cannot be written.',
  source_missing: 'The file or directory to ingest does not exist.',
  source_unreadable: 'The file or directory to ingest exists but cannot be read.',
  secret_missing: 'A declaration names a secret that the environment does not hold.',
  place_unreachable: 'The place that a connector reads from does not answer, or not in time.',
  place_refused:
    'The place that a connector reads from refuses: wrong credentials, a missing right, or no such document.',
  place_unsafe: 'A place leads where riskledger must not go, such as an address inside its own network.',
  place_invalid: 'A place answers otherwise than its declaration says.',
  cursor_invalid: 'How far a place was read cannot be gone on from, or lies in the future.',
  run_fenced: 'Another process took over this work; this one stopped without writing.',
  topic_unknown: 'No such topic.',
  topic_truncated: 'A consumer asks for messages that retention has already removed.',
  topic_recreated: 'A topic is not the one that was read before: it was deleted and made again, or lost its end.',
  topic_misconfigured: 'A topic exists with settings under which messages would be lost.',
  topic_unreadable: 'A topic holds messages in a compression that riskledger cannot unpack, or broken ones.',
  topic_stalled: 'A topic has messages that no consumer may read yet.',
  kafka_unreachable: 'No Kafka broker answers at the given addresses.',
  kafka_refused: 'The Kafka broker refused: wrong credentials, or a missing right.',
  kafka_replicas: 'Too few replicas of a topic are in sync, so that the broker takes no messages.',
  kafka_failed: 'The Kafka broker answered with an error that is not one of those above.',
  connector_invalid: 'A connector folder cannot be loaded: its declaration is missing or broken.',
  query_invalid: 'A named query is missing a parameter or got one that it does not take.',
  not_found: 'Nothing in the ledger answers to that id, identifier or name.',
  decision_contradicts: 'A decision on who is who contradicts others that are in force.',
  decision_against_proof: 'A decision would part two mentions that identifiers prove to be one party.',
  decision_not_in_force: 'The decision was undone already, or another took its place.',
  interrupted: 'The command was stopped by a signal before it was done.',
  token_key_invalid: 'The key for personal-identifier tokens is missing or not 32 bytes.',
} as const
export type ErrorCode = keyof typeof ERROR_CODES

/** An operating error: a documented code, one sentence with the place and value, and a hint that names the next step. */
export class LedgerError extends Error {
  readonly code: ErrorCode
  readonly hint: string
  constructor(code: ErrorCode, sentence: string, hint: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.name = 'LedgerError'
    this.code = code
    this.hint = hint
  }
}

/** The text of anything thrown, without a stack. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message || error.name : String(error)
}

/** Anything thrown as a message between threads or processes; no code: it is no operating error. */
export interface ErrorReport {
  readonly code: ErrorCode | null
  readonly message: string
  readonly hint: string
}

export function reportOf(error: unknown): ErrorReport {
  if (error instanceof LedgerError) return { code: error.code, message: error.message, hint: error.hint }
  const message = error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error)
  return { code: null, message, hint: '' }
}

/** What was thrown, to be thrown again on the other side. */
export const errorOf = ({ code, message, hint }: ErrorReport): Error =>
  code === null ? new Error(message) : new LedgerError(code, message, hint)
