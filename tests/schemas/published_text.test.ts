import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { optionalPublishedText, repairText, requiredPublishedText } from '../../schemas/published_text.js'
import { rowReader } from '../../schemas/row.js'

describe('what is certain', () => {
  it.each([
    ['據(jù)', '據'],
    ['根據(jù)《產(chǎn)品質(zhì)量法》', '根據《產品質量法》'],
    ['國（ɡuó）家', '國家'],
    ['女(nǚ)性', '女性'],
    ['婁(lóu)底', '婁底'],
    ['２０１９年１０月，ＡＢＣ（上海）公司', '2019年10月，ABC(上海)公司'],
    ['甲\u00a0乙\u3000丙\u200b丁\ufeff', '甲 乙 丙丁'],
  ])('%s is %s', (published, text) => {
    expect(repairText(published)).toEqual({ text, lossy: false })
  })
  it.each([
    '的(de)',
    '水(aq)',
    '铜(Cu)',
    '某(ltd)公司',
    '(jù)',
    '甲(jùjù)',
    'A(jù)',
    '甲(bcdfā)',
    '，；：？！',
    '市场【2019】1号',
  ])('%s stays as it is', (published) => {
    expect(repairText(published).text).toBe(published)
  })
})

describe('what is lost', () => {
  it.each(['某\uFFFD公司', '某??公司', '赵?华', '锟斤拷公司', '某?(jù)公司\uFFFD'])(
    '%s is flagged and not guessed',
    (published) => {
      const { text, lossy } = repairText(published)
      expect(lossy).toBe(true)
      expect(text.replace(/[^?\uFFFD]/g, '')).toBe(published.replace(/[^?\uFFFD]/g, ''))
    },
  )
  it.each(['是否合格?', '真的吗?是', '合格？不合格', 'a?b', '?'])('%s is not flagged', (published) => {
    expect(repairText(published).lossy).toBe(false)
  })
})

describe('any text', () => {
  const pieces = fc.constantFrom(
    '據',
    '(',
    '（',
    'jù',
    ')',
    '）',
    '１',
    'ａ',
    '\u00a0',
    '\u200b',
    '?',
    '\uFFFD',
    'x',
    '乙',
    'q\u030c',
    '\u0300',
  )
  it('repaired twice is as repaired once, and keeps every Chinese character', () => {
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const published = parts.join('')
        const once = repairText(published)
        expect(repairText(once.text)).toEqual(once)
        expect(once.text.replace(/\P{Script=Han}/gu, '')).toBe(published.replace(/\P{Script=Han}/gu, ''))
        if (published.includes('\uFFFD')) expect(once.lossy).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the value types', () => {
  const row = z.strictObject({ a: optionalPublishedText, b: requiredPublishedText })
  it('say what is missing', () => {
    expect(row.parse({ a: '\u200b', b: '據(jù)' })).toEqual({ a: null, b: { text: '據', lossy: false } })
    expect(rowReader(row)({ b: '某??公司' })).toEqual({ a: null, b: { text: '某??公司', lossy: true } })
    expect(row.safeParse({ a: 'x', b: ' \u200b' }).error?.issues).toMatchObject([
      { path: ['b'], params: { code: 'required_missing' } },
    ])
  })
})
