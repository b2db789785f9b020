import { afterAll, beforeAll, expect, test } from 'vitest'
import { load } from '../../pipelines/load.js'
import { resetPosition } from '../../warehouse/positions.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

test('a topic that is replayed from zero changes no table and no figure of a closed run', async () => {
  await ledger.load(toyConnector('replay'), ledger.file('r.csv', 'key,name,fine\n1,甲,1\n2,乙,2\n2,乙,3\n'))
  const tables = () =>
    ledger.rows(
      'select (select jsonb_agg(p order by record_id) from store.penalty p) as records, (select jsonb_agg(h) from store.penalty_history h) as history, (select jsonb_agg(r) from store.run r) as runs',
    )
  const before = await tables()
  await resetPosition(ledger.database, 'load', { topic: 'riskledger.penalty.v1', partition: 0 }, 0)
  expect((await load(ledger.stage)).messages).toBe(3)
  expect(await tables()).toEqual(before)
})
