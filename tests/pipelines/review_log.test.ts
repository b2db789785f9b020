/** Decisions as they are kept, and the possible links that await one. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { possibleLinks } from '../../warehouse/possible.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { reviewing } from '../support/reviewing.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
const { bring, mention, say, takeBack } = reviewing(() => ledger)
beforeAll(async () => {
  ledger = await openLedger()
  const toy = toyConnector('kept')
  await bring(toy, 'a,甲一公司,310100,,,\nb,甲二公司,310100,,,\nc,甲三公司,310100,,,\n')
  const { decision } = await say('kept', 'same', 'a', 'b')
  await say('kept', 'never', 'b', 'c')
  await takeBack(decision.decision_id)
})
afterAll(() => ledger.close())

test('possible links come by what joining would change, without those that were decided', async () => {
  const toy = toyConnector('possible')
  const fined = 'key,name,region,uscc,fine\n'
  await ledger.run(
    toy,
    ledger.file(
      'p.csv',
      `${fined}a,丑一公司,310100,,900000\nb,丑二公司,310100,,800000\nc,丑三公司,310100,,\nd,丑四公司,310100,,\n`,
    ),
  )
  const units = new Map<string, string>()
  for (const key of ['a', 'b', 'c', 'd']) units.set(key, (await mention('possible', key)).unit)
  const link = async (one: string, other: string, bits: number, answer: string) => {
    const [a, b] = [units.get(one), units.get(other)].sort()
    await ledger.rows(
      'insert into store.link (a, b, bits, probability, answer, why) values ($1, $2, $3, 1 / (1 + power(2::float8, -($3::real))), $4, $5)',
      [a, b, bits, answer, JSON.stringify({ name: 'alike' })],
    )
  }
  await link('c', 'd', 1, 'possible')
  await link('a', 'b', 1, 'possible')
  await link('a', 'c', 1, 'different')
  await link('b', 'd', -3, 'possible')
  const names = (links: Awaited<ReturnType<typeof possibleLinks>>['links']) =>
    links.map(({ a, b }) => [a.name, b.name].sort().join(' '))
  const all = await possibleLinks(ledger.database.pool, { limit: 10, pair: null, without: [] })
  expect(names(all.links)).toEqual(['丑一公司 丑二公司', '丑三公司 丑四公司', '丑二公司 丑四公司'])
  expect(all.links[0]).toMatchObject({
    a: { records: 1, connectors: ['possible'], region: '310100' },
    why: { name: 'alike' },
  })
  expect([all.links[0]?.a.fines['CNY'], all.links[0]?.b.fines['CNY']].sort()).toEqual([800000, 900000])
  const first = all.links[0]
  if (first === undefined) throw new Error('there are links')
  const rest = await possibleLinks(ledger.database.pool, { limit: 1, pair: null, without: [[first.a.id, first.b.id]] })
  expect([names(rest.links), rest.in_all]).toEqual([['丑三公司 丑四公司'], 2])
})

test('nobody changes a decision: the loader adds and reads, the analyst reads the view, as of a date', async () => {
  const as = async (role: 'owner' | 'loader' | 'analyst', work: (client: pg.Client) => Promise<void>) => {
    const client = new pg.Client({ connectionString: ledger.database.url(role) })
    await client.connect()
    await work(client).finally(() => client.end())
  }
  const changes = [
    'update store.decision set why = who',
    'delete from store.decision',
    'delete from store.decision_undo',
    'truncate store.decision cascade',
  ]
  await as('owner', async (client) => {
    for (const sql of changes) await expect(client.query(sql)).rejects.toThrow(/only ever added/)
  })
  const insert =
    'insert into store.decision (verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, why, entered_by'
  await as('loader', async (client) => {
    for (const sql of [
      ...changes,
      `${insert}, decided_at) select verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, why, who, now() from store.decision`,
    ])
      await expect(client.query(sql)).rejects.toThrow(/permission denied/)
    await expect(
      client.query(
        `${insert}) select verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, ' ', who from store.decision`,
      ),
    ).rejects.toThrow(/decision_why_check/)
  })
  await as('analyst', async (client) => {
    const { rows } = await client.query(
      "select count(*)::int as n from ledger.decision_on_identity where state = 'undone' and undone_by = 'Li Hua'",
    )
    expect(rows[0].n).toBeGreaterThan(0)
    for (const sql of ['select * from store.decision', ...changes])
      await expect(client.query(sql)).rejects.toThrow(/permission denied|read-only/)
    await client.query("select ledger.as_of('2001-01-01')")
    expect((await client.query('select * from ledger.decision_on_identity')).rows).toEqual([])
  })
})

test('as of a day before it was undone or replaced, a decision was in force', async () => {
  const [was] = await ledger.rows<{ decision_id: number }>(
    "select min(decision_id) as decision_id from ledger.decision_on_identity where state = 'undone'",
  )
  const rows = await ledger.database.session(async (session) => {
    await session.query(
      "select set_config('riskledger.as_of', (select undone_at::text from store.decision_undo where decision_id = $1), false)",
      [was?.decision_id],
    )
    const found = await session.query(
      'select state, undone_by from ledger.decision_on_identity where decision_id = $1',
      [was?.decision_id],
    )
    await session.query('select ledger.as_of(null)')
    return found.rows
  })
  expect(rows).toEqual([{ state: 'in_force', undone_by: null }])
})
