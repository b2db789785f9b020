/** Decisions of people on a real ledger: what they ask of resolution, what they refuse, and what outlasts a correction. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { resolve } from '../../pipelines/resolve.js'
import type { Party } from '../../schemas/party.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { reviewing } from '../support/reviewing.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { bring, mention, clusters, say, takeBack, asked } = reviewing(() => ledger)

const U1 = '91350200MA2YJ1XR9G'
const U2 = '91440101MA5CJQ4N59'
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
  // Nor can b leave a once it is said to be c, who stands with a.
  await say('namesakes', 'same', 'b', 'c')
  await expect(say('namesakes', 'different', 'a', 'b')).rejects.toMatchObject({ code: 'decision_contradicts' })
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

test('never holds from the moment on in which one comes to carry what the other carries', async () => {
  const toy = toyConnector('later')
  await bring(
    toy,
    `a,辰一公司,310100,,,\nb,辰二公司,310100,11230500001755309F,,\nc,辰三公司,310100,11230500001755309F,,\n`,
  )
  await say('later', 'never', 'a', 'b')
  await resolve(ledger.stage)
  expect(await clusters('later')).toEqual(['a', 'b+c'])
  await bring(toy, `a,辰一公司,310100,11230500001755309F,,\n`)
  expect(await clusters('later')).toEqual(['a+c', 'b'])
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

test('a third record that carries the identifiers of two who are never to be merged joins neither; undone, all are one', async () => {
  const toy = toyConnector('third')
  const [one, other] = ['913502115628130384', 'MA5CJQ4N5']
  const bringThird = () => bring(toy, `c,巳三公司,310100,${one},${other},\nd,巳三公司分部,310100,${one},${other},\n`)
  await bring(toy, `a,巳一公司,310100,${one},,\nb,巳二公司,310100,,${other},\n`)
  const { decision } = await say('third', 'never', 'a', 'b')
  await bringThird()
  // c and d carry the same, and stay one.
  expect(await clusters('third')).toEqual(['a', 'b', 'c+d'])
  expect((await asked([(await mention('third', 'a')).unit])).resting).toEqual([])
  // Who comes later belongs to its side; who bears the name of a side alone, too.
  await bring(toy, `e,巳一厂,310100,${one},,\nf,巳二公司,310100,,,\n`)
  expect(await clusters('third')).toEqual(['a+e', 'b+f', 'c+d'])
  await takeBack(decision.decision_id)
  await resolve(ledger.stage)
  expect(await clusters('third')).toEqual(['a+b+c+d+e+f'])
  // Said of two that are one by now, it parts them with the next resolve.
  await expect(say('third', 'different', 'b', 'a')).rejects.toMatchObject({
    code: 'decision_against_proof',
    hint: expect.stringContaining('review never'),
  })
  const again = await say('third', 'never', 'b', 'a')
  expect(again.notes).toEqual(['2 mentions that identifiers join to both join neither any more.'])
  await resolve(ledger.stage)
  expect(await clusters('third')).toEqual(['a+e', 'b+f', 'c+d'])
  // Once nobody carries both any more, there is nobody between.
  await bring(toy, `c,巳三公司,310100,${one},,\nd,巳三公司分部,310100,,${other},\n`)
  expect(await clusters('third')).toEqual(['a+c+e', 'b+d+f'])
})

test('who belongs to a party by name alone leaves it where somebody keeps it apart from one whom an identifier puts there', async () => {
  const toy = toyConnector('byname')
  const code = '91350211562813038X'
  await bring(toy, `a,午一公司,310100,${code},,\nc,午二公司,310100,${code},,\nb,午二公司,310100,,,\n`)
  expect(await clusters('byname')).toEqual(['a+b+c'])
  const { decision, notes } = await say('byname', 'different', 'a', 'b')
  expect(notes).toEqual([`'午二公司' of byname b leaves the mentions that it shared a key with.`])
  await resolve(ledger.stage)
  expect(await clusters('byname')).toEqual(['a+c', 'b'])
  await bring(toy, `d,午二公司,310100,,,\nc,午二公司,310100,${code},,corrected\n`)
  expect(await clusters('byname')).toEqual(['a+c+d', 'b'])
  await takeBack(decision.decision_id)
  await resolve(ledger.stage)
  expect(await clusters('byname')).toEqual(['a+b+c+d'])
})

test('of two that are in one party by their names alone, which differ, the second named leaves it', async () => {
  const toy = toyConnector('bynames')
  const code = '91350211562813046P'
  await bring(
    toy,
    `a,午三公司,310100,${code},,\nb,午四公司,310100,${code},,\nc,午三公司,310100,,,\nd,午四公司,310100,,,\n`,
  )
  expect(await clusters('bynames')).toEqual(['a+b+c+d'])
  const { decision, notes } = await say('bynames', 'never', 'c', 'd')
  expect(notes).toEqual([`'午四公司' of bynames d leaves the mentions that it shared a key with.`])
  await resolve(ledger.stage)
  expect(await clusters('bynames')).toEqual(['a+b+c', 'd'])
  await takeBack(decision.decision_id)
  await resolve(ledger.stage)
  expect(await clusters('bynames')).toEqual(['a+b+c+d'])
})

test('who left a party by name comes back once the one it is kept apart from is there no more, whoever made that so', async () => {
  const toy = toyConnector('back')
  const [one, other] = ['91350211562813054J', 'MA5CJQ4N8']
  await bring(
    toy,
    `a,午五公司,310100,,${other},\nz,午六公司,310100,${one},${other},\nc,午七公司,310100,${one},,\ny,午七公司,310100,,,\n`,
  )
  await say('back', 'different', 'a', 'y')
  await resolve(ledger.stage)
  expect(await clusters('back')).toEqual(['a+c+z', 'y'])
  await bring(toy, 'z,午六公司,310100,,,\n')
  expect(await clusters('back')).toEqual(['a', 'c+y', 'z'])
  expect((await mention('back', 'y')).unit).toBe((await mention('back', 'c')).unit)
  await bring(toy, `z,午六公司,310100,${one},${other},\n`)
  expect(await clusters('back')).toEqual(['a+c+z', 'y'])
})
