/** A run over a drop: what each file is to the ledger, and where it is afterwards. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestFrom } from '../../pipelines/land.js'
import { load } from '../../pipelines/load.js'
import { checkPlace } from '../../sources/places/registry.js'
import { readRuns } from '../../warehouse/runs.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('a drop of whole files: each is a run of its own, and what the last one lacks is withdrawn', async () => {
  const toy = toyConnector('drop', { mode: { type: 'snapshot', max_drop: 0.5 } })
  const inbox = join(ledger.home, 'inbox', 'drop')
  mkdirSync(inbox, { recursive: true })
  const put = (file: string, keys: readonly number[], more = '') => {
    writeFileSync(join(inbox, file), `key,name\n${keys.map((key) => `${key},公司${key}\n`).join('')}${more}`)
    writeFileSync(join(inbox, `${file}.done`), '')
  }
  const declaration = checkPlace('drop', { type: 'drop', complete: { by: 'marker' }, after: 'move', each: 'whole' }, {})
  if (declaration === undefined) throw new Error('no place')
  const reading = { declaration, home: ledger.home, inbox, secrets: {}, since: null, until: null, full: false }
  put('2025-01.csv', range(1, 10))
  put('2025-02.csv', range(2, 11))
  const ids = await ingestFrom(ledger.stage, toy, reading)
  await load(ledger.stage)
  expect(await readRuns(ledger.database, ids)).toMatchObject([
    { inserted: 10, withdrawn: 0 },
    { inserted: 1, withdrawn: 1 },
  ])
  expect(
    await ledger.rows(
      "select source_key from ledger.penalty where connector = 'drop' and in_force order by source_key::int",
    ),
  ).toEqual(range(2, 11).map((key) => ({ source_key: String(key) })))
  // A file without its header says nothing of what is absent.
  writeFileSync(join(inbox, '2025-03.csv'), 'x\n')
  writeFileSync(join(inbox, '2025-03.csv.done'), '')
  const [broken = 0] = await ingestFrom(ledger.stage, toy, reading)
  await load(ledger.stage)
  expect(await readRuns(ledger.database, [broken])).toMatchObject([{ file_faults: 1, withdrawn: 0 }])
  expect(readdirSync(join(inbox, 'failed'))).toEqual(['2025-03.csv', '2025-03.csv.done'])
  expect(await ledger.rows("select path from raw.source where connector = 'drop' order by name limit 1")).toEqual([
    { path: join(inbox, '2025-01.csv') },
  ])
})

test('many small files: header and rows of each in one transaction, and the same bytes under another name once', async () => {
  const toy = toyConnector('small')
  const inbox = join(ledger.home, 'inbox', 'small')
  mkdirSync(inbox, { recursive: true })
  const put = (file: string, key: number) => {
    writeFileSync(join(inbox, file), `key,name\n${key},公司${key}\n`)
    writeFileSync(join(inbox, `${file}.done`), '')
  }
  for (const key of range(10, 29)) put(`${key}.csv`, key)
  put('29b.csv', 29)
  const declaration = checkPlace('small', { type: 'drop', complete: { by: 'marker' } }, {})
  if (declaration === undefined) throw new Error('no place')
  const reading = { declaration, home: ledger.home, inbox, secrets: {}, since: null, until: null, full: false }
  const ids = await ingestFrom(ledger.stage, toy, reading)
  await load(ledger.stage)
  expect(await readRuns(ledger.database, ids)).toMatchObject([{ read: 21, records: 21, inserted: 20, repeated: 1 }])
  expect(
    await ledger.rows(
      `select count(*)::int as files, count(*) filter (where s.header is not null and s.xmin = b.xmin)::int as at_once
         from raw.source s join raw.batch b using (source_id) where s.connector = 'small'`,
    ),
  ).toEqual([{ files: 20, at_once: 20 }])
})
