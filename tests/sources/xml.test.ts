import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from '../../sources/decode.js'
import { xml } from '../../sources/xml.js'
import { byteChunks, collect, limits, outline, readText, reread, textChunks } from './reading.js'

const penalties = xml({
  row: 'RESULTS/PENALTY',
  columns: { id: ['@id'], firm: ['party/name'], amount: ['AMOUNT'], currency: ['AMOUNT/@unit'], measure: [] },
  lists: ['measure'],
})

/** Rows of a document whose root is RESULTS. */
async function read(body: string, changes = {}, size?: number) {
  const found = await readText(penalties, `<RESULTS>${body}</RESULTS>`, changes, size)
  expect(reread(penalties, found, changes)).toEqual(found.rows)
  return found
}

describe('a row', () => {
  it('has its elements and attributes by name, repeated ones as a list, unknown ones under their path', async () => {
    const { rows, fault } = await read(
      `\n<PENALTY id="1"><AMOUNT unit='CNY'>2000</AMOUNT><party><name> 甲 &amp; 乙 </name></party>
       <measure>fine</measure></PENALTY>
       <OTHER><PENALTY/></OTHER>
       <PENALTY
         id="2"><measure>a</measure><measure>b</measure><x><y z="1"/>text</x><x><y>2</y></x></PENALTY>`,
    )
    expect(fault).toBeUndefined()
    expect(rows).toEqual([
      { line: 2, row: { id: '1', firm: ' 甲 & 乙 ', amount: '2000', currency: 'CNY', measure: ['fine'] } },
      { line: 5, row: { id: '2', measure: ['a', 'b'], 'x/y/@z': '1', x: 'text', 'x/y': '2' } },
    ])
    expect(Object.keys((rows[0] !== undefined && 'row' in rows[0] && rows[0].row) || {})).toEqual([
      'id',
      'firm',
      'amount',
      'currency',
      'measure',
    ])
  })
  it('tells an empty element, a nil one and none apart', async () => {
    const { rows } = await read(
      '<PENALTY><AMOUNT/></PENALTY><PENALTY><AMOUNT xsi:nil="true"/></PENALTY><PENALTY id="1"/><PENALTY/>',
    )
    expect(outline(rows)).toEqual([{ amount: '' }, { amount: null }, { id: '1' }, {}])
  })
  it('holds CDATA as text, and neither comments nor declarations of namespaces', async () => {
    const body = '<PENALTY xmlns="urn:x"><!-- <AMOUNT>1</AMOUNT> --><AMOUNT>1<![CDATA[<&]]>2</AMOUNT><?x y?></PENALTY>'
    expect(outline((await read(body)).rows)).toEqual([{ amount: '1<&2' }])
  })
  it('is found whatever the prefix, or by a prefix where that is declared', async () => {
    const text =
      '<g:RESULTS xmlns:g="urn:g"><g:PENALTY g:id="7"><g:AMOUNT>1</g:AMOUNT><h:b>2</h:b></g:PENALTY></g:RESULTS>'
    expect(outline((await readText(penalties, text)).rows)).toEqual([{ id: '7', amount: '1', 'h:b': '2' }])
    const strict = xml({ row: 'RESULTS/g:PENALTY', columns: { b: ['h:b'], a: ['x:AMOUNT'] } })
    expect(outline((await readText(strict, text)).rows)).toEqual([{ b: '2', '@g:id': '7', 'g:AMOUNT': '1' }])
  })
  it('may hold whole elements as cells, so that the parts of each stay together', async () => {
    const format = xml({ row: 'r/p', columns: { no: [] }, elements: { party: ['parties/party'] } })
    const text =
      '<r><p><no>1</no><parties><party k="1"><name>A</name></party><party><name>B</name><id>2</id></party></parties></p><p><parties/></p></r>'
    const found = await readText(format, text)
    expect(outline(found.rows)).toEqual([
      {
        no: '1',
        party: [
          { '@k': '1', name: 'A' },
          { name: 'B', id: '2' },
        ],
      },
      {},
    ])
    expect(reread(format, found)).toEqual(found.rows)
  })
  it('may be the root', async () => {
    const format = xml({ row: 'p', columns: { a: [] } })
    expect((await readText(format, '\n<p><a>1</a></p>')).rows).toEqual([{ line: 2, row: { a: '1' } }])
  })
})

describe('a broken row', () => {
  it.each([
    ['<PENALTY><AMOUNT>\u0001</AMOUNT></PENALTY>', 'row_xml', /control character/],
    ['<PENALTY><AMOUNT>&nbsp;</AMOUNT></PENALTY>', 'row_xml', /entity that XML does not define/],
    ['<PENALTY><AMOUNT>&#0;</AMOUNT></PENALTY>', 'row_xml', /numbered character/],
    ['<PENALTY id="1" id="2"/>', 'row_xml', /attribute twice/],
    ['<PENALTY><__proto__>1</__proto__></PENALTY>', 'row_xml', /__proto__/],
    [`<PENALTY>${'<a/>'.repeat(20_000)}</PENALTY>`, 'row_xml', /more than 16384 cells/],
    ['<PENALTY><AMOUNT>\uFFFD\u0000</AMOUNT></PENALTY>', 'row_encoding', /not text/],
    ['<PENALTY id="\u0000"/>', 'row_nul', /NUL/],
    [`<PENALTY><AMOUNT>${'9'.repeat(99_000)}</AMOUNT></PENALTY>`, 'row_too_large', /longer than 90000/],
    [`<PENALTY ${'x'.repeat(300)}="${'9'.repeat(99_000)}"/>`, 'row_too_large', /longer than 90000/],
    [`<PENALTY><![CDATA[${'9'.repeat(199_000)}]]></PENALTY>`, 'row_too_large', /longer than 90000/],
  ])('of kind %# costs itself alone', async (body, fault, message) => {
    const before = '<PENALTY id="1"/>'
    const after = '<PENALTY id="2"><AMOUNT>3</AMOUNT></PENALTY>'
    const { rows, fault: fileFault } = await read(`${before}\n${body}\n${after}`, { rowChars: 90_000 })
    expect(fileFault).toBeUndefined()
    expect(rows).toEqual([
      { line: 1, row: { id: '1' } },
      { line: 2, fault, message: expect.stringMatching(message), text: expect.stringMatching(/^<PENALTY/) },
      { line: 3, row: { id: '2', amount: '3' } },
    ])
  })
  it('does no harm by the names of its cells', async () => {
    const { rows } = await read('<PENALTY constructor="1" toString="2"><a><__proto__>3</__proto__></a></PENALTY>')
    expect(outline(rows)).toEqual([{ '@constructor': '1', '@toString': '2', 'a/__proto__': '3' }])
  })
})

describe('a document', () => {
  const bomb = '<!DOCTYPE R [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<RESULTS>&b;</RESULTS>'
  it.each([
    [bomb, /DOCTYPE/],
    ['<html><body>', /the document is <html>, and <RESULTS> is expected/],
    ['<RESULTS><PENALTY id="1"/><PENALTY>', /unclosed tag: PENALTY/],
    ['<RESULTS><PENALTY id="1"/><PENALTY></RESULTS>', /unexpected close tag/],
    ['<RESULTS><PENALTY id="1"/><PENALTY><a>R&D</a></PENALTY></RESULTS>', /not XML|name is longer/],
    ['<RESULTS><PENALTY id="1"/></RESULTS><RESULTS/>', /one root/],
    ['<RESULTS><PENALTY id="1"/>&x;</RESULTS>', /undefined entity/],
    ['{"a":1}', /not XML/],
    [`<RESULTS><PENALTY id="1"/>${'<a>'.repeat(100_000)}`, /deeper than 64/],
    [`<RESULTS><PENALTY id="1"/><${'a'.repeat(1000)}/></RESULTS>`, /a name is longer|deeper/],
    ['<?xml version="1.0" encoding="Big5"?><RESULTS><PENALTY id="1"/>\u4e00</RESULTS>', /encoding Big5/],
  ])('of kind %# ends with a fault, and the rows before it stand', async (text, message) => {
    for (const size of [1, 1 << 20]) {
      const found = await readText(
        penalties,
        text.length > 10_000 ? text : text,
        {},
        text.length > 10_000 ? 4096 : size,
      )
      expect(found.fault).toMatchObject({
        fault: 'file_xml',
        message: expect.stringMatching(message),
        line: expect.any(Number),
      })
      expect(outline(found.rows)).toEqual(text.includes('<PENALTY id="1"/>') ? [{ id: '1' }] : [])
    }
  })
  it('without the element in which rows stand is a fault, and with it and no rows is none', async () => {
    const format = xml({ row: 'Envelope/Body/LIST/ROW', columns: {} })
    const fault = '<s:Envelope xmlns:s="urn:s"><s:Body><s:Fault>no</s:Fault></s:Body></s:Envelope>'
    expect((await readText(format, fault)).fault?.message).toBe('the document has no element at Envelope/Body/LIST')
    expect((await readText(format, '<Envelope><Body><LIST/></Body></Envelope>')).fault).toBeUndefined()
    expect((await readText(format, ' \n')).fault?.fault).toBe('file_empty')
  })
  it('is read by the encoding it has, whatever it declares of those that are known', async () => {
    const text = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?>\n<RESULTS><PENALTY id="罚"/></RESULTS>`
    for (const encoding of ['UTF-8', 'utf-16', 'GB2312', 'gbk'])
      expect(outline((await readText(penalties, text(encoding))).rows), encoding).toEqual([{ id: '罚' }])
    const gb18030 = new Uint8Array([
      ...Buffer.from('<RESULTS><PENALTY id="'),
      0xb7,
      0xa3,
      ...Buffer.from('"/></RESULTS>'),
    ])
    const found = await collect(penalties.read(decode(byteChunks(gb18030, 7)), limits()))
    expect(outline(found.rows)).toEqual([{ id: '罚' }])
    const ascii = '<?xml version="1.0" encoding="iso-8859-1"?><RESULTS><PENALTY id="1"/></RESULTS>'
    expect(outline((await readText(penalties, ascii)).rows)).toEqual([{ id: '1' }])
  })
  it('that was cut off anywhere gives only rows that are whole', async () => {
    const text =
      '<?xml version="1.0"?>\n<RESULTS>\n<PENALTY id="1"><AMOUNT>1</AMOUNT></PENALTY>\n<PENALTY id="𠮷"/>\n</RESULTS>'
    const whole = outline((await readText(penalties, text)).rows)
    for (let end = 0; end < text.length; end++) {
      const found = await readText(penalties, text.slice(0, end))
      expect(found.fault?.fault).toMatch(/file_xml|file_empty/)
      expect(whole.slice(0, found.rows.length)).toEqual(outline(found.rows))
    }
  })
  it('whose bytes end in a fault gives the rows before it', async () => {
    const broken = { fault: { fault: 'file_gzip', message: 'cut' } } as const
    const text = '<RESULTS>\n<PENALTY id="1"/>\n<PENALTY id="2"'
    const found = await collect(penalties.read(textChunks(text, 9, broken), limits()))
    expect(outline(found.rows)).toEqual([{ id: '1' }])
    expect(found.fault).toEqual({ fault: 'file_gzip', message: 'cut', line: 3 })
  })
  it('is refused where the declaration makes no sense', () => {
    expect(() => xml({ row: 'a//b', columns: {} })).toThrow(/empty step/)
    expect(() => xml({ row: 'a/b', columns: { x: ['y'], z: ['y'] } })).toThrow(/share the path y/)
    expect(() => xml({ row: 'a/b', columns: {}, lists: ['x'] })).toThrow(/list x/)
  })
})

describe('any document', () => {
  const parts = fc.constantFrom(
    '<PENALTY>',
    '</PENALTY>',
    '<PENALTY id="1"/>',
    '<PENALTY><AMOUNT>1</AMOUNT></PENALTY>',
    '<a b="c">',
    '</a>',
    '\n',
    '\r\n',
    '\r',
    'x',
    '𠮷',
    '&lt;',
    '&nbsp;',
    '&',
    ';',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '\u0000',
    '\uFFFD\u0000',
    '\u0001',
    '<',
    '>',
    '"',
    '\ud842',
    '<PENALTY\n id="2">',
    `<PENALTY>${'y'.repeat(40)}</PENALTY>`,
    '<?x',
    '?>',
    '</RESULTS>',
  )
  const text = fc.array(parts, { maxLength: 30 }).map((body) => `<RESULTS>${body.join('')}</RESULTS>`)

  it('gives the same batches whatever the chunks, and the same rows when they are read again', async () => {
    const small = { batchRows: 2, rowChars: 40 }
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        async (body, size, shift) => {
          // The seam between slices falls anywhere.
          const padded = `<RESULTS>${' '.repeat(65_500 + shift)}${body.slice('<RESULTS>'.length)}`
          const found = await readText(penalties, padded, small)
          expect(await readText(penalties, padded, small, 30_000 + size)).toEqual(found)
          expect(reread(penalties, found, small)).toEqual(found.rows)
          const plain = await readText(penalties, body, small)
          expect(await readText(penalties, body, small, size)).toEqual(plain)
          expect(outline(plain.rows)).toEqual(outline(found.rows))
          expect(plain.fault?.message).toBe(found.fault?.message)
        },
      ),
      { numRuns: 500, examples: [['<RESULTS></RESULTS>-->\u0001</RESULTS>', 1, 14]] },
    )
  })
  it('finds text outside of the root at its first character, whatever the chunks', async () => {
    const outside = fc
      .array(
        fc.constantFrom('x', '\n', '\r\n', '\r', ' ', '&', '\u0001', '<!--', '-->', '<?x', '?>', '<![CDATA[', '<'),
        {
          maxLength: 8,
        },
      )
      .map((all) => all.join(''))
    await fc.assert(
      fc.asyncProperty(outside, outside, fc.integer({ min: 1, max: 9 }), async (before, behind, size) => {
        const text = `${before}<RESULTS></RESULTS>${behind}`
        expect(await readText(penalties, text, {}, size)).toEqual(await readText(penalties, text))
      }),
      { numRuns: 1_000 },
    )
    const { fault } = await readText(penalties, '<RESULTS>\n</RESULTS>\n<!-- a\n -->\r\nx\n\u0001\n<')
    expect(fault).toMatchObject({ line: 5, message: 'not XML: text data outside of root node.' })
    const marked = await readText(penalties, `\uFEFF${'\r\n'.repeat(300)}x\ny\n`)
    expect(marked.fault?.line).toBe(301)
  })
  it('gives back what was written', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('x', '罚', '𠮷', '<', '&', '>', '"', ' ', '\n', ']]>'),
      maxLength: 6,
    })
    const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&#62;')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell)), async (rows) => {
        const body = rows.map(([a, b]) => `<PENALTY><AMOUNT>${escaped(a)}</AMOUNT><b>${escaped(b)}</b></PENALTY>`)
        const { rows: found } = await read(body.join('\n'), { batchRows: 3 })
        expect(outline(found)).toEqual(rows.map(([amount, b]) => ({ amount, b })))
      }),
      { numRuns: 300 },
    )
  })
})
