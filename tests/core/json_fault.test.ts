/** Why a text is no JSON: the same on every version of Node, which say it differently, and with the right place. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFault } from '../../core/json_fault.js'

describe('jsonFault', () => {
  it.each([
    ['{"a":}', "Unexpected token '}' in JSON at position 5"],
    ['{"a": 1,\n "b": tru}', "Unexpected token '}' in JSON at position 18"],
    ['NaN', "Unexpected token 'N' in JSON at position 0"],
    ['undefined,undefined', "Unexpected token 'u' in JSON at position 0"],
    ['[object Object]', "Unexpected token 'o' in JSON at position 1"],
    ['<html>', "Unexpected token '<' in JSON at position 0"],
    ['[😀]', "Unexpected token '😀' in JSON at position 1"],
    ['[\u0000]', 'Unexpected token U+0000 in JSON at position 1'],
    ['[\ud800]', 'Unexpected token U+D800 in JSON at position 1'],
    ['{"a": 1 "b": 2}', "Expected ',' or '}' after property value in JSON at position 8"],
    ['{"a": "b', 'Unterminated string in JSON at position 8'],
    ['[1]]', 'Unexpected non-whitespace character after JSON at position 3'],
    ['[1,', 'Unexpected end of JSON input'],
  ])('%j', (text, message) => {
    expect(jsonFault(text)).toEqual({
      message,
      position: Number(/\d+$/.exec(message)?.[0] ?? text.length),
    })
  })

  it('is null for JSON', () => {
    expect(jsonFault('{"a": [1, null]}')).toBeNull()
  })

  it('finds a character that does not belong, wherever it is, and tells nothing of what stands around it', () => {
    const rows = fc.array(
      fc.record({ name: fc.string({ unit: 'grapheme' }), fine: fc.double(), of: fc.array(fc.integer()) }),
    )
    fc.assert(
      fc.property(rows, rows, fc.constantFrom('?', 'x', '；', '}'), (before, behind, wrong) => {
        const begun = `[${before.map((row) => `${JSON.stringify(row)},\n`).join('')}`
        const fault = jsonFault(`${begun}${wrong}${JSON.stringify(behind)}]`)
        expect(fault).toEqual({
          message: `Unexpected token '${wrong}' in JSON at position ${begun.length}`,
          position: begun.length,
        })
      }),
    )
  })
})
