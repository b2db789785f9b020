/** What Postgres refuses as data, whatever the reason, is found and put into quarantine: one message stops nobody. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../pipelines/ingest.js'
import { load } from '../../pipelines/load.js'
import { listFiles } from '../../sources/files.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
  const client = new pg.Client({ connectionString: ledger.database.url('owner') })
  await client.connect()
  await client.query(`
    create function store.refuse() returns trigger language plpgsql as $$ begin raise 'not that one' using errcode = '22000'; end $$;
    create trigger refuse before insert on store.penalty for each row when (new.source_key in ('k5', 'k39')) execute function store.refuse()`)
  await client.end()
})
afterAll(() => ledger.close())

test('the rows around it are loaded, and the position goes on', async () => {
  const rows = Array.from({ length: 40 }, (_, n) => `k${n},甲,1\n`).join('')
  await ingest(ledger.stage, toyConnector('toy'), await listFiles(ledger.file('r.csv', `key,name,fine\n${rows}`)), {
    full: false,
  })
  expect(await load(ledger.stage)).toEqual({ messages: 40, quarantined: 2 })
  expect(await ledger.rows('select count(*)::int as n from store.penalty')).toEqual([{ n: 38 }])
  expect(
    await ledger.rows("select locator, message from ledger.quarantine where connector = 'toy' order by quarantine_id"),
  ).toEqual([
    { locator: 'riskledger.penalty.v1/0@5', message: 'Postgres refuses it: not that one' },
    { locator: 'riskledger.penalty.v1/0@39', message: 'Postgres refuses it: not that one' },
  ])
  expect(await load(ledger.stage)).toEqual({ messages: 0, quarantined: 0 })
})
