/** Who was a mention of which entity, as of any moment: through growth, merging, parting, decisions, their undo, and a rebuild. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../pipelines/rebuild.js'
import { resolve } from '../../pipelines/resolve.js'
import { endedOn, findEntities } from '../../warehouse/search.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { tellParties, toyOfParties, uscc } from '../support/parties.js'
import { reviewing } from '../support/reviewing.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { clusters, say, takeBack } = reviewing(() => ledger)

const HELD = `string_agg(record_id || ':' || ordinal || ' ' || entity_id, ', ' order by record_id, ordinal) as held`

/** What is so now, and when now is. */
async function now(): Promise<{ at: string; held: string }> {
  const [found] = await ledger.rows<{ at: string; held: string }>(
    `select clock_timestamp()::text as at, ${HELD} from store.mention`,
  )
  if (found === undefined) throw new Error('an aggregate gives one row')
  return found
}

/** What the ledger says was so then; `ledger.as_of` sets the same, at the end of a day. */
function then(at: string): Promise<string> {
  return ledger.database.transaction(async (session) => {
    await session.query("select set_config('riskledger.as_of', $1, true)", [at])
    const { rows } = await session.query<{ held: string }>(
      `select ${HELD} from ledger.membership where left_at is null`,
    )
    return rows[0]?.held ?? ''
  })
}

test('each moment keeps its members: growth, merging, parting, a decision, its undo, a rebuild, a party that is named no more', async () => {
  const toy = toyOfParties('moments')
  const region = '360100'
  const [a, b] = [
    { name: '南昌金源泰物流有限公司', region, identifiers: [uscc('91360124MA38ABCD7W')], representative: 'token' },
    { name: '南昌金源泰物流有限责任公司', region },
  ]
  const moments: { at: string; held: string }[] = []
  const step = async (work: () => Promise<unknown>, expected: string[]) => {
    await work()
    expect(await clusters('moments')).toEqual(expected)
    moments.push(await now())
  }
  await step(() => tellParties(ledger, toy, { a }), ['a', 'a'])
  await step(() => tellParties(ledger, toy, { b: { ...b, representative: 'token' } }), ['a+b', 'a+b'])
  let decision = 0
  await step(async () => {
    decision = (await say('moments', 'different', 'a', 'b')).decision.decision_id
    await resolve(ledger.stage)
  }, ['a', 'a+b', 'b'])
  await step(() => rebuild(ledger.stage), ['a', 'a+b', 'b'])
  await step(async () => {
    await takeBack(decision)
    await resolve(ledger.stage)
  }, ['a+b', 'a+b'])
  // The representative of b is named no more, and then b is another party.
  await step(() => tellParties(ledger, toy, { b }), ['a', 'a+b'])
  await step(() => tellParties(ledger, toy, { b: { name: '青岛海润茶业有限公司', region: '370200' } }), ['a', 'a', 'b'])
  const address = '南昌市红谷滩路12号'
  await step(() => tellParties(ledger, toy, { b: { ...b, address, representative: 'token' } }), ['a+b', 'a+b'])
  await step(() => tellParties(ledger, toy, { b: { ...b, address } }), ['a', 'a+b'])
  for (const { at, held } of moments) expect(await then(at)).toBe(held)
  const left = await ledger.rows<{ source_key: string | null; ordinal: number }>(
    'select source_key, ordinal from ledger.membership where left_at is not null and ordinal = 1',
  )
  expect(left).toEqual([
    { source_key: 'b', ordinal: 1 },
    { source_key: 'b', ordinal: 1 },
  ])
})

test('an earlier id goes with its mentions when they part from what it had become, and stays where their records name others', async () => {
  const toy = toyOfParties('aliases')
  const [name, region] = ['青岛海润茶业有限公司', '370200']
  const entityOf = async (key: string) =>
    (
      await ledger.rows<{ id: string }>(
        "select entity_id as id from ledger.mention where connector = 'aliases' and source_key = $1",
        [key],
      )
    )[0]?.id
  const leadsTo = async (id: string | undefined) =>
    (await ledger.rows<{ became: string }>('select became from ledger.entity_alias where entity_id = $1', [id]))[0]
      ?.became
  await tellParties(ledger, toy, { a: { name, region }, b: { name, region }, c: { name, region } })
  const first = await entityOf('a')
  await tellParties(ledger, toy, { d: { name, region, identifiers: [uscc('91350200776049653A')] } })
  expect(await clusters('aliases')).toEqual(['a+b+c+d'])
  expect(await leadsTo(first)).toBe(await entityOf('d'))
  // One of three leaves: most are where they were.
  await tellParties(ledger, toy, { a: { name: '兰州百合贸易有限公司', region: '620100' } })
  expect(await leadsTo(first)).toBe(await entityOf('d'))
  // The others carry another code, which tells that they never were whom they had become.
  const other = [uscc('91440101MA5CJQ4N59')]
  await tellParties(ledger, toy, { b: { name, region, identifiers: other }, c: { name, region, identifiers: other } })
  expect(await clusters('aliases')).toEqual(['a', 'b+c', 'd'])
  expect(await leadsTo(first)).toBe(await entityOf('b'))
  // That one ends too, and both ids lead on; a record that names somebody else takes no id along.
  const second = await entityOf('b')
  await tellParties(ledger, toy, {
    b: { name, region, identifiers: [uscc('913502000728319549')] },
    c: { name: '武汉江岸区老周餐馆', region: '420100' },
  })
  expect(await leadsTo(first)).toBe(await entityOf('b'))
  expect(await leadsTo(second)).toBeDefined()
})

test('an id whose records name nobody any more tells until when it was one', async () => {
  const toy = toyOfParties('ended')
  const firm = { name: '杭州国联农机有限公司', region: '330100' }
  await tellParties(ledger, toy, { a: { ...firm, representative: 'token-of-who-left' } })
  const [{ id = '' } = {}] = await ledger.rows<{ id: string }>(
    "select entity_id as id from ledger.mention where connector = 'ended' and role = 'representative'",
  )
  expect(await endedOn(ledger.database, id)).toBeUndefined()
  await tellParties(ledger, toy, { a: firm })
  expect(await findEntities(ledger.database, id, 1)).toBeUndefined()
  expect(await endedOn(ledger.database, id)).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(await endedOn(ledger.database, 'ffffffff-0000-0000-0000-000000000000')).toBeUndefined()
})
