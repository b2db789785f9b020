/** The short form of the fault suite, on a broker of its own, which it kills. */
import { expect, test } from 'vitest'
import { kafkaJars } from '../../bench/broker.js'
import { main } from './main.js'

const found = await kafkaJars()
const why = 'missing' in found ? `: skipped, ${found.missing}` : ''

test.skipIf(why !== '')(
  `kills of the broker and of who works with it: nothing lost, doubled, different or out of order${why}`,
  async () => {
    let told = ''
    const argv = ['--runs', '3', '--adapter', 'kafka', '--seed', 'short', '--json']
    const kinds = ['--kinds', 'kill-broker,kill-ingester,kill-publisher']
    const code = await main([...argv, ...kinds], (text) => {
      told += text
    })
    expect(JSON.parse(told)).toMatchObject({ ok: true, findings: [], adapters: { kafka: { runs: 3 } } })
    expect(code).toBe(0)
  },
  240_000,
)
