/** What the weights of the warehouse hold to, whatever a ledger has counted: better agreement never weighs less. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calibratedBits, corrected, fitted, rising, shareAt } from '../../resolution/calibration.js'
import { CALIBRATION, CHANCES, CURVES } from '../../resolution/parameters.js'
import { TermRarity } from '../../resolution/rarity.js'
import { readUnit, type Unit } from '../../resolution/unit.js'
import { UnitComparer } from '../../resolution/unit_compare.js'
import { hashOf, termsOf } from '../../resolution/unit_keys.js'
import { weight } from '../../resolution/unit_score.js'

const said = { joined_by: 'name' as const, identifiers: [] }
const unit = (name: string, kind = 'organisation', address: string | null = null): Unit =>
  readUnit({
    unit_id: name,
    kind,
    names: [name],
    regions: ['310100'],
    addresses: address === null ? [] : [address],
    ...said,
  })

const part = (...words: string[]) => fc.constantFrom(...words)
const CHINESE = fc
  .tuple(
    part('', '上海', '上海市', '杭州', '浦东'),
    part('鑫荣泽', '鑫荣', '瑀盛东', '瑀盛冬', '天', '国联', '国联发'),
    part('', '食品', '食品贸易', '农机', '物流科技'),
    part('', '公司', '有限公司', '股份有限公司', '集团'),
    part('', '静安分公司', '二厂'),
  )
  .map((parts) => parts.join(''))
  .filter((name) => name !== '')
const LATIN = fc
  .array(part('Harbor', 'Blue', 'Oyster', 'Bar', 'Bars', 'Lantern', 'Holdings', 'Inc', 'Ltd', 'of', 'The', '2'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join(' '))
const PERSON = fc
  .tuple(part('Smith', 'Smyth', 'Kim'), part('Robert', 'Rob', 'Bob', 'Maria'))
  .map((parts) => parts.join(', '))
const ADDRESS = fc
  .tuple(part('12', '14', ''), part('Quarry Mill Road', 'Quarry Mill Rd', 'Lake Street'))
  .map((parts) => parts.join(' '))

/** A ledger that never counted, or one in which each term of some units has any number of holders. */
const ledgerOf = (units: readonly Unit[], most = 20_000) =>
  fc.option(fc.infiniteStream(fc.constantFrom(1, 2, 5, 40, Math.min(900, most), most))).map((counts) => {
    if (counts === null) return new TermRarity(null)
    const terms = [...new Set(units.flatMap((one) => [...termsOf(one)]))]
    return new TermRarity({
      units: 30_000,
      holders: new Map(terms.map((term) => [hashOf(term), counts.next().value ?? 1])),
    })
  })

const weights = (rarity: TermRarity, a: Unit, b: Unit) =>
  new Map(
    (new UnitComparer(rarity).compare(a, b)?.observed ?? []).map((one) => [
      `${one.about} ${one.slot}`,
      weight(one, CHANCES),
    ]),
  )

test.each([
  ['Chinese names', CHINESE.map((name) => unit(name))],
  ['Latin names', LATIN.map((name) => unit(name))],
  ['persons', PERSON.map((name) => unit(name, 'person'))],
  ['addresses', ADDRESS.map((address) => unit('Blue Harbor', 'facility', address))],
])('%s that agree in part never weigh more than either agreeing in full, counted or not', (_, units) => {
  fc.assert(
    fc.property(
      fc.tuple(units, units).chain(([a, b]) => fc.tuple(fc.constant(a), fc.constant(b), ledgerOf([a, b]))),
      ([a, b, rarity]) => {
        const [own, other] = [weights(rarity, a, a), weights(rarity, b, b)]
        for (const [what, bits] of weights(rarity, a, b)) {
          expect(bits).toBeLessThanOrEqual((own.get(what) ?? 100) + 1e-9)
          expect(bits).toBeLessThanOrEqual((other.get(what) ?? 100) + 1e-9)
        }
      },
    ),
    { numRuns: 400 },
  )
})

test('the further a name is from another, the less it weighs, counted or not', () => {
  const steps = [
    '上海鑫荣泽食品有限公司',
    '上海鑫荣泽食品股份有限公司',
    '上海鑫荣泽食品贸易有限公司',
    '上海鑫荣泽机械食品有限公司',
    '上海天禾农机有限公司',
  ]
  const units = steps.map((name) => unit(name))
  fc.assert(
    fc.property(ledgerOf(units, 40), (rarity) => {
      const [first] = units
      const bits = units.map((one) => (first === undefined ? 0 : (weights(rarity, first, one).get('name 0') ?? 0)))
      expect([...bits].sort((x, y) => y - x)).toEqual(bits)
    }),
  )
})

test('released chances are in order, and the curves rise', () => {
  const order = ['same', 'same but for form or place', 'near', 'contained', 'alike', 'faint', 'different']
  const m = order.map((level) => CHANCES[`name ${level}`]?.m ?? 0)
  expect([...m].sort((x, y) => y - x)).toEqual(m)
  for (const curve of [CURVES.corroborated, CURVES.open])
    for (const at of [0, 1])
      expect(curve.map((point) => point[at])).toEqual(curve.map((point) => point[at]).sort((x = 0, y = 0) => x - y))
})

test('a share between two points lies between theirs, beyond the ends at them', () => {
  const curve = [
    [0, 0.5],
    [10, 0.9],
  ] as const
  expect([-3, 0, 5, 10, 30].map((bits) => Number(shareAt(curve, bits).toFixed(6)))).toEqual([0.5, 0.5, 0.7, 0.9, 0.9])
})

test('shares that fall are pooled by their counts', () => {
  const shares = [
    { share: 0.2, count: 1 },
    { share: 0.8, count: 1 },
    { share: 0.5, count: 2 },
    { share: 0.9, count: 1 },
  ]
  expect(rising(shares).map((share) => Number(share.toFixed(6)))).toEqual([0.2, 0.6, 0.6, 0.9])
})

test('a fitted line gives back the line that made the labels', () => {
  const line = { slope: 0.6, shift: -1.5 }
  const labelled = Array.from({ length: 41 }, (_, at) => at - 20).map((bits) => ({
    bits,
    same: 1 / (1 + 2 ** -calibratedBits(bits, line)),
    count: 1,
  }))
  const found = fitted(CALIBRATION, labelled)
  expect(found.slope).toBeCloseTo(line.slope, 4)
  expect(found.shift).toBeCloseTo(line.shift, 4)
})

test('decisions shift the calibration their way: a handful a little, many more, never past the bounds, in any order', () => {
  const decisions = (count: number, same: number) =>
    Array.from({ length: count }, (_, at) => ({ bits: 4 + (at % 5), same, count: 1 }))
  expect(corrected(CALIBRATION, [])).toEqual(CALIBRATION)
  const at = (count: number, same: number) => calibratedBits(6, corrected(CALIBRATION, decisions(count, same)))
  expect(at(5, 0)).toBeLessThan(6)
  expect(at(5, 0)).toBeGreaterThan(5)
  expect(at(60, 0)).toBeLessThan(at(5, 0))
  expect(at(5, 1)).toBeGreaterThan(6)
  expect(at(5, 1)).toBeLessThan(6.2)
  const many = corrected(CALIBRATION, decisions(100_000, 0))
  expect(many.slope).toBeGreaterThanOrEqual(CALIBRATION.slope / 1.5 - 1e-6)
  expect(many.shift).toBeGreaterThanOrEqual(-3)
  const mixed = [...decisions(9, 0), ...decisions(7, 1)]
  expect(corrected(CALIBRATION, [...mixed].reverse())).toEqual(corrected(CALIBRATION, mixed))
})
