import { describe, expect, it } from 'vitest'
import { jsonRecords } from '../../sources/json.js'
import { jsonMetadata } from '../../sources/json_metadata.js'
import { outline, readText, reread } from './reading.js'

describe('a key that stands twice', () => {
  it('is a broken row, because one of its values would be lost', async () => {
    const rows = [
      '{"a":1,"b":{"c":1,"d":[{"c":2}],"c":3}}',
      '{"a":1,"\\u0061" : 2}',
      '{"a":"x\\":","b":{"a":[1,{"a":"\\\\"}]}}',
    ]
    for (const text of [rows.join('\n'), `[${rows.join(',\n')}]`]) {
      const read = await readText(jsonRecords(), text)
      expect(outline(read.rows)).toEqual(['1: row_json', '2: row_json', { a: 'x":', b: { a: [1, { a: '\\' }] } }])
      expect(reread(jsonRecords(), read)).toEqual(read.rows)
    }
  })
})

describe('features', () => {
  const format = jsonRecords({ path: ['features'], lift: ['attributes'] })
  it('are flat rows with their geometry', async () => {
    const page = {
      total: 3,
      features: [
        { attributes: { ID: 1, NAME: '甲' }, geometry: { x: 1, y: 2 } },
        { attributes: { geometry: 1 }, geometry: null },
        { attributes: null, geometry: null },
      ],
    }
    for (const text of [JSON.stringify(page), JSON.stringify(page, null, 1)]) {
      const read = await readText(format, text)
      const [first, second, third] = outline(read.rows)
      expect(first).toEqual({ ID: 1, NAME: '甲', geometry: { x: 1, y: 2 } })
      expect(second).toMatch(/row_json/)
      expect(third).toEqual({ attributes: null, geometry: null })
      expect(reread(format, read)).toEqual(read.rows)
    }
  })
  it('may come one a line', async () => {
    const read = await readText(format, '{"attributes":{"a":1},"geometry":null}\n{"attributes":{"a":2}}\n')
    expect(outline(read.rows)).toEqual([{ a: 1, geometry: null }, { a: 2 }])
    expect(reread(format, read)).toEqual(read.rows)
  })
})

describe('a path', () => {
  const format = jsonRecords({ path: ['results', 'items'] })
  it.each([
    ['{"results":[{"items":[{"a":1}]},{"none":0},{"items":null},{"items":[{"a":2},{"a":3}]}]}'],
    ['{\n"results":[[{"items":[{"a":1},{"a":2}]}],\n{"items":[{"a":3}]}]}'],
  ])('leads through arrays: %j', async (text) => {
    const read = await readText(format, text)
    expect(outline(read.rows)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }])
    expect(reread(format, read)).toEqual(read.rows)
  })
  it.each([
    ['{"n":3,"results":{"items":[\n{"a":1},\n{"a":2},\n{"a":3}\n]}}\n'],
    ['{"n":3,"results":{"items":[{"a":1},\r\n{"a":2},\r\n{"a":3}]}}'],
  ])('leads to elements on a line each: %j', async (text) => {
    const read = await readText(format, text)
    expect(outline(read.rows)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }])
    expect(reread(format, read)).toEqual(read.rows)
  })
  it('does not make a document of lines whose first is broken', async () => {
    const read = await readText(format, '{"a":1,"b":"\n{"a":2}\n')
    expect(outline(read.rows)).toEqual(['1: row_json', { a: 2 }])
  })
  it('that leads to no array is a fault of the file, however deep it is', async () => {
    const deep = `{"results":\n${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    expect((await readText(format, deep)).fault?.message).toMatch(/no array at results\.items/)
    expect((await readText(format, '{"results":[{"items":1}],\n"x":1}')).fault?.message).toMatch(/no array/)
  })
  it('keeps a row that is nested too deep apart', async () => {
    const text = `{"results":{"items":[{"a":${'['.repeat(99)}${']'.repeat(99)}},{"a":1}]}}`
    expect(outline((await readText(format, text)).rows)).toEqual(['1: row_json', { a: 1 }])
  })
})

describe('what a page says of itself', () => {
  it('is found beside its rows', () => {
    const text = '{"meta":{"total":12345678901234567890,"next":null,"more":{}},"items":[1]}'
    const paths = {
      total: ['meta', 'total'],
      next: ['meta', 'next'],
      more: ['meta', 'more'],
      none: ['meta', 'constructor'],
    }
    expect(jsonMetadata(text, paths)).toEqual(
      new Map([
        ['total', '12345678901234567890'],
        ['next', null],
      ]),
    )
    expect(jsonMetadata('[]', paths)).toBeUndefined()
    expect(jsonMetadata('<html>', paths)).toBeUndefined()
  })
})
