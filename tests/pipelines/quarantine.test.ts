import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const items = (connector: string) =>
  ledger.rows(
    'select locator, code, field, value, raw, status, scope from ledger.quarantine where connector = $1 order by quarantine_id',
    [connector],
  )

test('a bad row is kept with place, field, code and value; the good rows around it go through', async () => {
  const toy = toyConnector('bad')
  const run = await ledger.load(
    toy,
    ledger.file('bad.csv', 'key,name,fine\n1,甲,1\n2,乙,-5\n3,,7\n4,丁,viel\n5,戊,5\n6,己\n'),
  )
  expect(run).toMatchObject({ read: 6, accepted: 2, rejected: 4, ignored: 0, inserted: 2 })
  expect(await items('bad')).toMatchObject([
    {
      locator: 'bad.csv:3',
      code: 'money_negative',
      field: 'fine',
      value: '-5',
      raw: '{"key":"2","name":"乙","fine":"-5"}',
      status: 'open',
    },
    { locator: 'bad.csv:4', code: 'required_missing', field: 'name' },
    { locator: 'bad.csv:5', code: 'money_invalid', field: 'fine', value: 'viel' },
    { locator: 'bad.csv:7', code: 'row_fields', field: null, raw: '6,己' },
  ])
})

test('identical bad rows of one file are two items; the same file again adds none', async () => {
  const toy = toyConnector('same')
  const path = ledger.file('same.csv', 'key,name,fine\n1,甲,-1\n1,甲,-1\n2,乙,2\n')
  expect(await ledger.load(toy, path)).toMatchObject({ rejected: 2 })
  expect(await ledger.load(toy, path)).toMatchObject({ rejected: 2 })
  expect((await items('same')).map((item) => item['locator'])).toEqual(['same.csv:2', 'same.csv:3'])
})

test('identical bad rows that fall into different batches are separate items too', async () => {
  const toy = toyConnector('spread')
  const good = Array.from({ length: 600 }, (_, index) => `${index},甲,1\n`).join('')
  const path = ledger.file('spread.csv', `key,name,fine\nx,甲,-1\n${good}x,甲,-1\n`)
  await ledger.load(toy, path)
  await ledger.load(toy, path)
  expect(await items('spread')).toHaveLength(2)
})

test('personal columns are masked wherever a row is shown, and stand as tokens in the ledger', async () => {
  const toy = toyConnector('personal')
  await ledger.run(
    toy,
    ledger.file('personal.csv', 'key,name,fine,secret\n1,甲,1,11010519491231002X\n2,乙,-1,11010519491231002X\n'),
  )
  expect(JSON.stringify(await items('personal'))).toContain('[masked]')
  const everywhere = await ledger.rows(
    `select (select string_agg(q::text, ' ') from store.quarantine q) || (select string_agg(p::text, ' ') from store.penalty p) || (select string_agg(i::text, ' ') from store.mention_identifier i) as text`,
  )
  expect(JSON.stringify(everywhere)).not.toContain('11010519491231002X')
  expect(
    await ledger.rows("select scheme, length(value) as n from ledger.identifier where scheme = 'cn_citizen_token'"),
  ).toEqual([{ scheme: 'cn_citizen_token', n: 32 }])
})

test('thousands of identical bad rows are kept each, in time; rows of nothing but delimiters are ignored', async () => {
  const toy = toyConnector('many')
  const path = ledger.file('many.csv', `key,name,fine\n1,甲,1\n${'x,乙,-1\n'.repeat(4000)}${',,\n'.repeat(4000)}`)
  expect(await ledger.load(toy, path)).toMatchObject({ read: 8001, accepted: 1, rejected: 4000, ignored: 4000 })
  expect(
    await ledger.rows("select count(*) as n, max(occurrence) as last from store.quarantine where connector = 'many'"),
  ).toEqual([{ n: 4000, last: 4000 }])
})

test('a citizen number in free text or in a name reaches neither tables nor signals', async () => {
  await ledger.run(toyConnector('text'), ledger.file('text.csv', 'key,name\nk,王五 11010519491231002X\n'))
  expect(await ledger.rows("select name from ledger.mention where connector = 'text'")).toEqual([
    { name: '王五 [masked]' },
  ])
})

test('a header that lacks a required column refuses the file; an unknown column is a signal and its rows go through', async () => {
  const toy = toyConnector('header')
  expect(await ledger.load(toy, ledger.file('lacks.csv', 'key,fine\n1,2\n'))).toMatchObject({ read: 0, file_faults: 1 })
  expect(await items('header')).toMatchObject([
    { scope: 'file', code: 'file_header', locator: expect.stringContaining('lacks.csv') },
  ])
  const run = await ledger.load(toy, ledger.file('more.csv', 'key,name,多余\n1,甲,x\n2,乙,y\n'))
  expect(run).toMatchObject({ read: 2, accepted: 2, inserted: 2 })
  expect(await ledger.rows('select code, field, seen from ledger.signal where run_id = $1', [run.run_id])).toEqual([
    { code: 'column_unknown', field: '多余', seen: 2 },
  ])
})

test('a gzip that ends early keeps the rows before the end and says so', async () => {
  const toy = toyConnector('gzip')
  const whole = gzipSync(
    `key,name\n${Array.from({ length: 5000 }, (_, index) => `${index},公司${Math.sin(index)}\n`).join('')}`,
  )
  const run = await ledger.load(toy, ledger.file('cut.csv.gz', whole.subarray(0, whole.length / 2)))
  expect(run.file_faults).toBe(1)
  expect(run.accepted).toBeGreaterThan(1000)
  expect(run.read).toBe(run.accepted + run.rejected)
  expect(await items('gzip')).toMatchObject([{ scope: 'file', code: 'file_gzip' }])
})

test('a NUL in a row, an unclosed quote and an over-long row each cost one row', async () => {
  const toy = toyConnector('broken')
  const run = await ledger.load(
    toy,
    ledger.file('broken.csv', `key,name\n1,甲\n2,乙\0丙\n3,"never closed\n4,丁\n5,${'长'.repeat(5_000_000)}\n6,己\n`),
  )
  expect(run).toMatchObject({ read: 6, accepted: 3, rejected: 3 })
  expect((await items('broken')).map((item) => [item['locator'], item['code']])).toEqual([
    ['broken.csv:3', 'row_nul'],
    ['broken.csv:4', 'row_quote'],
    ['broken.csv:6', 'row_too_large'],
  ])
})
