/** Parties that look like one and are not: shops of one name, places, parents, families. Whoever is joined here is accused of what another did. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IdentifierScheme } from '../../schemas/party.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Given, tellParties, toyOfParties } from '../support/parties.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

async function clusters(id: string, parties: Readonly<Record<string, Given>>): Promise<string[]> {
  const toy = toyOfParties(id)
  await tellParties(ledger, toy, parties)
  const rows = await ledger.rows<{ keys: string }>(
    "select string_agg(source_key, '+' order by source_key) as keys from ledger.mention where connector = $1 group by entity_id order by 1",
    [id],
  )
  return rows.map(({ keys }) => keys)
}
const number = (scheme: IdentifierScheme, value: string) => ({
  identifiers: [{ scheme, issuer: 'cn', value, check: 'valid' as const }],
})

test('what is written over a shop joins it at one address alone, of whatever kind it is said to be', async () => {
  const nanchang = { name: '便民超市', region: '360100' }
  expect(
    await clusters('shops', {
      a: { ...nanchang, address: '江西省南昌市胜利路1号' },
      b: { ...nanchang, address: '江西省南昌市八一大道300号' },
      c: { ...nanchang, address: '南昌市胜利路 1 号' },
      d: { ...nanchang, region: '360000', address: '江西省九江市浔阳路99号' },
      e: nanchang,
      f: nanchang,
    }),
  ).toEqual(['a+c', 'b', 'd', 'e', 'f'])
  const illinois = { name: "McDonald's", region: 'US-IL' }
  expect(
    await clusters('franchise', {
      a: { ...illinois, address: '1 Main St' },
      b: { ...illinois, address: '100 Main St' },
      c: { ...illinois, address: '1 Main St' },
      d: { ...illinois, address: '1 Main St', kind: 'facility' },
      e: { ...illinois, address: '100 Main St', kind: 'facility' },
    }),
  ).toEqual(['a+c', 'b', 'd', 'e'])
  expect(
    await ledger.rows(
      `select distinct answer from ledger.link where a in (select unit_id from store.mention where connector = 'franchise' and source_key = 'a')
         and b in (select unit_id from store.mention where connector = 'franchise' and source_key = 'b') or b in (select unit_id from store.mention where connector = 'franchise' and source_key = 'a')
         and a in (select unit_id from store.mention where connector = 'franchise' and source_key = 'b')`,
    ),
  ).toEqual([{ answer: 'different' }])
})

test('who bears its place in its name, or a legal form, is one party in its region', async () => {
  expect(
    await clusters('own', {
      a: { name: '南昌市李记小吃店', region: '360100' },
      b: { name: '南昌市李记小吃店', region: '360100' },
      c: { name: 'Harbor Oyster LLC', region: 'US-IL' },
      d: { name: 'Harbor Oyster LLC', region: 'US-IL', address: '9 Pier Rd' },
      e: { name: '沙县小吃', region: '360100' },
      f: { name: '沙县小吃', region: '360100' },
    }),
  ).toEqual(['a+b', 'c+d', 'e', 'f'])
})

test('two companies of one name in two towns are no more one because a third is known by the province alone', async () => {
  expect(
    await clusters('towns', {
      a: { name: '宏达泰贸易有限公司', region: '360000' },
      b: { name: '宏达泰贸易有限公司', region: '360100' },
      c: { name: '宏达泰贸易有限公司', region: '360400' },
      d: { name: '江西宏远泰贸易有限公司', region: '360000' },
      e: { name: '南昌宏远泰贸易有限公司', region: '360100' },
      f: { name: '南昌市公安局', region: '360100' },
      g: { name: '进贤县公安局', region: '360100' },
    }),
  ).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
})

test('a group, its company limited by shares and its holding are related; who could be either is none', async () => {
  const region = '360100'
  expect(
    await clusters('groups', {
      a: { name: '南昌华安钢铁集团有限公司', region },
      b: { name: '南昌华安钢铁股份有限公司', region },
      c: { name: '南昌华安钢铁有限公司', region },
      d: { name: '南昌华安钢铁控股有限公司', region },
    }),
  ).toEqual(['a', 'b', 'c', 'd'])
  const told = await ledger.rows(
    `select l.answer from ledger.link l join store.mention x on x.unit_id = l.a join store.mention y on y.unit_id = l.b
      where x.connector = 'groups' and y.connector = 'groups' and x.source_key in ('a', 'b') and y.source_key in ('a', 'b')`,
  )
  expect(told).toEqual([{ answer: 'related' }])
})

test('brothers, father and son, and people whose names were made unreadable stay apart, however much they share', async () => {
  const kind = 'person' as const
  const home = {
    kind,
    region: '360100',
    address: '江西省南昌市胜利路1号3栋201室',
    ...number('cn_phone_token', 'home-1'),
  }
  const illinois = { kind, region: 'US-IL', address: '1400 Lakeview Terrace' }
  expect(
    await clusters('families', {
      a: { name: '王建国', ...home },
      b: { name: '王建军', ...home },
      c: { name: '王大双', ...home },
      d: { name: '王小双', ...home },
      e: { name: '张某某', ...home },
      f: { name: '张某某', ...home },
      g: { name: 'John Smith Jr', ...illinois },
      h: { name: 'John Smith Sr', ...illinois },
      i: { name: '李秀英', ...home },
      j: { name: '李秀莹', ...home },
      k: { name: '李秀英', ...home },
      l: { name: '赵小六', ...home, ...number('cn_citizen_token', 'token-one') },
      m: { name: '赵小六', ...home, ...number('cn_citizen_token', 'token-two') },
    }),
  ).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i+k', 'j', 'l', 'm'])
})

test('a name of one character is nobody’s', async () => {
  const here = { name: '一', region: '360400', address: '江西省九江市浔阳路99号' }
  expect(await clusters('letters', { a: here, b: here })).toEqual(['a', 'b'])
})
