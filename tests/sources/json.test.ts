import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonRecords } from '../../sources/json.js'
import { outline, readText, reread } from './reading.js'

const json = jsonRecords()
const results = jsonRecords({ path: ['data', 'results'] })

describe('one object a line', () => {
  it('skips blank lines but counts them, and reads on behind broken ones', async () => {
    const text = '\n{"a":1}\r\n\n{"a":\n[1]\nnull\n{"a":"x\u0000"}\n{"a":"\uFFFD\u0000"}\n{"a":"\uFFFD"}\n{"a":2}'
    for (const size of [1, 7, 1000]) {
      const read = await readText(json, text, { batchRows: 2 }, size)
      expect(read.rows.map((row) => [row.line, 'fault' in row ? row.fault : row.row])).toEqual([
        [2, { a: 1 }],
        [4, 'row_json'],
        [5, 'row_json'],
        [6, 'row_json'],
        [7, 'row_nul'],
        [8, 'row_encoding'],
        [9, { a: '\uFFFD' }],
        [10, { a: 2 }],
      ])
      expect(reread(json, read)).toEqual(read.rows)
    }
  })
  it('is still that when its first line is broken', async () => {
    expect(outline((await readText(json, '{"a":\n{"a":1}\n')).rows)).toEqual(['1: row_json', { a: 1 }])
    expect(outline((await readText(json, 'a":1}\n{"a":1}\n')).rows)).toEqual(['1: row_json', { a: 1 }])
    expect(outline((await readText(json, '{"a":')).rows)).toEqual(['1: row_json'])
  })
  it('clips a line beyond the limit and stays with that', async () => {
    const text = `{"a":1}\n{"a":"${'x'.repeat(500)}"}\n{"a":2}\n`
    const read = await readText(json, text, { rowChars: 50 })
    expect(outline(read.rows)).toEqual([{ a: 1 }, '2: row_too_large', { a: 2 }])
    expect(reread(json, read, { rowChars: 50 })).toEqual(read.rows)
    expect(await readText(json, text, { rowChars: 50 }, 3)).toEqual(read)
  })
  it('refuses what would harm those who read on: __proto__ keys and nesting without end', async () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const text = `{"a":{"__proto__":{"x":1}}}\n{"\\u005f_proto__":1}\n${deep}\n{"constructor":1}\n`
    const read = await readText(json, text)
    expect(outline(read.rows)).toEqual(['1: row_json', '2: row_json', '3: row_json', { constructor: 1 }])
  })
})

describe('numbers', () => {
  it.each([
    ['123456789012345678', '123456789012345678'],
    ['-0.12345678901234567890', '-0.12345678901234567890'],
    ['1e400', '1e400'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740992', 9007199254740992],
    ['121.50612345678901', 121.50612345678901],
    ['1.5000000000000000000', 1.5],
    ['100000000000000000000', 1e20],
    ['1E3', 1000],
    ['2316697671', 2316697671],
    ['0.2', 0.2],
  ])('%s is kept exactly', async (source, value) => {
    const rows = outline(
      (await readText(json, `{"a":[${source}],"s":"a ${source} \\" ${source}","n":${source}}\n`)).rows,
    )
    expect(rows).toEqual([{ a: [value], s: `a ${source} " ${source}`, n: value }])
  })
  it('that are no JSON do not become it', async () => {
    const text = '{"a":1}\n{"a":01234567890123456789}\n{12345678901234567890:1}\n{"a":12345678901234567890x}\n'
    expect(outline((await readText(json, text)).rows).slice(1)).toEqual(['2: row_json', '3: row_json', '4: row_json'])
  })
  it('never change other values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), async (row) => {
        const text = JSON.stringify(row)
        fc.pre(!text.includes('__proto__'))
        const read = await readText(json, `${text}\n`)
        const found = read.rows[0]
        expect(found !== undefined && 'row' in found ? JSON.stringify(found.row) : found).toBe(text)
      }),
    )
  })
})

describe('a document', () => {
  const elements = '[\n  {"a": 1},\n\n  {"a": [2, "]}\\""]}, {"a": "x\u0000"},\r\n  7,\n  {"b":\n  {}}\n]'
  const expected = [
    [2, { a: 1 }],
    [4, { a: [2, ']}"'] }],
    [4, 'row_nul'],
    [5, 'row_json'],
    [6, { b: {} }],
  ]

  it.each([
    ['an array', json, elements, 0],
    ['an array at a path', results, `{"data": {"results": 0, "n": {}, "results":\n${elements}}, "x": 1}\n`, 1],
    ['all on one line', results, `{"data":{"results":[{"a":1}]}}`, undefined],
  ])('is %s, and its elements know their lines', async (_, format, text, offset) => {
    const read = await readText(format, text, { batchRows: 2 }, 5)
    const rows = read.rows.map((row) => [row.line, 'fault' in row ? row.fault : row.row])
    if (offset === undefined) expect(rows).toEqual([[1, { a: 1 }]])
    else expect(rows).toEqual(expected.map(([line, row]) => [Number(line) + offset, row]))
    expect(reread(format, read)).toEqual(read.rows)
  })
  it('is one object over several lines', async () => {
    expect((await readText(json, '\n{\n "a": 1,\n "b": {}\n}\n')).rows).toEqual([{ line: 2, row: { a: 1, b: {} } }])
  })
  it('keeps an element beyond the limit apart', async () => {
    const read = await readText(json, `[{"a":1},\n{"a":\n"${'x'.repeat(90)}",\n"b":1},\n{"a":2}]`, { rowChars: 40 })
    expect(read.rows.map((row) => [row.line, 'fault' in row ? row.fault : row.row])).toEqual([
      [1, { a: 1 }],
      [2, 'row_too_large'],
      [5, { a: 2 }],
    ])
    expect(reread(json, read, { rowChars: 40 })).toEqual(read.rows)
  })
  it.each([
    ['[{"a":1},\n{"a":]', /not JSON/],
    ['{\n"other": []\n}', /no array at data\.results/],
    ['<html>\n<body>', /begins with: <html>/],
    ['"x"', /begins with/],
  ])('%j is refused as a whole', async (text, message) => {
    const read = await readText(results, text)
    expect(read.fault).toMatchObject({ fault: 'file_json', message: expect.stringMatching(message) })
    expect(read.rows).toEqual([])
  })
  it.each([
    ['[{"a":1},\n{"a":},\n{"a":2},\n{"a":3}]', 2],
    ['[{"a":1},\n{"a":2} {"a":3},\n{"a":4}]', 2],
  ])('%j is refused at the line of what is wrong', async (text, line) => {
    expect((await readText(json, text)).fault).toMatchObject({ fault: 'file_json', line })
  })
  it('has something in it', async () => {
    expect((await readText(json, ' \n\n')).fault?.fault).toBe('file_empty')
  })
})
