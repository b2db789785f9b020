/** Names are alike only when they are the same name; what is folded is folded once and for all. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparableName } from '../../resolution/names.js'

const alike = (...names: string[]) => new Set(names.map(comparableName)).size === 1

describe('names that are the same', () => {
  it.each([
    ['width', ['ＡＢＣ商贸有限公司', 'abc商贸有限公司', 'ABC商贸有限公司']],
    ['spaces', ['上海 样本　有限公司', '上海样本有限公司', ' 上海样本有限公司　']],
    [
      'brackets',
      [
        '样本(佛山)有限公司',
        '样本（佛山）有限公司',
        '样本〔佛山〕有限公司',
        '样本【佛山】有限公司',
        '样本[佛山]有限公司',
      ],
    ],
    ['a former name', ['样本有限公司', '样本有限公司（原旧样本有限公司）', '样本有限公司(原旧样本(上海)有限公司) ']],
    ['Japanese legal forms', ['（株）台帳', '㈱台帳', '(株)台帳', '株式会社台帳', '㈱ 台 帳']],
    ['Latin case, stops and spaces', ['Pfizer, Inc.', 'PFIZER INC', ' pfizer  inc. ']],
  ])('but for %s', (_, names) => {
    expect(alike(...names)).toBe(true)
    expect(comparableName(names[0] ?? '')).not.toBeNull()
  })

  it('with other forms of company', () => {
    expect(comparableName('（有）中村産業')).toBe('有限会社中村産業')
    expect(comparableName('（同）中村')).toBe('合同会社中村')
    expect(comparableName('（医）中村会')).toBe('医療法人中村会')
  })
})

describe('names that differ', () => {
  it.each([
    ['样本有限公司', '样本有限责任公司'],
    ['样本有限公司', '样本有限公司上海分公司'],
    ['上海市样本有限公司', '上海样本有限公司'],
    ['株式会社台帳', '台帳株式会社'],
    ['样本有限公司', '原样本有限公司'],
    ['(原)样本有限公司', '样本有限公司'],
    ['Red Cross', 'Redcross'],
  ])('%s is not %s', (one, other) => {
    expect(alike(one, other)).toBe(false)
  })
})

describe('what names nobody', () => {
  it.each([
    '无',
    '不详',
    '某某',
    '个人',
    '匿名',
    'N/A',
    'n/a',
    'Ｎ／Ａ',
    'NA',
    'null',
    'Unknown',
    '-',
    '——',
    '/',
    '*',
    '',
    ' ',
    '　',
    '李',
    'A',
    '()',
    '（原旧样本有限公司）',
    '???',
  ])('%j', (name) => {
    expect(comparableName(name)).toBeNull()
  })
})

describe('the comparable name', () => {
  it('of a comparable name is itself', () => {
    const words = fc.constantFrom(
      '样本',
      '(原',
      '（株）',
      '有限公司',
      ')',
      ' ',
      '　',
      'Inc.',
      ',',
      'Ａ',
      '㈱',
      '〔',
      '】',
      '无',
      'N/A',
      '原',
      '.',
    )
    const names = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(names, (name) => {
        const once = comparableName(name)
        if (once !== null) expect(comparableName(once)).toBe(once)
      }),
      { numRuns: 5000 },
    )
  })

  it('comes in time, whatever the name', () => {
    for (const part of ['(原', ' ', '㈱', '()', '(原(', '((原)']) {
      const began = performance.now()
      comparableName(`样${part.repeat(20_000 / part.length)}`)
      expect(performance.now() - began).toBeLessThan(1000)
    }
  })
})
