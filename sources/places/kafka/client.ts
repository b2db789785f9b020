/** The way to the brokers of another system, and what goes wrong there as operating errors. */
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Kafka, SASLOptions } from 'kafkajs'
import kafkajs from 'kafkajs'
import { LedgerError, messageOf } from '../../../core/errors.js'
import type { KafkaDeclaration } from './declaration.js'

// Messages of one batch of the broker, unpacked: an archive that is a bomb ends here.
const MOST_BYTES = 64 << 20
const BOMB = 'a batch of messages cannot be unpacked'

const unpack = promisify(gunzip)
const { CompressionCodecs, CompressionTypes } = kafkajs
const packing = CompressionCodecs[CompressionTypes.GZIP]
CompressionCodecs[CompressionTypes.GZIP] = () => ({
  ...packing(),
  async decompress(bytes: Buffer) {
    try {
      return await unpack(bytes, { maxOutputLength: MOST_BYTES })
    } catch (error) {
      throw new kafkajs.KafkaJSNonRetriableError(`${BOMB}: ${messageOf(error)}`)
    }
  },
})

/** A client that connects when something is asked of it. Throws LedgerError config_invalid and secret_missing. */
export function clientOf(declaration: KafkaDeclaration, secret: (name: string) => string): Kafka {
  const { brokers, tls, ca, sasl } = declaration
  return new kafkajs.Kafka({
    clientId: 'riskledger',
    brokers: [...brokers],
    connectionTimeout: 5000,
    requestTimeout: 30_000,
    retry: { retries: 4, initialRetryTime: 200, maxRetryTime: 2000 },
    // What matters comes back as an error.
    logLevel: kafkajs.logLevel.NOTHING,
    ...(tls === 'off' ? {} : { ssl: ca === null ? true : { ca: [pem(ca)] } }),
    ...(sasl === null ? {} : { sasl: loginOf(sasl, secret) }),
  })
}

function loginOf(sasl: Exclude<KafkaDeclaration['sasl'], null>, secret: (name: string) => string): SASLOptions {
  return { mechanism: sasl.mechanism, username: secret(sasl.username), password: secret(sasl.password) }
}

function pem(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new LedgerError(
      'config_invalid',
      `The certificate authority ${path} cannot be read: ${messageOf(error)}`,
      'Correct `ca` of the place.',
      error,
    )
  }
}

interface Failure {
  readonly retriable?: unknown
  readonly name?: string
  readonly type?: string
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

/** The first cause that says something. */
function rootOf(error: unknown): Failure {
  const { name = '', cause, errors }: Failure = Object(error)
  if (/NumberOfRetriesExceeded|NonRetriableError$|^KafkaJSError$/.test(name) && cause !== undefined && cause !== null)
    return rootOf(cause)
  return errors !== undefined && errors.length > 0 ? rootOf(errors[0]) : Object(error)
}

/** True for what passes by itself, such as a broker that has just begun to look after groups. */
export function passes(error: unknown): boolean {
  const { retriable } = rootOf(error)
  return retriable === true
}

/** Makes a LedgerError of whatever reading threw. */
export function explainTopic(error: unknown, where: string): LedgerError {
  if (error instanceof LedgerError) return error
  const { name = '', type = '' } = rootOf(error)
  const said = messageOf(error)
  if (/SASL|AUTHORIZATION|UNSUPPORTED_SASL/.test(`${name} ${type}`))
    return new LedgerError(
      'place_refused',
      `${where} refuses: ${said}`,
      'Check the secrets of the login, and ask for the right to read the topic and groups named riskledger-place-*.',
      error,
    )
  if (name === 'KafkaJSNotImplemented' || said.includes(BOMB))
    return new LedgerError(
      'place_invalid',
      `${where} holds messages that cannot be unpacked: ${said}`,
      'Have their producer send them uncompressed or as gzip.',
      error,
    )
  return new LedgerError(
    'place_unreachable',
    `${where} does not answer, or not in time: ${said}`,
    'Look whether the brokers are up, and whether `tls` fits them; then run the same command again: nothing is lost.',
    error,
  )
}
