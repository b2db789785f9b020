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
  await owner(`
    create function store.refuse() returns trigger language plpgsql as $$ begin raise 'not that one' using errcode = '22000'; end $$;
    create trigger refuse before insert on store.penalty for each row when (new.source_key in ('k5', 'k39')) execute function store.refuse()`)
})
afterAll(() => ledger.close())

async function owner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: ledger.database.url('owner') })
  await client.connect()
  await client.query(sql)
  await client.end()
}

const FIRST = `key,name,fine\n${Array.from({ length: 40 }, (_, n) => `k${n},甲,1\n`).join('')}`

test('the rows around it are loaded, and the position goes on', async () => {
  await ingest(ledger.stage, toyConnector('toy'), await listFiles(ledger.file('r.csv', FIRST)), { full: false })
  expect(await load(ledger.stage)).toEqual({ messages: 40, quarantined: 2 })
  expect(await ledger.rows('select count(*)::int as n from store.penalty')).toEqual([{ n: 38 }])
  expect(
    await ledger.rows("select locator, message from ledger.quarantine where connector = 'toy' order by quarantine_id"),
  ).toEqual([
    { locator: 'riskledger.penalty.v1/0@5', message: 'Postgres refuses it: not that one' },
    { locator: 'riskledger.penalty.v1/0@39', message: 'Postgres refuses it: not that one' },
  ])
  expect(await load(ledger.stage)).toEqual({ messages: 0, quarantined: 0 })
  // The run has an end, and balances.
  expect(await ledger.rows('select status, records, inserted, unchanged, unloadable from ledger.run')).toEqual([
    { status: 'loaded', records: 40, inserted: 38, unchanged: 0, unloadable: 2 },
  ])
})

test('a snapshot of which a record could not be loaded withdraws nothing, and is sent again when it comes again', async () => {
  const full = async (name: string, keys: readonly string[]) => {
    const content = `key,name,fine\n${keys.map((key) => `${key},乙,2\n`).join('')}`
    await ingest(
      ledger.stage,
      toyConnector('toy2', { mode: { type: 'snapshot', max_drop: 0.5 } }),
      await listFiles(ledger.file(name, content)),
      { full: true },
    )
    await load(ledger.stage)
  }
  const keys = Array.from({ length: 30 }, (_, n) => `k${n}`).filter((key) => key !== 'k5')
  await full('full.csv', keys)
  await full('less.csv', [...keys.slice(1), 'k5'])
  const [, last] = await ledger.rows(
    "select status, unloadable, withdrawn, error from ledger.run where connector = 'toy2' order by run_id",
  )
  expect(last).toMatchObject({ status: 'loaded', unloadable: 1, withdrawn: 0 })
  expect(last?.['error']).toContain('1 of its records could not be loaded and may be among them')
  await full('same.csv', [...keys, 'k5'])
  await owner('drop trigger refuse on store.penalty')
  const keysNow = () =>
    ledger.rows("select source_key from store.penalty where connector = 'toy2' and source_key = 'k5'")
  expect(await keysNow()).toEqual([])
  await full('same.csv', [...keys, 'k5'])
  expect(await keysNow()).toEqual([{ source_key: 'k5' }])
  // The same of a file that is no snapshot: its batch is not taken for loaded.
  await ingest(ledger.stage, toyConnector('toy'), await listFiles(ledger.file('r.csv', FIRST)), { full: false })
  await load(ledger.stage)
  expect(await ledger.rows("select count(*)::int as n from store.penalty where connector = 'toy'")).toEqual([{ n: 40 }])
})
