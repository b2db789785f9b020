/** Several processes of each stage end with the tables that one makes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assess } from '../../pipelines/assess.js'
import { ingest } from '../../pipelines/ingest.js'
import { load } from '../../pipelines/load.js'
import { publish } from '../../pipelines/publish.js'
import { resolve } from '../../pipelines/resolve.js'
import { listFiles } from '../../sources/files.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { severally, tablesOf } from '../support/several.js'
import { severalFiles } from '../support/several_files.js'
import { toyConnector } from '../support/toy.js'

const FILES = severalFiles(4, 600)
const AS_OF = { asOf: () => '2026-01-01', all: false }

let one: Ledger
let several: Ledger
beforeAll(async () => {
  one = await openLedger({ batchRows: 100 })
  several = await openLedger({ batchRows: 100 })
})
afterAll(() => Promise.all([one.close(), several.close()]))

async function ingestAll(ledger: Ledger): Promise<void> {
  for (const [index, text] of FILES.entries())
    await ingest(ledger.stage, toyConnector('toy'), await listFiles(ledger.file(`f${index}.csv`, text)), {
      full: false,
    })
}

test('three loaders, resolvers, assessors and publishers do what one does', async () => {
  await ingestAll(one)
  await load(one.stage)
  await resolve(one.stage)
  await assess(one.stage, AS_OF)
  await publish(one.stage)
  await ingestAll(several)
  const loaded = await severally(several, 3, {}, load)
  expect(loaded.reduce((sum, { messages }) => sum + messages, 0)).toBe(4 * 600)
  const resolved = await severally(several, 3, {}, resolve)
  expect(resolved.filter(({ records }) => records > 0).length).toBeGreaterThan(0)
  await severally(several, 3, {}, (stage) => assess(stage, AS_OF))
  await severally(several, 3, {}, publish)
  const tables = await tablesOf(several)
  expect(tables).toEqual(await tablesOf(one))
  expect(tables['grades']).not.toBeNull()
  expect(await several.rows('select from store.outbox')).toEqual([])
})
