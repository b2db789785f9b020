/** What people decide outranks likeness, follows its mentions through corrections, and ends when it is undone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../pipelines/rebuild.js'
import { resolve } from '../../pipelines/resolve.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { tellParties, toyOfParties, uscc } from '../support/parties.js'
import { reviewing } from '../support/reviewing.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { clusters, say, takeBack } = reviewing(() => ledger)

test('two that are alike are parted by a decision, and one again when it is undone', async () => {
  const toy = toyOfParties('parted')
  await tellParties(ledger, toy, {
    a: { name: '南昌金源泰物流有限公司', region: '360100', identifiers: [uscc('91360124MA38ABCD7W')] },
    b: { name: '南昌金源泰物流有限责任公司', region: '360100' },
  })
  expect(await clusters('parted')).toEqual(['a+b'])
  const { decision } = await say('parted', 'different', 'a', 'b')
  await resolve(ledger.stage)
  expect(await clusters('parted')).toEqual(['a', 'b'])
  await rebuild(ledger.stage)
  expect(await clusters('parted')).toEqual(['a', 'b'])
  await takeBack(decision.decision_id)
  await resolve(ledger.stage)
  expect(await clusters('parted')).toEqual(['a+b'])
})

test('two that share nothing are joined by a decision, also by a rebuild, until the record names another party', async () => {
  const toy = toyOfParties('joined')
  const [a, b] = [
    { name: '青岛海润茶业有限公司', region: '370200', identifiers: [uscc('91350200776049653A')] },
    { name: 'Hairun Tea', region: null },
  ]
  await tellParties(ledger, toy, { a, b, c: { ...a, name: '青岛海润茶叶店' } })
  expect(await clusters('joined')).toEqual(['a+c', 'b'])
  await say('joined', 'same', 'b', 'c')
  await resolve(ledger.stage)
  expect(await clusters('joined')).toEqual(['a+b+c'])
  await rebuild(ledger.stage)
  expect(await clusters('joined')).toEqual(['a+b+c'])
  // The record that was decided on leaves its code: the decision follows it, and a is one by itself.
  await tellParties(ledger, toy, { c: { name: '青岛海润茶叶店', region: null } })
  const [parted] = await ledger.rows<{ apart: boolean }>(
    "select count(distinct entity_id) > 1 as apart from ledger.mention where connector = 'joined' and source_key in ('a', 'b')",
  )
  expect(parted).toEqual({ apart: true })
})
