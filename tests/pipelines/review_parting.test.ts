/** A decision that parts a party is held against what others decided with everybody where the parting puts them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolve } from '../../pipelines/resolve.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { reviewing } from '../support/reviewing.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
const { bring, clusters, say, asked, mention } = reviewing(() => ledger)

/** Of `one` and `other` the first is the smaller key. `g` is where `b` is, by its name alone. */
const lines = (number: string, one: string, other: string) =>
  `a,未甲${number}公司,310100,${one},,\nb,未乙${number}公司,310100,,${other},\nc,未丙${number}公司,310100,${one},${other},\n` +
  `g,未乙${number}公司,310100,,,\nh,申丁${number}公司,310100,,,\n`

test('who is in a party by name alone goes with the side of its name: what was said of it contradicts no more', async () => {
  await bring(toyConnector('goes'), lines('一', '913502115628130627', 'MA5CJQ4N1'))
  await say('goes', 'same', 'g', 'h')
  await say('goes', 'same', 'b', 'h')
  await resolve(ledger.stage)
  await say('goes', 'never', 'a', 'b')
  await resolve(ledger.stage)
  expect(await clusters('goes')).toEqual(['a', 'b+g+h', 'c'])
  expect((await asked([(await mention('goes', 'h')).unit])).resting).toEqual([])
})

test('and contradicts where it was said to be one with the other side', async () => {
  await bring(toyConnector('against'), lines('二', '913502115628130707', 'MA5CJQ4N2'))
  await say('against', 'same', 'g', 'h')
  await say('against', 'same', 'a', 'h')
  await resolve(ledger.stage)
  await expect(say('against', 'never', 'a', 'b')).rejects.toMatchObject({ code: 'decision_contradicts' })
})

test('the answer counts those whom this decision takes out, and not those whom others did', async () => {
  const [one, other, third] = ['913502115628130889', 'MA5CJQ4N3', 'MA5CJQ4N6']
  await bring(
    toyConnector('counts'),
    `a,酉甲公司,310100,${one},,\nb,酉乙公司,310100,,${other},\nc,酉丙公司,310100,${one},${other},\n` +
      `d,戌丁公司,310100,,${third},\ne,戌戊公司,310100,${one},${third},\nf,亥己公司,310100,,${other},\n`,
  )
  expect((await say('counts', 'never', 'a', 'b')).notes).toEqual([
    'A mention that identifiers join to both joins neither any more.',
  ])
  await resolve(ledger.stage)
  expect((await say('counts', 'never', 'a', 'd')).notes).toEqual([
    'A mention that identifiers join to both joins neither any more.',
  ])
})
