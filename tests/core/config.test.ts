/** What is configured wrongly is told by name, with what would be right, and never with a secret. */
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../core/config.js'

const read = (environment: NodeJS.ProcessEnv) => readConfig(tmpdir(), environment)

describe('the configuration', () => {
  it('refuses a variable that nobody knows: a slip of the pen would else leave a default in force', () => {
    expect(() => read({ RISKLEDGER_KAFKA_BROKER: 'a:1', PATH: '/bin' })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: 'There is no variable RISKLEDGER_KAFKA_BROKER' }),
    )
  })

  it('passes over what Kubernetes sets for services that begin with the name', () => {
    const links = ['RISKLEDGER_SERVICE_HOST', 'RISKLEDGER_PORT', 'RISKLEDGER_DB_PORT_5432_TCP_ADDR']
    expect(read(Object.fromEntries(links.map((name) => [name, 'x']))).kafka).toBeNull()
  })

  it.each([
    ['RISKLEDGER_KAFKA_TLS', 'yes', 'kafka_tls: expected on or off'],
    ['RISKLEDGER_KAFKA_BROKERS', '[::1]:9092', 'kafka_brokers: expected host:port'],
    ['RISKLEDGER_DATABASE_URL', 'mysql://root:hush@db', 'database_url: '],
    ['RISKLEDGER_TOKEN_KEY', 'hush', 'token_key: '],
    ['RISKLEDGER_BATCH_ROWS', '7', 'batch_rows: '],
  ])('%s=%s is refused', (name, value, message) => {
    expect(() => read({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) }),
    )
    expect(() => read({ [name]: value })).not.toThrow(/hush/)
  })

  it.each([
    ['on', true],
    ['true', true],
    ['off', false],
    ['', false],
  ])('RISKLEDGER_KAFKA_TLS=%s is %s', (value, tls) => {
    expect(read({ RISKLEDGER_KAFKA_BROKERS: 'a:1', RISKLEDGER_KAFKA_TLS: value }).kafka?.tls).toBe(tls)
  })
})
