/** What cells say: text, dates in every shape in use, codes and document numbers. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  codeOf,
  documentNumber,
  factsOf,
  meaningOf,
  optionalCodeOf,
  optionalCommaMoney,
  optionalDate,
  optionalDayFirst,
  optionalText,
  optionalUsDate,
  parseDate,
  requiredDate,
  requiredText,
} from '../../schemas/values.js'
import { read } from './reading.js'

describe('text', () => {
  it.each([
    [' a　b ', 'a　b'],
    ['', null],
    [' 　 ', null],
    [null, null],
    [undefined, null],
    [0, '! text_expected'],
    [false, '! text_expected'],
    [{}, '! text_expected'],
    ['a\0b', '! text_nul'],
    ['\ud800', '! text_malformed'],
    ['😀', '😀'],
    ['x'.repeat(20_000), 'x'.repeat(20_000)],
    ['x'.repeat(20_001), '! text_too_long'],
  ])('%j', (cell, value) => {
    expect(read(optionalText, cell)).toBe(value)
    expect(read(requiredText, cell)).toBe(value === null ? '! required_missing' : value)
  })
})

describe('dates', () => {
  it.each([
    '2019-10-10',
    '2019/10/10',
    '2019.10.10',
    '20191010',
    '2019年10月10日',
    '２０１９年１０月１０日',
    ' 2019-10-10 ',
  ])('%s is the tenth of October 2019', (text) => {
    expect(read(requiredDate, text)).toBe('2019-10-10')
  })

  it.each([
    ['2019-1-9', '2019-01-09'],
    ['2019/1/9', '2019-01-09'],
    ['2019年1月9日', '2019-01-09'],
    ['2020-02-29', '2020-02-29'],
  ])('%s', (text, date) => {
    expect(parseDate(text)).toBe(date)
  })

  it.each([
    '2019-02-29',
    '2019-13-01',
    '2019-00-10',
    '2019-01-00',
    '2019/02/30',
    '2019.04.31',
    '20190631',
    '2019年2月29日',
    '1899-12-31',
    '2100-01-01',
    '2019-10',
    '2019',
    '201910',
    '10/10/2019',
    '2019-10/10',
    '2019.10-10',
    '2019-10-10-10',
    '不详',
    '长期',
    '0000-00-00',
    '2019-10-10x',
    '-2019-10-10',
  ])('%s is none', (text) => {
    expect(parseDate(text)).toBeUndefined()
    expect(read(optionalDate, text)).toBe('! date_invalid')
  })

  it('may be absent where that is allowed', () => {
    expect(read(optionalDate, '')).toBeNull()
    expect(read(requiredDate, '')).toBe('! required_missing')
  })

  it.each([
    ['06/13/2012', '2012-06-13'],
    ['6/3/2012', '2012-06-03'],
    ['13/06/2012', '! date_invalid'],
    ['02/30/2012', '! date_invalid'],
    ['2012-06-13', '! date_invalid'],
    ['', null],
  ])('in the order of the United States: %s', (text, date) => {
    expect(read(optionalUsDate, text)).toBe(date)
  })

  it.each([
    ['13.06.2012', '2012-06-13'],
    ['3/6/2012', '2012-06-03'],
    ['06.13.2012', '! date_invalid'],
    ['30.02.2012', '! date_invalid'],
    ['13.06/2012', '! date_invalid'],
    ['2012-06-13', '! date_invalid'],
    ['', null],
  ])('in the order of Europe: %s', (text, date) => {
    expect(read(optionalDayFirst, text)).toBe(date)
  })

  const parts = fc.tuple(
    fc.integer({ min: 1900, max: 2099 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
  )
  const two = (value: number) => String(value).padStart(2, '0')
  const shapes: readonly ((year: number, month: number, day: number) => string)[] = [
    (year, month, day) => `${year}-${two(month)}-${two(day)}`,
    (year, month, day) => `${year}/${month}/${day}`,
    (year, month, day) => `${year}.${two(month)}.${day}`,
    (year, month, day) => `${year}${two(month)}${two(day)}`,
    (year, month, day) => `${year}年${month}月${two(day)}日`,
  ]

  it('are those that the calendar has, in every shape', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(...shapes), ([year, month, day], shape) => {
        const date = new Date(Date.UTC(year, month - 1, day))
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
        expect(parseDate(shape(year, month, day))).toBe(exists ? date.toISOString().slice(0, 10) : undefined)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('amounts with a decimal comma', () => {
  it.each([
    ['1.250,50', '1250.5'],
    ['1.250', '1250'],
    ['980,5', '980.5'],
    ['0,2', '0.2'],
    ['1250', '1250'],
    ['1,250.50', '! money_invalid'],
    ['12.50', '! money_invalid'],
    ['1.25,00', '! money_invalid'],
    ['-3,5', '! money_negative'],
    ['', null],
  ])('%s', (text, amount) => {
    expect(read(optionalCommaMoney(0), text)).toBe(amount)
  })

  it('are in the unit that is said', () => {
    expect(read(optionalCommaMoney(3), '1,5')).toBe('1500')
  })
})

describe('codes', () => {
  const status = codeOf({ active: 'listed', removed: 'delisted' })
  it.each([
    ['active', 'listed'],
    [' removed ', 'delisted'],
    ['Active', '! code_unknown'],
    ['constructor', '! code_unknown'],
    ['__proto__', '! code_unknown'],
    ['', '! required_missing'],
  ])('%j', (cell, value) => {
    expect(read(status, cell)).toBe(value)
  })

  it('have a meaning only where the list itself gives one', () => {
    expect(meaningOf({ a: 1 }, 'a')).toBe(1)
    expect(meaningOf({ a: 1 }, 'toString')).toBeUndefined()
  })
})

describe('document numbers', () => {
  it.each(['【】', '[]', '()', '（）', '〔〕', '［］'])('are one with the brackets %s', (brackets) => {
    expect(documentNumber(`市场${brackets.charAt(0)}2019${brackets.charAt(1)} 1号`)).toBe('市场〔2019〕1号')
  })

  it('keep everything else apart', () => {
    expect(documentNumber('市场〔2019〕1号')).not.toBe(documentNumber('市场〔2019〕11号'))
  })

  it('are folded once and for all', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => documentNumber(documentNumber(text)) === documentNumber(text),
      ),
    )
  })
})

it('a code list takes what it knows, says what that is, and may be empty where it is optional', () => {
  const list = optionalCodeOf({ A: 'one', B: 'two' })
  expect([read(list, 'A'), read(list, ''), read(list, 'C')]).toEqual(['one', null, '! code_unknown'])
  expect(factsOf(list)).toEqual({ name: 'code', required: false, codes: ['A', 'B'] })
})
