import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../sources/csv.js'
import { decode } from '../../sources/decode.js'
import { byteChunks, collect, limits, outline } from './reading.js'

async function decoded(bytes: Uint8Array, size = 1 << 20) {
  let text = ''
  let marked = false
  for await (const chunk of decode(byteChunks(bytes, size))) {
    if ('fault' in chunk) return { fault: chunk.fault, text, marked }
    if (chunk.text.includes('\u0000')) expect(chunk.holdsNul).toBe(true)
    marked ||= chunk.holdsNul
    text += chunk.text
  }
  return { text, marked }
}

/** 处罚, a four-byte character (㐀 U+3400), 决定 in GB18030. */
const gb = Buffer.from([0xb4, 0xa6, 0xb7, 0xa3, 0x81, 0x39, 0xee, 0x39, 0xbe, 0xf6, 0xb6, 0xa8])
const gbText = '处罚㐀决定'

describe('UTF-8', () => {
  it('is read whatever the chunks, with and without BOM', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (some, bom, size) => {
          const text = some.replaceAll(/[^\P{Cc}\n]|\uFEFF|^PK/gu, '')
          const bytes = Buffer.from((bom ? '\uFEFF' : '') + text)
          expect(await decoded(bytes, size)).toEqual({ text, marked: false })
        },
      ),
    )
  })
  it('with one damaged byte loses one character, and not the one a publisher lost', async () => {
    const good = '罚款,\uFFFD,金额\n'.repeat(20)
    const bytes = Buffer.concat([Buffer.from(good), Buffer.from([0xe4, 0xb8]), Buffer.from(good)])
    for (const size of [1, 5, 64, 1000]) expect((await decoded(bytes, size)).text).toBe(`${good}\uFFFD\u0000${good}`)
  })
  it('is not given up when damage comes late', async () => {
    const good = Buffer.from('罚款,1\n'.repeat(100_000))
    const bytes = Buffer.concat([Buffer.from('a,b\n'), good, Buffer.from([0xb4, 0xa6, 0x2c, 0x31, 0x0a]), good])
    const format = csv({ delimiter: ',', quote: '"', columns: { a: [], b: [] }, required: ['a'] })
    const read = await collect(format.read(decode(byteChunks(bytes, 1 << 16)), limits()))
    expect(read.rows).toHaveLength(200_001)
    expect(outline(read.rows.filter((row) => 'fault' in row))).toEqual(['100002: row_encoding'])
  })
})

describe('GB18030', () => {
  it('is read whatever the chunks, also characters of four bytes', async () => {
    for (let size = 1; size < 14; size++) {
      expect((await decoded(gb, size)).text).toBe(gbText)
      expect((await decoded(Buffer.concat([Buffer.from('a,b\n'), gb, Buffer.from('\n')]), size)).text).toBe(
        `a,b\n${gbText}\n`,
      )
    }
    expect((await decoded(Buffer.concat([Buffer.from([0x84, 0x31, 0x95, 0x33]), gb]))).text).toBe(gbText)
  })
  it('is read where no byte tells where a character begins', async () => {
    const bytes = Buffer.concat(Array.from({ length: 20_000 }, () => gb))
    expect((await decoded(bytes, 4999)).text).toBe(gbText.repeat(20_000))
  })
  it('with late damage loses what is damaged and no line end', async () => {
    const line = Buffer.concat([gb, Buffer.from(',1\n')])
    const lines = Array.from({ length: 20_000 }, () => line)
    const bytes = Buffer.concat([...lines, Buffer.from([0xb4, 0x0a, 0x81, 0x30, 0x0a]), ...lines])
    for (const size of [1000, 65_536]) {
      const { text } = await decoded(bytes, size)
      expect(text.split('\n')).toHaveLength(40_003)
      expect(text.split('\u0000')).toHaveLength(3)
    }
  })
})

describe('what is neither', () => {
  it.each([
    ['UTF-16', Buffer.from('\uFEFFa,b\n', 'utf16le'), 'file_encoding', /UTF-16.*save it as UTF-8/],
    ['Latin-1', Buffer.from('name,city\ncafé,é\n', 'latin1'), 'file_encoding', /byte 13 \(0xE9\)/],
    ['Windows-1252', Buffer.from('name,city\nMüller GmbH,Köln\n', 'latin1'), 'file_encoding', /Windows-1252.*UTF-8/],
    ['one umlaut', Buffer.from('name\nMüller\n', 'latin1'), 'file_encoding', /Windows-1252/],
    ['a workbook', Buffer.from('PK\u0003\u0004xl/workbook.xml'), 'file_binary', /Excel/],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 'file_binary', /\.xls/],
    ['binary', Buffer.from(Array.from({ length: 5000 }, (_, at) => at % 31)), 'file_binary', /control characters/],
  ])('is refused: %s', async (_, bytes, fault, message) => {
    for (const size of [1, 7, 5000]) {
      const read = await decoded(bytes, size)
      expect(read.fault).toMatchObject({ fault, message: expect.stringMatching(message) })
    }
  })
  it('does not include Chinese text with letters around it, or characters whose second byte is one of ASCII', async () => {
    // A罚b, and 塟, whose second byte is a letter.
    const bytes = Buffer.concat([
      Buffer.from('A'),
      Buffer.from([0xb7, 0xa3]),
      Buffer.from('b,'),
      Buffer.from('895a', 'hex'),
    ])
    expect((await decoded(bytes)).text).toBe('A罚b,塟')
  })
  it('does not include text with a NUL in it', async () => {
    expect(await decoded(Buffer.from('a,b\n1,\u0000\n'))).toEqual({ text: 'a,b\n1,\u0000\n', marked: true })
  })
})
