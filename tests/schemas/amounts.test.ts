/** Money and other numbers: exact at any length, and the difference between nothing and zero. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citizenShape } from '../../schemas/citizen_numbers.js'
import { shiftDecimal } from '../../schemas/decimals.js'
import { decimalWithin, optionalMoney, optionalNumberText } from '../../schemas/values.js'
import { read } from './reading.js'

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
    // A citizen's number in a column of figures.
    '360124198002290019',
    '360124800229001',
  ])('%j is no decimal', (text) => {
    expect(shiftDecimal(text, 4)).toBeUndefined()
  })

  const digits = (most: number) =>
    fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: most }).map((list) => list.join(''))
  const decimals = fc
    .tuple(fc.constantFrom('', '-', '+'), digits(30), fc.option(digits(30)))
    .map(([sign, whole, fraction]) => sign + whole + (fraction === null ? '' : `.${fraction}`))
    .filter((text) => citizenShape(text) === undefined)

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
        // What looks like a citizen's number is no amount, whatever it came from.
        expect(shiftDecimal(shifted, 0)).toBe(citizenShape(shifted) === undefined ? shifted : undefined)
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
