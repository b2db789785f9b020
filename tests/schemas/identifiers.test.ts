/** Check digits against the examples of the standards, and against what they are there for: catching a wrong character. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  looksLikeUscc,
  orgCodeOfUscc,
  realDate,
  validCitizenId,
  validOrgCode,
  validUscc,
} from '../../schemas/identifiers.js'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** GB 32100-2015: codes that are issued, then synthetic ones. */
const ISSUED = [
  '91350200MA2YJ1XR9G',
  '91440101MA5CJQ4N59',
  '913502000728319549',
  '123502001549897397',
  '913502115628130384',
  '91350200776049653A',
  '91230500MA1B3N1N2M',
  '11230500001755309F',
]
const SYNTHETIC = [
  '91130903MA0TE5T16E',
  '92320281MA1R7K2X90',
  '91360124MA38ABCD7W',
  '91360113MA35Q1W218',
  '1161000001609999XC',
]

describe('unified social credit code', () => {
  it.each([...ISSUED, ...SYNTHETIC])('%s is valid', (code) => {
    expect(validUscc(code)).toBe(true)
    expect(looksLikeUscc(code)).toBe(true)
  })

  it.each(ISSUED)('the organisation code inside %s is valid', (code) => {
    expect(validOrgCode(orgCodeOfUscc(code))).toBe(true)
  })

  it('is not valid though it was issued: 91350203M0001QAY9B', () => {
    expect(looksLikeUscc('91350203M0001QAY9B')).toBe(true)
    expect(validUscc('91350203M0001QAY9B')).toBe(false)
  })

  it.each([
    '',
    '91350200MA2YJ1XR9',
    '91350200MA2YJ1XR9GG',
    '91350200MA2YJ1XR9g',
    '9135020OMA2YJ1XR9G',
    ' 1350200MA2YJ1XR9G',
  ])('%j does not even look like one', (code) => {
    expect(validUscc(code)).toBe(false)
    expect(looksLikeUscc(code)).toBe(false)
  })

  it('breaks when any one character changes', () => {
    const codes = fc.constantFrom(...ISSUED, ...SYNTHETIC)
    fc.assert(
      fc.property(codes, fc.nat(17), fc.constantFrom(...ALPHABET), (code, at, character) => {
        fc.pre(code.charAt(at) !== character)
        expect(validUscc(code.slice(0, at) + character + code.slice(at + 1))).toBe(false)
      }),
    )
  })

  it('has exactly one right check character for any 17', () => {
    const start = fc.array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 })
    fc.assert(
      fc.property(start, (characters) => {
        const right = [...ALPHABET].filter((check) => validUscc(characters.join('') + check))
        expect(right).toHaveLength(1)
      }),
    )
  })
})

describe('organisation code, GB 11714', () => {
  it.each([
    ['MA2YJ1XR9', true],
    ['072831954', true],
    ['01609999X', true],
    ['072831955', false],
    ['07283195', false],
    ['07283195-4', false],
    ['', false],
  ])('%s: %s', (code, valid) => {
    expect(validOrgCode(code)).toBe(valid)
  })
})

describe('citizen identity number, GB 11643', () => {
  it.each(['11010519491231002X', '440524188001010014', '360124198002290019', '320281200001011239'])(
    '%s is valid',
    (code) => {
      expect(validCitizenId(code)).toBe(true)
    },
  )

  it.each([
    ['110101199003070000', 'a wrong check digit'],
    ['110105194912310021', 'a digit instead of X'],
    ['360124198102290014', 'a 29th of February in a year without'],
    ['11010519491331002X', 'a 13th month'],
    ['010105194912310020', 'a region that begins with 0'],
    ['130503670401001', 'the old 15 digits'],
    ['360124****02290019', 'a mask'],
    ['11010519491231002x', 'a small x: fold it first'],
  ])('%s has %s', (code) => {
    expect(validCitizenId(code)).toBe(false)
  })

  it('breaks when any one digit changes', () => {
    fc.assert(
      fc.property(fc.nat(16), fc.integer({ min: 0, max: 9 }), (at, digit) => {
        const code = '360124198002290019'
        fc.pre(code.charAt(at) !== String(digit))
        expect(validCitizenId(code.slice(0, at) + digit + code.slice(at + 1))).toBe(false)
      }),
    )
  })
})

describe('a day that exists', () => {
  it('is one for which the calendar gives back what it was given', () => {
    const part = (low: number, high: number) => fc.integer({ min: low, max: high })
    fc.assert(
      fc.property(part(1890, 2110), part(-1, 14), part(-1, 33), (year, month, day) => {
        const date = new Date(Date.UTC(year, month - 1, day))
        const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
        const inRange = year >= 1900 && year <= 2099
        expect(realDate(year, month, day)).toBe(exists && inRange ? date.toISOString().slice(0, 10) : undefined)
      }),
      { numRuns: 2000 },
    )
  })
})
