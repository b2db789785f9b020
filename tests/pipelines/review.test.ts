/** Decisions of people on a real ledger: what they ask of resolution, what they refuse, and what outlasts a correction. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { resolve } from '../../pipelines/resolve.js'
import { decide, undo } from '../../pipelines/review.js'
import type { Party } from '../../schemas/party.js'
import { findMentions, type MentionRow } from '../../warehouse/decidable.js'
import type { Verdict } from '../../warehouse/decision_graph.js'
import { decisionsOf } from '../../warehouse/decisions.js'
import { possibleLinks } from '../../warehouse/possible.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const U1 = '91350200MA2YJ1XR9G'
const U2 = '91440101MA5CJQ4N59'
const HEAD = 'key,name,region,uscc,org,facts\n'
let files = 0

async function bring(toy: LoadedConnector, lines: string): Promise<void> {
  files += 1
  await ledger.run(toy, ledger.file(`r${files}.csv`, HEAD + lines))
}

/** A mention by the key of its record, as it is now. */
async function mention(connector: string, key: string, ordinal = 0): Promise<MentionRow> {
  const [row] = await ledger.rows<{ record_id: string }>(
    'select record_id from ledger.mention where connector = $1 and source_key = $2',
    [connector, key],
  )
  const found = await findMentions(ledger.database.pool, `${row?.record_id}:${ordinal}`, 1)
  const [only] = found?.mentions ?? []
  if (only === undefined) throw new Error(`no mention ${connector} ${key}:${ordinal}`)
  return only
}

async function clusters(connector: string): Promise<string[]> {
  const found = await ledger.rows<{ keys: string }>(
    "select string_agg(source_key, '+' order by source_key) as keys from ledger.mention where connector = $1 group by entity_id order by 1",
    [connector],
  )
  return found.map((row) => row.keys)
}

const BY = { who: 'Li Hua', why: 'seen on site', enteredBy: 'li', replace: null }

async function say(
  connector: string,
  verdict: Verdict,
  a: string,
  b: string,
  more: { who?: string; replace?: number } = {},
) {
  const [one, other] = [await mention(connector, a), await mention(connector, b)]
  return decide(ledger.database, { verdict, a: one, b: other, ...BY, ...more })
}
const takeBack = (id: number) =>
  undo(ledger.database, id, { who: 'Li Hua', why: 'mixed up two files', entered_by: 'li' })
const asked = (units: readonly string[]) => ledger.database.session((session) => decisionsOf(session, units))
const ids = (edges: readonly { decision_id: number }[]) => edges.map((edge) => edge.decision_id)

test('decisions are what resolution has to hold to, of a unit and of all that decisions join with it, until they are undone', async () => {
  const toy = toyConnector('asks')
  await bring(toy, 'a,甲一公司,310100,,,\nb,甲二公司,310100,,,\nc,甲三公司,310100,,,\nd,甲四公司,310100,,,\n')
  const ab = (await say('asks', 'same', 'a', 'b')).decision.decision_id
  const bc = (await say('asks', 'same', 'b', 'c')).decision.decision_id
  const cd = (await say('asks', 'never', 'c', 'd')).decision.decision_id
  const [a, d] = [(await mention('asks', 'a')).unit, (await mention('asks', 'd')).unit]
  const fromA = await asked([a])
  expect([ids(fromA.mustLink), ids(fromA.cannotLink), fromA.resting]).toEqual([[ab, bc], [cd], []])
  expect(fromA.cannotLink[0]).toMatchObject({ a: (await mention('asks', 'c')).unit, b: d })
  expect(ids((await asked([d])).mustLink)).toEqual([])
  expect(await asked([randomUUID()])).toEqual({ mustLink: [], cannotLink: [], resting: [] })
  await takeBack(bc)
  const after = await asked([a])
  expect([ids(after.mustLink), ids(after.cannotLink)]).toEqual([[ab], []])
  await expect(takeBack(bc)).rejects.toMatchObject({ code: 'decision_not_in_force' })
  await expect(takeBack(999_999)).rejects.toMatchObject({ code: 'not_found' })
})

test('what contradicts is refused with the earlier decisions named; on one pair the later replaces the earlier where it may', async () => {
  const toy = toyConnector('contradicts')
  await bring(toy, 'a,乙一公司,310100,,,\nb,乙二公司,310100,,,\nc,乙三公司,310100,,,\n')
  const ab = await say('contradicts', 'same', 'a', 'b')
  const bc = await say('contradicts', 'same', 'c', 'b')
  await expect(say('contradicts', 'never', 'a', 'c')).rejects.toMatchObject({
    code: 'decision_contradicts',
    message: expect.stringContaining(`decision ${ab.decision.decision_id} (same: '乙一公司' and '乙二公司', by Li Hua`),
    hint: expect.stringContaining('review undo'),
  })
  expect(await say('contradicts', 'same', 'b', 'a')).toMatchObject({
    changed: false,
    decision: { decision_id: ab.decision.decision_id },
  })
  await expect(say('contradicts', 'different', 'b', 'c', { who: 'Wang' })).rejects.toMatchObject({
    code: 'decision_contradicts',
    hint: expect.stringContaining(`--replace ${bc.decision.decision_id}`),
  })
  await expect(say('contradicts', 'never', 'a', 'b', { replace: bc.decision.decision_id })).rejects.toMatchObject({
    code: 'usage',
  })
  const replaced = await say('contradicts', 'different', 'b', 'c', { who: 'Wang', replace: bc.decision.decision_id })
  expect(replaced.replaced?.decision_id).toBe(bc.decision.decision_id)
  // One's own needs no more than saying it.
  const own = await say('contradicts', 'never', 'b', 'c', { who: 'Wang' })
  expect(own.decision.replaces).toBe(replaced.decision.decision_id)
  const states = await ledger.rows<{ state: string; replaced_by: number | null }>(
    'select state, replaced_by from ledger.decision_on_identity where decision_id = any ($1) order by decision_id',
    [[bc.decision.decision_id, replaced.decision.decision_id, own.decision.decision_id]],
  )
  expect(states).toEqual([
    { state: 'replaced', replaced_by: replaced.decision.decision_id },
    { state: 'replaced', replaced_by: own.decision.decision_id },
    { state: 'in_force', replaced_by: null },
  ])
  await expect(takeBack(bc.decision.decision_id)).rejects.toMatchObject({ code: 'decision_not_in_force' })
  await expect(say('contradicts', 'same', 'a', 'c')).rejects.toMatchObject({ code: 'decision_contradicts' })
})

test('two people who contradict each other at the same moment are heard one after the other', async () => {
  const toy = toyConnector('moment')
  await bring(toy, 'a,丁一公司,310100,,,\nb,丁二公司,310100,,,\n')
  const both = await Promise.allSettled([
    say('moment', 'same', 'a', 'b', { who: 'Li Hua' }),
    say('moment', 'never', 'b', 'a', { who: 'Wang' }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('different parts two of one name with the next resolve; undo lets the machine join them again', async () => {
  const toy = toyConnector('namesakes')
  await bring(toy, 'a,丙公司,310100,,,\nb,丙公司,310100,,,\nc,丙公司,310100,,,\n')
  expect(await clusters('namesakes')).toEqual(['a+b+c'])
  const { decision, notes } = await say('namesakes', 'different', 'a', 'b')
  expect(notes[0]).toContain('namesakes b')
  expect(await clusters('namesakes')).toEqual(['a+b+c'])
  await resolve(ledger.stage)
  expect(await clusters('namesakes')).toEqual(['a+c', 'b'])
  expect(ids((await asked([(await mention('namesakes', 'b')).unit])).cannotLink)).toEqual([decision.decision_id])
  // What touches either of them later does not forget it.
  await bring(toy, 'b,丙公司,310100,,,corrected\n')
  await bring(toy, 'a,丙公司,310100,,,corrected\nd,丙公司,310100,,,\n')
  expect(await clusters('namesakes')).toEqual(['a+c+d', 'b'])
  // c stands with a, of whom b is no part.
  await expect(say('namesakes', 'same', 'b', 'c')).rejects.toMatchObject({ code: 'decision_contradicts' })
  await takeBack(decision.decision_id)
  await resolve(ledger.stage)
  expect(await clusters('namesakes')).toEqual(['a+b+c+d'])
})

test('never holds against an identifier, different does not and says so', async () => {
  const toy = toyConnector('proof')
  await bring(toy, `a,戊公司,310100,${U1},,\nb,戊厂,310100,${U1},,\nc,戊一公司,310100,,,\nd,戊二公司,310100,,,\n`)
  await expect(say('proof', 'different', 'a', 'b')).rejects.toMatchObject({
    code: 'decision_against_proof',
    message: expect.stringContaining(U1),
    hint: expect.stringContaining('review never'),
  })
  const { decision } = await say('proof', 'never', 'a', 'b')
  const later = await say('proof', 'different', 'c', 'd')
  await resolve(ledger.stage)
  expect(await clusters('proof')).toEqual(['a', 'b', 'c', 'd'])
  await bring(toy, `c,戊一公司,310100,${U2},,\nd,戊二公司,310100,${U2},,\n`)
  expect(await clusters('proof')).toEqual(['a', 'b', 'c+d'])
  expect((await asked([(await mention('proof', 'c')).unit])).resting).toEqual([
    { decision_id: later.decision.decision_id, reason: 'joined', with: [] },
  ])
  await takeBack(decision.decision_id)
  await resolve(ledger.stage)
  expect(await clusters('proof')).toEqual(['a+b', 'c+d'])
})

test('of two that share no more than a name, the one without an identifier gives it up', async () => {
  const toy = toyConnector('bare')
  await bring(toy, `a,己公司,310100,,,\nb,己公司,310100,91350200776049653A,,\nc,己公司,310100,,,\n`)
  await say('bare', 'never', 'a', 'b')
  await resolve(ledger.stage)
  expect(await clusters('bare')).toEqual(['a', 'b+c'])
})

function partiesIn(record: object): Party[] {
  const facts = 'violation_facts' in record ? String(record.violation_facts) : ''
  return facts.split('; ').map((text) => {
    const [role, name = ''] = text.split(' ')
    const rest = { kind: 'organisation', region: '310100', address: null } as const
    return { role: role === 'site' ? 'site' : 'penalised', name, ...rest, identifiers: [] }
  })
}

/** A toy whose `facts` column names its parties, as `role name; role name`. */
function manyParties(id: string): LoadedConnector {
  const toy = toyConnector(id)
  const normalize: typeof toy.connector.normalize = (row, context) => {
    const normalized = toy.connector.normalize(row, context)
    if (!('records' in normalized)) return normalized
    return { ...normalized, records: normalized.records.map((record) => ({ ...record, parties: partiesIn(record) })) }
  }
  return { ...toy, connector: { ...toy.connector, normalize } }
}

test('a correction that gives the parties another order changes nothing; one that names another party lets what joins rest, and what parts hold', async () => {
  const toy = manyParties('order')
  await bring(toy, 'a,-,,,,penalised 庚公司; site 庚工地\nb,-,,,,penalised 辛公司\nc,-,,,,penalised 壬公司\n')
  const same = (await say('order', 'same', 'a', 'b')).decision.decision_id
  const never = (await say('order', 'never', 'a', 'c')).decision.decision_id
  const { unit } = await mention('order', 'a')
  await bring(toy, 'a,-,,,,site 庚工地; penalised 庚公司\n')
  expect((await mention('order', 'a', 1)).unit).toBe(unit)
  expect((await asked([unit])).mustLink).toEqual([
    { decision_id: same, verdict: 'same', a: unit, b: (await mention('order', 'b')).unit },
  ])
  await bring(toy, 'a,-,,,,penalised 癸公司\n')
  const other = await asked([(await mention('order', 'a')).unit])
  expect([other.mustLink, ids(other.cannotLink), other.resting]).toEqual([
    [],
    [never],
    [{ decision_id: same, reason: 'changed', with: [] }],
  ])
  await bring(toy, 'a,-,,,,penalised 庚公司; site 庚工地\n')
  expect(ids((await asked([unit])).mustLink)).toEqual([same])
})

test('what joins units later lets the contradicted rest', async () => {
  const toy = toyConnector('grown')
  await bring(toy, 'a,子一公司,310100,,,\nb,子二公司,310100,,,\nc,子三公司,310100,,,\nd,子四公司,310100,,,\n')
  const same = (await say('grown', 'same', 'a', 'b')).decision.decision_id
  const never = (await say('grown', 'never', 'c', 'd')).decision.decision_id
  await bring(
    toy,
    `a,子一公司,310100,123502001549897397,,\nc,子三公司,310100,123502001549897397,,\nb,子二公司,310100,913502000728319549,,\nd,子四公司,310100,913502000728319549,,\n`,
  )
  const { mustLink, cannotLink, resting } = await asked([(await mention('grown', 'a')).unit])
  expect([mustLink, ids(cannotLink), resting]).toEqual([
    [],
    [never],
    [{ decision_id: same, reason: 'contradicted', with: [never] }],
  ])
})

test('possible links come by what joining would change, without those that were decided', async () => {
  const toy = toyConnector('possible')
  const fined = 'key,name,region,uscc,fine\n'
  await ledger.run(
    toy,
    ledger.file(
      'p.csv',
      `${fined}a,丑一公司,310100,,900000\nb,丑二公司,310100,,800000\nc,丑三公司,310100,,\nd,丑四公司,310100,,\n`,
    ),
  )
  const units = new Map<string, string>()
  for (const key of ['a', 'b', 'c', 'd']) units.set(key, (await mention('possible', key)).unit)
  const link = async (one: string, other: string, bits: number, answer: string) => {
    const [a, b] = [units.get(one), units.get(other)].sort()
    await ledger.rows('insert into store.link (a, b, bits, answer, why) values ($1, $2, $3, $4, $5)', [
      a,
      b,
      bits,
      answer,
      JSON.stringify({ name: 'alike' }),
    ])
  }
  await link('c', 'd', 1, 'possible')
  await link('a', 'b', 1, 'possible')
  await link('a', 'c', 1, 'different')
  await link('b', 'd', -3, 'possible')
  const names = (links: Awaited<ReturnType<typeof possibleLinks>>['links']) =>
    links.map(({ a, b }) => [a.name, b.name].sort().join(' '))
  const all = await possibleLinks(ledger.database.pool, { limit: 10, pair: null, without: [] })
  expect(names(all.links)).toEqual(['丑一公司 丑二公司', '丑三公司 丑四公司', '丑二公司 丑四公司'])
  expect(all.links[0]).toMatchObject({
    a: { records: 1, connectors: ['possible'], region: '310100' },
    why: { name: 'alike' },
  })
  expect([all.links[0]?.a.fines['CNY'], all.links[0]?.b.fines['CNY']].sort()).toEqual([800000, 900000])
  const first = all.links[0]
  if (first === undefined) throw new Error('there are links')
  const rest = await possibleLinks(ledger.database.pool, { limit: 1, pair: null, without: [[first.a.id, first.b.id]] })
  expect([names(rest.links), rest.in_all]).toEqual([['丑三公司 丑四公司'], 2])
})

test('nobody changes a decision: the loader adds and reads, the analyst reads the view, as of a date', async () => {
  const as = async (role: 'owner' | 'loader' | 'analyst', work: (client: pg.Client) => Promise<void>) => {
    const client = new pg.Client({ connectionString: ledger.database.url(role) })
    await client.connect()
    await work(client).finally(() => client.end())
  }
  const changes = [
    'update store.decision set why = who',
    'delete from store.decision',
    'delete from store.decision_undo',
    'truncate store.decision cascade',
  ]
  await as('owner', async (client) => {
    for (const sql of changes) await expect(client.query(sql)).rejects.toThrow(/only ever added/)
  })
  const insert =
    'insert into store.decision (verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, why, entered_by'
  await as('loader', async (client) => {
    for (const sql of [
      ...changes,
      `${insert}, decided_at) select verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, why, who, now() from store.decision`,
    ])
      await expect(client.query(sql)).rejects.toThrow(/permission denied/)
    await expect(
      client.query(
        `${insert}) select verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, ' ', who from store.decision`,
      ),
    ).rejects.toThrow(/decision_why_check/)
  })
  await as('analyst', async (client) => {
    const { rows } = await client.query(
      "select count(*)::int as n from ledger.decision_on_identity where state = 'undone' and undone_by = 'Li Hua'",
    )
    expect(rows[0].n).toBeGreaterThan(0)
    for (const sql of ['select * from store.decision', ...changes])
      await expect(client.query(sql)).rejects.toThrow(/permission denied|read-only/)
    await client.query("select ledger.as_of('2001-01-01')")
    expect((await client.query('select * from ledger.decision_on_identity')).rows).toEqual([])
  })
})

test('as of a day before it was undone or replaced, a decision was in force', async () => {
  const [was] = await ledger.rows<{ decision_id: number }>(
    "select min(decision_id) as decision_id from ledger.decision_on_identity where state = 'undone'",
  )
  const rows = await ledger.database.session(async (session) => {
    await session.query(
      "select set_config('riskledger.as_of', (select undone_at::text from store.decision_undo where decision_id = $1), false)",
      [was?.decision_id],
    )
    const found = await session.query(
      'select state, undone_by from ledger.decision_on_identity where decision_id = $1',
      [was?.decision_id],
    )
    await session.query('select ledger.as_of(null)')
    return found.rows
  })
  expect(rows).toEqual([{ state: 'in_force', undone_by: null }])
})
