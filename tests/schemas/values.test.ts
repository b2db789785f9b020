/** What cells say: dates in every shape in use, money that stays exact, and the difference between nothing and zero. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  codeOf,
  decimalWithin,
  documentNumber,
  meaningOf,
  optionalDate,
  optionalMoney,
  optionalNumberText,
  optionalText,
  optionalUsDate,
  parseDate,
  requiredDate,
  requiredText,
  shiftDecimal,
} from '../../schemas/values.js'

/** The value of a cell, or the code of the issue that it has. */
function read(type: z.ZodType, cell: unknown): unknown {
  const parsed = type.safeParse(cell)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return issue?.code === 'custom' ? `! ${String(issue.params?.code)}` : issue?.code
}

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

/** Shifts by whole-number arithmetic: the value times 10^(places + 40), compared as such. */
function scaled(text: string, exponent: number): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').replaceAll(',', '').split('.')
  const value = BigInt(whole + fraction.padEnd(exponent, '0').slice(0, exponent))
  if (fraction.length > exponent) throw new Error('the exponent is too small for the test')
  return text.startsWith('-') ? -value : value
}

describe('shiftDecimal', () => {
  it.each([
    ['0.2', 4, '2000'],
    ['16.12', 4, '161200'],
    ['1,234.567', 4, '12345670'],
    ['12,345,678', 0, '12345678'],
    ['0.00001', 4, '0.1'],
    ['1.2345678', 4, '12345.678'],
    ['-0', 0, '0'],
    ['-0.000', 4, '0'],
    ['+5', 0, '5'],
    ['000', 0, '0'],
    ['007.50', 0, '7.5'],
    ['.2', 4, '2000'],
    ['-.5', 0, '-0.5'],
    ['.0', 0, '0'],
    ['123456789012345678901234567890.123456', 4, '1234567890123456789012345678901234.56'],
  ])('%s by %i is %s', (text, places, value) => {
    expect(shiftDecimal(text, places)).toBe(value)
  })

  it.each([
    '',
    '.',
    '-',
    '+.',
    '1.',
    '1,23',
    '12,34,567',
    ',123',
    '1e3',
    '0x10',
    '1 000',
    '１',
    '--1',
    '1.2.3',
    'NaN',
    'Infinity',
    '不详',
  ])('%j is no decimal', (text) => {
    expect(shiftDecimal(text, 4)).toBeUndefined()
  })

  const digits = (most: number) =>
    fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: most }).map((list) => list.join(''))
  const decimals = fc
    .tuple(fc.constantFrom('', '-', '+'), digits(30), fc.option(digits(30)))
    .map(([sign, whole, fraction]) => sign + whole + (fraction === null ? '' : `.${fraction}`))

  it('is exact at any length', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 8 }), (text, places) => {
        const shifted = shiftDecimal(text, places)
        const plain = text.replace('+', '')
        expect(scaled(String(shifted), 40)).toBe(scaled(plain, 40) * 10n ** BigInt(places))
      }),
    )
  })

  it('writes one form, which it leaves as it is', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 8 }), (text, places) => {
        const shifted = String(shiftDecimal(text, places))
        expect(shifted).toMatch(/^(?!-0$)-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
        expect(shiftDecimal(shifted, 0)).toBe(shifted)
      }),
    )
  })
})

describe('money', () => {
  it.each([
    ['0.2', '2000'],
    ['0', '0'],
    ['0.00', '0'],
    ['-0', '0'],
    ['', null],
    [null, null],
    [undefined, null],
    [0.2, '2000'],
    [0, '0'],
    [-1, '! money_negative'],
    ['-0.01', '! money_negative'],
    ['１,２３４．５', '12345000'],
    ['两千元', '! money_invalid'],
    ['0.2万', '! money_invalid'],
    ['1e3', '! money_invalid'],
    [1e21, '! money_invalid'],
    [Number.NaN, '! money_invalid'],
    [true, '! text_expected'],
    ['9'.repeat(40), `${'9'.repeat(40)}0000`],
    ['9'.repeat(41), '! money_invalid'],
  ])('of %j in units of 10,000', (cell, value) => {
    expect(read(optionalMoney(4), cell)).toBe(value)
  })

  it('that is null is not money that is zero', () => {
    expect(read(optionalMoney(0), null)).not.toBe(read(optionalMoney(0), 0))
  })
})

describe('numbers', () => {
  it.each([
    ['121.50', '121.5'],
    ['-180', '-180'],
    ['180.0', '180'],
    ['180.0001', undefined],
    ['-1246561.66013734', undefined],
    ['不详', undefined],
    ['9'.repeat(41), undefined],
    ['１２', '12'],
  ])('%s within 180', (text, value) => {
    expect(decimalWithin(text, -180, 180)).toBe(value)
  })

  it.each([
    [121.5, '121.5'],
    ['x', 'x'],
    ['', null],
    [null, null],
    [[], '! text_expected'],
  ])('%j as text', (cell, value) => {
    expect(read(optionalNumberText, cell)).toBe(value)
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
