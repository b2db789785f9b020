/** Telephone numbers that are one are written one way, and no others are. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chineseParty } from '../../schemas/chinese_party.js'
import { comparablePhones } from '../../schemas/phones.js'

describe('the comparable form of a phone number', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['+86 138-1234-5678', '13812345678'],
    ['0086 13812345678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['(+86)13812345678', '13812345678'],
    ['＋８６　１３８１２３４５６７８', '13812345678'],
    ['013812345678', '13812345678'],
    ['0791-86123456', '079186123456'],
    ['（0791）86123456', '079186123456'],
    ['+86 791 8612 3456', '079186123456'],
    ['0086(0)791-86123456', '079186123456'],
    ['(+86)791-86123456', '079186123456'],
    ['86123456', '86123456'],
    ['86138123', '86138123'],
    ['0791-86123456转8001', '079186123456x8001'],
    ['0791-86123456-8001', '079186123456x8001'],
    ['400-812-3456', '4008123456'],
    ['+1 212 555 0100', '+12125550100'],
    ['0012125550100', '+12125550100'],
  ])('of %s is %s', (text, number) => {
    expect(comparablePhones(text)).toEqual([number])
  })

  it.each(['', '/', '无', '138****5678', '138XXXX5678', '00000000', '11111111111'])('of %j is none', (text) => {
    expect(comparablePhones(text)).toEqual([])
  })

  it('of a cell with several is one each', () => {
    expect(comparablePhones('13812345678、0791-86123456／+86 13812345678')).toEqual(['13812345678', '079186123456'])
  })

  it('tells any two mobile numbers apart, however they are written', () => {
    const mobile = fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String)
    const written = fc.constantFrom(
      (number: string) => `+86${number}`,
      (number: string) => `0086-${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`,
      (number: string) => number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    )
    fc.assert(
      fc.property(mobile, mobile, written, written, (one, other, write, rewrite) => {
        fc.pre(!/^(\d)\1*$/.test(one))
        expect(comparablePhones(write(one))).toEqual(comparablePhones(rewrite(one)))
        if (one !== other) expect(comparablePhones(write(one))).not.toEqual(comparablePhones(rewrite(other)))
      }),
    )
  })
})

it('a party has a token of each number, one for all ways to write it', () => {
  const tokens = (phone: string) =>
    chineseParty('reporter', '甲', { phone }, (scheme, value) => `${scheme}:${value}`).identifiers.map(
      ({ value }) => value,
    )
  expect(tokens('+86 138 1234 5678')).toEqual(tokens('13812345678'))
  expect(tokens('13812345678;0791-86123456')).toHaveLength(2)
  expect(tokens('138****5678')).toEqual([])
  // A hotline is that of all shops of a firm.
  expect(tokens('400-800-1234;95588')).toEqual([])
})
