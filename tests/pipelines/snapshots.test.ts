import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../pipelines/ingest.js'
import { load } from '../../pipelines/load.js'
import { listFiles } from '../../sources/files.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const SNAPSHOT = { mode: { type: 'snapshot', max_drop: 0.2 } } as const
const rows = (count: number, but: readonly number[] = []) =>
  `key,name\n${Array.from({ length: count }, (_, index) => index)
    .filter((index) => !but.includes(index))
    .map((index) => `${index},公司${index}\n`)
    .join('')}`
const standing = async (connector: string) =>
  (
    await ledger.rows<{ n: number }>('select count(*) as n from ledger.penalty where connector = $1 and in_force', [
      connector,
    ])
  )[0]?.n

test('what a full snapshot lacks is withdrawn, stays readable, and comes back when it is there again', async () => {
  const toy = toyConnector('register', SNAPSHOT)
  await ledger.load(toy, ledger.file('r1.csv', rows(20)), true)
  expect(await ledger.load(toy, ledger.file('r2.csv', rows(20, [3, 4])), true)).toMatchObject({
    withdrawn: 2,
    updated: 0,
    unchanged: 18,
    error: null,
  })
  expect(await standing('register')).toBe(18)
  expect(
    await ledger.rows(
      "select status, in_force, version from ledger.penalty where connector = 'register' and source_key = '3'",
    ),
  ).toEqual([{ status: 'withdrawn', in_force: false, version: 2 }])
  expect(await ledger.load(toy, ledger.file('r3.csv', `${rows(20)}\n`), true)).toMatchObject({
    withdrawn: 0,
    updated: 2,
  })
  expect(await standing('register')).toBe(20)
})

test('a snapshot that lacks too much withdraws nothing and says why', async () => {
  const toy = toyConnector('broken_register', SNAPSHOT)
  await ledger.load(toy, ledger.file('b1.csv', rows(20)), true)
  const run = await ledger.load(toy, ledger.file('b2.csv', rows(5)), true)
  expect(run).toMatchObject({
    withdrawn: 0,
    status: 'loaded',
    error: expect.stringContaining('lacks 15 of 20 records'),
  })
  expect(await standing('broken_register')).toBe(20)
})

test('rows that were rejected may be the missing ones: nothing is withdrawn', async () => {
  const toy = toyConnector('doubtful', SNAPSHOT)
  await ledger.load(toy, ledger.file('d1.csv', rows(20)), true)
  const run = await ledger.load(toy, ledger.file('d2.csv', rows(20).replace('7,公司7', '7,')), true)
  expect(run).toMatchObject({ rejected: 1, withdrawn: 0, error: expect.stringContaining('rejected') })
  expect(await standing('doubtful')).toBe(20)
})

test('a part of a snapshot, loaded without --full, withdraws nothing', async () => {
  const toy = toyConnector('partial', SNAPSHOT)
  await ledger.load(toy, ledger.file('p1.csv', rows(20)), true)
  expect(await ledger.load(toy, ledger.file('p2.csv', rows(19)), false)).toMatchObject({ withdrawn: 0, error: null })
})

test('an old snapshot that comes again withdraws nothing that has come since, and the newest one again sends nothing', async () => {
  const toy = toyConnector('old_again', SNAPSHOT)
  const old = ledger.file('a1.csv', rows(20))
  const recent = ledger.file('a2.csv', rows(22))
  await ledger.load(toy, old, true)
  await ledger.load(toy, recent, true)
  expect(await ledger.load(toy, recent, true)).toMatchObject({ withdrawn: 0, updated: 0, inserted: 0, repeated: 22 })
  expect(await ledger.load(toy, old, true)).toMatchObject({ withdrawn: 0, updated: 0, inserted: 0 })
  expect(await standing('old_again')).toBe(22)
})

test('a snapshot withdraws nothing that came after it', async () => {
  const toy = toyConnector('later', SNAPSHOT)
  const snapshot = ledger.file('l1.csv', rows(20))
  await ledger.load(toy, snapshot, false)
  await ledger.load(toy, ledger.file('l2.csv', 'key,name\n99,新公司\n'), false)
  expect(await ledger.load(toy, snapshot, true)).toMatchObject({ withdrawn: 0 })
  expect(await standing('later')).toBe(21)
})

test('a full delivery far from its expected volume is a signal', async () => {
  const toy = toyConnector('volume', SNAPSHOT)
  const run = await ledger.load(toy, ledger.file('v.csv', rows(1001)), true)
  expect(await ledger.rows('select code, value from ledger.signal where run_id = $1', [run.run_id])).toEqual([
    { code: 'volume_unexpected', value: '1001 rows, expected 0 to 1000' },
  ])
})

test('two snapshots that wait together: what the newer one holds is not withdrawn for lack of it in the older one', async () => {
  const toy = toyConnector('waiting', SNAPSHOT)
  await ledger.load(toy, ledger.file('w0.csv', rows(20)), true)
  for (const [name, text] of [
    ['w1.csv', rows(20, [3, 4])],
    ['w2.csv', rows(21)],
  ] as const)
    await ingest(ledger.stage, toy, await listFiles(ledger.file(name, text)), { full: true })
  await load(ledger.stage)
  expect(await standing('waiting')).toBe(21)
  expect(
    await ledger.rows(
      "select distinct in_force, status from ledger.penalty where connector = 'waiting' and source_key in ('3', '4')",
    ),
  ).toEqual([{ in_force: true, status: 'in_force' }])
})
