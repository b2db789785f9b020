/** Parties that are not one and have to do with each other: a former name, a shared representative; incrementally and by a rebuild. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../pipelines/rebuild.js'
import { MOST_UNITS_A_KEY } from '../../resolution/parameters.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Given, tellParties, toyOfParties, uscc } from '../support/parties.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

async function links(connector: string): Promise<string[]> {
  const rows = await ledger.rows<{ told: string }>(
    `select distinct least(x.source_key, y.source_key) || '-' || greatest(x.source_key, y.source_key) || ' ' || l.answer || coalesce(' ' || l.relation, '') as told
       from ledger.link l join store.mention x on x.unit_id = l.a join store.mention y on y.unit_id = l.b
      where x.connector = $1 and x.role <> 'representative' and y.role <> 'representative' order by 1`,
    [connector],
  )
  return rows.map(({ told }) => told)
}
const entities = async (connector: string) =>
  (
    await ledger.rows<{ keys: string }>(
      "select string_agg(source_key, '+' order by source_key) as keys from ledger.mention where connector = $1 and role <> 'representative' group by entity_id order by 1",
      [connector],
    )
  ).map(({ keys }) => keys)

const [U1, U2, U3] = [uscc('91350200MA2YJ1XR9G'), uscc('91440101MA5CJQ4N59'), uscc('91350200776049653A')]

test('a former name relates; an address makes the two one, another valid code makes them two, the same code one by itself', async () => {
  const toy = toyOfParties('former')
  const region = '310100'
  await tellParties(ledger, toy, {
    a: { name: '上海鑫荣泽食品有限公司（原上海瑀盛东食品有限公司）', region, identifiers: [U1] },
    b: { name: '上海瑀盛东食品有限公司', region },
    c: { name: '杭州国联农机有限公司（原杭州天禾农机有限公司）', region: '330100', address: '杭州市延安西路3021弄7号' },
    d: { name: '杭州天禾农机有限公司', region: '330100', address: '杭州市延安西路3021弄7号' },
    e: { name: '南昌金源泰物流有限公司（原南昌顺路达物流有限公司）', region: '360100', identifiers: [U2] },
    f: { name: '南昌顺路达物流有限公司', region: '360100', identifiers: [U3] },
    g: { name: '南昌源泉物流有限公司', region: '360100', identifiers: [U3] },
  })
  const found = ['a-b related former', 'c-d same', 'e-f different', 'e-g different']
  expect(await links('former')).toEqual(found)
  expect(await entities('former')).toEqual(['a', 'b', 'c+d', 'e', 'f+g'])
  await rebuild(ledger.stage)
  expect(await links('former')).toEqual(found)
  // A record under the old name and the code of the new one settles it.
  await tellParties(ledger, toy, { h: { name: '上海瑀盛东食品有限公司', region, identifiers: [U1] } })
  expect(await entities('former')).toEqual(['a+b+h', 'c+d', 'e', 'f+g'])
})

test('companies of one legal representative are related and stay two; of one who stands for too many nothing is said but that', async () => {
  const toy = toyOfParties('person')
  await tellParties(ledger, toy, {
    a: { name: '青岛海润茶业有限公司', region: '370200', representative: 'token-of-one' },
    b: { name: '武汉江岸区老周餐馆', region: '420100', representative: 'token-of-one' },
    c: { name: '兰州百合贸易有限公司', region: '620100', representative: 'token-of-another' },
  })
  expect(await links('person')).toEqual(['a-b related shared_person'])
  expect(await entities('person')).toEqual(['a', 'b', 'c'])
  await tellParties(ledger, toy, { b: { name: '武汉江岸区老周餐馆', region: '420100' } })
  expect(await links('person')).toEqual([])

  const many = toyOfParties('many')
  const letters = '春夏秋冬东西南北中'
  const some = (from: number, to: number) =>
    Object.fromEntries(
      Array.from({ length: to - from }, (_, at): [string, Given] => {
        const place = from + at
        const trade = `${letters[place % 9]}${letters[Math.floor(place / 9)]}${'甲乙丙丁戊己庚辛壬癸'[place % 10]}`
        return [
          `k${place}`,
          { name: `瑾${trade}服务部`, region: `${370_100 + place}`, representative: 'token-of-somebody' },
        ]
      }),
    )
  const shared = async () => (await links('many')).filter((told) => told.endsWith('shared_person')).length
  const told = () =>
    ledger.rows<{ units: string }>(
      "select units::text from ledger.common_key where label like 'representative % token-of-somebody'",
    )
  await tellParties(ledger, many, some(0, MOST_UNITS_A_KEY))
  expect(await shared()).toBe((MOST_UNITS_A_KEY * (MOST_UNITS_A_KEY - 1)) / 2)
  expect(await told()).toEqual([])
  await tellParties(ledger, many, some(MOST_UNITS_A_KEY, MOST_UNITS_A_KEY + 5))
  expect(await shared()).toBe(0)
  expect(await told()).toEqual([{ units: `${MOST_UNITS_A_KEY + 5}` }])
  await rebuild(ledger.stage)
  expect([await shared(), (await told()).length]).toEqual([0, 1])
})
