/** Lines of fixed width, by characters and by the bytes of an encoding. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../sources/decode.js'
import { fixedWidth } from '../../sources/fixed_width.js'
import { collect, limits, outline, readText, reread } from './reading.js'

const columns = { code: { begin: 0, length: 4 }, name: { begin: 4, length: 6 }, fine: { begin: 12, length: 5 } }
const inBytes = fixedWidth({ columns, measure: 'gb18030' })

describe('a line of fixed width', () => {
  it('is cut by the bytes that it has in the encoding of the layout', async () => {
    const text = 'A001某公司  00012\r\n\nB2  名𠮷   1.50\n'
    const read = await readText(inBytes, text, {}, 5)
    expect(read.rows).toEqual([
      { line: 1, row: { code: 'A001', name: '某公司', fine: '00012' } },
      { line: 3, row: { code: 'B2', name: '名𠮷', fine: '1.50' } },
    ])
    expect(reread(inBytes, read)).toEqual(read.rows)
  })
  it('is cut by characters, or bytes of UTF-8', async () => {
    const byChars = fixedWidth({ columns, measure: 'characters' })
    expect(outline((await readText(byChars, 'A001某公司     00012\n')).rows)).toMatchObject([{ fine: '00012' }])
    const utf8 = fixedWidth({ columns, measure: 'utf-8' })
    expect(outline((await readText(utf8, 'A001公司  00012\n')).rows)).toMatchObject([{ name: '公司', fine: '00012' }])
  })
  it('counts as the file had it in GB18030', async () => {
    const bytes = Buffer.from([...Buffer.from('A001'), 0xb9, 0xab, 0xcb, 0xbe, ...Buffer.from('    00012\n')])
    async function* chunks() {
      yield { bytes, bytesRead: bytes.length }
    }
    const read = await collect(inBytes.read(decode(chunks()), limits()))
    expect(outline(read.rows)).toEqual([{ code: 'A001', name: '公司', fine: '00012' }])
  })
  it.each([
    ['A001某公司  0001', /16 long, and 17/],
    ['A001某公司  000123', /18 long, and 17/],
    ['A001某某公司 00012', /between columns, from 10 on, holds text/],
    ['A00某公司    00012', /column code ends within a character/],
    ['A001', /4 long, and 17/],
  ])('of another shape costs itself: %s', async (line, message) => {
    const read = await readText(inBytes, `${line}\nA001某公司  00012\n`)
    expect(read.rows[0]).toMatchObject({ fault: 'row_length', message: expect.stringMatching(message), text: line })
    expect(read.rows[1]).toMatchObject({ row: { fine: '00012' } })
    expect(reread(inBytes, read)).toEqual(read.rows)
  })
  it('gives back whatever was written into its columns', async () => {
    const text = fc.string({ unit: fc.constantFrom('x', '罚', '€', '𠮷', 'é', '㐀', '1'), maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(text, text, async (first, second) => {
        const layout = { a: { begin: 0, length: 20 }, b: { begin: 21, length: 20 } }
        const pad = (cell: string) => cell + ' '.repeat(20 - Buffer.byteLength(cell))
        const read = await readText(
          fixedWidth({ columns: layout, measure: 'utf-8' }),
          `${pad(first)} ${pad(second)}|\n`,
        )
        expect(read.rows[0]).toMatchObject({ fault: 'row_length' })
        const good = await readText(fixedWidth({ columns: layout, measure: 'utf-8' }), `${pad(first)} ${pad(second)}\n`)
        expect(outline(good.rows)).toEqual(first + second === '' ? [] : [{ a: first, b: second }])
      }),
    )
  })
  it('is declared without columns that overlap or lie beyond it', () => {
    const overlapping = { a: { begin: 0, length: 2 }, b: { begin: 1, length: 2 } }
    expect(() => fixedWidth({ columns: overlapping, measure: 'utf-8' })).toThrow(/overlaps/)
    expect(() => fixedWidth({ columns, length: 16, measure: 'utf-8' })).toThrow(/17/)
  })
})
