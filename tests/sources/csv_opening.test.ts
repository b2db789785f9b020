/** Where a table begins: titles above the header, headers of two rows, headers within the data. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../sources/csv.js'
import { outline, readText, reread } from './reading.js'

const fines = csv({
  delimiter: ',',
  quote: '"',
  columns: { name: ['行政相对人名称'], fine: ['罚款金额(万元)'], note: ['备注'] },
  required: ['name', 'fine'],
})
const grouped = csv({
  delimiter: ',',
  quote: '"',
  columns: { name: ['当事人/名称'], code: ['当事人/代码'], fine: ['罚款'], note: ['备注'] },
  required: ['name', 'fine'],
  headerRows: 2,
})

describe('titles above the header', () => {
  it.each([
    '行政处罚信息公示表,,\n填报单位：某局,,2024-01\n\nname,fine,note\n甲,1,\n',
    '行政处罚信息公示表\r\n"上下两行\r\n的标题"\r\nname,fine,note\r\n甲,1,\r\n',
    'a title with an inch" mark\nname,fine,note\n甲,1,\n',
  ])('are passed over and kept: %j', async (text) => {
    for (const size of [1, 7, 1000]) {
      const read = await readText(fines, text, {}, size)
      expect(outline(read.rows)).toEqual([{ name: '甲', fine: '1', note: '' }])
      expect(read.header?.text).toBe(text.slice(0, text.indexOf('note') + 4))
      expect(read.rows[0]?.line).toBe(text.split('\n').findIndex((line) => line.startsWith('甲')) + 1)
      expect(reread(fines, read)).toEqual(read.rows)
    }
  })
  it('are looked through for twenty rows; else the nearest row tells what is missing', async () => {
    const titled = (count: number) => readText(fines, `${'x,y\n'.repeat(count)}name,fine\n甲,1\n`)
    expect((await titled(19)).rows).toHaveLength(1)
    expect((await titled(20)).fault).toMatchObject({ fault: 'file_header', line: 1 })
    const near = await readText(fines, 'a title\nname,fin,note\n甲,1,\n')
    expect(near.fault).toMatchObject({ fault: 'file_header', line: 2, value: 'name,fin,note' })
    expect(near.fault?.message).toContain('lacks fine;')
  })
  it('do not hide what is wrong with the header itself', async () => {
    for (const [header, message] of [
      ['name,fine,__proto__', /__proto__/],
      ['name,fine,', /cell 3/],
      ['name,fine,name', /twice/],
      ['\u001fsheet,name,fine', /control character/],
    ] as const) {
      const read = await readText(fines, `${header}\n甲,1,2\n`)
      expect(read.fault).toMatchObject({ fault: 'file_header', message: expect.stringMatching(message) })
    }
  })
  it('whatever they are, change no row and hold no line twice', async () => {
    const piece = fc.constantFrom('题', ',', '"', '\n', '\r\n', '\r', ' ', 'name', 'x'.repeat(30))
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 30 }), async (pieces, size) => {
        const text = `${pieces.join('')}\nname,fine,note\n甲,1,\n乙,2,x\n`
        const read = await readText(fines, text, { rowChars: 200 })
        expect(await readText(fines, text, { rowChars: 200 }, size)).toEqual(read)
        expect(reread(fines, read, { rowChars: 200 })).toEqual(read.rows)
        if (read.fault === undefined && !pieces.includes('"')) {
          expect(outline(read.rows)).toEqual([
            { name: '甲', fine: '1', note: '' },
            { name: '乙', fine: '2', note: 'x' },
          ])
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a header of two rows', () => {
  it('names columns by group and name, or by the name alone where that is declared', async () => {
    const read = await readText(grouped, '公示表\n序号,当事人,,处罚,,备注\n,名称,代码,罚款,没收,\n1,甲,9,2,3,z\n')
    expect(outline(read.rows)).toEqual([{ name: '甲', code: '9', fine: '2', note: 'z', 序号: '1', '处罚/没收': '3' }])
    expect(read.header?.unknown).toEqual(['序号', '处罚/没收'])
    expect(reread(grouped, read)).toEqual(read.rows)
  })
})

describe('the header within the data', () => {
  it('is no record, and is told as what it is', async () => {
    const body = 'name,fine,note\n甲,1,\nname,fine,note\n乙,"2",\n'
    const read = await readText(fines, body)
    expect(read.rows.map((row) => ('row' in row ? (row.repeats ?? row.row['name']) : row.fault))).toEqual([
      '甲',
      'header',
      '乙',
    ])
    expect(read.batches.map((batch) => batch.text).join('')).toBe(body.slice(body.indexOf('\n') + 1))
    expect(reread(fines, read)).toEqual(read.rows)
  })
  it('is known behind the mark of a second file that was put behind the first, which is no text', async () => {
    const body = 'name,fine,note\n甲,1,\n\uFEFFname,fine,note\n"乙",2,\n\uFEFF"丙",3,\n\uFEFF丁,4,\n'
    for (const size of [1, 9, 1000]) {
      const read = await readText(fines, body, { batchRows: 2 }, size)
      expect(read.rows.map((row) => ('row' in row ? (row.repeats ?? row.row['name']) : row.fault))).toEqual([
        '甲',
        'header',
        '乙',
        '丙',
        '丁',
      ])
      expect(reread(fines, read)).toEqual(read.rows)
    }
  })
  it('is known over several lines and in two rows', async () => {
    const header = '"name","fine","a\nb"\n'
    const quoted = await readText(fines, `${header}甲,1,2\n${header}乙,2,3\n`)
    expect(quoted.rows.filter((row) => 'row' in row && row.repeats === 'header')).toHaveLength(1)
    const two = await readText(grouped, '当事人,处罚\n名称,罚款\n甲,1\n当事人,处罚\n名称,罚款\n乙,2\n')
    expect(two.rows.filter((row) => 'row' in row && row.repeats === 'header')).toHaveLength(2)
    expect(two.rows).toHaveLength(4)
  })
})
