/** Traditional characters made simplified ones: what is not looked through for phrases would not have been changed. */
import fc from 'fast-check'
import { Converter, Locale } from 'opencc-js/t2cn'
import { expect, it } from 'vitest'
import { simplified } from '../../resolution/text/simplified.js'

const convert = Converter({ from: 't', to: 'cn' })
const phrases = JSON.stringify(Locale.configs?.['t2s'])
  .split(/["|\s[\],{}:]+/)
  .filter((text) => /\p{Script=Han}/u.test(text))

it.each([
  ['無錫市國聯發展（集團）有限公司', '无锡市国联发展（集团）有限公司'],
  // Each character alone stays as it is; together they are written otherwise.
  ['回覆', '回复'],
  ['毛坏房', '毛坯房'],
  ['沈香', '沉香'],
  ['乾坤貿易', '乾坤贸易'],
  ['沈阳', '沈阳'],
])('%s is %s', (traditional, plain) => {
  expect(simplified(traditional)).toBe(plain)
})

it('every text becomes what OpenCC makes of it', () => {
  expect(phrases.length).toBeGreaterThan(4000)
  for (const phrase of phrases) expect(simplified(phrase)).toBe(convert(phrase))
  const letter = fc.constantFrom(...new Set(phrases.join('')), 'a', '（', '1')
  const text = fc.array(fc.oneof(fc.constantFrom(...phrases), letter), { maxLength: 8 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, (one) => {
      expect(simplified(one)).toBe(convert(one))
    }),
    { numRuns: 2000 },
  )
})
