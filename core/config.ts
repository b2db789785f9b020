/** The only reader of the environment: RISKLEDGER_* variables and an optional riskledger.yaml, one schema for both. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { LedgerError, messageOf } from './errors.js'

/** Every variable, with the sentence that docs/configuration.md prints. In riskledger.yaml the key is the same in lower case without the prefix. */
export const CONFIG_KEYS = {
  RISKLEDGER_HOME: 'Directory of the embedded Postgres and of the keys. Default `.riskledger` in the project.',
  RISKLEDGER_DATABASE_URL: 'An existing Postgres 15 or newer to use. Empty: the embedded one.',
  RISKLEDGER_KAFKA_BROKERS:
    'Kafka brokers, comma separated. Empty: the topic log in Postgres. This version supports only empty.',
  RISKLEDGER_TOKEN_KEY:
    'Key of the tokens that stand for personal identifiers, 64 hex digits. Default: made once and kept in the home.',
  RISKLEDGER_BATCH_ROWS: 'Rows in a batch, 100 to 20000. Default 1000.',
  RISKLEDGER_TOPIC_RETENTION_DAYS:
    'Days that the embedded log keeps messages, 1 or more. Empty: for ever. What is not loaded yet is always kept.',
  RISKLEDGER_LOG_LEVEL: 'trace, debug, info, warn, error or silent. Default warn.',
  RISKLEDGER_CONFIG:
    'Path of the configuration file. Default `riskledger.yaml` in the working directory, if there is one.',
} as const

const schema = z.strictObject({
  home: z.string().min(1),
  database_url: z.union([z.literal(''), z.string().regex(/^postgres(ql)?:\/\//, 'expected postgres://…')]).default(''),
  kafka_brokers: z.string().default(''),
  token_key: z.union([z.literal(''), z.string().regex(/^[0-9a-fA-F]{64}$/, 'expected 64 hex digits')]).default(''),
  batch_rows: z.coerce.number().int().min(100).max(20_000).default(1000),
  topic_retention_days: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1)]).default(null),
  log_level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
})

export interface Config {
  readonly home: string
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly tokenKey: string
  readonly batchRows: number
  /** Null: for ever. */
  readonly topicRetentionDays: number | null
  readonly logLevel: z.infer<typeof schema>['log_level']
}

function fileValues(path: string, required: boolean): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (!required) return {}
    throw new LedgerError(
      'config_invalid',
      `The configuration file ${path} cannot be read: ${messageOf(error)}`,
      'Correct RISKLEDGER_CONFIG.',
    )
  }
  try {
    const value: unknown = parse(text)
    return z.record(z.string(), z.unknown()).parse(value === null ? {} : value)
  } catch (error) {
    throw new LedgerError(
      'config_invalid',
      `${path} is not a YAML mapping: ${messageOf(error)}`,
      'Write one `key: value` a line.',
      error,
    )
  }
}

/**
 * Reads the configuration. `root` is the project's directory, the default place of the home.
 * Throws LedgerError `config_invalid` that names each wrong key, and never prints a secret's value.
 */
export function readConfig(root: string, environment: NodeJS.ProcessEnv = process.env): Config {
  const path = environment['RISKLEDGER_CONFIG']
  const values = fileValues(path ?? resolve('riskledger.yaml'), path !== undefined)
  for (const key of Object.keys(CONFIG_KEYS)) {
    const value = environment[key]
    if (key !== 'RISKLEDGER_CONFIG' && value !== undefined)
      values[key.slice('RISKLEDGER_'.length).toLowerCase()] = value
  }
  if (values['home'] === undefined || values['home'] === '') values['home'] = resolve(root, '.riskledger')
  const parsed = schema.safeParse(values)
  if (!parsed.success) {
    const wrong = parsed.error.issues
      .map((issue) => `${issue.path.join('.') || Object(issue)['keys']}: ${issue.message}`)
      .join('; ')
    throw new LedgerError(
      'config_invalid',
      `The configuration is wrong: ${wrong}`,
      'See docs/configuration.md for every key and its values.',
    )
  }
  const found = parsed.data
  return {
    home: resolve(found.home),
    databaseUrl: found.database_url,
    kafkaBrokers: found.kafka_brokers,
    tokenKey: found.token_key,
    batchRows: found.batch_rows,
    topicRetentionDays: found.topic_retention_days,
    logLevel: found.log_level,
  }
}
