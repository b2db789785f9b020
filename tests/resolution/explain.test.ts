/** What is told of a pair is what was counted. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whyOf } from '../../resolution/explain.js'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader } from '../../resolution/mention.js'
import { CLUSTER_LIMITS, withinLimits } from '../../resolution/model/limits.js'
import { Scorer } from '../../resolution/model/score.js'
import { calibrated } from '../../resolution/thresholds.js'

const FIELDS = mapping.parse({
  kind: 'organisation',
  columns: { name: 'n', address: 'a', city: 'c', region: 'r', postcode: 'p', phone: 't', 'identifier.code': 'i' },
})
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  name: [
    'Blue Heron Chemicals',
    'Blue Heron Chemicals Inc',
    'Grey Heron',
    '祥云贸易有限公司',
    '祥云贸易有限公司湖里分公司',
    '',
  ],
  address: ['14 Quay Street', '14 Quay St', '9 Mill Road', ''],
  city: ['Xiamen', 'Fuzhou', ''],
  region: ['Fujian', 'Jiangxi', ''],
  postcode: ['361000', '350000', ''],
  phone: ['5550148', '5550149', ''],
  'identifier.code': ['A1234567', 'A1234568', ''],
}
const texts = fc.record(
  Object.fromEntries(
    Object.entries(TEXTS).map(([role, some]) => [role, fc.constantFrom(...some).map((text) => [text])]),
  ),
)

describe('parts', () => {
  it('are what the weight is made of', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const reader = new MentionReader(FIELDS)
        reader.add('a', '', a)
        reader.add('b', '', b)
        const scorer = new Scorer(reader.mentions)
        const weight = scorer.weightOf(0, 1)
        const sum = scorer.parts().reduce((bits, part) => bits + part.bits, scorer.weights.prior)
        expect(sum).toBeCloseTo(weight, 9)
      }),
    )
  })
})

describe('whyOf', () => {
  it('names the evidence for and against, strongest first, and the sum', () => {
    const parts = [
      { slot: 'city', label: 'city same', bits: 3.14 },
      { slot: 'phone', label: 'phone different', bits: -1.9 },
      { slot: 'name', label: 'name same', bits: 16.2 },
      { slot: 'name_order', label: 'names in the same order', bits: 0.01 },
    ]
    expect(whyOf(parts, -14.8)).toBe(
      'for: name same +16.2, city same +3.1; against: phone different -1.9; before: -14.8; sum: +2.6',
    )
    expect(whyOf([], -10, 'fits several rows equally')).toBe(
      'fits several rows equally; for: nothing; before: -10.0; sum: -10.0',
    )
  })
})

describe('calibrated', () => {
  it('rises with the evidence and is even at none', () => {
    const probabilities = [-20, -6, -3, 0, 3, 6, 20].map(calibrated)
    expect(probabilities[3]).toBe(0.5)
    expect([...probabilities].sort((a, b) => a - b)).toEqual(probabilities)
  })
})

describe('withinLimits', () => {
  it('takes a cluster apart whose pairs speak against each other', () => {
    const reader = new MentionReader(FIELDS)
    const names = ['Blue Heron Chemicals', 'Northgate Tyres', 'Harbour Seafood', 'Southgate Timber']
    for (const [at, name] of names.entries()) reader.add(String(at), '', { name: [name] })
    const scorer = new Scorer(reader.mentions)
    const group = new Int32Array(4)
    const { group: parted, stopped } = withinLimits(scorer, group, { ...CLUSTER_LIMITS, conflict: 0.5 })
    expect([...parted]).toEqual([0, 1, 2, 3])
    expect(stopped).toMatchObject([{ members: [0, 1, 2, 3], limit: 'conflict' }])
    expect(withinLimits(scorer, group, { ...CLUSTER_LIMITS, conflict: 1 }).stopped).toEqual([])
  })
})
