/** What people said holds the same in whatever order records, corrections and decisions come. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../pipelines/rebuild.js'
import { resolve } from '../../pipelines/resolve.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Given, tellParties, toyOfParties } from '../support/parties.js'
import { reviewing } from '../support/reviewing.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { clusters, say } = reviewing(() => ledger)

/** The name of each record, and the codes that it carries in the end. */
const RECORDS: Readonly<Record<string, readonly [string, string]>> = {
  a: ['未央钢铁厂', '1'],
  b: ['申浦茶叶行', '2'],
  c: ['酉山水泥部', '12'],
  d: ['戌楼木器社', '13'],
  e: ['亥河纸品站', '32'],
  f: ['子丑陶瓷坊', '3'],
  g: ['申浦茶叶行', ''],
  h: ['寅卯印刷所', '1'],
  i: ['辰巳酒家', '21'],
}
/** Records in one run, in capitals without their codes, or a decision on two. */
const ORDERS = [
  'abcdefghi a-b',
  'ab a-b cdefghi',
  'gfe idcba b-a h',
  'ha c bg a-b de fi',
  'ABCDEFGHI a-b bdfhi aceg',
  'abc a-b C iD defgh A ac',
]

test('the same whatever comes first, and after a rebuild', async () => {
  const results: string[][] = []
  for (const [index, order] of ORDERS.entries()) {
    const toy = toyOfParties(`orders${index}`)
    const party = (letter: string): [string, Given] => {
      const key = letter.toLowerCase()
      const [name = '', codes = ''] = RECORDS[key] ?? []
      const identifiers = [...(letter === key ? codes : '')].map((code) => ({
        scheme: 'cn_org_code' as const,
        issuer: 'cn',
        value: `MA5CJQ${index}${code}X`,
        check: 'valid' as const,
      }))
      return [key, { name, region: '310100', address: `人民路${index}号`, identifiers }]
    }
    for (const step of order.split(' ')) {
      const [one, other] = step.split('-')
      if (one !== undefined && other !== undefined) await say(toy.id, 'never', one, other)
      else await tellParties(ledger, toy, Object.fromEntries([...step].map(party)))
    }
    await resolve(ledger.stage)
    results.push(await clusters(toy.id))
  }
  // d and e carry a code of either side, or one that both do: nobody can say whose they are.
  expect(results[0]).toEqual(['a+h', 'b+g', 'c+i', 'd', 'e', 'f'])
  for (const result of results) expect(result).toEqual(results[0])
  await rebuild(ledger.stage)
  for (const index of ORDERS.keys()) expect(await clusters(`orders${index}`)).toEqual(results[0])
})
