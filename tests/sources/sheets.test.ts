/** Sheets of workbooks: what their cells say, and that their rows are those of any other file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Book, type Packed, xlsx, xlsxEntries, zip } from '../../bench/fuzz/archives.js'
import { type CsvOptions, csv } from '../../sources/csv.js'
import { listFiles } from '../../sources/files.js'
import { openParts } from '../../sources/parts.js'
import type { ReadLimits } from '../../sources/source.js'
import { collect, limits, outline, reread } from './reading.js'

const columns = { a: [], b: [], c: [] }
const three = csv({ delimiter: '\t', quote: false, columns, required: ['a', 'b'] })
let home = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'riskledger-sheets-'))
})
afterEach(() => rmSync(home, { recursive: true }))

/** What each sheet gives; its rows are also read again from what would be kept. */
async function taken(bytes: Uint8Array, format = three, changes: Partial<ReadLimits> = {}) {
  writeFileSync(join(home, 'b.xlsx'), bytes)
  const opened = await openParts(await listFiles(join(home, 'b.xlsx')), format, limits(changes))
  const found: [string, ...unknown[]][] = []
  const hashes: string[] = []
  for (const part of opened.parts) {
    if ('fault' in part) {
      found.push([part.name, part.fault.fault])
      continue
    }
    hashes.push(await part.fingerprint())
    const read = await collect(part.read(limits(changes)))
    if (read.header !== undefined) expect(reread(format, read, changes)).toEqual(read.rows)
    found.push([part.name, ...outline(read.rows), ...(read.fault === undefined ? [] : [read.fault.fault])])
  }
  await opened.close()
  return { found, hashes }
}

const HEAD =
  '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c><c r="C1" t="str"><v>c</v></c></row>'

/** The texts of cells in column A of rows that are given as XML. */
async function cellsOf(cells: readonly string[], book: Omit<Book, 'sheets'> = {}): Promise<unknown[]> {
  const rows = cells.map((cell, at) => `<row r="${at + 2}">${cell}<c r="B${at + 2}"><v>1</v></c></row>`).join('')
  const { found } = await taken(xlsx({ ...book, sheets: [{ name: 'S', rows: HEAD + rows }] }))
  return found[0]?.slice(1).map((row) => (typeof row === 'object' && row !== null && 'a' in row ? row.a : row)) ?? []
}

describe('the cells of a sheet', () => {
  it('are text: shared, rich, in place, escaped; booleans and errors', async () => {
    const cells = [
      '<c r="A2" t="s"><v>0</v></c>',
      '<c r="A3" t="s"><v>1</v></c>',
      '<c r="A4" t="inlineStr"><is><r><t>甲 </t></r><r><t>乙</t></r><rPh><t>jiǎ</t></rPh></is></c>',
      '<c r="A5" t="str"><v>x_x000D_y_x005F_x000D_ &lt;&amp;</v></c>',
      '<c r="A6" t="b"><v>1</v></c>',
      '<c r="A7" t="e"><v>#N/A</v></c>',
      '<c r="A8" t="d"><v>2024-01-31T00:00:00</v></c>',
      '<c r="A9" t="s"/>',
      '<c r="A10" t="inlineStr"><is><t><![CDATA[a,"b"]]>\nc</t></is></c>',
    ]
    const strings = ['<si><t>甲</t></si>', '<si><r><t>乙</t></r><rPh sb="0"><t>yǐ</t></rPh><r><t>丙</t></r></si>']
    expect(await cellsOf(cells, { strings })).toEqual([
      '甲',
      '乙丙',
      '甲 乙',
      'x\ny_x000D_ <&',
      'TRUE',
      '#N/A',
      '2024-01-31',
      '',
      'a,"b"\nc',
    ])
  })
  it('are numbers as exactly as a double is, without an exponent', async () => {
    const numbers = ['16.12', '9.6007999999999996', '0.1', '1E-7', '-2.50', '110101199003070012', '1e400', 'x']
    expect(await cellsOf(numbers.map((number, at) => `<c r="A${at + 2}"><v>${number}</v></c>`))).toEqual([
      '16.12',
      '9.6008',
      '0.1',
      '0.0000001',
      '-2.5',
      '110101199003070012',
      '1e400',
      'x',
    ])
  })
  it('break the row where a spreadsheet program has taken away digits: two codes must not become one', async () => {
    const numbers = [
      '1.1010119900307001E+17',
      '110101199003070000',
      '-1234567890123450',
      '1.5E+20',
      '999999999999999',
      '0.1234567890123456',
    ]
    expect(await cellsOf(numbers.map((number, at) => `<c r="A${at + 2}"><v>${number}</v></c>`))).toEqual([
      '2: row_rounded',
      '3: row_rounded',
      '4: row_rounded',
      '5: row_rounded',
      '999999999999999',
      '0.1234567890123456',
    ])
  })
  it.each<[string | number, string, string, string]>([
    [14, '45322', '2024-01-31', '2028-02-01'],
    ['yyyy"年"m"月"d"日"', '45322', '2024-01-31', '2028-02-01'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '45322', '2024-01-31', '2028-02-01'],
    ['yyyy-mm-dd h:mm:ss', '45322', '2024-01-31', '2028-02-01'],
    ['yyyy-mm-dd', '45322.395833333336', '2024-01-31T09:30:00', '2028-02-01T09:30:00'],
    ['h:mm', '0.395833333333333', '09:30:00', '09:30:00'],
    ['[h]:mm:ss', '1.5', '36:00:00', '36:00:00'],
    [14, '60', '1900-02-29', '1904-03-01'],
    [14, '59', '1900-02-28', '1904-02-29'],
    [14, '61', '1900-03-01', '1904-03-02'],
    [14, '-1', '-1', '-1'],
    ['0.00"元/day"', '45322', '45322', '45322'],
    ['[Red]#,##0_);\\d0', '45322', '45322', '45322'],
    ['0.00E+00', '45322', '45322', '45322'],
    ['General', '45322', '45322', '45322'],
    ['@', '45322', '45322', '45322'],
  ])('in the format %s: %s is %s, or %s of the calendar of 1904', async (format, number, from1900, from1904) => {
    const cells = [`<c r="A2" s="1"><v>${number}</v></c>`]
    expect(await cellsOf(cells, { formats: [format] })).toEqual([from1900])
    expect(await cellsOf(cells, { formats: [format], date1904: true })).toEqual([from1904])
  })
  it('give the value that is held for a formula, and break the row where there is none', async () => {
    const cells = [
      '<c r="A2"><f>1+1</f><v>2</v></c>',
      '<c r="A3" t="str"><f>""</f><v></v></c>',
      '<c r="A4"><f>1+1</f></c>',
      '<c r="A5"><v>4</v></c>',
    ]
    expect(await cellsOf(cells)).toEqual(['2', '', '4: row_formula', '4'])
  })
})

describe('the rows of a sheet', () => {
  it('have the columns of the format, whatever its dialect, and may leave out cells and rows', async () => {
    const rows = [['title'], [], ['', 'a', 'b', 'c'], ['', '甲', '1'], [], ['', '', '', ''], ['', 'x\ty', '"', '3']]
    for (const shared of [true, false]) {
      const { found } = await taken(xlsx({ shared, sheets: [{ name: 'S', rows }] }))
      expect(found).toEqual([['b.xlsx/S', { a: '甲', b: '1', c: '' }, { a: 'x\ty', b: '"', c: '3' }]])
    }
  })
  it('are broken by a cell that no column names', async () => {
    const rows = [
      ['', 'a', 'b'],
      ['note', '甲', '1'],
      ['', '乙', '2', 'note'],
      ['', '丙', '3'],
    ]
    const { found } = await taken(xlsx({ sheets: [{ name: 'S', rows }] }))
    expect(found[0]?.slice(1)).toEqual(['2: row_fields', '3: row_fields', { a: '丙', b: '3' }])
  })
  it('take the value of merged cells once, or everywhere where that is declared', async () => {
    const rows = [
      ['title', '', ''],
      ['a', 'b', 'c'],
      ['甲', '1', 'x'],
      ['', '2', ''],
      ['', '3', 'z'],
    ]
    const behind = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A5"/><mergeCell ref="C3:C4"/></mergeCells>'
    const book = xlsx({ sheets: [{ name: 'S', rows, behind }] })
    const filling = { delimiter: ',', quote: '"', columns, required: ['a'], sheets: { merged: 'fill' } } as const
    expect((await taken(book)).found[0]?.slice(2)).toEqual([
      { a: '', b: '2', c: '' },
      { a: '', b: '3', c: 'z' },
    ])
    expect((await taken(book, csv(filling))).found[0]?.slice(2)).toEqual([
      { a: '甲', b: '2', c: 'x' },
      { a: '甲', b: '3', c: 'z' },
    ])
  })
  it('are those of every sheet that holds anything, hidden or not, but for those that the format ignores', async () => {
    const options: CsvOptions = { delimiter: ',', quote: '"', columns, required: ['a'], sheets: { ignored: ['说明'] } }
    const rows = [['a'], ['1']]
    const sheets = [
      { name: '一', rows },
      { name: '空', rows: [] },
      { name: '说明', rows: [['notes']] },
      { name: '二', rows, hidden: true },
    ]
    const { found, hashes } = await taken(xlsx({ sheets }), csv(options))
    expect(found).toEqual([
      ['b.xlsx/一', { a: '1' }],
      ['b.xlsx/二', { a: '1' }],
    ])
    expect(hashes[0]).toBe(hashes[1])
    expect((await taken(xlsx({ sheets }))).found.find(([name]) => name.endsWith('说明'))?.[1]).toBe('file_header')
    expect((await taken(xlsx({ sheets: [{ name: 'S', rows: [] }] }))).found).toEqual([['b.xlsx', 'file_empty']])
  })
  it('make another source in another calendar or with other styles', async () => {
    const sheets = [{ name: 'S', rows: [['a'], ['1']] }]
    const books = [{ sheets }, { sheets, date1904: true }, { sheets, formats: [14] }]
    const hashes = new Set<string | undefined>()
    for (const book of books) hashes.add((await taken(xlsx(book))).hashes[0])
    expect(hashes.size).toBe(3)
  })
  const lf = (text: string) => text.replace(/\r\n?/g, '\n')
  it('are the same however the table is written', async () => {
    const cell = fc.string({ unit: fc.constantFrom('x', '罚', '𠮷', ',', '"', '\n', '\r', ' ', '_x000D_', '<', '&') })
    const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 150 })
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async (rows, shared) => {
        const filled = rows.filter((row) => row.some((text) => text !== ''))
        const { found } = await taken(xlsx({ shared, sheets: [{ name: 'S', rows: [['a', 'b', 'c'], ...rows] }] }))
        expect(found).toEqual([['b.xlsx/S', ...filled.map(([a, b, c]) => ({ a: lf(a), b: lf(b), c: lf(c) }))]])
      }),
      { numRuns: 200 },
    )
  })
})

describe('a workbook that is not what it should be', () => {
  const book = { sheets: [{ name: 'S', rows: [['a', 'b'], ['1', '2']] }] } // biome-ignore format: a table
  const entries = xlsxEntries(book)
  const changed = (name: string, change: (content: string) => string): Packed[] =>
    entries.map((one) => (one.name === name ? { ...one, content: change(String(one.content)) } : one))
  const SHEET = 'xl/worksheets/sheet1.xml'
  const ROW = '<row r="3"><c r="A3" t="s"><v>7</v></c></row></sheetData>'

  it.each<[string, Packed[], string]>([
    ['no document', entries.filter(({ name }) => name !== 'xl/workbook.xml'), 'file_workbook'],
    ['no relations', entries.filter(({ name }) => name !== '_rels/.rels'), 'file_workbook'],
    ['no sheet', entries.filter(({ name }) => name !== SHEET), 'file_workbook'],
    ['a text document', changed('xl/workbook.xml', () => '<document/>'), 'file_binary'],
    [
      'a binary workbook',
      changed('_rels/.rels', (text) => text.replace('workbook.xml', 'styles.bin')),
      'file_workbook',
    ],
    ['a cut workbook', changed('xl/workbook.xml', (text) => text.slice(0, -5)), 'file_workbook'],
    ['a bomb', changed(SHEET, () => ' '.repeat(20_000_000)), 'file_bomb'],
  ])('%s: is refused', async (_, packed, fault) => {
    expect((await taken(zip(packed))).found.map((part) => part.at(-1))).toEqual([fault])
  })
  it.each<[string, (content: string) => string, string]>([
    ['cut off', (text) => text.slice(0, text.indexOf('</sheetData>')), 'file_workbook'],
    ['a string that is not there', (text) => text.replace('</sheetData>', ROW), 'file_workbook'],
    ['rows out of order', (text) => text.replace('</sheetData>', '<row r="1"/></sheetData>'), 'file_workbook'],
    ['a row beyond all', (text) => text.replace('</sheetData>', '<row r="1048577"/></sheetData>'), 'file_workbook'],
    [
      'bytes that are no text',
      (text) => text.replace('</sheetData>', '<row>\u0000</row></sheetData>'),
      'file_workbook',
    ],
    ['deep elements', (text) => text.replace('</sheetData>', '<a>'.repeat(100)), 'file_workbook'],
    ['an unknown entity', (text) => text.replace('</sheetData>', '<row>&x;</row></sheetData>'), 'file_workbook'],
  ])('%s: gives its rows up to there, then a fault', async (_, change, fault) => {
    const { found } = await taken(zip(changed(SHEET, change)))
    expect(found[0]?.slice(1)).toEqual([{ a: '1', b: '2' }, fault])
  })
  it.each([
    ['an entity that grows', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'],
    ['a file from outside', '<!DOCTYPE x SYSTEM "file:///etc/passwd">'],
  ])('declares %s: is refused', async (_, doctype) => {
    const declared = (text: string) => text.replace('?>', `?>${doctype}`)
    expect((await taken(zip(changed(SHEET, declared)))).found[0]?.slice(1)).toEqual(['file_workbook'])
    expect((await taken(zip(changed('xl/workbook.xml', declared)))).found[0]?.slice(1)).toEqual(['file_workbook'])
    expect((await taken(zip(changed('xl/sharedStrings.xml', declared)))).found[0]?.slice(1)).toEqual(['file_workbook'])
  })
  it.each([
    ['one cell', '<row><c t="inlineStr"><is>', '<r><t>xxxxxxxxx</t></r>', 1_000_000, '</is></c></row>'],
    ['one row', '<row>', '<c t="s"><v>0</v></c>', 1000, '</row>'],
    ['many rows', '', '<row><c t="s"><v>0</v></c></row>', 1000, ''],
  ])('makes much text of %s: is stopped', async (_, before, repeated, times, behind) => {
    const rows = HEAD + before + repeated.repeat(times) + behind
    const book = xlsx({ strings: [`<si><t>${'x'.repeat(1_000_000)}</t></si>`], sheets: [{ name: 'S', rows }] })
    expect((await taken(book, three, { expansionRatio: 100_000 })).found[0]?.at(-1)).toMatch(/file_(workbook|bomb)/)
  })
  it('holds a shared string without end: is refused', async () => {
    const strings = [`<si>${'<r><t>xxxxxxxxx</t></r>'.repeat(1_000_000)}</si>`]
    const sheets = [{ name: 'S', rows: HEAD }]
    const { found } = await taken(xlsx({ strings, sheets }), three, { expansionRatio: 100_000 })
    expect(found).toEqual([['b.xlsx/S', 'file_workbook']])
  })
  it('says more with few cells than it holds: is stopped', async () => {
    const rows = Array.from({ length: 2000 }, (_, at) => `<row r="${at + 2}"><c r="XFD${at + 2}"><v>1</v></c></row>`)
    const wide = xlsx({ sheets: [{ name: 'S', rows: HEAD + rows.join('') }] })
    expect((await taken(wide, three, { expansionRatio: 1000 })).found[0]?.at(-1)).toBe('file_bomb')
  })
})
