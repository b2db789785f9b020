import { describe, expect, it } from 'vitest'
import { csv } from '../../sources/csv.js'
import { collect, limits, outline, readText, reread, textChunks } from './reading.js'

const two = csv({ delimiter: ',', quote: '"', columns: { a: [], b: [] }, required: ['a', 'b'] })
const one = csv({ delimiter: ',', quote: '"', columns: { a: [] }, required: ['a'] })
const fines = csv({
  delimiter: ',',
  quote: '"',
  columns: { name: ['行政相对人名称', 'CF_XDR_MC'], fine: ['罚款金额（万元）'], note: ['备注'] },
  required: ['name', 'fine'],
})

describe('header', () => {
  it('knows a column by any spelling, width, bracket and case, and gives rows in declared order', async () => {
    const read = await readText(fines, ' 罚款金额(万元) ,cf_xdr_mc\n0.2,甲\n')
    expect(outline(read.rows)).toEqual([{ name: '甲', fine: '0.2' }])
    expect(read.rows.map((row) => ('row' in row ? Object.keys(row.row) : []))).toEqual([['name', 'fine']])
    expect((await readText(fines, '行政相对人名称,罚款金额【万元】\n甲,1\n')).fault).toBeUndefined()
  })
  it('keeps and reports unknown columns, also repeated ones and such that name parts of every object', async () => {
    const read = await readText(fines, 'name,constructor,fine,x,x,toString\n甲,1,2,3,4,5\n')
    expect(read.header?.unknown).toEqual(['constructor', 'x', 'x', 'toString'])
    expect(outline(read.rows)).toEqual([
      { name: '甲', fine: '2', constructor: '1', x: '3', 'x (2)': '4', toString: '5' },
    ])
  })
  it.each([
    ['name,note\n甲,\n', /lacks fine.*the header holds: name,note/],
    ['name;fine;note\n甲;1;2\n', /lacks name, fine \(it looks delimited by a semicolon/],
    ['name\tfine\n', /delimited by a tab/],
    ['name，fine\n', /delimited by a full-width comma/],
    ['name,fine,行政相对人名称\n', /column name twice/],
    ['name,fine,\n', /cell 3 of the header is empty/],
    ['name,fine,__proto__\n', /__proto__/],
    ['name,"fine\n甲,1\n', /quote/],
    [`name,${'x'.repeat(1000)}\n`, /lacks fine/],
  ])('refuses %j', async (text, message) => {
    const read = await readText(fines, text)
    expect(read.fault).toMatchObject({ fault: 'file_header', message: expect.stringMatching(message), line: 1 })
    expect(read.fault?.value?.length).toBeLessThanOrEqual(200)
    expect(read.header).toBeUndefined()
    expect(read.rows).toEqual([])
  })
  it('is enough by itself: a header and no batch', async () => {
    const read = await readText(two, 'a,b\n')
    expect(read).toMatchObject({ header: { columns: ['a', 'b'] }, batches: [], fault: undefined })
  })
  it('is missed in a file of blank lines', async () => {
    expect((await readText(two, '\n\r\n')).fault?.fault).toBe('file_empty')
    expect((await readText(two, '')).fault?.fault).toBe('file_empty')
  })
  it('may hold quoted cells over several lines, and stand behind blank lines', async () => {
    const read = await readText(fines, '\n"name","fine","a\nb"\n甲,1,2\n')
    expect(read.rows).toEqual([{ line: 4, row: { name: '甲', fine: '1', 'a\nb': '2' } }])
    expect(reread(fines, read)).toEqual(read.rows)
  })
  it('is declared without two columns of one spelling', () => {
    expect(() => csv({ delimiter: ',', quote: '"', columns: { a: ['x'], b: ['X'] }, required: [] })).toThrow(/share/)
    expect(() => csv({ delimiter: ',', quote: '"', columns: { a: [] }, required: ['z'] })).toThrow(/z/)
  })
})

describe('rows', () => {
  it('end with LF, CRLF, CR or the file, and know their lines', async () => {
    const read = await readText(two, 'a,b\r\n1,2\r3,"x\r\ny"\n\n5,6')
    expect(read.rows).toEqual([
      { line: 2, row: { a: '1', b: '2' } },
      { line: 3, row: { a: '3', b: 'x\ny' } },
      { line: 6, row: { a: '5', b: '6' } },
    ])
  })
  it('of one column may be empty', async () => {
    expect(outline((await readText(one, 'a\nx\n\n""\ny\n')).rows)).toEqual([
      { a: 'x' },
      { a: '' },
      { a: '' },
      { a: 'y' },
    ])
  })
  it('hold quotes as characters when the format has none', async () => {
    const tsv = csv({ delimiter: '\t', quote: false, columns: { a: [], b: [] }, required: ['a'] })
    expect(outline((await readText(tsv, 'a\tb\n"x\t5" y\n')).rows)).toEqual([{ a: '"x', b: '5" y' }])
  })
  it.each([';', '|'] as const)(
    'are parted by %s where the format says so, and a comma is a character',
    async (delimiter) => {
      const format = csv({ delimiter, quote: '"', columns: { a: [], b: [] }, required: ['a', 'b'] })
      const read = await readText(
        format,
        `${['a', 'b'].join(delimiter)}\n${[`"x${delimiter}\ny"`, '1,5'].join(delimiter)}\n`,
      )
      expect(read.rows).toEqual([{ line: 2, row: { a: `x${delimiter}\ny`, b: '1,5' } }])
      expect(reread(format, read)).toEqual(read.rows)
      expect((await readText(format, 'a,b\n1,2\n')).fault?.message).toContain('it looks delimited by a comma')
    },
  )
  it('share one hidden order and the prototype of plain objects', async () => {
    const read = await readText(two, 'b,a\n1,2\n"3",4\n')
    for (const row of read.rows) if ('row' in row) expect(Object.keys(row.row)).toEqual(['a', 'b'])
  })
})

describe('broken rows', () => {
  it.each([
    ['1\n', ['2: row_fields']],
    ['1,2,3\n4,5\n', ['2: row_fields', { a: '4', b: '5' }]],
    ['1,x"y\n4,5\n', ['2: row_quote', { a: '4', b: '5' }]],
    ['1,"x"y\n4,5\n', ['2: row_quote', { a: '4', b: '5' }]],
    ['1,"x\n4,5\n6,7\n', ['2: row_quote', { a: '4', b: '5' }, { a: '6', b: '7' }]],
    ['1,"x\n4,5\n6,"7"\n', ['2: row_quote', { a: '4', b: '5' }, { a: '6', b: '7' }]],
    // An open quote that a later one closes: the count is wrong and the line between was a row by itself.
    ['1,"x\n4,5\n6,",9\n7,8\n', ['2: row_quote', { a: '4', b: '5' }, '4: row_quote', { a: '7', b: '8' }]],
    // A ragged row over two lines is one row.
    ['1,"x\ny",3\n4,5\n', ['2: row_fields', { a: '4', b: '5' }]],
    ['1,\u0000\n4,5\n', ['2: row_nul', { a: '4', b: '5' }]],
    ['1,\uFFFD\u0000\n4,\uFFFD\n', ['2: row_encoding', { a: '4', b: '\uFFFD' }]],
  ])('%j costs itself and nothing else', async (body, expected) => {
    for (const size of [1, 2, 3, 1000]) {
      const read = await readText(two, `a,b\n${body}`, {}, size)
      expect(outline(read.rows)).toEqual(expected)
      expect(reread(two, read)).toEqual(read.rows)
      expect(read.batches.map((batch) => batch.text).join('')).toBe(body)
    }
  })
  it('say what is wrong and where', async () => {
    const read = await readText(two, 'a,b\n1\n1,x"y\n"1"x,2\n1,"x\n')
    const faults = read.rows.map((row) => ('fault' in row ? [row.message, row.text] : []))
    expect(faults).toEqual([
      ['2 fields expected, 1 found', '1'],
      ['a quote stands inside an unquoted field in field 2, at character 4', '1,x"y'],
      ['text follows a closing quote in field 1, at character 4', '"1"x,2'],
      ['a quote is opened in field 2 and not closed so that a row comes out', '1,"x'],
    ])
  })
  it('show NUL and lost bytes as characters that every database takes', async () => {
    const read = await readText(two, 'a,b\n1,x\u0000y\n1,x\uFFFD\u0000y\n')
    expect(read.rows.map((row) => ('text' in row ? row.text : ''))).toEqual(['1,x␀y', '1,x�y'])
  })
  it('of a file that breaks off are reported, and the partial last line is not taken for a row', async () => {
    const broken = { fault: { fault: 'file_gzip', message: 'early end' } } as const
    const read = await collect(two.read(textChunks('a,b\n1,2\n3,4', 4, broken), limits()))
    expect(outline(read.rows)).toEqual([{ a: '1', b: '2' }])
    expect(read.fault).toEqual({ fault: 'file_gzip', message: 'early end', line: 3, value: '3,4' })
  })
})

describe('size', () => {
  const small = { rowChars: 20, batchRows: 3 }
  const long = 'x'.repeat(100)
  const body = `1,2\n3,${long}\n4,5\r\n6,"${long}\r\n7,"8\n9,0\n${long}"${long}\r`
  it('beyond the limit costs one row, whatever the chunks, and stays broken when it is read again', async () => {
    const whole = await readText(two, `a,b\n${body}`, small)
    const good = (a: string, b: string) => ({ a, b })
    const expected = [
      good('1', '2'),
      '3: row_too_large',
      good('4', '5'),
      '5: row_too_large',
      '6: row_quote',
      good('9', '0'),
    ]
    expect(outline(whole.rows)).toEqual([...expected, '8: row_too_large'])
    for (let size = 1; size < 60; size++) {
      const read = await readText(two, `a,b\n${body}`, small, size)
      expect(read).toEqual(whole)
      expect(reread(two, read, small)).toEqual(whole.rows)
    }
    expect(whole.batches.map((batch) => batch.text).join('').length).toBeLessThan(body.length)
  })
  it('beyond the limit ends the rows that go on over it, also when the text is read again without its rest', async () => {
    const large = { rowChars: 100_000 } // more than is kept of a line
    const read = await readText(two, `a,b\n1,"x\n${long.repeat(2000)}\n"\n2,3\n`, large)
    expect(outline(read.rows)).toEqual(['2: row_quote', '3: row_too_large', '4: row_quote', { a: '2', b: '3' }])
    expect(reread(two, read, large)).toEqual(read.rows)
  })
  it('is cut between characters, not within one', async () => {
    const read = await readText(two, `a,b\n${'x'.repeat(19)}${'𠮷'.repeat(20)}\n`, small)
    expect(read.rows.map((row) => ('text' in row ? row.text : ''))).toEqual(['x'.repeat(19)])
    expect(reread(two, read, small)).toEqual(read.rows)
  })
  it('of a batch is counted in rows, and in characters', async () => {
    const rows = await readText(two, `a,b\n${'1,2\n'.repeat(10)}`, { batchRows: 4 })
    expect(rows.batches.map((batch) => [batch.line, batch.rows.length])).toEqual([
      [2, 4],
      [6, 4],
      [10, 2],
    ])
    const fat = await readText(two, `a,b\n${`1,${'x'.repeat(1e6)}\n`.repeat(20)}`)
    expect(fat.batches.map((batch) => batch.rows.length)).toEqual([9, 9, 2])
  })
  it.each([
    ['open quotes', '1,"x\n2,3\n', 40_000, 80_000],
    ['lone quotes', '"\n', 40_000, 20_000],
    ['lines without delimiter', '1\n', 100_000, 100_000],
    ['a line without end', 'x', 20_000_000, 1],
    ['a cell without end', '"x', 10_000_000, 1],
  ])('of a hostile file does not make it slow: %s', async (_, unit, times, rows) => {
    const begun = performance.now()
    expect((await readText(two, `a,b\n${unit.repeat(times)}`, {}, 1 << 14)).rows).toHaveLength(rows)
    expect(performance.now() - begun).toBeLessThan(3000)
  })
  it('of an open quote before many lines does not make it slow', async () => {
    const begun = performance.now()
    const read = await readText(two, `a,b\n"${'x,y\n'.repeat(500_000)}`, {}, 1 << 14)
    expect(read.rows.filter((row) => 'fault' in row)).toHaveLength(1)
    expect(performance.now() - begun).toBeLessThan(3000)
  })
})

describe('a file without a header', () => {
  const layout = { delimiter: ',', quote: '"', columns: { no: [], name: [], note: [] }, required: [] } as const
  const bare = csv({ ...layout, headerless: true })

  it('takes the first line as a row, and a row with another number of cells as broken', async () => {
    const read = await readText(bare, '\r\n1,"A, B",x\r\n2,C\r\n3,D,y,z\r\n4,E,\r\n', { batchRows: 2 })
    expect(outline(read.rows)).toEqual([
      { no: '1', name: 'A, B', note: 'x' },
      '3: row_fields',
      '4: row_fields',
      { no: '4', name: 'E', note: '' },
    ])
    expect(read.header).toBeUndefined()
    expect(reread(bare, read)).toEqual(read.rows)
  })

  it('ends with the end mark of DOS on a line of its own; anywhere else that is text like any other', async () => {
    const lines = async (text: string) => outline((await readText(bare, text, {}, 3)).rows)
    expect(await lines('1,A,x\r\n\u001a')).toEqual([{ no: '1', name: 'A', note: 'x' }])
    expect(await lines('1,A,x\r\n\u001a\r\n2,B,y')).toEqual([
      { no: '1', name: 'A', note: 'x' },
      '2: row_fields',
      { no: '2', name: 'B', note: 'y' },
    ])
    expect(await lines('1,A,x\u001a')).toEqual([{ no: '1', name: 'A', note: 'x\u001a' }])
  })

  it('is empty without a row, takes no workbook, and wants columns that have a place', async () => {
    expect((await readText(bare, '\n\n')).fault).toMatchObject({ fault: 'file_empty' })
    expect(bare.sheets).toBeUndefined()
    expect(() => csv({ ...layout, columns: { only: [] }, headerless: true })).toThrow('two columns')
    expect(() => csv({ ...layout, columns: { name: [], 1: [] }, headerless: true })).toThrow('name it')
  })
})
