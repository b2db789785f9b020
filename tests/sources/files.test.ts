import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { csv } from '../../sources/csv.js'
import { fingerprint, listFiles, readFile } from '../../sources/files.js'
import type { ReadLimits } from '../../sources/source.js'
import { collect, limits, outline } from './reading.js'

const two = csv({ delimiter: ',', quote: '"', columns: { a: [], b: [] }, required: ['a', 'b'] })
let home = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'riskledger-sources-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function put(name: string, content: string | Uint8Array): string {
  writeFileSync(join(home, name), content)
  return join(home, name)
}

async function read(path: string, changes: Partial<ReadLimits> = {}) {
  const bytes = 0
  return collect(readFile({ name: 'file', path, bytes }, two, limits(changes)))
}

describe('listing', () => {
  it('gives the regular files of a directory by name, without what stands beside the data', async () => {
    put('b.csv', 'xx')
    put('a.csv', 'x')
    put('.hidden', '')
    put('a.csv.manifest.json', '{}')
    put('a.done', '')
    mkdirSync(join(home, 'inner'))
    symlinkSync(join(home, 'b.csv'), join(home, 'c.csv'))
    expect((await listFiles(home)).map(({ name, bytes }) => [name, bytes])).toEqual([
      ['a.csv', 1],
      ['b.csv', 2],
      ['c.csv', 2],
    ])
    expect(await listFiles(join(home, 'a.csv'))).toEqual([{ name: 'a.csv', path: join(home, 'a.csv'), bytes: 1 }])
  })
  it('says which parent of a missing path there is', async () => {
    const error = await listFiles(join(home, 'no', 'such', 'f.csv')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'source_missing', hint: expect.stringContaining(home) })
    put('f', '')
    await expect(listFiles(join(home, 'f', 'g'))).rejects.toMatchObject({ code: 'source_missing' })
  })
  it('refuses pipes, which would block for ever', async () => {
    execFileSync('mkfifo', [join(home, 'pipe')])
    await expect(listFiles(join(home, 'pipe'))).rejects.toMatchObject({ code: 'source_unreadable' })
    await expect(listFiles(home)).rejects.toMatchObject({ code: 'source_unreadable' })
  })
})

describe('reading', () => {
  it('fingerprints the bytes', async () => {
    const [file] = await listFiles(put('f', 'x'.repeat(3_000_000)))
    if (file === undefined) throw new Error('no file')
    expect(await fingerprint(file)).toBe(createHash('sha256').update('x'.repeat(3_000_000)).digest('hex'))
    await expect(fingerprint({ ...file, path: join(home, 'gone') })).rejects.toMatchObject({
      code: 'source_unreadable',
    })
  })
  it('turns an empty, a missing and an unreadable file into one fault', async () => {
    expect((await read(put('empty', ''))).fault?.fault).toBe('file_empty')
    expect((await read(put('empty.gz', gzipSync('')))).fault?.fault).toBe('file_empty')
    expect((await read(join(home, 'gone'))).fault?.fault).toBe('file_read')
    expect((await read(home)).fault?.fault).toBe('file_read')
  })
  it('closes the file when the reader stops early', async () => {
    const path = put('long.csv', `a,b\n${'1,2\n'.repeat(1_000_000)}`)
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    for await (const event of readFile({ name: 'f', path, bytes: 0 }, two, limits())) if (event.type === 'batch') break
    expect(open()).toBe(before)
  })
  it('counts the bytes of the file as it lies there', async () => {
    const bytes = gzipSync(`a,b\n${'1,2\n'.repeat(100_000)}`)
    let last = 0
    for await (const event of readFile({ name: 'f', path: put('f', bytes), bytes: bytes.length }, two, limits())) {
      if (event.type !== 'batch') continue
      expect(event.bytesRead).toBeGreaterThanOrEqual(last)
      last = event.bytesRead
    }
    expect(last).toBe(bytes.length)
  })
})

describe('gzip', () => {
  const rows = Array.from({ length: 50_000 }, (_, at) => `${at},${(at * 7919) % 10_007}\n`).join('')
  const whole = gzipSync(`a,b\n${rows}`)

  it('is known by its content, in several members, under any name', async () => {
    const path = put('plain.csv', Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')]))
    expect(outline((await read(path)).rows)).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
    expect((await read(put('x.csv.gz', 'a,b\n1,2\n'))).rows).toHaveLength(1)
  })
  it('that ends early gives its whole rows, then a fault', async () => {
    const found = await read(put('f', whole.subarray(0, whole.length >> 1)))
    expect(found.fault?.fault).toBe('file_gzip')
    expect(found.rows.length).toBeGreaterThan(20_000)
    expect(found.rows.filter((row) => 'fault' in row)).toEqual([])
    expect(found.fault?.line).toBe(found.rows.length + 2)
  })
  it('that is damaged is a fault', async () => {
    const bytes = Buffer.from(whole)
    bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 50)
    expect((await read(put('f', bytes))).fault?.fault).toBe('file_gzip')
  })
  it('that expands without measure is stopped', async () => {
    const path = put('f', gzipSync(`a,b\n${'1,2\n'.repeat(10_000_000)}`))
    expect((await read(path)).fault?.fault).toBe('file_bomb')
    expect((await read(put('g', whole), { expandedBytes: 100_000 })).fault?.fault).toBe('file_bomb')
    expect((await read(put('h', gzipSync(`a,b\n${'1,2\n'.repeat(100_000)}`)))).fault).toBeUndefined()
  })
})
