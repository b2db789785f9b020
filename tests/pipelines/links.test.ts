/** Likeness on top of exact joins: what it joins, what it does not, and that neither the order of arrival nor the number of loads matters. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../pipelines/rebuild.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Given, tellParties, toyOfParties, uscc } from '../support/parties.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

async function clusters(toy: LoadedConnector): Promise<string[]> {
  const rows = await ledger.rows<{ keys: string }>(
    "select string_agg(source_key, '+' order by source_key) as keys from ledger.mention where connector = $1 group by entity_id order by 1",
    [toy.id],
  )
  return rows.map(({ keys }) => keys)
}

/** The links between mentions of a toy: `a-b answer`, with the reason that kept apart what is alike. */
async function links(toy: LoadedConnector): Promise<string[]> {
  const rows = await ledger.rows<{ told: string }>(
    `select distinct least(x.source_key, y.source_key) || '-' || greatest(x.source_key, y.source_key) || ' ' || l.answer || coalesce(' ' || l.not_joined_because, '') as told
       from ledger.link l join store.mention x on x.unit_id = l.a join store.mention y on y.unit_id = l.b where x.connector = $1 order by 1`,
    [toy.id],
  )
  return rows.map(({ told }) => told)
}

const [U1, U2] = [uscc('91350200MA2YJ1XR9G'), uscc('91440101MA5CJQ4N59')]

test('one company in two legal forms is one; a branch is related; another valid code is another party', async () => {
  const toy = toyOfParties('forms')
  await tellParties(ledger, toy, {
    a: { name: '上海鑫荣泽食品有限公司', region: '310100', identifiers: [U1] },
    b: { name: '上海鑫荣泽食品股份有限公司', region: '310100' },
    c: { name: '上海鑫荣泽食品有限公司浦东分公司', region: '310100' },
    d: { name: '上海鑫荣泽食品公司', region: '310100', identifiers: [U2] },
  })
  expect(await links(toy)).toEqual([
    'a-b possible ambiguous',
    'a-c related',
    'a-d different',
    'b-c related',
    'b-d possible ambiguous',
    'c-d related',
  ])
  expect(await clusters(toy)).toEqual(['a', 'b', 'c', 'd'])
  expect(await ledger.rows("select ambiguous from ledger.entity where name = '上海鑫荣泽食品股份有限公司'")).toEqual([
    { ambiguous: true },
  ])
  // A correction takes the other candidate away.
  await tellParties(ledger, toy, { d: { name: '广州天禾农机有限公司', region: '440100', identifiers: [U2] } })
  expect(await clusters(toy)).toEqual(['a+b', 'c', 'd'])
  expect(
    await ledger.rows(
      "select joined_by, ambiguous from ledger.entity where entity_id = (select entity_id from ledger.mention where connector = 'forms' and source_key = 'b')",
    ),
  ).toEqual([{ joined_by: 'likeness', ambiguous: false }])
})

test('who was what is known as of any day, and a correction that takes the name away parts again', async () => {
  const toy = toyOfParties('history')
  const [a, b] = [
    { name: '南昌金源泰物流有限公司', region: '360100', identifiers: [uscc('91360124MA38ABCD7W')] },
    { name: '南昌金源泰物流有限责任公司', region: '360100' },
  ]
  await tellParties(ledger, toy, { a })
  await tellParties(ledger, toy, { b })
  expect(await clusters(toy)).toEqual(['a+b'])
  await tellParties(ledger, toy, { b: { name: '青岛海润茶业有限公司', region: '370200' } })
  expect(await clusters(toy)).toEqual(['a', 'b'])
  const was = await ledger.rows<{ source_key: string; now: boolean }>(
    `select source_key, left_at is null as now from ledger.membership where connector = 'history' order by source_key, joined_at`,
  )
  expect(was).toEqual([
    { source_key: 'a', now: true },
    { source_key: 'b', now: false },
    { source_key: 'b', now: true },
  ])
})

test('no person is joined by name alone, no site by name and region', async () => {
  const toy = toyOfParties('names')
  const person = { kind: 'person' as const, region: '310100' }
  const site = { name: 'Blue Harbor Oyster Bar', kind: 'facility' as const, region: null }
  await tellParties(ledger, toy, {
    a: { name: '欧阳静怡', ...person },
    b: { name: '欧阳静怡', ...person },
    c: { ...site, address: '1400 Lakeview Terrace' },
    d: { ...site, address: '22 Quarry Mill Road' },
    e: { ...site, address: '1400 Lakeview Terr' },
    f: { name: '欧阳静怡', ...person, address: '上海市延安西路3021弄7号' },
    g: { name: '欧阳静怡', ...person, address: '上海市延安西路3021弄7号' },
  })
  expect(await clusters(toy)).toEqual(['a', 'b', 'c+e', 'd', 'f+g'])
})

test('what hangs together with too many is joined with none, and asks for a person', async () => {
  const toy = toyOfParties('chain')
  const phone = (at: number) => ({
    scheme: 'cn_phone_token' as const,
    issuer: 'cn',
    value: `token-${at}`,
    check: 'unchecked' as const,
  })
  const one = (at: number): Given => ({
    name: 'Wexford Lantern Holdings',
    region: `US-${'ABCDEFGHIJ'[Math.floor(at / 10)]}${'ABCDEFGHIJ'[at % 10]}`,
    // A chain: each has one number in common with the next.
    identifiers: [phone(at), phone(at + 1)],
  })
  const some = (from: number, to: number) =>
    Object.fromEntries(Array.from({ length: to - from }, (_, at) => [`k${from + at}`, one(from + at)]))
  const shape = async () => [
    (await ledger.rows("select from store.unit where held and names = '{Wexford Lantern Holdings}'")).length,
    (await clusters(toy)).length,
  ]
  await tellParties(ledger, toy, some(0, 70))
  expect(await shape()).toEqual([70, 70])
  // Two short chains are no danger: each link is as strong as its neighbours allow.
  await tellParties(ledger, toy, { k35: { name: 'Ostermann Glazing', region: 'US-ZZ' } })
  const [held, entities] = await shape()
  expect(held).toBe(0)
  expect(entities).toBeLessThan(70)
})

/** Parties that are alike in all the ways that matter, and many of one trade. */
function parties(): [string, Given][] {
  const tag = '瑀'
  const all: Given[] = [
    { name: `上海${tag}荣泽食品有限公司`, region: '310100', identifiers: [uscc('913502000728319549')] },
    { name: `上海${tag}荣泽食品股份有限公司`, region: '310100' },
    { name: `上海${tag}荣泽食品有限责任公司`, region: '310115' },
    { name: `${tag}荣泽食品`, region: '310100' },
    { name: `上海${tag}荣泽食品有限公司静安分公司`, region: '310100' },
    { name: `${tag}丰农机有限公司`, region: '320100', identifiers: [uscc('91230500MA1B3N1N2M')] },
    { name: `${tag}丰农机公司`, region: '320100', identifiers: [uscc('11230500001755309F')] },
    { name: `${tag}丰农机有限责任公司`, region: '320100' },
    { name: `${tag}丰农机有限责任公司`, region: '320100', address: '南京市汉中路18号' },
    ...Array.from({ length: 45 }, (_, at) => ({
      name: `${tag}盛${'春夏秋冬东西南北中'[at % 9]}${'甲乙丙丁戊'[Math.floor(at / 9)]}食品有限公司`,
      region: '330100',
    })),
    { name: `${tag}盛春甲食品股份有限公司`, region: '330100' },
    // So many that all together they go another way into the tables than a few do.
    ...[...'朝暮晨昏梅兰竹菊松柏桃李'].map((trade, at) => ({
      name: `${trade}${'溪峰岭原'[at % 4]}${['园林', '钢铁', '棉纺', '印刷', '陶瓷'][at % 5]}有限公司`,
      region: '340100',
    })),
  ]
  return all.map((party, at) => [`r${at}`, party])
}

function shuffled<T>(all: readonly T[], seed: number): T[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return all
    .map((one) => [next(), one] as const)
    .sort(([x], [y]) => x - y)
    .map(([, one]) => one)
}

test('neither the order of arrival nor the number of loads matters, nor what was said in between; a rebuild gives the same', async () => {
  const toy = toyOfParties('shuffle')
  const everything = async () => ({
    clusters: await clusters(toy),
    links: await links(toy),
    units: await ledger.rows('select to_jsonb(u) as u from store.unit u order by unit_id'),
    oversize: await ledger.rows('select key, label from store.oversize_key order by key'),
    keys: await ledger.rows('select key, unit_id from store.unit_key order by key, unit_id'),
    weights: await ledger.rows('select * from store.link order by a, b'),
  })
  await tellParties(ledger, toy, Object.fromEntries(parties()))
  const first = await everything()
  expect(first.clusters.filter((keys) => keys.includes('+'))).toEqual(['r0+r1+r2+r3', 'r54+r9', 'r7+r8'])
  expect(first.links).toMatchInlineSnapshot(`
    [
      "r0-r1 same",
      "r0-r2 same",
      "r0-r3 same",
      "r0-r4 related",
      "r1-r2 same",
      "r1-r3 same",
      "r1-r4 related",
      "r2-r3 same",
      "r2-r4 related",
      "r3-r4 related",
      "r5-r6 different",
      "r5-r7 possible",
      "r5-r8 possible",
      "r54-r9 same",
      "r6-r7 possible",
      "r6-r8 possible",
    ]
  `)
  expect(first.oversize.map(({ label }) => label)).toContain('letters 食品')
  const again = async (turn: number, atOnce: number) => {
    // Every record says something else, and is corrected later.
    const others = shuffled(parties(), turn + 10)
    await tellParties(
      ledger,
      toy,
      Object.fromEntries(parties().map(([key], at) => [key, others[at]?.[1] ?? { name: '' }])),
    )
    expect((await everything()).clusters).not.toEqual(first.clusters)
    const order = shuffled(parties(), turn)
    for (let from = 0; from < order.length; from += atOnce)
      await tellParties(ledger, toy, Object.fromEntries(order.slice(from, from + atOnce)))
    return everything()
  }
  expect(await again(1, 9)).toEqual(first)
  await rebuild(ledger.stage)
  const counted = await everything()
  expect({ clusters: counted.clusters, links: counted.links }).toEqual({ clusters: first.clusters, links: first.links })
  expect(counted.weights).not.toEqual(first.weights)
  expect(await again(2, 23)).toEqual(counted)
  await rebuild(ledger.stage)
  expect(await everything()).toEqual(counted)
}, 180_000)
