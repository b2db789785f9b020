import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { html } from '../../sources/html.js'
import { outline, readText, reread } from './reading.js'

const columns = { no: ['序号'], firm: ['企业名称'], date: ['处罚日期'] }
const format = html({ table: { headers: ['企业名称'] }, columns, required: ['no', 'firm'], links: ['firm'] })
const head = '<tr><th>序号<th>企业<br> 名称<th>处罚日期</tr>'

async function read(page: string, used = format, changes = {}, size?: number) {
  const found = await readText(used, page, changes, size)
  expect(reread(used, found, changes)).toEqual(found.rows)
  return found
}

describe('a table', () => {
  it('has a row for each row below its header, with its line, its links and no scripts', async () => {
    const page = `<!DOCTYPE html><html><head><title>x</title><style>td{}</style></head><body>
<table>${head}
<tr><td>1<td><a href="/d?a=1&amp;b=2">甲&nbsp;&amp;&#20057;</a><script>x("<td>")</script><td> 2019-10-10 </tr>
<TR>
<TD>2</TD><TD><p>丙</p><p>丁 <!-- <td> --> 戊</p><a href='x'></a><a href=y></a></TD><TD>&nbsp;</TD></TR></table></body></html>`
    const { rows, header, fault } = await read(page)
    expect(fault).toBeUndefined()
    expect(header?.columns).toEqual(['序号', '企业名称', '处罚日期'])
    expect(rows).toEqual([
      { line: 3, row: { no: '1', firm: '甲 &乙', date: '2019-10-10', 'firm@href': '/d?a=1&b=2' } },
      { line: 4, row: { no: '2', firm: '丙\n丁 戊', date: '', 'firm@href': ['x', 'y'] } },
    ])
  })
  it('repeats what spans columns and rows, up to the end of a section', async () => {
    const page = `<table><thead>${head}</thead><tbody><tr><td rowspan=2>1<td>甲<td>a<tr><td>乙<td rowspan="0">b<tr><td>2<td>丙</tbody>
      <tr><td colspan=2>3<td>c</table>`
    expect(outline((await read(page)).rows)).toEqual([
      { no: '1', firm: '甲', date: 'a' },
      { no: '1', firm: '乙', date: 'b' },
      { no: '2', firm: '丙', date: 'b' },
      { no: '3', firm: '3', date: 'c' },
    ])
  })
  it('is read below titles, a header of two levels, and the same header again', async () => {
    const two = html({
      table: { index: 2 },
      columns: { no: ['序号'], name: ['名称'], place: ['地址'] },
      required: ['no', 'name'],
    })
    const heads = '<tr><td rowspan=2>序号<td colspan=2>企业</tr><tr><td>名称<td>地址</tr>'
    const page = `<table></table><table><tr><td colspan=3>公示</tr>${heads}<tr><td>1<td>a<td>b</tr>${heads}<tr><td>2<td>c<td>d</tr></table>`
    const { rows } = await read(page, two)
    const again = (row: object) => 'repeats' in row
    expect(outline(rows.filter((row) => !again(row)))).toEqual([
      { no: '1', name: 'a', place: 'b' },
      { no: '2', name: 'c', place: 'd' },
    ])
    expect(rows.map(again), 'both rows of the header are told where they come again').toEqual([
      false,
      true,
      true,
      false,
    ])
  })
  it('may have columns without a name, and one name over two columns', async () => {
    const page = '<table><tr><td>序号<td colspan=2>企业名称<td></tr><tr><td>1<td>甲<td>乙<td>查看</tr></table>'
    const { rows, header } = await read(page)
    expect(outline(rows)).toEqual([{ no: '1', firm: '甲', '企业名称 (2)': '乙', 'column 4': '查看' }])
    expect(header?.unknown).toEqual(['企业名称 (2)', 'column 4'])
  })
  it('lies within tables that only place it, and its cells may hold tables', async () => {
    const inner = '<table><tr><td>x<td>y</table>'
    const page = `<table><tr><td>menu<td><div><table>${head}<tr><td>1<td>甲${inner}</div><td>z</tr></table></table>`
    expect(outline((await read(page)).rows)).toEqual([{ no: '1', firm: '甲\nx y', date: 'z' }])
  })
  it.each(['<meta charset=windows-1252>', '<META http-equiv=Content-Type content="text/html; Charset=Big5">'])(
    'is not guessed at where the page says %s, but for what is ASCII',
    async (meta) => {
      const ascii = html({ table: { index: 1 }, columns: { id: [], name: [] }, required: ['id', 'name'] })
      const page = (name: string) =>
        `${meta}<table><tr><td>id<td>name<tr><td>1<td>a<tr><td>2<td>${name}<tr><td>3<td>b</table>`
      expect((await read(page('&eacute;'), ascii)).rows).toHaveLength(3)
      for (const size of [1, 1000]) {
        const { rows, fault } = await read(page('B閘a'), ascii, {}, size)
        expect(outline(rows)).toEqual([{ id: '1', name: 'a' }])
        expect(fault).toMatchObject({
          fault: 'file_html',
          message: expect.stringMatching(/declares the encoding (windows-1252|Big5)/),
        })
      }
      expect((await read(page('乙').replace(/windows-1252|Big5/, 'gb2312'), ascii)).rows).toHaveLength(3)
    },
  )
  it.each([
    ['its id', { id: 'b' }],
    ['its caption', { caption: '处罚信息（二）' }],
    ['its number', { index: 2 }],
    ['its header', { headers: ['处罚日期', '序号'] }],
  ])('is chosen by %s', async (_, table) => {
    const other = '<table id=a><caption>处罚信息(一)</caption><tr><th>序号<th>企业名称</tr><tr><td>0<td>乙</tr></table>'
    const page = `${other}<table id="b"><caption>公示: 处罚信息(二)</caption>${head}<tr><td>1<td>甲<td>c</tr></table>`
    const chosen = html({ table, columns, required: ['no', 'firm'] })
    expect(outline((await read(page, chosen)).rows)).toEqual([{ no: '1', firm: '甲', date: 'c' }])
  })
})

describe('a broken row', () => {
  const across = '<tr><td colspan=3>共 1 条</tr>'
  it('costs itself alone', async () => {
    const bad = `<tr><td>1</tr><tr></tr>${across}<tr><td>1<td>\uFFFD\u0000<td>x</tr><tr><td>2<td>\u0000<td>x</tr><tr><td>3<td>${'x'.repeat(5000)}<td>x</tr>`
    const { rows, fault } = await read(`<table>${head}${bad}<tr><td>4<td>甲<td>x</tr></table>`, format, {
      rowChars: 4000,
    })
    expect(fault).toBeUndefined()
    expect(outline(rows)).toEqual([
      '1: row_fields',
      '1: row_fields',
      '1: row_encoding',
      '1: row_nul',
      '1: row_too_large',
      { no: '4', firm: '甲', date: 'x' },
    ])
  })
  it('is none where a cell across the table is declared to be no row', async () => {
    const skipping = html({ table: { index: 1 }, columns, required: ['no'], skipAcross: true })
    expect((await read(`<table>${head}${across}</table>`, skipping)).rows).toEqual([])
  })
})

describe('a page', () => {
  it.each([
    ['<html><body><p>系统维护', 'file_html', /no table with/],
    ['<table><tr><th>a</table>', 'file_html', /among its 1; the last that was looked at begins with: a/],
    [`<table>${head}<tr><td>1<td>甲<td>x</tr>`, 'file_html', /ends within the table/],
    ['\n', 'file_empty', /nothing/],
    [`${'<table><tr><td>'.repeat(100)}`, 'file_html', /nested deeper/],
  ])('of kind %# is refused', async (page, fault, message) => {
    expect((await read(page)).fault).toMatchObject({ fault, message: expect.stringMatching(message) })
  })
  it('whose table has another header than declared is refused', async () => {
    const byId = html({ table: { id: 'a' }, columns, required: ['no'] })
    const found = await read('<table id=a><tr><th>编号<th>名称</tr></table>', byId)
    expect(found.fault).toMatchObject({ fault: 'file_header', message: expect.stringMatching(/编号 \| 名称/) })
  })
  it('cannot make gigabytes of a few cells', async () => {
    const row = `<tr><td colspan=1000>${'x'.repeat(3000)}</tr>`
    const bomb = `<table>${head}<tr><td rowspan=60000>${'x'.repeat(100_000)}<td>a<td>b</tr>${row}${'<tr><td>a<td>b</tr>'.repeat(60_000)}</table>`
    const found = await readText(format, bomb)
    expect(found.fault?.message).toMatch(/more than 200 times the text/)
  })
  it('that was cut off anywhere gives only rows that are whole', async () => {
    const page = `<body><table>${head}<tr><td>1</td><td>甲</td><td>a</td></tr>\n<tr><td>2</td><td>𠮷</td><td>b</td></tr></table>`
    const whole = outline((await readText(format, page)).rows)
    for (let end = 0; end < page.length; end++) {
      const found = await readText(format, page.slice(0, end))
      expect(found.fault?.fault).toMatch(/file_html|file_empty/)
      expect(whole.slice(0, found.rows.length)).toEqual(outline(found.rows))
    }
  })
  it('is read whatever is in it that has no end', async () => {
    const long = (start: string, part: string, end: string) => `<p>${start}${part.repeat(400_000)}${end}`
    const noise = [
      long('<!--', 'x', '-->'),
      long('<img src="', 'x', '">'),
      long('<img ', 'a=b ', '>'),
      long('', '<b>', ''),
      long('<script>', 'x', '</script>'),
    ].join('\n')
    const found = await read(`${noise}<table>${head}<tr><td>1<td>甲<td>x</tr></table>`)
    expect(found.rows).toEqual([{ line: 5, row: { no: '1', firm: '甲', date: 'x' } }])
    for (const endless of [`<${'x'.repeat(600_000)}>`, `&#${'1'.repeat(600_000)};`, `<a href="${'x'.repeat(99_000)}">`])
      expect((await read(`${endless}<table>`)).fault?.fault, endless.slice(0, 9)).toBe('file_html')
  })
})

describe('any page', () => {
  const parts = fc.constantFrom(
    '<tr>',
    '</tr>',
    '<td>',
    '</td>',
    '<th>',
    '<td rowspan=2>',
    '<td colspan="2">',
    'x',
    '罚',
    '𠮷',
    '&nbsp;',
    '&amp',
    ';',
    '<br>',
    '\n',
    '\r\n',
    '\r',
    '<tr><td>1<td>甲<td>a</tr>',
    '<tr><td>2</td><td><a href="u">b</a></td><td></td></tr>',
    '<table>',
    '</table>',
    '</div>',
    '<tbody>',
    '</tbody>',
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '<',
    '>',
    '"',
    '\u0000',
    '\uFFFD\u0000',
    '\ud842',
    head,
    '<caption>',
    '&#x',
  )
  it('gives the same batches whatever the chunks, and the same rows when they are read again', async () => {
    const small = { batchRows: 2, rowChars: 60 }
    const body = fc.array(parts, { maxLength: 30 }).map((found) => found.join(''))
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        async (rest, size, shift) => {
          const page = `<table>${head}${rest}`
          const plain = await read(page, format, small)
          expect(await readText(format, page, small, size)).toEqual(plain)
          // The seam between slices falls anywhere.
          const padded = await read(`${' '.repeat(65_480 + shift)}${page}`, format, small)
          expect(padded).toEqual(plain)
        },
      ),
      { numRuns: 500 },
    )
  })
})
