/** The only reader of the environment: RISKLEDGER_* variables and an optional riskledger.yaml, one schema for both. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { faultOfCron, isTimeZone } from './cron.js'
import { LedgerError, messageOf } from './errors.js'

/** Every variable, with the sentence that docs/configuration.md prints. In riskledger.yaml the key is the same in lower case without the prefix. */
export const CONFIG_KEYS = {
  RISKLEDGER_HOME: 'Directory of the embedded Postgres and of the keys. Default `.riskledger` in the project.',
  RISKLEDGER_DATABASE_URL: 'An existing Postgres 15 or newer to use. Empty: the embedded one.',
  RISKLEDGER_KAFKA_BROKERS: 'Kafka brokers, host:port, comma separated. Empty: the topic log in Postgres.',
  RISKLEDGER_KAFKA_TLS: 'on: connections to the brokers are encrypted. Default off.',
  RISKLEDGER_KAFKA_CA: 'File with the certificate authority of the brokers, PEM. Empty: those that Node knows.',
  RISKLEDGER_KAFKA_CERT: 'File with our own certificate, PEM, where the brokers ask for one.',
  RISKLEDGER_KAFKA_KEY: 'File with the key of that certificate, PEM.',
  RISKLEDGER_KAFKA_SASL: 'How to log in: plain, scram-sha-256, scram-sha-512 or oauthbearer. Empty: not at all.',
  RISKLEDGER_KAFKA_USERNAME: 'User, or with oauthbearer the client id.',
  RISKLEDGER_KAFKA_PASSWORD: 'Password, or with oauthbearer the client secret.',
  RISKLEDGER_KAFKA_TOKEN_URL: 'With oauthbearer: where tokens are given for client id and secret (client_credentials).',
  RISKLEDGER_KAFKA_TOKEN_SCOPE: 'With oauthbearer: the scope to ask for. Empty: none.',
  RISKLEDGER_KAFKA_TOPIC_PREFIX:
    'What the names of our topics begin with on the broker, such as `test.`. Empty: nothing.',
  RISKLEDGER_KAFKA_PARTITIONS: 'Partitions of topics that riskledger makes, 1 to 1000. Default 6.',
  RISKLEDGER_KAFKA_REPLICATION: 'Replicas of topics that riskledger makes. Empty: as the broker has it by default.',
  RISKLEDGER_KAFKA_COMPRESSION: 'Compression of messages, gzip or none. Default gzip.',
  RISKLEDGER_SESSION_TIMEOUT_SECONDS:
    'Seconds after which a process that is not seen loses its partitions to others, 2 to 600. Default 15.',
  RISKLEDGER_TOKEN_KEY:
    'Key of the tokens that stand for personal identifiers, 64 hex digits. Default: made once and kept in the home.',
  RISKLEDGER_BATCH_ROWS: 'Rows in a batch, 100 to 20000. Default 1000.',
  RISKLEDGER_TOPIC_RETENTION_DAYS:
    'Days that topics keep messages, 1 or more. Empty: for ever. The embedded log always keeps what is not loaded yet.',
  RISKLEDGER_INBOX:
    'Directory of the drops: a connector that reads one has the directory of its id in it. Default `inbox` in the home.',
  RISKLEDGER_SECRET_:
    'Begins the names of secrets of places: where a declaration names `fda_key`, it is RISKLEDGER_SECRET_FDA_KEY. In the environment alone.',
  RISKLEDGER_LOG_LEVEL: 'trace, debug, info, warn, error or silent. Default warn.',
  RISKLEDGER_CONFIG:
    'Path of the configuration file. Default `riskledger.yaml` in the working directory, if there is one.',
} as const

// What Kubernetes sets for every service of a namespace: one may well be named riskledger-something.
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\d+_(TCP|UDP|SCTP)(_.*)?)?)$/

const SECRET = /^RISKLEDGER_SECRET_[A-Z0-9_]{1,100}$/

// What a person may say of one connector in the file, instead of its declaration.
const cadence = z.strictObject({
  cron: z
    .string()
    .superRefine((text, context) => {
      const fault = faultOfCron(text)
      if (fault !== null)
        context.addIssue({ code: 'custom', message: `'${text.slice(0, 50)}' is no cadence: ${fault}` })
    })
    .optional(),
  time_zone: z.string().refine(isTimeZone, 'expected a time zone, such as Asia/Shanghai').optional(),
  paused: z.boolean({ error: 'expected true or false' }).optional(),
})

const schema = z.strictObject({
  home: z.string().min(1),
  database_url: z.union([z.literal(''), z.string().regex(/^postgres(ql)?:\/\//, 'expected postgres://…')]).default(''),
  kafka_brokers: z
    .string()
    // Its client knows no addresses of IPv6.
    .regex(
      /^$|^\s*[^\s,:/]+:\d{1,5}(\s*,\s*[^\s,:/]+:\d{1,5})*\s*$/,
      'expected host:port, host:port … with names or IPv4 addresses',
    )
    .default(''),
  kafka_tls: z
    .union([z.stringbool({ truthy: ['on', 'true'], falsy: ['off', 'false', ''] }), z.boolean()], {
      error: 'expected on or off',
    })
    .default(false),
  kafka_ca: z.string().default(''),
  kafka_cert: z.string().default(''),
  kafka_key: z.string().default(''),
  kafka_sasl: z.enum(['', 'plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer']).default(''),
  kafka_username: z.string().default(''),
  kafka_password: z.string().default(''),
  kafka_token_url: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
  kafka_token_scope: z.string().default(''),
  kafka_topic_prefix: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,100}$/, 'expected letters, digits, dots, _ and -')
    .default(''),
  kafka_partitions: z.coerce.number().int().min(1).max(1000).default(6),
  kafka_replication: z
    .union([z.literal('').transform(() => null), z.coerce.number().int().min(1).max(100)])
    .default(null),
  kafka_compression: z.enum(['gzip', 'none']).default('gzip'),
  session_timeout_seconds: z.coerce.number().int().min(2).max(600).default(15),
  token_key: z.union([z.literal(''), z.string().regex(/^[0-9a-fA-F]{64}$/, 'expected 64 hex digits')]).default(''),
  batch_rows: z.coerce.number().int().min(100).max(20_000).default(1000),
  topic_retention_days: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1)]).default(null),
  log_level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  inbox: z.string().default(''),
  // What stands in them is for sources/places/: here they are only handed on.
  places: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  schedule: z.record(z.string(), cadence).default({}),
})

/** How to reach Kafka; plain values, so that it can be given to a thread. */
export interface KafkaConfig {
  /** As host:port. */
  readonly brokers: readonly string[]
  readonly tls: boolean
  /** Paths of PEM files; empty: none. */
  readonly ca: string
  readonly cert: string
  readonly key: string
  readonly sasl: z.infer<typeof schema>['kafka_sasl']
  readonly username: string
  readonly password: string
  readonly tokenUrl: string
  readonly tokenScope: string
  readonly topicPrefix: string
  readonly partitions: number
  /** Null: as the broker has it by default. */
  readonly replication: number | null
  readonly compression: 'gzip' | 'none'
}

export interface Config {
  readonly home: string
  readonly databaseUrl: string
  /** Null: the log is in Postgres. */
  readonly kafka: KafkaConfig | null
  readonly tokenKey: string
  readonly batchRows: number
  /** Null: for ever. */
  readonly topicRetentionDays: number | null
  readonly sessionTimeoutSeconds: number
  /** Secrets of places by their names in declarations: small letters, digits and _. */
  readonly secrets: Readonly<Record<string, string>>
  /** Directory of the drops. */
  readonly inbox: string
  /** Where connectors read from, by their ids, as riskledger.yaml has it; not checked yet. */
  readonly places: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly logLevel: z.infer<typeof schema>['log_level']
  /** What the file says of cadences, by connector, instead of their declarations. */
  readonly schedule: z.infer<typeof schema>['schedule']
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
      `${path} is not a YAML mapping: ${messageOf(error).split('\n', 1)[0]?.replace(/:$/, '')}`,
      'Write one `key: value` a line, and in quotes what begins with *, &, [, { or %.',
      error,
    )
  }
}

/**
 * Reads the configuration. `root` is the project's directory, the default place of the home.
 * Throws LedgerError `config_invalid` that names each wrong key, and never prints a secret's value.
 */
export function readConfig(root: string, environment: NodeJS.ProcessEnv = process.env): Config {
  const unknown = Object.keys(environment).filter(
    (name) =>
      name.startsWith('RISKLEDGER_') &&
      !Object.hasOwn(CONFIG_KEYS, name) &&
      !SERVICE_LINK.test(name) &&
      !SECRET.test(name),
  )
  if (unknown.length > 0)
    throw new LedgerError(
      'config_invalid',
      `There is no variable ${unknown.join(', ')}`,
      'Take it out of the environment, or correct it: docs/configuration.md lists every key and its values.',
    )
  const path = environment['RISKLEDGER_CONFIG']
  const values = fileValues(path ?? resolve('riskledger.yaml'), path !== undefined)
  for (const key of Object.keys(CONFIG_KEYS)) {
    const value = environment[key]
    if (key !== 'RISKLEDGER_CONFIG' && !key.endsWith('_') && value !== undefined)
      values[key.slice('RISKLEDGER_'.length).toLowerCase()] = value
  }
  if (values['home'] === undefined || values['home'] === '') values['home'] = resolve(root, '.riskledger')
  const parsed = schema.safeParse(values)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => sentenceOf(issue, values, environment)).join('; ')
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
    kafka: kafkaOf(found),
    tokenKey: found.token_key,
    batchRows: found.batch_rows,
    topicRetentionDays: found.topic_retention_days,
    sessionTimeoutSeconds: found.session_timeout_seconds,
    secrets: secretsIn(environment),
    inbox: found.inbox === '' ? resolve(found.home, 'inbox') : resolve(found.inbox),
    places: found.places,
    logLevel: found.log_level,
    schedule: found.schedule,
  }
}

// What is given under these may be, or hold, a password.
const MAY_BE_SECRET = /url|password|key|token|username/

/** What is wrong and where: a variable of the environment, or a key of the file; with its value where that is no secret. */
function sentenceOf(issue: z.core.$ZodIssue, values: Record<string, unknown>, environment: NodeJS.ProcessEnv): string {
  const [first] = issue.path
  const variable = `RISKLEDGER_${String(first).toUpperCase()}`
  const value = issue.path.length === 1 ? values[String(first)] : undefined
  const said =
    (typeof value === 'string' || typeof value === 'number') && !MAY_BE_SECRET.test(String(first))
      ? ` '${String(value).slice(0, 50)}'`
      : ''
  if (environment[variable] !== undefined) return `${variable}${said}: ${issue.message}`
  const above = issue.path.length === 0 ? 'riskledger.yaml' : `riskledger.yaml, ${issue.path.join('.')}`
  return `${above}${said}: ${issue.message}`
}

function secretsIn(environment: NodeJS.ProcessEnv): Record<string, string> {
  const found = Object.entries(environment).filter(([name]) => SECRET.test(name))
  return Object.fromEntries(
    found.map(([name, value]) => [name.slice('RISKLEDGER_SECRET_'.length).toLowerCase(), String(value)]),
  )
}

function kafkaOf(found: z.infer<typeof schema>): KafkaConfig | null {
  if (found.kafka_brokers === '') return null
  const missing = [
    ...(found.kafka_sasl !== '' && found.kafka_username === '' ? ['kafka_username'] : []),
    ...(found.kafka_sasl !== '' && found.kafka_password === '' ? ['kafka_password'] : []),
    ...(found.kafka_sasl === 'oauthbearer' && found.kafka_token_url === '' ? ['kafka_token_url'] : []),
  ]
  // Who sets these means to be protected, and would not be.
  const idle = [
    ...(['kafka_ca', 'kafka_cert', 'kafka_key'] as const).filter((key) => !found.kafka_tls && found[key] !== ''),
    ...(['kafka_username', 'kafka_password'] as const).filter((key) => found.kafka_sasl === '' && found[key] !== ''),
  ]
  if (idle.length > 0)
    throw new LedgerError(
      'config_invalid',
      `${idle.join(' and ')} without ${found.kafka_tls ? 'kafka_sasl' : 'kafka_tls or kafka_sasl'} would do nothing`,
      'Set kafka_tls for certificates and kafka_sasl for a login, or leave them out.',
    )
  if (missing.length > 0)
    throw new LedgerError(
      'config_invalid',
      `kafka_sasl is ${found.kafka_sasl}, and ${missing.join(' and ')} is not set`,
      'See docs/configuration.md for what each way to log in needs.',
    )
  return {
    brokers: found.kafka_brokers.split(',').map((broker) => broker.trim()),
    tls: found.kafka_tls,
    ca: found.kafka_ca,
    cert: found.kafka_cert,
    key: found.kafka_key,
    sasl: found.kafka_sasl,
    username: found.kafka_username,
    password: found.kafka_password,
    tokenUrl: found.kafka_token_url,
    tokenScope: found.kafka_token_scope,
    topicPrefix: found.kafka_topic_prefix,
    partitions: found.kafka_partitions,
    replication: found.kafka_replication,
    compression: found.kafka_compression,
  }
}
