/** Archives: their entries as sources of their own, and what of them is refused. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Packed, xlsx, zip } from '../../bench/fuzz/archives.js'
import { csv } from '../../sources/csv.js'
import { fingerprint, listFiles } from '../../sources/files.js'
import { jsonRecords } from '../../sources/json.js'
import { openParts } from '../../sources/parts.js'
import type { Format, ReadLimits } from '../../sources/source.js'
import { collect, limits, outline } from './reading.js'

const two = csv({ delimiter: ',', quote: '"', columns: { a: [], b: [] }, required: ['a', 'b'] })
let home = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'riskledger-parts-'))
})
afterEach(() => rmSync(home, { recursive: true }))

/** What each part gives: its rows, or the code of the fault that ended or refused it. */
async function taken(bytes: Uint8Array, format: Format = two, changes: Partial<ReadLimits> = {}) {
  writeFileSync(join(home, 'z.zip'), bytes)
  const opened = await openParts(await listFiles(join(home, 'z.zip')), format, limits(changes))
  const found: [string, ...unknown[]][] = []
  const hashes: string[] = []
  for (const part of opened.parts) {
    if ('fault' in part) {
      found.push([part.name, part.fault.fault])
      continue
    }
    hashes.push(await part.fingerprint())
    const read = await collect(part.read(limits(changes)))
    found.push([part.name, ...outline(read.rows), ...(read.fault === undefined ? [] : [read.fault.fault])])
  }
  await opened.close()
  return { found, hashes }
}

const good: Packed = { name: 'good.csv', content: 'a,b\n1,2\n' }
const read = { a: '1', b: '2' }

describe('a zip archive', () => {
  it('gives its files, also compressed ones, without folders and what stands beside the data', async () => {
    const { found } = await taken(
      zip([
        { name: 'folder/', content: '' },
        { name: 'folder/一月.csv', content: 'a,b\n1,2\n' },
        { name: '二月.csv.gz', content: gzipSync('a,b\n3,4\n'), stored: true },
        { name: './././三月.csv', content: 'a,b\n5,6\n' },
        { name: '__MACOSX/._x', content: 'x' },
        { name: '.DS_Store', content: 'x' },
      ]),
    )
    expect(found).toEqual([
      ['z.zip/folder/一月.csv', read],
      ['z.zip/二月.csv.gz', { a: '3', b: '4' }],
      ['z.zip/三月.csv', { a: '5', b: '6' }],
    ])
  })
  it('names entries in UTF-8, said or not, and in GB18030', async () => {
    const gb18030 = Buffer.from([0xd2, 0xbb, 0xd4, 0xc2]) // 一月
    const { found } = await taken(
      zip([
        { ...good, name: '一.csv' },
        { ...good, name: Buffer.from('二.csv') },
        { ...good, name: Buffer.concat([gb18030, Buffer.from('.csv')]) },
      ]),
    )
    expect(found.map(([name]) => name)).toEqual(['z.zip/一.csv', 'z.zip/二.csv', 'z.zip/一月.csv'])
  })
  it('holds sources that are known when they came plain or compressed', async () => {
    const text = 'a,b\n1,2\n'
    const { hashes } = await taken(
      zip([
        { name: 'x.csv', content: text },
        { name: 'y.gz', content: gzipSync(text) },
      ]),
    )
    for (const content of [text, gzipSync(text)]) {
      writeFileSync(join(home, 'plain'), content)
      hashes.push(await fingerprint({ name: 'plain', path: join(home, 'plain'), bytes: 0 }))
    }
    expect(new Set(hashes).size).toBe(1)
  })
  it('may lie in another one, and no deeper; a workbook may lie in one', async () => {
    const inner = zip([good, { name: 'deep.zip', content: zip([good]) }])
    const book = xlsx({ sheets: [{ name: 'S', rows: [['a', 'b'], ['1', '2']] }] }) // biome-ignore format: a table
    const spool = join(home, 'tmp')
    mkdirSync(spool)
    vi.stubEnv('TMPDIR', spool)
    const { found } = await taken(
      zip([
        { name: 'inner.zip', content: inner },
        { name: 'b.xlsx', content: book },
      ]),
    )
    expect(found).toEqual([
      ['z.zip/inner.zip/good.csv', read],
      ['z.zip/inner.zip/deep.zip', 'file_nested'],
      ['z.zip/b.xlsx/S', read],
    ])
    expect(readdirSync(spool)).toEqual([])
    vi.unstubAllEnvs()
  })
})

describe('of an archive is refused, beside its good entries,', () => {
  it.each<[string, Packed, string]>([
    ['what leads upwards', { ...good, name: '../../x.csv' }, 'file_entry'],
    ['what leads upwards by backslashes', { ...good, name: '..\\x.csv' }, 'file_entry'],
    ['what has an absolute name', { ...good, name: '/etc/x.csv' }, 'file_entry'],
    ['what has a drive', { ...good, name: 'C:\\x.csv' }, 'file_entry'],
    ['what has control characters in its name', { ...good, name: 'x\u0000\n.csv' }, 'file_entry'],
    ['a symbolic link', { ...good, mode: 0o120777 }, 'file_entry'],
    ['what is encrypted', { ...good, flags: 0x801 }, 'file_encrypted'],
    ['what is packed in another way', { ...good, claims: { method: 9 } }, 'file_zip'],
    ['a bomb', { ...good, content: Buffer.alloc(20_000_000) }, 'file_bomb'],
  ])('%s', async (_, bad, fault) => {
    const { found } = await taken(zip([bad, good]))
    expect(found.map((part) => part.at(-1))).toEqual([fault, read])
    expect(found[0]?.[0]).toMatch(/^z\.zip\/[^\0\n]+$/)
  })
  it('what is damaged, after its whole rows', async () => {
    const wrong = { ...good, name: 'crc.csv', claims: { crc: 1 } }
    const short = { ...good, name: 'short.csv', claims: { bytes: 5 } }
    const { found, hashes } = await taken(zip([wrong, short, good]))
    expect(found.map((part) => part.at(-1))).toEqual(['file_zip', 'file_zip', read])
    expect(found[0]?.[1]).toEqual(read)
    expect(new Set(hashes).size).toBe(3)
  })
})

describe('an archive is refused as a whole', () => {
  it.each<[string, () => Buffer, string, Partial<ReadLimits>]>([
    ['without files', () => zip([{ name: 'x/', content: '' }]), 'file_empty', {}],
    ['without entries', () => zip([]), 'file_empty', {}],
    ['cut off', () => zip([good]).subarray(0, 60), 'file_zip', {}],
    ['with too many entries', () => zip(Array.from({ length: 10_001 }, () => good)), 'file_entries', {}],
    ['that expands to too much', () => zip([good, good]), 'file_bomb', { expandedBytes: 12 }],
  ])('%s', async (_, make, fault, changes) => {
    expect((await taken(make(), two, changes)).found).toEqual([['z.zip', fault]])
  })
  it('whose entries share their data', async () => {
    const [one, end] = [zip([{ ...good, content: 'x'.repeat(500), stored: true }]), 22]
    const [file, entry] = [one.subarray(0, one.indexOf('PK\x01\x02')), one.subarray(one.indexOf('PK\x01\x02'), -end)]
    const tail = Buffer.from(one.subarray(-end))
    tail.writeUInt16LE(9, 8)
    tail.writeUInt16LE(9, 10)
    tail.writeUInt32LE(9 * entry.length, 12)
    const all = Buffer.concat([file, ...Array.from({ length: 9 }, () => entry), tail])
    expect((await taken(all)).found).toEqual([['z.zip', 'file_bomb']])
  })
  it('that is a workbook, by a format that reads no sheets', async () => {
    const book = xlsx({ sheets: [{ name: 'S', rows: [['a']] }] })
    expect((await taken(book, jsonRecords())).found).toEqual([['z.zip', 'file_binary']])
  })
})

describe('whatever is in an archive', () => {
  it('is read as it is read by itself', async () => {
    const content = fc.array(fc.constantFrom('a,b\n', '1,2\n', '"', '\n', '罚', ','), { maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(fc.array(content, { minLength: 1, maxLength: 4 }), fc.boolean(), async (contents, stored) => {
        const texts = contents.map((pieces) => pieces.join(''))
        const { found } = await taken(zip(texts.map((text, at) => ({ name: `${at}.csv`, content: text, stored }))))
        for (const [at, text] of texts.entries()) {
          writeFileSync(join(home, 'plain.csv'), text)
          const [part] = (await openParts(await listFiles(join(home, 'plain.csv')), two, limits())).parts
          if (part === undefined || 'fault' in part) throw new Error('a plain file is a part')
          const plain = await collect(part.read(limits()))
          const expected = [...outline(plain.rows), ...(plain.fault === undefined ? [] : [plain.fault.fault])]
          expect(found[at]?.slice(1)).toEqual(expected)
        }
      }),
      { numRuns: 100 },
    )
  })
})
