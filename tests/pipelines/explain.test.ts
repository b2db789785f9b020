/** `riskledger entity --explain`: what joined, what spoke against it, and what was left out and why. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossierText } from '../../app/dossier.js'
import { explanationText } from '../../app/explanation.js'
import { explanationOf } from '../../pipelines/explain.js'
import { resolve } from '../../pipelines/resolve.js'
import { dossierOf, entityOf } from '../../warehouse/dossier.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { tellParties, toyOfParties, uscc } from '../support/parties.js'
import { reviewing } from '../support/reviewing.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { clusters, mention, say, takeBack } = reviewing(() => ledger)

test('an explanation names exact joins, links feature by feature, and namesakes with the reason', async () => {
  const toy = toyOfParties('explained')
  const name = '上海鑫荣泽食品有限公司'
  await tellParties(ledger, toy, {
    a: { name, region: '310100', identifiers: [uscc('91350200MA2YJ1XR9G')] },
    b: { name: '上海鑫荣泽食品股份有限公司', region: '310100' },
    c: { name: `${name}浦东分公司`, region: '310115' },
    e: { name, region: '310100' },
  })
  const [{ id = '' } = {}] = await ledger.rows<{ id: string }>(
    "select entity_id as id from ledger.mention where connector = 'explained' and source_key = 'b'",
  )
  const entity = await entityOf(ledger.database, id)
  if (entity === undefined) throw new Error('no entity')
  const explanation = await explanationOf(ledger.database, id)
  expect(explanation.units.map(({ joined_by, mentions }) => [joined_by, mentions])).toEqual([
    ['identifier', 2],
    ['name', 1],
  ])
  expect(explanation.within).toMatchObject([{ answer: 'same' }])
  expect(explanation.beside.map(({ answer }) => answer)).toContain('related')
  const text = explanationText(entity, explanation)
  for (const line of [
    /\[1\] 上海鑫荣泽食品有限公司\n {6}2 mentions by identifier \(uscc 91350200MA2YJ1XR9G\).*explained\/a, explained\/e/,
    /\[1\] and \[2\]|\[2\] and \[1\]: same, probability 0\.9\d/,
    /for it: .*name same but for form or place \+\d+.*region same \+\d/,
    /against it: before anything was compared -14/,
    /浦东分公司 \([0-9a-f-]{36}\).*: related/,
  ])
    expect(text).toMatch(line)
})

test('a namesake without a link has its reason: too little, or another valid code', async () => {
  const toy = toyOfParties('namesakes')
  const name = 'Sunrise Restaurant'
  await tellParties(ledger, toy, {
    a: { name, region: 'US-NY', address: '9 Lake Street' },
    b: { name, region: 'US-CA', address: '12 Pine Road' },
    c: { name, region: 'CN', address: '77 Harbor Lane', identifiers: [uscc('91350200776049653A')] },
    d: { name: `${name}`, region: 'GB', identifiers: [uscc('91440101MA5CJQ4N59')] },
  })
  const [{ id = '' } = {}] = await ledger.rows<{ id: string }>(
    "select entity_id as id from ledger.mention where connector = 'namesakes' and source_key = 'c'",
  )
  const { namesakes } = await explanationOf(ledger.database, id)
  expect(Object.fromEntries(namesakes.map(({ region, because }) => [region, because.split(':')[0]]))).toEqual({
    'US-NY': 'too little speaks for one party',
    'US-CA': 'too little speaks for one party',
    GB: 'another valid uscc',
  })
})

test('what people decided is told as theirs, with who and when, in an explanation and in a dossier; undone, it is told no more', async () => {
  const toy = toyOfParties('decided')
  await tellParties(ledger, toy, {
    a: { name: '武汉江岸区老周餐馆', region: '420100', identifiers: [uscc('913502000728319549')] },
    b: { name: 'Old Zhou Eatery', region: null },
    c: { name: '南昌金源泰物流有限公司', region: '360100', identifiers: [uscc('91360124MA38ABCD7W')] },
    d: { name: '南昌金源泰物流有限责任公司', region: '360100' },
  })
  expect(await clusters('decided')).toEqual(['a', 'b', 'c+d'])
  const { decision: joining } = await say('decided', 'same', 'a', 'b')
  const { decision: parting } = await say('decided', 'different', 'c', 'd')
  await resolve(ledger.stage)
  expect(await clusters('decided')).toEqual(['a+b', 'c', 'd'])
  const told = async (key: string) => {
    const entity = await entityOf(ledger.database, (await mention('decided', key)).entity_id)
    if (entity === undefined) throw new Error('no entity')
    return {
      explained: explanationText(entity, await explanationOf(ledger.database, entity.entity_id)),
      dossier: dossierText(await dossierOf(ledger.database, entity, 5), [], null),
    }
  }
  const day = joining.decided_at.toISOString().slice(0, 10)
  const one = await told('a')
  expect(one.explained).toMatch(
    new RegExp(
      `Joined by decision:\\n  \\[\\d\\] 武汉江岸区老周餐馆 and \\[\\d\\] Old Zhou Eatery: same, decision ${joining.decision_id} by Li Hua on ${day}: seen on site\\n`,
    ),
  )
  expect(one.explained).toMatch(/Joined by likeness:\n {2}nothing/)
  expect(one.dossier).toContain('Joined by decision: people said of mentions that they are one.')
  expect(one.dossier).toContain(`same, decision ${joining.decision_id} by Li Hua on ${day}: seen on site.`)
  const other = await told('c')
  expect(other.explained).toMatch(/Kept apart by decision:\n.*: different, decision \d+ by Li Hua/)
  expect(other.explained).toMatch(new RegExp(`not joined: different, decision ${parting.decision_id} by Li Hua`))
  expect(other.explained).not.toContain('a neighbour of the one')
  await takeBack(joining.decision_id)
  await takeBack(parting.decision_id)
  await resolve(ledger.stage)
  expect(await clusters('decided')).toEqual(['a', 'b', 'c+d'])
  expect((await told('a')).dossier).not.toContain('decision')
  const again = await told('c')
  expect(again.dossier).toContain('Joined by likeness: mentions that are alike')
  expect(again.explained).not.toContain('by decision')
})
