/** The way to the brokers: addresses, TLS and login out of the configuration, and what goes wrong as operating errors. */
import { readFileSync } from 'node:fs'
import type { KafkaConfig as ClientConfig, Kafka, RetryOptions, SASLOptions } from 'kafkajs'
import kafkajs from 'kafkajs'
import type { KafkaConfig } from '../../core/config.js'
import { LedgerError, messageOf } from '../../core/errors.js'
import type { Log } from '../../core/log.js'
import { tokenProvider } from './token.js'

// Long enough for a broker that starts again; a first connection that nobody answers is told of sooner.
export const PATIENCE: RetryOptions = { retries: 12, initialRetryTime: 200, maxRetryTime: 5000 }
const FIRST: RetryOptions = { retries: 4, initialRetryTime: 200, maxRetryTime: 2000 }

const CONNECT_MS = 5000
const REQUEST_MS = 30_000

/** A client that connects when something is asked of it. Throws LedgerError config_invalid for a file of the configuration that cannot be read. */
export function makeClient(config: KafkaConfig, log: Log): Kafka {
  const { brokers, sasl } = config
  const settings: ClientConfig = {
    clientId: 'riskledger',
    brokers: [...brokers],
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: FIRST,
    // What its library says is detail: what matters comes back as an error.
    logCreator: () => (entry) => log.debug({ kafka: entry.namespace }, entry.log.message),
    ...(config.tls ? { ssl: tlsOf(config) } : {}),
    ...(sasl === '' ? {} : { sasl: loginOf(config, sasl) }),
  }
  return new kafkajs.Kafka(settings)
}

function tlsOf({ ca, cert, key }: KafkaConfig) {
  return {
    ...(ca === '' ? {} : { ca: [pem(ca, 'RISKLEDGER_KAFKA_CA')] }),
    ...(cert === '' ? {} : { cert: pem(cert, 'RISKLEDGER_KAFKA_CERT') }),
    ...(key === '' ? {} : { key: pem(key, 'RISKLEDGER_KAFKA_KEY') }),
  }
}

function pem(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new LedgerError(
      'config_invalid',
      `${variable}: ${messageOf(error)}`,
      `Correct ${variable}, or give the user the right to read the file.`,
    )
  }
}

function loginOf(config: KafkaConfig, mechanism: Exclude<KafkaConfig['sasl'], ''>): SASLOptions {
  if (mechanism === 'oauthbearer') return { mechanism, oauthBearerProvider: tokenProvider(config) }
  const { username, password } = config
  return { mechanism, username, password }
}

const REFUSED = /AUTHORIZATION_FAILED|SASL_AUTHENTICATION_FAILED|ILLEGAL_SASL_STATE|UNSUPPORTED_SASL_MECHANISM/
const REPLICAS = /^NOT_ENOUGH_REPLICAS/
const AWAY = /Connection|BrokerNotFound|Timeout|GroupCoordinatorNotFound|NoBrokerAvailable/
const FENCED = /^(PRODUCER_FENCED|INVALID_PRODUCER_EPOCH)$/
const TOO_LARGE = /^(MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE)$/

interface Failure {
  readonly name?: string
  readonly type?: string
  readonly message?: string
  readonly cause?: unknown
}

/** The first cause that says something: retries and aggregates wrap it. */
function rootOf(error: unknown): Failure {
  const { name, cause, errors }: Failure & { errors?: unknown[] } = Object(error)
  const wraps =
    name === 'KafkaJSNumberOfRetriesExceeded' || name === 'KafkaJSNonRetriableError' || name === 'KafkaJSError'
  if (wraps && cause !== undefined && cause !== null) return rootOf(cause)
  if (Array.isArray(errors) && errors.length > 0) return rootOf(errors[0])
  return Object(error)
}

/** True for a fault inside the client, which trips over what a lost connection leaves behind. */
function tripped(error: unknown): boolean {
  return error instanceof TypeError && /[\\/]kafkajs[\\/]/.test(error.stack ?? '')
}

/** True for what passes by itself: a broker that starts again, a leader that moves, a topic that is being made. */
export function passes(error: unknown): boolean {
  const root = rootOf(error) as Failure & { readonly retriable?: boolean }
  if (tripped(error) || tripped(root)) return true
  const { name = '', retriable } = root
  return name.includes('KafkaJS') && (retriable === true || AWAY.test(name))
}

/** What could not be unpacked says so by this. */
export const UNPACKED = 'a batch of messages cannot be unpacked'

/** True for messages in a compression that nobody here can read, or that are broken or a bomb. */
export function unreadable(error: unknown): boolean {
  const { name = '', message = '' } = rootOf(error)
  return name === 'KafkaJSNotImplemented' || message.includes(UNPACKED)
}

/** True when a topic is not there (any more). */
export function isGone(error: unknown): boolean {
  return rootOf(error).type === 'UNKNOWN_TOPIC_OR_PARTITION'
}

/** True when a broker answered, if only with an error. */
export function answered(error: unknown): boolean {
  return (rootOf(error).type ?? '') !== ''
}

/** Turns what the client throws into a LedgerError with its next step; anything else comes back as it is. */
export function explainKafka(error: unknown, config: KafkaConfig, doing: string): unknown {
  if (error instanceof LedgerError) return error
  const root = rootOf(error)
  const { name = '', type = '', message = '' } = root
  const lost = tripped(error) || tripped(root)
  if (!lost && !`${Object(error).name}${name}`.includes('KafkaJS')) return error
  const place = config.brokers.join(', ')
  const made = (code: LedgerError['code'], sentence: string, hint: string) =>
    new LedgerError(code, `${sentence}: ${message}`, hint, error)
  if (name === 'KafkaJSSASLAuthenticationError' || REFUSED.test(type))
    return name === 'KafkaJSSASLAuthenticationError' || /SASL/.test(type)
      ? made(
          'kafka_refused',
          `Kafka at ${place} refused the login (${config.sasl || 'none'})`,
          'Check RISKLEDGER_KAFKA_SASL, RISKLEDGER_KAFKA_USERNAME and RISKLEDGER_KAFKA_PASSWORD.',
        )
      : made(
          'kafka_refused',
          `Kafka at ${place} refused to ${doing}`,
          'Grant the right that docs/topics.md lists under "Rights on the broker", or let an administrator do it.',
        )
  if (FENCED.test(type))
    return made(
      'run_fenced',
      'Another process took over the work of this one',
      'Nothing was lost: it goes on from the last commit. `riskledger status` shows it.',
    )
  if (isGone(root))
    return made(
      'topic_unknown',
      `Kafka at ${place} failed to ${doing}: a topic is not there any more`,
      '`riskledger migrate` makes missing topics; one that was deleted has to be ingested anew.',
    )
  if (REPLICAS.test(type))
    return made(
      'kafka_replicas',
      `Kafka at ${place} takes no messages: too few replicas are in sync`,
      'Start the missing brokers, or lower min.insync.replicas of the topic; then run the same command again.',
    )
  if (type === 'INVALID_REPLICATION_FACTOR')
    return made(
      'config_invalid',
      `Kafka at ${place} makes no topics with ${config.replication ?? 'its default number of'} replicas`,
      'Set RISKLEDGER_KAFKA_REPLICATION to at most the number of brokers.',
    )
  if (TOO_LARGE.test(type))
    return made(
      'kafka_failed',
      `Kafka at ${place} takes no message that long`,
      'Raise max.message.bytes of the topic; then run the same command again.',
    )
  if (lost || AWAY.test(name))
    return made('kafka_unreachable', `Kafka at ${place} does not answer`, unreachableHint(config, message))
  return made(
    'kafka_failed',
    `Kafka at ${place} failed to ${doing}`,
    'See the log of the broker, then run the same command again: what was committed stands.',
  )
}

function unreachableHint({ tls }: KafkaConfig, message: string): string {
  if (tls && /wrong version number|EPROTO|secure TLS|packet length/i.test(message))
    return 'The port does not speak TLS: set RISKLEDGER_KAFKA_TLS=off, or name the port that does.'
  if (tls && /certificate|self.signed|altnames/i.test(message))
    return 'Name the authority that signed the certificate of the brokers in RISKLEDGER_KAFKA_CA.'
  if (!tls && /closed|ECONNRESET|hang up|timeout/i.test(message))
    return 'Check RISKLEDGER_KAFKA_BROKERS; if the port speaks TLS or wants a login, set RISKLEDGER_KAFKA_TLS and RISKLEDGER_KAFKA_SASL. `riskledger doctor` tests it.'
  return 'Check that the brokers run and RISKLEDGER_KAFKA_BROKERS is right; `riskledger doctor` tests it.'
}
