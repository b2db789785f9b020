/** A resolve that stands at the gate while others decide and resolve: what they did holds, and is kept in its order. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { resolve } from '../../pipelines/resolve.js'
import { decide } from '../../pipelines/review.js'
import type { Party } from '../../schemas/party.js'
import type { Database, Session } from '../../warehouse/database.js'
import { allConstraints } from '../../warehouse/decisions.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { tellParties, toyOfParties, uscc } from '../support/parties.js'
import { reviewing } from '../support/reviewing.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { clusters, mention, say, takeBack } = reviewing(() => ledger)

const isGate = (asked: unknown) =>
  typeof asked === 'object' && asked !== null && 'name' in asked && asked.name === 'gate alone'

/** Resolves; `meanwhile` happens once, when its first transaction has read what there is to do and comes to the gate. */
async function resolveWhile(meanwhile: () => Promise<unknown>): Promise<void> {
  let due = true
  const slow = (session: Session): Session =>
    new Proxy(session, {
      get(target, name) {
        if (name !== 'query') return Reflect.get(target, name)
        return async (...asked: Parameters<Session['query']>) => {
          if (due && isGate(asked[0])) {
            due = false
            await meanwhile()
          }
          return target.query(...asked)
        }
      },
    })
  const database: Database = {
    ...ledger.database,
    transaction: (work) => ledger.database.transaction((session) => work(slow(session))),
  }
  await resolve({ ...ledger.stage, database })
  expect(due).toBe(false)
}

/** Resolves what is there and free; to catch up it would wait for what the one at the gate has taken. */
function resolveOnce(): Promise<unknown> {
  let turns = 0
  return resolve(ledger.stage, { more: () => false, stop: () => turns++ > 0 })
}

let files = 0

/** Loads a record of each party, and leaves it to others to resolve it. */
async function loadOnly(id: string, parties: Parameters<typeof tellParties>[2]): Promise<void> {
  const toy = toyOfParties(id)
  const lines = Object.entries(parties).map(
    ([key, party]) => `${key},${party.name},"${JSON.stringify(party).replaceAll('"', '""')}"\n`,
  )
  await ledger.load(toy, ledger.file(`${id}-beside-${files++}.csv`, `key,name,facts\n${lines.join('')}`))
}

test('a decision that another has resolved in the meantime is not undone by who comes behind, nor is an undo', async () => {
  const [name, region] = ['南昌金源泰物流有限公司', '360100']
  await tellParties(ledger, toyOfParties('gate'), { a: { name, region }, b: { name, region } })
  expect(await clusters('gate')).toEqual(['a+b'])
  await loadOnly('gate', { b: { name, region, address: '南昌市红谷滩路12号' } })
  let decision = 0
  await resolveWhile(async () => {
    decision = (await say('gate', 'different', 'a', 'b')).decision.decision_id
    await resolveOnce()
    expect(await clusters('gate')).toEqual(['a', 'b'])
  })
  expect(await clusters('gate')).toEqual(['a', 'b'])
  await loadOnly('gate', { b: { name, region, address: '南昌市红谷滩路14号' } })
  await resolveWhile(async () => {
    await takeBack(decision)
    await resolveOnce()
    expect(await clusters('gate')).toEqual(['a+b'])
  })
  expect(await clusters('gate')).toEqual(['a+b'])
})

test('who began first and came through the gate last does not tell that a mention was of two entities at a time', async () => {
  const toy = toyOfParties('order')
  const [one, other] = [uscc('91350200776049653A'), uscc('91440101MA5CJQ4N59')]
  await tellParties(ledger, toy, {
    a: { name: '青岛海润茶业有限公司', region: '370200', identifiers: [one] },
    b: { name: '兰州百合贸易有限公司', region: '620100', identifiers: [other] },
    c: { name: '武汉江岸区老周餐馆', region: '420100' },
    d: { name: '杭州天禾农机有限公司', region: '330100' },
  })
  // The first brings a record that makes one of two; what moves by it has moved in the meantime.
  await loadOnly('order', { e: { name: '杭州国联农机有限公司', region: '330100', identifiers: [one, other] } })
  await resolveWhile(async () => {
    await loadOnly('order', {
      c: { name: '武汉江岸区老周餐馆', region: '420100', identifiers: [one] },
      d: { name: '杭州天禾农机有限公司', region: '330100', identifiers: [other] },
    })
    await resolveOnce()
    expect(await clusters('order')).toEqual(['a+c', 'b+d'])
  })
  expect(await clusters('order')).toEqual(['a+b+c+d+e'])
  // Each stay of a mention takes some time, and ends before the next begins.
  const stays = await ledger.rows<{ key: string; stays: number; sound: boolean }>(
    `select source_key as key, count(*) as stays, bool_and(whole and behind) as sound from (
       select source_key, joined_at < coalesce(left_at, 'infinity') as whole,
         coalesce(lead(joined_at) over (partition by record_id, ordinal order by joined_at, left_at) >= left_at, true) as behind
         from ledger.membership where connector = 'order') s group by 1 order by 1`,
  )
  expect(stays.filter(({ sound }) => !sound)).toEqual([])
  expect(stays.reduce((sum, one) => sum + one.stays, 0)).toBe(9)
})

/** A toy whose records name the parties that the column `facts` lists. */
function toyOfSeveral(id: string): LoadedConnector {
  const toy = toyConnector(id)
  const normalize: typeof toy.connector.normalize = (row, context) => {
    const normalized = toy.connector.normalize(row, context)
    if (!('records' in normalized)) return normalized
    const records = normalized.records.map((record) => {
      const said: Partial<Party>[] = JSON.parse('violation_facts' in record ? String(record.violation_facts) : '[]')
      const parties = said.flatMap((one) => record.parties.map((party) => Object.assign({}, party, one)))
      return { ...record, violation_facts: null, parties }
    })
    return { ...normalized, records }
  }
  return { ...toy, connector: { ...toy.connector, normalize } }
}

test('a decision is about the party that its mention names, also when a correction that waits to be resolved gives the parties another order', async () => {
  const toy = toyOfSeveral('waits')
  const firm = { name: '青岛海润茶业有限公司', region: '370200', identifiers: [uscc('913502000728319549')] }
  const shop = { name: '武汉江岸区老周餐馆', region: '420100' }
  const load = (name: string, key: string, parties: readonly Partial<Party>[]) =>
    ledger.load(
      toy,
      ledger.file(`waits-${name}.csv`, `key,name,facts\n${key},x,"${JSON.stringify(parties).replaceAll('"', '""')}"\n`),
    )
  await load('1', 'a', [firm, shop])
  await load('2', 'b', [firm])
  await resolve(ledger.stage)
  await load('3', 'a', [shop, firm])
  const [one, other] = [await mention('waits', 'a', 1), await mention('waits', 'b', 0)]
  expect([one.name, other.name]).toEqual([shop.name, firm.name])
  const by = { who: 'Li Hua', why: 'seen on site', enteredBy: 'li', replace: null }
  const { changed } = await decide(ledger.database, { verdict: 'different', a: one, b: other, ...by })
  expect(changed).toBe(true)
  await resolve(ledger.stage)
  expect((await mention('waits', 'a', 1)).entity_id).toBe((await mention('waits', 'b', 0)).entity_id)
  expect((await allConstraints(ledger.database.pool)).resting).toEqual([])
})
