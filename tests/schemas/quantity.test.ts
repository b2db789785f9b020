import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { optionalQuantity, parseQuantity } from '../../schemas/quantity.js'
import { excelSerialDate, optionalDateOrSerial } from '../../schemas/sheet_dates.js'

describe('a quantity', () => {
  it.each([
    ['600余箱', '600', 'ge', '箱'],
    ['1600余万元', '16000000', 'ge', '元'],
    ['1600余万', '16000000', 'ge', null],
    ['20余次', '20', 'ge', '次'],
    ['500余人（次）', '500', 'ge', '人(次)'],
    ['三十余', '30', 'ge', null],
    ['三千五百多万元', '35000000', 'ge', '元'],
    ['百余人', '100', 'ge', '人'],
    ['上千人', '1000', 'ge', '人'],
    ['十几箱', '10', 'ge', '箱'],
    ['5,000+', '5000', 'ge', null],
    ['近600箱', '600', 'approx', '箱'],
    ['约２００件', '200', 'approx', '件'],
    ['约600余箱', '600', 'approx', '箱'],
    ['超过400万元', '4000000', 'ge', '元'],
    ['不足3万元', '30000', 'le', '元'],
    ['不超过50公斤', '50', 'le', '公斤'],
    ['30人左右', '30', 'approx', '人'],
    ['30元以上', '30', 'ge', '元'],
    ['1.67亿元', '167000000', 'eq', '元'],
    ['12 m2', '12', 'eq', 'm2'],
    ['5千克', '5000', 'eq', '克'],
    ['一亿二千万元', '120000000', 'eq', '元'],
    ['两百零三', '203', 'eq', null],
    ['贰拾万元', '200000', 'eq', '元'],
    ['二〇二一', '2021', 'eq', null],
    ['46', '46', 'eq', null],
    ['0', '0', 'eq', null],
  ])('%s is %s, %s, %s', (text, value, bound, unit) => {
    expect(parseQuantity(text)).toEqual({ value, bound, unit })
  })
  it.each([
    '若干',
    '数百箱',
    '几十人',
    '600-700箱',
    '600至700箱',
    '3箱5瓶',
    '2亿3000万',
    '不足30人以上',
    '一两',
    '百几',
    '十十',
    '万万元',
    '-5',
    '约',
    '',
    'constructor',
  ])('%j is not guessed', (text) => {
    expect(parseQuantity(text)).toBeUndefined()
  })
  it('is an issue where none can be told, and null where there is nothing', () => {
    expect(optionalQuantity.parse(46)).toEqual({ value: '46', bound: 'eq', unit: null })
    expect(optionalQuantity.parse('')).toBeNull()
    expect(optionalQuantity.safeParse('若干').error?.issues).toMatchObject([{ params: { code: 'number_invalid' } }])
  })
  it('is what was written, in figures and in words', () => {
    const digits = '零一二三四五六七八九'
    const words = (number: number): string => {
      if (number >= 10_000) {
        const rest = number % 10_000
        return `${words(Math.floor(number / 10_000))}万${rest === 0 ? '' : `${rest < 1000 ? '零' : ''}${words(rest)}`}`
      }
      const parts = [...String(number)].map(Number)
      const text = parts.map((digit, index) =>
        digit === 0 ? '零' : `${digits[digit]}${['', '十', '百', '千'][parts.length - 1 - index]}`,
      )
      return text
        .join('')
        .replace(/零+/g, '零')
        .replace(/(?<=.)零$/, '')
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom('', '箱', '人(次)'), (number, unit) => {
        const expected = { value: String(number), bound: 'eq', unit: unit === '' ? null : unit }
        expect(parseQuantity(`${number}${unit}`)).toEqual(expected)
        expect(parseQuantity(`${words(number)}${unit}`)).toEqual(expected)
      }),
    )
  })
  it('never breaks on any text', () => {
    const unit = fc.constantFrom(
      '十',
      '百',
      '万',
      '亿',
      '三',
      '两',
      '零',
      '余',
      '几',
      '多',
      '约',
      '不足',
      '以上',
      '1',
      ',',
      '.',
      '箱',
      '(',
      '+',
      '千',
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (parts) => {
        const found = parseQuantity(parts.join(''))
        if (found !== undefined) expect(found.value).toMatch(/^\d+(\.\d+)?$/)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a date that went through a spreadsheet', () => {
  it.each([
    ['43748', '2019-10-10'],
    ['43748.75', '2019-10-10'],
    ['25569', '1970-01-01'],
    ['10000', '1927-05-18'],
    ['99999', '2173-10-13'],
    ['2019-10-10', '2019-10-10'],
    ['20191010', '2019-10-10'],
  ])('%s is %s', (text, date) => {
    expect(optionalDateOrSerial.parse(text)).toBe(date)
  })
  it('may be a number, and is nothing else', () => {
    expect(optionalDateOrSerial.parse(43748)).toBe('2019-10-10')
    expect(optionalDateOrSerial.parse(null)).toBeNull()
    for (const text of ['5', '9999', '100000', '43748x', '-43748', '2019-02-30', '043748']) {
      expect(excelSerialDate(text)).toBeUndefined()
      expect(optionalDateOrSerial.safeParse(text).success, text).toBe(false)
    }
  })
  it('goes on by a day with each number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 99_998 }), (serial) => {
        const days = [serial, serial + 1].map((number) => Date.parse(String(excelSerialDate(String(number)))))
        expect(Number(days[1]) - Number(days[0])).toBe(86_400_000)
      }),
    )
  })
})
