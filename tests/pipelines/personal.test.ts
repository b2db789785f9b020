/** Whatever looks like a citizen's number is read nowhere but in the row as found, in whatever column and however it is written. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../../pipelines/normalize.js'
import { maskedFileFault, maskedRow } from '../../pipelines/personal.js'
import { loadConnectors } from '../../pipelines/registry.js'
import { readSample, SAMPLE_CONTEXT } from '../../pipelines/sample.js'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { bareCode, masked } from '../../schemas/citizen_numbers.js'
import type { Row } from '../../sources/source.js'
import { toyConnector } from '../support/toy.js'

/** Numbers of 18 and of 15 digits, mostly mistyped: nine of ten check digits are wrong. */
const two = (low: number, high: number) =>
  fc.integer({ min: low, max: high }).map((part) => String(part).padStart(2, '0'))
const region = fc.constantFrom('360124', '320281', '110105', '440524', '610103', '130903', '361121', '510119', '120119')
const year = fc.integer({ min: 1900, max: 2026 }).map(String)
const serial = fc.integer({ min: 0, max: 999 }).map((part) => String(part).padStart(3, '0'))
const check = fc.constantFrom(...'0123456789X')
const eighteen = fc.tuple(region, year, two(1, 12), two(1, 31), serial, check).map((parts) => parts.join(''))
const fifteen = fc.tuple(region, two(0, 99), two(1, 12), two(1, 31), serial).map((parts) => parts.join(''))

const wide = (text: string) => text.replace(/[0-9X]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
const written = fc
  .tuple(fc.oneof(eighteen, fifteen), fc.constantFrom('plain', 'small', 'wide', 'spaced', 'around'))
  .map(([number, how]) => {
    if (how === 'small') return { number, cell: number.toLowerCase() }
    if (how === 'wide') return { number, cell: wide(number) }
    if (how === 'spaced' && number.length === 18)
      return { number, cell: `${number.slice(0, 6)} ${number.slice(6, 14)}\u00a0${number.slice(14)}` }
    if (how === 'around') return { number, cell: `经营者（身份证：${number}）` }
    return { number, cell: number }
  })

const chinese = (await loadConnectors()).filter(({ id }) => id.startsWith('cn_'))

describe.each(chinese)('$id', (loaded) => {
  const { id, connector } = loaded
  it('shows a number of a citizen in no outcome and in no row, whichever cell it stands in', async () => {
    const sample = await readSample(loaded)
    const rows = sample.rows.flatMap(({ found }) => ('row' in found ? [found.row] : []))
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const cases = fc.tuple(fc.constantFrom(...rows), fc.subarray(columns, { minLength: 1, maxLength: 3 }), written)
    fc.assert(
      fc.property(cases, ([row, changed, { number, cell }]) => {
        const found = {
          line: 1,
          row: { ...row, ...Object.fromEntries(changed.map((column) => [column, cell])) } satisfies Row,
        }
        const outcome = outcomeOf(id, connector, found, SAMPLE_CONTEXT)
        expect(bareCode(JSON.stringify(outcome))).not.toContain(number)
        expect(bareCode(maskedRow(connector, found))).not.toContain(number)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a column of codes', () => {
  const secret = '110101199003070000'
  const penalty = (changes: Row) => {
    const found = toyConnector('toy').connector
    return outcomeOf('toy', found, { line: 1, row: { key: 'k', name: 'n', ...changes } }, SAMPLE_CONTEXT)
  }

  it('holds a token with its check status where a citizen number stood, and says so', () => {
    const token = (code: string) => chineseParty('listed', '甲', { uscc: code }, SAMPLE_CONTEXT.token).identifiers
    expect(token(secret)).toEqual([
      {
        scheme: 'cn_citizen_token',
        issuer: 'cn',
        value: SAMPLE_CONTEXT.token('cn_citizen_token', secret),
        check: 'failed',
      },
    ])
    expect(token('11010519491231002x')).toMatchObject([{ scheme: 'cn_citizen_token', check: 'valid' }])
    // A code of a company whose check digit is wrong stays one.
    expect(token('91350203M0001QAY9B')).toMatchObject([{ scheme: 'uscc', check: 'failed' }])
    expect(failedChecks([chineseParty('listed', '甲', { uscc: secret }, SAMPLE_CONTEXT.token)])).toEqual([
      'check_failed:cn_citizen_token',
    ])
  })

  it('leaves no number in a key: two numbers are two keys still', () => {
    const [one, other] = [secret, '360124198002290019'].map((key) => penalty({ key }))
    if (one?.fate !== 'accepted' || other?.fate !== 'accepted') throw new Error('both are accepted')
    expect(one.records[0]?.flags).toContain('citizen_number:source_key')
    expect(one.records[0]?.source_key).not.toBe(other.records[0]?.source_key)
  })
})

describe('what is shown', () => {
  it('has no number in the fault of a file whose header is a row of data', () => {
    const fault = {
      fault: 'file_header' as const,
      message: `the header holds: 张三, ${'360124800229001'}`,
      value: '110101199003070000',
    }
    expect(maskedFileFault(fault)).toEqual({ ...fault, message: 'the header holds: 张三, [masked]', value: '[masked]' })
  })

  it.each([
    ['a code of a company', '913502000728319549'],
    ['a date and a time', '2019-10-10 08:00:00 2019-10-17'],
    ['two phone numbers', '13812345678 13912345678'],
    ['a waybill with letters', 'SF110105491231002'],
    ['a fraction', '0.110105491231002'],
    ['a longer number', '3601241980022900190'],
  ])('keeps %s', (_, text) => {
    expect(masked(text)).toBe(text)
  })
})
