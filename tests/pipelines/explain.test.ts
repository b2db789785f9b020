/** `riskledger entity --explain`: what joined, what spoke against it, and what was left out and why. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explanationText } from '../../app/explanation.js'
import { explanationOf } from '../../pipelines/explain.js'
import { entityOf } from '../../warehouse/dossier.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { tellParties, toyOfParties, uscc } from '../support/parties.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

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
