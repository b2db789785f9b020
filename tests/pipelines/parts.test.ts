/** Archives and workbooks through the pipeline: parts are sources, what is refused lies in quarantine, rows are replayed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { xlsx, zip } from '../../bench/fuzz/archives.js'
import { ROOT } from '../../core/paths.js'
import { preview } from '../../pipelines/preview.js'
import { loadConnector } from '../../pipelines/registry.js'
import { replay } from '../../pipelines/replay.js'
import { listFiles } from '../../sources/files.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const items = (connector: string) =>
  ledger.rows<{ locator: string; code: string; scope: string }>(
    'select locator, code, scope from ledger.quarantine where connector = $1 order by quarantine_id',
    [connector],
  )

test('what came plain is known in an archive; what of it is refused is a fault of the file, once, and the rest goes in', async () => {
  const toy = toyConnector('zipped')
  const plain = 'key,name,fine\n1,甲,1\n2,乙,-2\n'
  await ledger.load(toy, ledger.file('plain.csv', plain))
  const archive = zip([
    { name: '一月.csv', content: plain },
    { name: '../up.csv', content: plain },
    { name: '/abs.csv', content: plain },
    { name: '二月.csv.gz', content: gzipSync('key,name,fine\n3,丙,3\n4,丁,-4\n') },
  ])
  const path = ledger.file('z.zip', archive)
  const run = await ledger.load(toy, path)
  expect(run).toMatchObject({ read: 4, accepted: 2, rejected: 2, inserted: 1, repeated: 1, file_faults: 2 })
  const kept = [
    { locator: 'plain.csv:3', code: 'money_negative', scope: 'row' },
    { locator: 'z.zip/../up.csv', code: 'file_entry', scope: 'file' },
    { locator: 'z.zip//abs.csv', code: 'file_entry', scope: 'file' },
    { locator: 'z.zip/二月.csv.gz:3', code: 'money_negative', scope: 'row' },
  ]
  expect(await items('zipped')).toEqual(kept)
  expect(await ledger.load(toy, path)).toMatchObject({ inserted: 0, repeated: 2, file_faults: 2 })
  expect(await items('zipped')).toEqual(kept)
  const shown = await preview(toy, await listFiles(path), { batchRows: 100, examples: 9 })
  expect(shown).toMatchObject({ read: 4, accepted: 2, rejected: 2 })
  expect(shown.faults.map(({ file, fault }) => [file, fault])).toEqual([
    ['z.zip/../up.csv', 'file_entry'],
    ['z.zip//abs.csv', 'file_entry'],
  ])
})

test('a snapshot with anything refused withdraws nothing', async () => {
  const toy = toyConnector('partly', { mode: { type: 'snapshot', max_drop: 1 } })
  await ledger.load(toy, ledger.file('all.csv', 'key,name\n1,甲\n2,乙\n'), true)
  const archive = zip([
    { name: 'a.csv', content: 'key,name\n1,甲\n' },
    { name: 'b.csv', content: 'key,name\n2,乙\n', flags: 0x801 },
  ])
  const run = await ledger.load(toy, ledger.file('partly.zip', archive), true)
  expect(run).toMatchObject({ accepted: 1, withdrawn: 0, file_faults: 1 })
})

test('the header again is ignored, so that every row has its fate', async () => {
  const rows = 'key,name\n1,甲\nkey,name\n2,乙\n'
  const run = await ledger.load(toyConnector('again'), ledger.file('again.csv', rows))
  expect(run).toMatchObject({ read: 3, accepted: 2, ignored: 1, rejected: 0, inserted: 2 })
})

test('a row of a sheet is read again from what was kept, in the dialect of sheets', async () => {
  const loaded = await loadConnector('cn_credit_penalty')
  const sample = readFileSync(join(ROOT, 'connectors/cn_credit_penalty/sample.csv'), 'utf8').split('\n')
  const [header = '', row = ''] = sample
  const columns = header.split(',')
  const cells = row.split(',')
  const [date, note] = [columns.indexOf('处罚决定日期'), columns.length]
  const wrong = cells.map((cell, at) => (at === date ? '2024-02-30' : cell))
  const rows = [['公示表'], columns, wrong, [...cells.slice(0, note), 'stray', 'text']]
  const run = await ledger.load(loaded, ledger.file('b.xlsx', xlsx({ sheets: [{ name: 'S', rows }] })))
  expect(run).toMatchObject({ read: 2, rejected: 2, file_faults: 0 })
  const replayed = await replay(ledger.stage, 'cn_credit_penalty', null)
  expect(replayed.failing.map(({ locator, code }) => [locator, code])).toEqual([
    ['b.xlsx/S:3', 'date_invalid'],
    ['b.xlsx/S:4', 'row_fields'],
  ])
})
