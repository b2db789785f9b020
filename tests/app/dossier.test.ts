/** What a dossier says where there is no grade. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossierText } from '../../app/dossier.js'
import { jobsOf } from '../../app/jobs.js'
import { readConfig } from '../../core/config.js'
import { ROOT } from '../../core/paths.js'
import { assess } from '../../pipelines/assess.js'
import { resolve } from '../../pipelines/resolve.js'
import { ingestAndLoad, inThisThread } from '../../pipelines/run.js'
import { dossierOf, entityOf } from '../../warehouse/dossier.js'
import { findEntities } from '../../warehouse/search.js'
import { type Ledger, openLedger } from '../support/ledger.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

async function gradeLine(name: string) {
  const [found] = (await findEntities(ledger.database, name, 1))?.candidates ?? []
  const entity = await entityOf(ledger.database, String(found?.entity_id))
  if (entity === undefined) throw new Error(`no entity ${name}`)
  const text = dossierText(await dossierOf(ledger.database, entity, 1), [], null)
  return text.split('\n').find((line) => line.startsWith('Grade:'))
}

test('a firm with licences alone is the subject of records that do not count; its supplier is named in them', async () => {
  const jobs = await jobsOf(['cn_tobacco_retail_licence'], { bundled: true }, readConfig(ROOT, {}))
  await ingestAndLoad(ledger.stage, jobs, inThisThread(ledger.stage))
  await resolve(ledger.stage)
  const licensee = '江阴市样本烟酒店'
  expect(await gradeLine(licensee)).toMatch(/none yet; its records wait/)
  await assess(ledger.stage, { asOf: () => '2026-01-01', all: false })
  expect(await gradeLine(licensee)).toMatch(
    /^Grade: none; it is the subject of \d+ records? \(licence: \d+\), none of a kind/,
  )
  expect(await gradeLine('江苏省烟草公司无锡市公司江阴分公司')).toMatch(
    /none; \d+ records? names? it, and it is the subject of none/,
  )
})
