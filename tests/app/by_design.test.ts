/** Rows that samples hold broken on purpose are told apart from those that nobody expected. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingsOf, findingsText } from '../../app/findings.js'
import { jobsOf } from '../../app/jobs.js'
import { readConfig } from '../../core/config.js'
import { ROOT } from '../../core/paths.js'
import { inThisThread, type Job, run } from '../../pipelines/run.js'
import { readExpectations } from '../../pipelines/sample.js'
import { type Ledger, openLedger } from '../support/ledger.js'

const ID = 'cn_tobacco_retail_licence'
const folder = join(ROOT, 'connectors', ID)
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

async function told(jobs: readonly Job[]) {
  const { runs } = await run(ledger.stage, jobs, inThisThread(ledger.stage), '2026-01-01')
  const findings = await findingsOf(ledger.stage, runs, jobs)
  return { findings, text: findingsText(findings), rejected: runs.reduce((sum, one) => sum + one.rejected, 0) }
}

test('the broken rows of a bundled sample are said to be so; those of a file with its name are not', async () => {
  const config = readConfig(ROOT, { RISKLEDGER_HOME: ledger.home })
  const broken = (readExpectations(folder) ?? []).filter(({ outcome }) => Object(outcome).fate === 'rejected').length
  expect(broken).toBeGreaterThan(0)

  const bundled = await jobsOf([ID], { bundled: true }, config)
  const first = await told(bundled)
  expect(first).toMatchObject({ rejected: broken, findings: { any: true, byDesign: broken } })
  expect(first.text).toContain(`All ${broken} are rows that bundled samples hold broken on purpose`)
  expect((await told(bundled)).findings.byDesign).toBe(broken)

  const own = ledger.file('sample.csv', '')
  copyFileSync(join(folder, 'sample.csv'), own)
  const theirs = await told(await jobsOf([ID], { file: own }, config))
  expect(theirs).toMatchObject({ rejected: broken, findings: { any: true, byDesign: 0 } })
  expect(theirs.text).not.toContain('on purpose')
})
