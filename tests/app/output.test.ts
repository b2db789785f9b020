/** Tables for people: widths of Chinese text, cutting, columns of numbers, and never wider than the terminal. */
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findingsText } from '../../app/findings.js'
import { actionOf, countOption, dayOption, needed } from '../../app/options.js'
import { cell, decimal, records, table } from '../../app/output.js'
import { cut, fitWidths, printable, printableJson, widthOf } from '../../app/width.js'
import { didYouMean } from '../../core/nearest.js'

const linesOf = (text: string): string[] => stripVTControlCharacters(text).split('\n')

describe('widths', () => {
  it('counts Chinese, Japanese and Korean characters twice', () => {
    expect(widthOf('abc')).toBe(3)
    expect(widthOf('台塑石化')).toBe(8)
    expect(widthOf('カ（株）한')).toBe(10)
    expect(widthOf('\u001b[31m● red\u001b[39m…–')).toBe(7)
  })

  it('cuts to columns, not to characters', () => {
    expect(cut('台塑石化', 8)).toBe('台塑石化')
    expect(cut('台塑石化', 7)).toBe('台塑石…')
    expect(cut('台塑石化', 6)).toBe('台塑…')
    expect(cut('abcdef', 4)).toBe('abc…')
  })

  it('takes from the widest columns first', () => {
    expect(fitWidths([10, 40, 20], 50, [8, 8, 8])).toEqual([10, 20, 20])
    expect(fitWidths([10, 40, 20], 30, [10, 8, 8])).toEqual([10, 10, 10])
    expect(fitWidths([10, 40], 20, [10, 40])).toEqual([10, 40])
  })
})

describe('text from outside', () => {
  it('cannot move the cursor, set the title, or turn the direction of what is shown', () => {
    expect(printable('a\u001b[2Jb\u001b]0;owned\u0007c\rd\u202ee\u009b1A')).toBe(
      'a\ufffd[2Jb\ufffd]0;owned\ufffdc\ufffdd\ufffde\ufffd1A',
    )
    expect(cell('\u001b[1A甲')).toBe('\ufffd[1A甲')
    expect(linesOf(table(['name'], [['甲\u001b[2A乙']])).join()).toContain('甲\ufffd[2A乙')
  })

  it('is the same document as JSON', () => {
    const document = { name: '\u202a甲\u202c\u009b1A\u007f', line: 'a\nb' }
    expect(printableJson(document)).toBe('{"name":"\\u202a甲\\u202c\\u009b1A\\u007f","line":"a\\nb"}')
    expect(JSON.parse(printableJson(document))).toEqual(document)
  })

  it('keeps lines, tabs, and the styles of our own', () => {
    const text = '一\n\t\u001b[31m● red\u001b[39m \u001b[1mname\u001b[22m'
    expect(printable(text)).toBe(text)
  })
})

describe('tables', () => {
  const id = '8848fa9b-ed39-e047-cfc0-279046f3624d'
  const prose = '经查，当事人建设项目需要配套建设的环境保护设施未经验收即投入生产使用，现场检查时正在生产。'

  it('are aligned and at most 120 columns wide without a terminal', () => {
    const lines = linesOf(table(['name', 'what', 'id'], [['台塑石化', prose, id], ['a', `${prose}${prose}`, id]], 200)) // biome-ignore format: two rows
    expect(new Set(lines.map(widthOf)).size).toBe(1)
    expect(widthOf(lines[0] ?? '')).toBeLessThanOrEqual(120)
    expect(lines.join('\n')).toContain(id)
    expect(lines.join('\n')).toContain('…')
  })

  it('lean numbers right and show nothing as a dash', () => {
    const lines = linesOf(table(['n', 'x'], [[1234567, null], [5, 'a b']])) // biome-ignore format: two rows
    expect(lines[3]).toMatch(/│ 1,234,567 │ –\s+│/)
    expect(lines[4]).toMatch(/│ {9}5 │ a b │/)
    expect(table(['n'], [])).toBe('(nothing)')
  })

  it('can be read one below the other', () => {
    expect(records(['a', 'long name'], [[1, 'x']])).toBe('  a          1\n  long name  x')
  })

  it('keep decimals exact', () => {
    expect(decimal('12345678901234567890.10')).toBe('12,345,678,901,234,567,890.10')
    expect(decimal('-999')).toBe('-999')
    expect(cell(new Date('2024-01-02T03:04:05.678Z'))).toBe('2024-01-02 03:04:05')
  })
})

it('findings beyond what fits a summary are counted, with the command that lists them', () => {
  const cause = (field: string) => ({ connector: 'c', code: 'x', field, items: 1, example: 'f:1', message: 'm' })
  const findings = { any: true, quarantine: ['a', 'b', 'd'].map(cause), signals: [], refusals: [], byDesign: 0 }
  const text = findingsText(findings, 2)
  expect(text).toContain('x of b: m')
  expect(text).not.toContain('x of d: m')
  expect(text).toContain('… and 1 more: `riskledger quarantine list`')
  expect(findingsText(findings)).toContain('x of d: m')
})

describe('arguments', () => {
  it('are checked, and the likeliest is suggested', () => {
    expect(actionOf('db', undefined, ['status', 'url'])).toBe('status')
    expect(() => actionOf('db', 'ulr', ['status', 'url'])).toThrow("`riskledger db` has no 'ulr'")
    expect(dayOption({ asOf: '2024-02-29' }, 'asOf', '--as-of')).toBe('2024-02-29')
    expect(() => dayOption({ asOf: '2023-02-29' }, 'asOf', '--as-of')).toThrow('is no day')
    expect(countOption({ limit: '7' }, 'limit', '--limit')).toBe(7)
    expect(() => countOption({ limit: '-1' }, 'limit', '--limit')).toThrow('is no whole number')
    expect(() => needed(undefined, 'The id', 'quarantine show 7')).toThrow('The id is missing')
    expect(didYouMean('wost_entities', ['signals', 'worst_entities'])).toBe("Did you mean 'worst_entities'? ")
    expect(didYouMean('xyz', ['signals', 'worst_entities'])).toBe('')
  })
})
