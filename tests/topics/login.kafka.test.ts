/** A broker that asks for TLS, logins and rights: each way in works, and each refusal says what to do. */
import { execFileSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, kafkaJars, LocalBroker } from '../../bench/broker.js'
import { readConfig } from '../../core/config.js'
import { makeLog } from '../../core/log.js'
import { ROOT } from '../../core/paths.js'
import { kafkaLog } from '../../topics/kafka/log.js'
import type { TopicLog } from '../../topics/log.js'
import { needing } from '../support/kafka/ledger.js'

const found = await kafkaJars()
const withJars = needing('missing' in found ? `no broker: ${found.missing}` : '')

const LOGIN = 'org.apache.kafka.common.security'
let broker: LocalBroker
let tokens: Server

/** Gives tokens without a signature, which a broker for tests takes, to who knows the secret. */
function tokenServer(): Server {
  return createServer((request, response) => {
    if (request.headers.authorization !== `Basic ${Buffer.from('oscar:oscar-secret').toString('base64')}`) {
      response.writeHead(401).end()
      return
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const now = Math.floor(Date.now() / 1000)
    const token = `${part({ alg: 'none' })}.${part({ sub: 'oscar', iat: now, exp: now + 600 })}.`
    response.end(JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: 600 }))
  })
}

beforeAll(async () => {
  if ('missing' in found) return
  broker = await LocalBroker.make(found.jars, {
    listeners: { LOGIN: 'SASL_PLAINTEXT', SECURE: 'SSL' },
    properties: {
      'listener.name.login.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
      'listener.name.login.plain.sasl.jaas.config': `${LOGIN}.plain.PlainLoginModule required user_alice="alice-secret" user_mallory="mallory-secret";`,
      'listener.name.login.scram-sha-256.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
      'listener.name.login.scram-sha-512.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
      'listener.name.login.oauthbearer.sasl.jaas.config': `${LOGIN}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS;User:alice;User:bob;User:oscar',
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.password': 'changeit',
    },
    format: [
      '--add-scram',
      'SCRAM-SHA-256=[name=bob,password=bob-secret]',
      '--add-scram',
      'SCRAM-SHA-512=[name=bob,password=bob-secret]',
    ],
    prepare: (directory) => makeCertificate(directory),
  })
  await broker.start()
  tokens = tokenServer()
  await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  tokens?.close()
  await broker?.stop()
})

/** A certificate for 127.0.0.1 that signs itself; returns where the keystore is. */
function makeCertificate(directory: string): Record<string, string> {
  const store = join(directory, 'broker.p12')
  const key = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', 'changeit', '-alias', 'broker']
  execFileSync('keytool', [
    '-genkeypair',
    '-keyalg',
    'RSA',
    '-dname',
    'CN=127.0.0.1',
    '-ext',
    'SAN=ip:127.0.0.1',
    '-validity',
    '2',
    ...key,
  ])
  execFileSync('keytool', ['-exportcert', '-rfc', '-file', join(directory, 'ca.pem'), ...key])
  return { 'ssl.keystore.location': store }
}

async function openLog(environment: Record<string, string>): Promise<TopicLog> {
  const { kafka } = readConfig(ROOT, environment)
  if (kafka === null) throw new Error('no brokers')
  const log = kafkaLog(kafka, makeLog('silent'))
  await log.declare(null)
  return log
}

/** What opening the log with these settings ends with: how many topics there are, or the error. */
async function outcome(listener: string, environment: Record<string, string>): Promise<unknown> {
  const log = await openLog({ RISKLEDGER_KAFKA_BROKERS: String(broker.addresses[listener]), ...environment })
  try {
    return new Set((await log.bounds()).map(({ topic }) => topic)).size
  } catch (error) {
    return error
  } finally {
    await log.close()
  }
}

const login = (sasl: string, username: string, password: string, more: Record<string, string> = {}) => ({
  RISKLEDGER_KAFKA_SASL: sasl,
  RISKLEDGER_KAFKA_USERNAME: username,
  RISKLEDGER_KAFKA_PASSWORD: password,
  ...more,
})
const tokenUrl = () => ({
  RISKLEDGER_KAFKA_TOKEN_URL: `http://127.0.0.1:${Object(tokens.address() as AddressInfo).port}/token`,
})
const tls = () => ({ RISKLEDGER_KAFKA_TLS: 'on', RISKLEDGER_KAFKA_CA: join(broker.directory, 'ca.pem') })

withJars('every way in works', async () => {
  const topics = await outcome('PLAIN', {})
  expect(topics).toBeGreaterThan(7)
  expect(await outcome('LOGIN', login('plain', 'alice', 'alice-secret'))).toBe(topics)
  expect(await outcome('LOGIN', login('scram-sha-256', 'bob', 'bob-secret'))).toBe(topics)
  expect(await outcome('LOGIN', login('scram-sha-512', 'bob', 'bob-secret'))).toBe(topics)
  expect(await outcome('LOGIN', login('oauthbearer', 'oscar', 'oscar-secret', tokenUrl()))).toBe(topics)
  expect(await outcome('SECURE', tls())).toBe(topics)
})

withJars('refused credentials are told as such, without the password', async () => {
  for (const [sasl, more] of [
    ['plain', {}],
    ['scram-sha-512', {}],
    ['oauthbearer', tokenUrl()],
  ] as const) {
    const error = await outcome('LOGIN', login(sasl, 'alice', 'wrong-secret', more))
    expect(error).toMatchObject({ code: 'kafka_refused', hint: expect.stringContaining('RISKLEDGER_KAFKA_USERNAME') })
    expect(String(Object(error).message)).not.toContain('wrong-secret')
  }
})

withJars('a login without rights is told which are missing', async () => {
  const error = await outcome('LOGIN', login('plain', 'mallory', 'mallory-secret'))
  expect(error).toMatchObject({ code: 'kafka_refused', hint: expect.stringContaining('Rights on the broker') })
})

withJars(
  'TLS where none is, none where TLS is, and a certificate of nobody known',
  async () => {
    expect(await outcome('PLAIN', tls())).toMatchObject({
      code: 'kafka_unreachable',
      hint: expect.stringContaining('RISKLEDGER_KAFKA_TLS=off'),
    })
    expect(await outcome('SECURE', {})).toMatchObject({
      code: 'kafka_unreachable',
      hint: expect.stringContaining('RISKLEDGER_KAFKA_TLS'),
    })
    expect(await outcome('SECURE', { RISKLEDGER_KAFKA_TLS: 'on' })).toMatchObject({
      code: 'kafka_unreachable',
      hint: expect.stringContaining('RISKLEDGER_KAFKA_CA'),
    })
  },
  120_000,
)

test('no broker at the address', async () => {
  const log = await openLog({ RISKLEDGER_KAFKA_BROKERS: `127.0.0.1:${await freePort()}` })
  await expect(log.bounds()).rejects.toMatchObject({
    code: 'kafka_unreachable',
    hint: expect.stringContaining('RISKLEDGER_KAFKA_BROKERS'),
  })
  await log.close()
})
