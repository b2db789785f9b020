/** Whatever stands in a file, resolution ends: every mention in one cluster, every pair with an answer, the same in any order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveMentions } from '../../resolution/engine.js'
import { GivenPairs } from '../../resolution/given_pairs.js'
import { mapping } from '../../resolution/mapping.js'
import { MentionReader, type Texts } from '../../resolution/mention.js'
import { pairAnswers } from '../../resolution/pair_answers.js'
import { ANSWERS } from '../../resolution/thresholds.js'

const ROLES = [
  ...['name', 'other_name', 'given_name', 'family_name', 'birth_date', 'address', 'city', 'phone', 'email'],
  ...['legal_representative', 'identifier.uscc', 'attribute.x'],
]
const MAPPING = mapping.parse({
  kind: 'any',
  source: 's',
  unique: ['u'],
  columns: Object.fromEntries(ROLES.map((role) => [role, role])),
})

const text = fc.oneof(
  fc.constantFrom(
    '',
    '无',
    '祥云贸易有限公司',
    '祥?贸易公司',
    '(有)',
    '分公司',
    'Li Wei',
    'Ltd',
    '0000',
    '１２-３',
    '\ud800',
    '@',
    '1/1/1',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'厦门祥云贸易有限公司店厂第一二号（）省市?'), maxLength: 20 }),
)
const texts: fc.Arbitrary<Texts> = fc.record(
  Object.fromEntries(ROLES.map((role) => [role, fc.array(text, { minLength: 1, maxLength: 2 })])),
)

const mentionsOf = (rows: readonly { id: number; source: string; texts: Texts }[]) => {
  const reader = new MentionReader(MAPPING)
  for (const { id, source, texts } of rows) reader.add(`m${id}`, source, texts)
  return reader.mentions
}

describe('any text at all', () => {
  it('is resolved, in any order alike', async () => {
    const row = fc.record({ source: fc.constantFrom('u', 'v'), texts })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (some) => {
        const rows = some.map((one, id) => ({ id, ...one }))
        const resolved = await resolveMentions(mentionsOf(rows), MAPPING, { related: true })
        const again = await resolveMentions(mentionsOf([...rows].reverse()), MAPPING)
        expect([...again.group]).toEqual([...resolved.group])
        for (const pair of pairAnswers(resolved, new Set(MAPPING.unique), [])) {
          expect(pair.probability).toBeGreaterThanOrEqual(0)
          expect(pair.probability).toBeLessThanOrEqual(1)
          expect(ANSWERS).toContain(pair.answer)
          expect(pair.why).not.toMatch(/NaN|Infinity|\n/)
          expect(pair.answer === 'same').toBe(resolved.group[pair.a] === resolved.group[pair.b])
        }
      }),
      { numRuns: 15 },
    )
  })

  it('is compared, either way round alike', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const answered = (left: Texts, right: Texts) =>
          new GivenPairs(
            mentionsOf([
              { id: 0, source: '', texts: left },
              { id: 1, source: '', texts: right },
            ]),
          ).answer(0)
        const [one, other] = [answered(a, b), answered(b, a)]
        expect(one.probability).toBeGreaterThanOrEqual(0)
        expect(one.why).not.toMatch(/NaN|Infinity|\n/)
        expect([other.answer, other.probability.toFixed(6)]).toEqual([one.answer, one.probability.toFixed(6)])
      }),
      { numRuns: 500 },
    )
  })
})
