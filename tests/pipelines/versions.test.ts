import { afterAll, beforeAll, expect, test } from 'vitest'
import { fingerprint } from '../../sources/files.js'
import { enterSource } from '../../warehouse/sources.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const current = (connector: string) =>
  ledger.rows(
    'select source_key, fine_amount, version, in_force, status from ledger.penalty where connector = $1 order by source_key',
    [connector],
  )

test('running a file again changes nothing, byte for byte', async () => {
  const toy = toyConnector('again')
  const path = ledger.file('again.csv', 'key,name,fine\n1,甲公司,10\n2,乙公司,20\n2,乙公司,20\n')
  const first = await ledger.load(toy, path)
  expect(first).toMatchObject({ read: 3, accepted: 3, records: 3, inserted: 2, unchanged: 1, updated: 0 })
  const before = await ledger.rows("select * from store.penalty where connector = 'again' order by record_id")
  const second = await ledger.load(toy, path)
  expect(second).toMatchObject({ read: 3, accepted: 3, inserted: 0, updated: 0 })
  expect(second.unchanged + Number(second.repeated)).toBe(3)
  expect(await ledger.rows("select * from store.penalty where connector = 'again' order by record_id")).toEqual(before)
})

test('changed content makes a version, and the old one stays readable as of its date', async () => {
  const toy = toyConnector('changed')
  await ledger.load(toy, ledger.file('c1.csv', 'key,name,fine\n1,甲公司,10\n'))
  await ledger.rows("update store.penalty set recorded_at = '2026-01-10' where connector = 'changed'")
  const second = await ledger.load(toy, ledger.file('c2.csv', 'key,name,fine\n1,甲公司,99\n'))
  expect(second).toMatchObject({ inserted: 0, updated: 1, unchanged: 0 })
  expect(await current('changed')).toEqual([
    { source_key: '1', fine_amount: '99', version: 2, in_force: true, status: 'in_force' },
  ])
  const asOf = await ledger.database.session(async (session) => {
    await session.query("select ledger.as_of('2026-01-10')")
    const { rows } = await session.query("select fine_amount, version from ledger.penalty where connector = 'changed'")
    await session.query('select ledger.as_of(null)')
    return rows
  })
  expect(asOf).toEqual([{ fine_amount: '10', version: 1 }])
})

test('an old file that is run again does not overrule a newer one; a new file may go back to the old content', async () => {
  const toy = toyConnector('order')
  const old = ledger.file('o1.csv', 'key,name,fine\n1,甲公司,1\n')
  await ledger.load(toy, old)
  await ledger.load(toy, ledger.file('o2.csv', 'key,name,fine\n1,甲公司,2\n'))
  expect(await ledger.load(toy, old)).toMatchObject({ inserted: 0, updated: 0 })
  expect(await current('order')).toMatchObject([{ fine_amount: '2', version: 2 }])
  expect(await ledger.load(toy, ledger.file('o3.csv', 'key,name,fine\n1,甲公司,1\n\n'))).toMatchObject({ updated: 1 })
  expect(await current('order')).toMatchObject([{ fine_amount: '1', version: 3 }])
})

test("the publisher's update time orders versions, whatever order they arrive in", async () => {
  const versions = [1, 2, 3].map((n) => `key,name,fine,updated\n1,甲公司,${n},2026-01-0${n}T00:00:00.000Z\n`)
  const shapes = []
  for (const [index, order] of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ].entries()) {
    const toy = toyConnector(`publisher${index}`)
    for (const n of order) await ledger.load(toy, ledger.file(`p${index}-${n}.csv`, String(versions[n])))
    const [row] = await current(toy.id)
    shapes.push(row?.['fine_amount'])
    const all = await ledger.rows('select count(*) as n from ledger.version where connector = $1', [toy.id])
    expect(all).toEqual([{ n: 3 }])
  }
  expect(shapes).toEqual(['3', '3', '3'])
})

test('two versions of one record in one file: the later line is current, the earlier is kept, and a re-run is quiet', async () => {
  const toy = toyConnector('twice')
  const path = ledger.file('t.csv', 'key,name,fine\n1,甲公司,1\n1,甲公司,2\n')
  expect(await ledger.load(toy, path)).toMatchObject({ inserted: 1, updated: 1, unchanged: 0 })
  expect(await current('twice')).toMatchObject([{ fine_amount: '2' }])
  expect(await ledger.load(toy, path)).toMatchObject({ inserted: 0, updated: 0 })
  expect(await current('twice')).toMatchObject([{ fine_amount: '2' }])
})

test('a file whose reading broke off does not overrule, when it is taken up again, what a newer one confirmed', async () => {
  const toy = toyConnector('broken_off')
  await ledger.load(toy, ledger.file('x1.csv', 'key,name,fine\n1,甲公司,1\n'))
  const second = ledger.file('x2.csv', 'key,name,fine\n1,甲公司,7\n')
  // As a kill before the first commit leaves it: the file has arrived, none of its rows is in.
  const sha256 = await fingerprint({ name: 'x2.csv', path: second, bytes: 29 })
  await enterSource(ledger.database, 'broken_off', { name: 'x2.csv', path: second, sha256, bytes: 29 })
  await ledger.load(toy, ledger.file('x3.csv', 'key,name,fine\n1,甲公司,1\n2,乙公司,2\n'))
  await ledger.load(toy, second)
  expect(await current('broken_off')).toMatchObject([{ fine_amount: '1' }, { fine_amount: '2' }])
})

test('null is not zero', async () => {
  await ledger.load(toyConnector('nulls'), ledger.file('n.csv', 'key,name,fine\n1,甲公司,0\n2,乙公司,\n'))
  expect(await current('nulls')).toMatchObject([{ fine_amount: '0' }, { fine_amount: null }])
})

test('every record leads back to its row', async () => {
  await ledger.load(toyConnector('trace'), ledger.file('trace.csv', 'key,name\n1,甲公司\n"2\n",乙公司\n3,丙公司\n'))
  expect(
    await ledger.rows("select source_key, locator from ledger.penalty where connector = 'trace' order by source_key"),
  ).toEqual([
    { source_key: '1', locator: 'trace.csv:2' },
    { source_key: '2', locator: 'trace.csv:3' },
    { source_key: '3', locator: 'trace.csv:5' },
  ])
})

test('a record that goes back to what it was, in one file, ends as its last line says', async () => {
  const toy = toyConnector('back')
  const path = ledger.file('back.csv', 'key,name,fine\n1,甲公司,1\n1,甲公司,2\n1,甲公司,1\n')
  await ledger.load(toy, path)
  expect(await current('back')).toMatchObject([{ fine_amount: '1', version: 3 }])
  expect(await ledger.load(toy, path)).toMatchObject({ inserted: 0, updated: 0 })
})
