/** What is configured wrongly is told by name, with what would be right, and never with a secret. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    ['RISKLEDGER_KAFKA_TLS', 'yes', "RISKLEDGER_KAFKA_TLS 'yes': expected on or off"],
    ['RISKLEDGER_KAFKA_BROKERS', '[::1]:9092', "RISKLEDGER_KAFKA_BROKERS '[::1]:9092': expected host:port"],
    ['RISKLEDGER_DATABASE_URL', 'mysql://root:hush@db', 'RISKLEDGER_DATABASE_URL: '],
    ['RISKLEDGER_TOKEN_KEY', 'hush', 'RISKLEDGER_TOKEN_KEY: '],
    ['RISKLEDGER_BATCH_ROWS', '7', "RISKLEDGER_BATCH_ROWS '7': "],
  ])('%s=%s is refused', (name, value, message) => {
    expect(() => read({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) }),
    )
    expect(() => read({ [name]: value })).not.toThrow(/hush/)
  })

  it.each([
    ['place: {}', /^The configuration is wrong: riskledger\.yaml: Unrecognized key: "place"$/],
    ['schedule: { x: { crn: 1 } }', /riskledger\.yaml, schedule\.x: Unrecognized key: "crn"/],
    ['batch_rows: 7', /riskledger\.yaml, batch_rows '7': /],
    ['token_key: hush', /riskledger\.yaml, token_key: /],
    ['schedule:\n  x:\n    cron: */5 * * * *', /is not a YAML mapping: [^\n]*line 3, column \d+$/],
  ])('names the file and the key where the file is wrong: %s', (text, message) => {
    const directory = mkdtempSync(join(tmpdir(), 'riskledger-config-'))
    const path = join(directory, 'riskledger.yaml')
    writeFileSync(path, text)
    try {
      expect(() => read({ RISKLEDGER_CONFIG: path })).toThrow(
        expect.objectContaining({ code: 'config_invalid', message: expect.stringMatching(message) }),
      )
    } finally {
      rmSync(directory, { recursive: true })
    }
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
