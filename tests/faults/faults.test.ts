/** The short form of the fault suite, on the embedded log. The long one: npm run test:faults. */
import { expect, test } from 'vitest'
import { main } from './main.js'

test('kills, a zombie and messages delivered twice: nothing lost, doubled, different or out of order', async () => {
  let told = ''
  const argv = ['--runs', '4', '--adapter', 'embedded', '--seed', 'short', '--json']
  const kinds = ['--kinds', 'kill-ingester,kill-postgres,stop-loader,repeat']
  const code = await main([...argv, ...kinds], (text) => {
    told += text
  })
  expect(JSON.parse(told)).toMatchObject({ ok: true, findings: [], adapters: { embedded: { runs: 4 } } })
  expect(code).toBe(0)
}, 180_000)
