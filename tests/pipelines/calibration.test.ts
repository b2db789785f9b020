/** What reviewers decided corrects how likely links are, at a rebuild and not before, and leaves nothing behind once it is undone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../pipelines/rebuild.js'
import { resolve } from '../../pipelines/resolve.js'
import { PARAMETERS_VERSION } from '../../resolution/parameters.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Given, tellParties, toyOfParties, uscc } from '../support/parties.js'
import { reviewing } from '../support/reviewing.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { say, takeBack } = reviewing(() => ledger)

const TRADES = ['鑫荣泽', '瑀盛东', '海润泰', '金源泰', '顺路达', '百合春', '老周记', '天禾丰']
const parties = (): Record<string, Given> =>
  Object.fromEntries(
    TRADES.flatMap((trade, at): [string, Given][] => [
      [`a${at}`, { name: `上海${trade}食品有限公司`, region: '310100' }],
      [`b${at}`, { name: `上海${trade}食品股份有限公司`, region: '310100' }],
    ]),
  )

const probabilities = async () =>
  (
    await ledger.rows<{ probability: string }>(
      "select probability from ledger.link where answer in ('same', 'possible') order by name_a, name_b",
    )
  ).map(({ probability }) => Number(probability))
const kept = () =>
  ledger.rows<{
    parameters_version: number
    slope: number
    shift: number
    decisions: string[]
    same: number
    different: number
  }>(
    'select parameters_version, slope, shift, decisions, same, different from ledger.calibration order by calibration_id',
  )

test('decisions shift the calibration at the next rebuild; what is undone shifts it back', async () => {
  const toy = toyOfParties('calibrated')
  await tellParties(ledger, toy, parties())
  await rebuild(ledger.stage)
  expect(await kept()).toEqual([])
  const before = await probabilities()
  expect(before).toHaveLength(TRADES.length)
  const decided: number[] = []
  for (let at = 0; at < 6; at++)
    decided.push((await say('calibrated', 'different', `a${at}`, `b${at}`)).decision.decision_id)
  await resolve(ledger.stage)
  expect(await probabilities()).toEqual(before)

  await rebuild(ledger.stage)
  const [first, ...more] = await kept()
  expect(more).toEqual([])
  expect(first).toMatchObject({ parameters_version: PARAMETERS_VERSION, same: 0, different: 6 })
  expect(first?.decisions.map(Number)).toEqual(decided)
  expect((first?.slope ?? 1) * 7 + (first?.shift ?? 0)).toBeLessThan(7)
  const after = await probabilities()
  expect(after.every((probability, at) => probability <= (before[at] ?? 0))).toBe(true)
  // A new record is weighed as the rebuild left it, and so is everything by another rebuild that has nothing new to go by.
  await tellParties(ledger, toy, {
    c: { name: '青岛海润茶业有限公司', region: '370200', identifiers: [uscc('91350200776049653A')] },
  })
  await rebuild(ledger.stage)
  expect(await kept()).toEqual([first])
  expect(await probabilities()).toEqual(after)

  for (const id of decided) await takeBack(id)
  await resolve(ledger.stage)
  await rebuild(ledger.stage)
  expect(await kept()).toEqual([
    first,
    { parameters_version: PARAMETERS_VERSION, slope: 1, shift: 0, decisions: [], same: 0, different: 0 },
  ])
  expect(await probabilities()).toEqual(before)
})
