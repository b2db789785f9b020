/** Which files of a directory are taken, when, in which order, and where they are afterwards. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { sha256 } from '../../core/ids.js'
import { dropDeclaration, matcher, openDrop } from '../../sources/places/drop.js'
import { checkPlace } from '../../sources/places/registry.js'
import { askFor, landAll } from '../support/places.js'

let drop = ''
beforeEach(() => {
  drop = mkdtempSync(join(tmpdir(), 'riskledger-drop-'))
})

function put(name: string, text = name): void {
  mkdirSync(dirname(join(drop, name)), { recursive: true })
  writeFileSync(join(drop, name), text)
}
const open = (more: Record<string, unknown> = {}) => openDrop(dropDeclaration.parse({ type: 'drop', ...more }), drop)
const after = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const MARKED = { complete: { by: 'marker' } }
const names = async (more: Record<string, unknown>, asked = {}) =>
  (await landAll(open(more), askFor({ now: after(61), ...asked }))).map(({ file }) => file.name)

test('a file is taken when nothing was written to it for a while, whatever time it claims', async () => {
  put('old.csv')
  utimesSync(join(drop, 'old.csv'), 1, 1)
  expect(await names({}, { now: after(30) })).toEqual([])
  expect(await names({}, { now: after(61) })).toEqual(['old.csv'])
})

test('with the convention of a marker a file is taken when it lies there, and not before', async () => {
  for (const name of ['b.csv', 'b.csv.done', 'a.csv', 'c.csv', 'c.csv.ok']) put(name)
  expect(await names(MARKED, { now: after(0) })).toEqual(['b.csv'])
  expect(await names({ complete: { by: 'marker', ending: '.ok' } })).toEqual(['c.csv'])
})

test('a run that takes nothing says why', async () => {
  const told: string[] = []
  const asked = { tell: (text: string) => told.push(text) }
  await names(MARKED, asked)
  for (const name of ['a.csv', 'b.csv', 'b.csv.done']) put(name)
  await names({ ...MARKED, pattern: 'a*' }, asked)
  await names({}, { ...asked, now: after(30) })
  await names(MARKED, { ...asked, taken: async () => true })
  expect(told).toEqual([
    `${drop} gave nothing: it holds no files *`,
    `${drop} gave nothing: of its files a* 1 lack their marker (.done)`,
    `${drop} gave nothing: of its files * 2 did not rest for 60s yet`,
    `${drop} gave nothing: of its files * 1 were read before, or are told of by name, 1 lack their marker (.done)`,
  ])
})

test('a wrong key of a declaration is told with the one that was meant, and a length of time with its unit', () => {
  const check = (declared: object) => () => checkPlace('toy', undefined, { type: 'drop', ...declared })
  expect(check({ patern: '*.csv' })).toThrow(/"patern"\. Did you mean 'pattern'\?/)
  expect(check({ complete: { by: 'marker', endng: '.ok' } })).toThrow(/complete: .*Did you mean 'ending'\?/)
  expect(check({ complete: { by: 'rest', for: 60 } })).toThrow(/complete\.for: .*write 60s/)
})

test('unfinished and hidden names, other patterns and directories are left alone', async () => {
  for (const name of [
    'a.csv',
    'b.csv.part',
    'c.csv.tmp',
    '.d.csv',
    '~e.csv',
    'f.txt',
    'sub/g.csv',
    'done/h.csv',
    'a.csv.manifest.json',
  ])
    put(name)
  expect(await names({ pattern: '*.csv' })).toEqual(['a.csv'])
  expect(await names({ pattern: '*.csv', subdirectories: true })).toEqual(['a.csv', 'g.csv'])
})

test('the order is that of the names, or of the times', async () => {
  for (const [name, at] of [
    ['b', 1],
    ['c', 3],
    ['a', 2],
  ] as const) {
    put(name)
    utimesSync(join(drop, name), at, at)
  }
  expect(await names({})).toEqual(['a', 'b', 'c'])
  expect(await names({ order: 'mtime' })).toEqual(['b', 'a', 'c'])
})

test('links are refused, the files beside them are taken', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'riskledger-outside-'))
  writeFileSync(join(outside, 'secret.csv'), 'secret')
  put('a.csv')
  symlinkSync(join(outside, 'secret.csv'), join(drop, 'b.csv'))
  symlinkSync(outside, join(drop, 'sub'))
  const told: string[] = []
  expect(await names({ subdirectories: true }, { tell: (text: string) => told.push(text) })).toEqual(['a.csv'])
  expect(told.join('\n')).toMatch(/b\.csv is not taken: it is a symbolic link/)
  // Nor is anything moved out through one.
  symlinkSync(outside, join(drop, 'done'))
  const place = open({ after: 'move' })
  const [landed] = await landAll(place, askFor({ now: after(61) }))
  if (landed === undefined) throw new Error('nothing landed')
  await expect(place.done?.(landed.file, false)).rejects.toMatchObject({ code: 'place_unsafe' })
  expect(readdirSync(outside)).toEqual(['secret.csv'])
})

test('what lands is a copy: its writer changes nothing in it, and what he wrote since is not moved away', async () => {
  put('a.csv', 'one')
  const place = open({ after: 'move' })
  const [landed] = await landAll(place, askFor({ now: after(61) }))
  put('a.csv', 'another')
  expect(landed).toMatchObject({ text: 'one', origin: join(drop, 'a.csv') })
  if (landed !== undefined) await place.done?.(landed.file, false)
  expect(readdirSync(drop)).toEqual(['a.csv'])
})

test('what was read is not read again under any name; it is moved with its marker, and overwrites nothing', async () => {
  const known = { taken: async (hash: string) => hash === sha256('old') }
  for (const [name, text] of [
    ['new.csv', 'new'],
    ['again.csv', 'old'],
    ['broken.csv', 'broken'],
    ['done/new.csv', 'earlier'],
  ] as const)
    put(name, text)
  for (const name of ['new.csv', 'again.csv', 'broken.csv']) put(`${name}.done`, '')
  const place = open({ ...MARKED, after: 'move' })
  const landed = await landAll(place, askFor(known))
  expect(landed.map(({ text }) => text)).toEqual(['broken', 'new'])
  for (const { file } of landed) await place.done?.(file, file.name === 'broken.csv')
  const found = (directory: string) => readdirSync(join(drop, directory)).sort()
  expect(found('.')).toEqual(['done', 'failed'])
  expect(found('done')).toEqual(['again.csv', 'again.csv.done', 'new.csv', 'new.csv.1', 'new.csv.1.done'])
  expect(found('failed')).toEqual(['broken.csv', 'broken.csv.done'])
})

test('a drop that is not there is told of when it was declared, and made when it is our own', async () => {
  rmSync(drop, { recursive: true })
  await expect(names({ directory: drop })).rejects.toMatchObject({ code: 'source_missing' })
  expect(await names({})).toEqual([])
  expect(readdirSync(drop)).toEqual([])
})

test('a pattern is no regular expression', () => {
  expect(['a.csv', 'axcsv', 'a.csv.gz'].filter(matcher('?.csv'))).toEqual(['a.csv'])
  expect(['处罚(1).csv', '处罚1.csv'].filter(matcher('*(?).csv'))).toEqual(['处罚(1).csv'])
  expect(matcher('*a'.repeat(50))('a'.repeat(250))).toBe(true)
  expect(matcher(`${'*a'.repeat(45)}b`)('a'.repeat(250))).toBe(false)
})
