/** Decisions as people take them: through the command, on a ledger of its own. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../core/config.js'
import { type Database, openDatabase } from '../../warehouse/database.js'
import { stopEmbedded } from '../../warehouse/embedded/server.js'
import { UNIT } from '../../warehouse/units.js'
import { commandsIn } from '../support/cli.js'
import { ROOT } from '../support/tree.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-review-'))
const home = join(place, 'home')
const { riskledger, json } = commandsIn(place, home)
let database: Database

const HEADER =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_NR_WFFF,CF_JDRQ,CF_CFJG'
const row = (name: string, code: string, number: number) =>
  `${name},法人及非法人组织,${code},厦罚〔2020〕${number}号,无证经营,事实,法第一条,罚款,罚款,1.5,,2020-01-0${number},厦门市市场监督管理局`

/** Mention id, entity and unit by the name that only one bears. */
async function named(name: string): Promise<{ mention: string; entity_id: string; unit: string }> {
  const { rows } = await database.pool.query(
    `select m.record_id || ':' || m.ordinal as mention, m.entity_id, ${UNIT} as unit from store.mention m where m.name = $1 order by 1`,
    [name],
  )
  return rows[0]
}

beforeAll(async () => {
  chmodSync(place, 0o755)
  const file = join(place, 'penalties.csv')
  const rows = [
    row('厦门祥华公司', '91350200MA2XN7JR4A', 1),
    row('厦门祥华有限公司', '91350200MA2XN7JR4A', 2),
    row('厦门祥云公司', '', 3),
    row('厦门祥云商行', '', 4),
  ]
  writeFileSync(file, `${[HEADER, ...rows].join('\n')}\n`)
  database = await openDatabase(readConfig(ROOT, { RISKLEDGER_HOME: home }))
  const ran = await json('run', 'cn_credit_penalty', '--file', file)
  expect(ran.document.resolved).toMatchObject({ records: 4 })
}, 120_000)

afterAll(async () => {
  await database.close()
  await stopEmbedded(home)
  rmSync(place, { recursive: true, force: true })
})

it('says what to do when there is nothing to review, and what is wrong with a command line', async () => {
  expect((await riskledger('review')).out).toContain('Nothing awaits a decision.')
  expect((await riskledger('review', 'log')).out).toContain('Nobody has decided anything yet')
  const { entity_id: a } = await named('厦门祥云公司')
  const { entity_id: b, mention } = await named('厦门祥云商行')
  const unknown = 'ffffffff-0000-0000-0000-000000000000'
  for (const [words, code, exit, said] of [
    [['review', 'sames', a, b], 'usage', 2, 'same'],
    [['review', 'same', a], 'usage', 2, 'review same <a> <b>'],
    [['review', 'same', a, b], 'usage', 2, '--why'],
    [['review', 'same', a, b, '--why', ' '], 'usage', 2, '--why'],
    [['review', 'same', a, '祥云', '--why', 'x'], 'usage', 2, 'riskledger entity'],
    [['review', 'same', a, unknown, '--why', 'x'], 'not_found', 1, unknown],
    [['review', 'same', b, mention, '--why', 'x'], 'usage', 2, 'lists the mentions'],
    [['review', 'undo', 'x', '--why', 'x'], 'usage', 2, 'whole number'],
    [['review', 'undo', '99', '--why', 'x'], 'not_found', 1, '99'],
  ] as const) {
    const { code: ended, document } = await json(...words)
    expect([words.join(' '), document.error?.code, ended]).toEqual([words.join(' '), code, exit])
    expect(`${document.error.message} ${document.error.hint}`).toContain(said)
  }
}, 120_000)

it('lists what the machine leaves open, the most consequential first, and shows why', async () => {
  const [one, other, third] = [await named('厦门祥云公司'), await named('厦门祥云商行'), await named('厦门祥华公司')]
  const link = async (x: string, y: string, bits: number) =>
    database.pool.query(
      "insert into store.link (a, b, bits, probability, answer, why) values (least($1::uuid, $2), greatest($1::uuid, $2), $3, 1 / (1 + power(2::float8, -($3::real))), 'possible', $4)",
      [
        x,
        y,
        bits,
        JSON.stringify([
          { what: 'region different', bits: -3.15 },
          { what: 'name near', bits: 11.97 },
        ]),
      ],
    )
  await link(one.unit, other.unit, 2)
  await link(one.unit, third.unit, -2)

  const list = await json('review', 'list')
  expect(list.document).toMatchObject({
    in_all: 2,
    links: [{ answer: 'possible', bits: 2, probability: 0.8 }, { bits: -2 }],
  })
  expect(list.document.links[0].weight).toBeGreaterThan(list.document.links[1].weight)
  const text = (await riskledger('review', 'show', one.entity_id, other.entity_id)).out
  for (const said of [
    '80.0 % likely',
    '厦门祥云公司',
    '厦门祥云商行',
    '1 record of cn_credit_penalty',
    'for it: name near +11.97',
    'against it: region different -3.15',
    one.mention,
  ])
    expect(text).toContain(said)
}, 120_000)

it('takes decisions with who and why, refuses what contradicts, and undoes', async () => {
  const [one, other] = [await named('厦门祥云公司'), await named('厦门祥云商行')]
  // By entity on the one side and by mention on the other; it says what it took.
  const same = await json('review', 'same', one.entity_id, other.mention, '--why', 'one owner')
  expect(same).toMatchObject({
    code: 0,
    document: {
      changed: true,
      replaced: null,
      decision: { verdict: 'same', who: userInfo().username, entered_by: userInfo().username, why: 'one owner' },
      took: [
        { taken_for: 'entity', mention: one.mention },
        { taken_for: 'mention', mention: other.mention },
      ],
    },
  })
  const id = String(same.document.decision.decision_id)
  expect((await json('review', 'same', other.mention, one.mention, '--why', 'again')).document).toMatchObject({
    changed: false,
  })
  expect((await json('review', 'list')).document.in_all).toBe(1)

  const refused = await json('review', 'never', one.mention, other.mention, '--why', 'two shops', '--who', 'Li Hua')
  expect(refused).toMatchObject({ code: 1, document: { error: { code: 'decision_contradicts' } } })
  expect(refused.document.error.message).toContain('one owner')
  const never = await json(
    'review',
    'never',
    one.mention,
    other.mention,
    '--why',
    'two shops',
    '--who',
    'Li Hua',
    '--replace',
    id,
  )
  expect(never.document).toMatchObject({
    decision: { who: 'Li Hua', entered_by: userInfo().username },
    replaced: { why: 'one owner' },
  })
  const against = await json('review', 'undo', id, '--why', 'x')
  expect(against).toMatchObject({ code: 1, document: { error: { code: 'decision_not_in_force' } } })

  const undone = await json(
    'review',
    'undo',
    String(never.document.decision.decision_id),
    '--why',
    'mixed up two files',
  )
  expect(undone).toMatchObject({ code: 0, document: { why: 'mixed up two files' } })
  expect((await json('review', 'list')).document.in_all).toBe(2)
  const { decisions } = (await json('review', 'log')).document
  expect(decisions.map(({ state }: { state: string }) => state)).toEqual(['undone', 'replaced'])
  const log = (await riskledger('review', 'log')).out
  for (const said of ['undone by', 'replaced by', 'Li Hua']) expect(log).toContain(said)
}, 120_000)

it('a decision takes effect with the next resolve, and an undo takes it back', async () => {
  await json('resolve')
  const [a, b] = [await named('厦门祥华公司'), await named('厦门祥华有限公司')]
  expect(a.entity_id).toBe(b.entity_id)
  expect(await json('review', 'different', a.mention, b.mention, '--why', 'a typing error')).toMatchObject({
    code: 1,
    document: { error: { code: 'decision_against_proof' } },
  })
  const { document } = await json('review', 'never', a.mention, b.mention, '--why', 'a typing error')
  expect((await json('resolve')).document).toMatchObject({ records: 2 })
  expect((await named('厦门祥华公司')).entity_id).not.toBe((await named('厦门祥华有限公司')).entity_id)
  await json('review', 'undo', String(document.decision.decision_id), '--why', 'no typing error')
  await json('resolve')
  expect((await named('厦门祥华公司')).entity_id).toBe((await named('厦门祥华有限公司')).entity_id)
  expect((await json('resolve')).document).toMatchObject({ records: 0 })
}, 120_000)
