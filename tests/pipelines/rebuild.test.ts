/** A rebuild: makes right what stands otherwise than the records say, whole or not at all, beside those who read, and however many there are. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../pipelines/rebuild.js'
import type { Database, Session } from '../../warehouse/database.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Given, tellParties, toyOfParties, uscc } from '../support/parties.js'
import { reviewing } from '../support/reviewing.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { clusters, mention, say } = reviewing(() => ledger)

/** All that resolution makes. */
const MADE = {
  mentions: 'select record_id, ordinal, unit_id, entity_id from store.mention order by 1, 2',
  entities: 'select entity_id, kind, name, region, mentions, joined_by, ambiguous from store.entity order by 1',
  units: 'select to_jsonb(u) as u from store.unit u order by unit_id',
  keys: 'select key, unit_id from store.unit_key order by 1, 2',
  oversize: 'select key, label from store.oversize_key order by 1',
  links: 'select * from store.link order by a, b',
  terms: 'select * from store.term order by 1',
}

async function made(): Promise<Record<string, unknown>> {
  const all: [string, unknown][] = []
  for (const [what, text] of Object.entries(MADE)) all.push([what, await ledger.rows(text)])
  return Object.fromEntries(all)
}

const toy = toyOfParties('rebuilt')
const CROWD = 44

/** Two that are one, two that are not, two that people joined, a chain too long for one party, and a crowd of one trade. */
function parties(): Record<string, Given> {
  const phone = (at: number) => ({
    scheme: 'cn_phone_token' as const,
    issuer: 'cn',
    value: `token-${at}`,
    check: 'unchecked' as const,
  })
  const chain = Array.from({ length: 64 }, (_, at): [string, Given] => [
    `chain${at}`,
    {
      name: 'Wexford Lantern Holdings',
      region: `US-${'ABCDEFGHIJ'[Math.floor(at / 10)]}${'ABCDEFGHIJ'[at % 10]}`,
      identifiers: [phone(at), phone(at + 1)],
    },
  ])
  const crowd = Array.from({ length: CROWD }, (_, at): [string, Given] => [
    `crowd${at}`,
    {
      name: `盛${'春夏秋冬东西南北中'[at % 9]}${'甲乙丙丁戊'[Math.floor(at / 9)]}食品有限公司`,
      region: '330100',
    },
  ])
  return {
    a: { name: '上海瑀荣泽食品有限公司', region: '310100', identifiers: [uscc('913502000728319549')] },
    b: { name: '上海瑀荣泽食品股份有限公司', region: '310100' },
    c: { name: '丰瑀农机有限公司', region: '320100', identifiers: [uscc('91230500MA1B3N1N2M')] },
    d: { name: '丰瑀农机公司', region: '320100', identifiers: [uscc('11230500001755309F')] },
    e: { name: '南昌金源泰物流有限公司', region: '360100' },
    f: { name: '九江鄱湖渔具有限公司', region: '360400' },
    ...Object.fromEntries([...chain, ...crowd]),
  }
}

/** Leaves the tables as a version might have that read and weighed names otherwise, and as damage might. Returns the ids that were parted and joined. */
async function misremember(): Promise<{ a: string; b: string; c: string; d: string }> {
  const unitOf = async (key: string) => (await mention(toy.id, key)).unit
  const [a, b, c, d] = [await unitOf('a'), await unitOf('b'), await unitOf('c'), await unitOf('d')]
  const [e, gone] = [await unitOf('e'), '00000000-0000-8000-8000-00000000abcd']
  // One party is two, and two are one.
  await ledger.rows(
    `insert into store.entity (entity_id, kind, name, region, mentions, joined_by, ambiguous)
     select $2, kind, name, region, 1, 'name', false from store.entity where entity_id = $1`,
    [a, b],
  )
  await ledger.rows('update store.mention set entity_id = unit_id where unit_id in ($1, $2)', [a, b])
  await ledger.rows('update store.unit set entity_id = unit_id where unit_id in ($1, $2)', [a, b])
  await ledger.rows('update store.mention set entity_id = $1 where unit_id = $2', [c, d])
  await ledger.rows('update store.unit set entity_id = $1 where unit_id = $2', [c, d])
  await ledger.rows('delete from store.entity where entity_id = $1', [d])
  await ledger.rows("update store.entity set mentions = 1, joined_by = 'identifier' where entity_id = $1", [a])
  await ledger.rows("update store.entity set mentions = 2, joined_by = 'likeness' where entity_id = $1", [c])
  // Other keys, links that nothing speaks for, units that are missing or of nobody.
  await ledger.rows("update store.unit set keys = '{7,8}' where unit_id = $1", [a])
  await ledger.rows('delete from store.unit_key where unit_id = $1', [b])
  await ledger.rows('insert into store.unit_key values (7, $1), (9, $2)', [a, c])
  await ledger.rows("update store.oversize_key set label = ''; insert into store.oversize_key values (7, 'seven')")
  await ledger.rows('delete from store.link')
  await ledger.rows(
    "insert into store.link (a, b, bits, probability, answer, why) values (least($1, $2)::uuid, greatest($1, $2)::uuid, 9, 0.9, 'same', '[]')",
    [c, d],
  )
  await ledger.rows('delete from store.unit where unit_id = $1', [e])
  await ledger.rows(
    `insert into store.unit (unit_id, entity_id, kind, joined_by, names, regions, addresses, identifiers, keys)
     values ($1, $1, 'organisation', 'alone', '{Nobody}', '{}', '{}', '{}', '{9}')`,
    [gone],
  )
  await ledger.rows('delete from store.outbox; delete from store.unassessed')
  return { a, b, c, d }
}

async function grown(): Promise<Record<string, unknown>> {
  await tellParties(ledger, toy, parties())
  await say(toy.id, 'same', 'e', 'f')
  await tellParties(ledger, toy, {})
  await rebuild(ledger.stage)
  return made()
}

test('a rebuild of what is right changes nothing and tells nothing', async () => {
  const right = await grown()
  const joined = (await clusters(toy.id)).filter((keys) => keys.includes('+'))
  expect(joined).toEqual(['a+b', 'e+f'])
  expect(right['units']).toHaveLength(64 + CROWD + 6)
  expect(await ledger.rows('select from store.unit where held')).toHaveLength(64)
  expect(await ledger.rows("select label from store.oversize_key where label = 'letters 食品'")).toHaveLength(1)
  await ledger.rows('delete from store.outbox')
  expect(await rebuild(ledger.stage)).toMatchObject({ entities_changed: 0, entities_ended: 0 })
  expect(await made()).toEqual(right)
  expect(await ledger.rows('select from store.outbox')).toEqual([])
})

test('what stood otherwise is made right; what parts and what merges is told, and leads on', async () => {
  const right = await made()
  const { a, b, c, d } = await misremember()
  await rebuild(ledger.stage)
  expect(await made()).toEqual(right)
  const told = await ledger.rows<{ key: string; value: { type: string } | null }>(
    'select key, value from store.outbox order by event_id',
  )
  const ofOne = (key: string) => told.filter((event) => event.key === key).map(({ value }) => value)
  expect(ofOne(b)).toEqual([{ type: 'merged', entity_id: b, became: a }, null])
  expect(ofOne(a).map((value) => value?.type)).toEqual(['entity'])
  expect(ofOne(c)[0]).toEqual({ type: 'split', entity_id: c, into: [d] })
  expect(ofOne(c)[1]).toMatchObject({ type: 'entity', name: '丰瑀农机有限公司', mentions: 1 })
  expect(ofOne(d).map((value) => value?.type)).toEqual(['entity'])
  expect(told).toHaveLength(6)
  expect(await ledger.rows('select became from store.entity_alias where entity_id = $1', [b])).toEqual([{ became: a }])
  const marked = await ledger.rows<{ id: string }>('select entity_id as id from store.unassessed')
  expect(marked.map(({ id }) => id)).toEqual(expect.arrayContaining([a, b, c, d].filter((id) => id !== b)))
  const was =
    "select source_key, entity_id from ledger.membership where left_at is not null and source_key in ('b', 'd') order by 1"
  expect(await ledger.rows(was)).toEqual([
    { source_key: 'b', entity_id: b },
    { source_key: 'd', entity_id: c },
  ])
})

/** Rebuilds over a session that is cut off before the first statement in which `text` stands; `meanwhile` happens at that moment. */
async function rebuildUntil(text: string, meanwhile: () => Promise<void>): Promise<void> {
  const cut = (session: Session): Session =>
    new Proxy(session, {
      get(target, name) {
        if (name !== 'query') return Reflect.get(target, name)
        return (...asked: Parameters<Session['query']>) => {
          if (!String(asked[0]).includes(text)) return target.query(...asked)
          return meanwhile().then(() => {
            throw new Error('cut off')
          })
        }
      },
    })
  const database: Database = {
    ...ledger.database,
    transaction: (work) => ledger.database.transaction((session) => work(cut(session))),
  }
  await expect(rebuild({ ...ledger.stage, database })).rejects.toThrow('cut off')
}

test('who reads meanwhile sees what was before, without waiting; one that is cut off leaves it so, and can be done again', async () => {
  const right = await made()
  await misremember()
  const before = await made()
  let looked = 0
  const look = async () => {
    looked++
    expect(await made()).toEqual(before)
  }
  for (const text of ['insert into store.unit_key', 'from meeting', 'insert into store.unassessed']) {
    await rebuildUntil(text, look)
    expect(await made()).toEqual(before)
  }
  expect(looked).toBe(3)
  expect(await ledger.rows('select from store.outbox')).toEqual([])
  await rebuild(ledger.stage)
  expect(await made()).toEqual(right)
})

const word = (at: number) =>
  [at, at / 12, at / 144]
    .map((one) => `${'bdfgklmnprst'[Math.floor(one) % 12]}${'aeiou'[Math.floor(one) % 5]}`)
    .join('')

test('of more than are compared at once, those meet too that are far from each other by name', async () => {
  const far = toyOfParties('far')
  const named = (word: string, at: number): Given => ({
    name: `${word} Ltd`,
    region: 'US-IL',
    representative: `token-of-${at}`,
  })
  const pairs = Array.from({ length: 700 }, (_, at): [string, Given][] => [
    [`a${at}`, named(`Aa${word(at)}`, at)],
    [`z${at}`, named(`Zo${word(1727 - at)}`, at)],
  ]).flat()
  const links = async () => ({
    shared: await ledger.rows("select a, b from store.link where relation = 'shared_person' order by 1, 2"),
    same: await ledger.rows("select a, b from store.link where answer = 'same' order by 1, 2"),
  })
  await tellParties(ledger, far, Object.fromEntries(pairs))
  const first = await links()
  expect(first.shared).toHaveLength(700)
  const was = await clusters(far.id)
  await rebuild(ledger.stage)
  expect(await links()).toEqual(first)
  expect(await clusters(far.id)).toEqual(was)
}, 120_000)
