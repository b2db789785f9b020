/** Where ended ids lead does not depend on how what came later was divided among resolves. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Given, tellParties, toyOfParties, uscc } from '../support/parties.js'

const opened: Ledger[] = []
afterAll(() => Promise.all(opened.map((ledger) => ledger.close())))
async function open(): Promise<Ledger> {
  const ledger = await openLedger()
  opened.push(ledger)
  return ledger
}

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const STORIES = 60
const STEPS = [0, 1, 2, 3]
const OTHER_NAME = 5
/** What records say by now, by key: one of five codes, or another name. */
type Said = Readonly<Record<string, number>>
const said = (most: number) =>
  fc.dictionary(fc.constantFrom(...KEYS), fc.nat({ max: OTHER_NAME }), {
    minKeys: 1,
    maxKeys: most,
    noNullPrototype: true,
  })
const story = fc.record({
  first: said(3),
  later: fc.array(said(2), { minLength: STEPS.length, maxLength: STEPS.length }),
})

/** The parties of several stories, each of one firm, whose records are told apart by the number of the story. */
function partiesOf(parts: readonly Said[], coded = true): Record<string, Given> {
  const region = '370200'
  const told = parts.flatMap((part, n) =>
    Object.entries(part).map(([key, code]): [string, Given] => {
      if (code === OTHER_NAME) return [`${key}${n}`, { name: `武汉江岸区老周${n}号餐馆`, region }]
      const identifiers = coded ? [uscc(`91350200MA${String(n).padStart(4, '0')}00${code}X`)] : []
      return [`${key}${n}`, { name: `青岛海润${n}号茶业有限公司`, region, identifiers }]
    }),
  )
  return Object.fromEntries(told)
}

const stories = fc.sample(story, { numRuns: STORIES, seed: 1 })
const toy = toyOfParties('bits')

/** A ledger in which the firm of each story was one without a code, became another by one, and parted for the first time. */
async function begun(): Promise<Ledger> {
  const ledger = await open()
  const all: Said = Object.fromEntries(KEYS.map((key) => [key, 0]))
  for (const coded of [false, true])
    await tellParties(
      ledger,
      toy,
      partiesOf(
        stories.map(() => all),
        coded,
      ),
    )
  await tellParties(ledger, toy, partiesOf(stories.map(({ first }) => first)))
  return ledger
}

const membersOf = (ledger: Ledger) =>
  ledger.rows("select source_key, entity_id from ledger.mention where connector = 'bits' order by 1")
const aliasesOf = async (ledger: Ledger) =>
  new Map(
    (await ledger.rows<{ entity_id: string; became: string }>('select entity_id, became from ledger.entity_alias')).map(
      ({ entity_id, became }) => [entity_id, became],
    ),
  )

test('ids that had ended lead to the same, whether what came later was resolved at once or bit by bit', async () => {
  const [atOnce, bitByBit] = [await begun(), await begun()]
  const ended = [...(await aliasesOf(atOnce)).keys()]
  await tellParties(atOnce, toy, partiesOf(stories.map(({ later }) => Object.assign({}, ...later))))
  for (const step of STEPS) await tellParties(bitByBit, toy, partiesOf(stories.map(({ later }) => later[step] ?? {})))
  expect(await membersOf(bitByBit)).toEqual(await membersOf(atOnce))
  const [some, others] = [await aliasesOf(atOnce), await aliasesOf(bitByBit)]
  expect(ended.length).toBeGreaterThanOrEqual(STORIES)
  expect(ended.map((id) => others.get(id))).toEqual(ended.map((id) => some.get(id)))
}, 180_000)

test('an id leads to where those went that were of it last, and not to what had parted from it before', async () => {
  const ledger = await open()
  const toy = toyOfParties('last')
  const [name, region] = ['杭州国联农机有限公司', '330100']
  const [one, other] = [uscc('91350200776049653A'), uscc('91440101MA5CJQ4N59')]
  const entityOf = async (key: string) =>
    (await ledger.rows<{ id: string }>('select entity_id as id from ledger.mention where source_key = $1', [key]))[0]
      ?.id
  // Two codes of one name: c, which carries none, is neither.
  await tellParties(ledger, toy, { a: { name, region }, b: { name, region }, c: { name, region } })
  const id = await entityOf('c')
  await tellParties(ledger, toy, {
    a: { name, region, identifiers: [one] },
    b: { name, region, identifiers: [one] },
    d: { name, region, identifiers: [other] },
  })
  expect(await entityOf('c')).toBe(id)
  await tellParties(ledger, toy, { c: { name, region, identifiers: [other] } })
  expect(await ledger.rows('select became from ledger.entity_alias where entity_id = $1', [id])).toEqual([
    { became: await entityOf('d') },
  ])
})
