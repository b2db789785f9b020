/** What the check asks of a connector beyond its expected outcomes: branches, purity, volume, and that nothing is left open. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Connector, FILL_IN, fillIn } from '../../connectors/define.js'
import { acceptConnector, checkConnector } from '../../pipelines/check.js'
import { sentenceOf } from '../../pipelines/check_finding.js'
import { type LoadedConnector, loadConnector } from '../../pipelines/registry.js'
import { refuseUnfilled } from '../../pipelines/unfilled.js'

const scratch = mkdtempSync(join(tmpdir(), 'riskledger-check-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const real = await loadConnector('jp_mhlw_labor_violations')

/** A copy of a connector's folder with another declaration, and more code beside it. */
function changed(name: string, change: Partial<Connector>, code?: string): LoadedConnector {
  const directory = join(scratch, name)
  cpSync(real.directory, directory, { recursive: true })
  if (code !== undefined) writeFileSync(join(directory, 'more.ts'), code)
  return { id: real.id, directory, connector: { ...real.connector, ...change } }
}

const findingsOf = async (loaded: LoadedConnector) => (await checkConnector(loaded)).findings.map(sentenceOf)

const BRANCHES = `return { ignored: 'a total' }
return { ignored: \`row of \${kind} only\` }
const issue = { field: 'status', code: 'value_invalid' as const }
`

it('asks for a row for each reason and issue that the code can give, with its line', async () => {
  expect(await findingsOf(changed('branches', {}, BRANCHES))).toEqual([
    "more.ts:1: no row of the sample shows a row that is ignored because 'a total'",
    expect.stringMatching(/^more\.ts:2: no row of the sample shows a row that is ignored because/),
    'more.ts:3 status: no row of the sample shows value_invalid of status',
  ])
})

it('takes a reason for a branch that cannot occur, and none that nothing needs', async () => {
  const unshown = {
    'ignored: a total': 'the publisher has none yet',
    'value_invalid:status': '',
    'ignored: long gone': 'no reason any more',
  }
  const findings = await findingsOf(changed('unshown', { unshown }, BRANCHES))
  expect(findings.some((finding) => finding.includes("'a total'"))).toBe(false)
  expect(findings).toContainEqual(expect.stringMatching(/value_invalid:status: is exempted without a reason/))
  expect(findings).toContainEqual(expect.stringMatching(/long gone: is exempted, and nothing needs it/))
})

it('opens the declared place without asking it', async () => {
  const source = { ...real.connector.source, place: { type: 'openfda', endpoint: 'food' } as const }
  expect(await findingsOf(changed('place', { source }))).toEqual([
    expect.stringMatching(/^connector\.ts source\.place: .*endpoint: expected an endpoint/),
  ])
})

it('notices a normalize that changes its row, or depends on the row before', async () => {
  const changing: Connector['normalize'] = (row, context) => {
    Object.assign(Object(row), { company_name: 'another' })
    return real.connector.normalize(row, context)
  }
  expect(await findingsOf(changed('changing', { normalize: changing }))).toContainEqual(
    expect.stringMatching(/^sample\.tsv:2: normalize throws: .*read.only/),
  )
  let before = ''
  const remembering: Connector['normalize'] = (row, context) => {
    const normalized = real.connector.normalize(row, context)
    const authority = before
    before = String(Object(row).company_name)
    return 'records' in normalized
      ? { ...normalized, records: normalized.records.map((record) => ({ ...record, authority })) }
      : normalized
  }
  const findings = await findingsOf(changed('remembering', { normalize: remembering }))
  expect(findings).toContainEqual(
    expect.stringMatching(/^sample\.tsv:\d+: it gives another outcome when the rows come in another order$/),
  )
})

it('counts the bundled rows against the declared volume, and reads kept text again', async () => {
  expect(await findingsOf(changed('volume', { volume: { min: 1, max: 100 } }))).toEqual([
    expect.stringMatching(/^connector\.ts:\d+ volume: the bundled files hold 2523 rows, and 1 to 100 are expected$/),
  ])
  const { source } = real.connector
  const format = { ...source.format, reread: () => [] }
  expect(await findingsOf(changed('reread', { source: { ...source, format } }))).toContainEqual(
    expect.stringMatching(/^sample\.tsv:2: it is another row when the text that the ledger keeps of it is read again$/),
  )
})

it('accepts a mutant with a column more as the contract says', async () => {
  expect(await findingsOf(changed('freeze', { drift: 'freeze' }))).toEqual([])
  expect(await findingsOf(changed('quarantine', { drift: 'quarantine' }))).toEqual([])
})

it('what is left open is found, keeps outcomes from being accepted, and is never ingested', async () => {
  const normalize: Connector['normalize'] = () => fillIn('what a row is')
  const open = changed('open', { licence: FILL_IN, normalize })
  const findings = await findingsOf(open)
  expect(findings).toContainEqual(expect.stringMatching(/^connector\.ts:\d+ licence: is still to be filled in$/))
  expect(findings).toContain('sample.tsv:2: normalize throws: normalize has a place to fill in: what a row is')
  await expect(acceptConnector(open)).rejects.toMatchObject({ code: 'connector_invalid' })
  expect(() => refuseUnfilled('open', open.connector)).toThrow(/licence is still to be filled in/)
  expect(() => refuseUnfilled('real', real.connector)).not.toThrow()
})

it('accepting says which fields of which rows change', async () => {
  const normalize: Connector['normalize'] = (row, context) => {
    const normalized = real.connector.normalize(row, context)
    if (!('records' in normalized)) return normalized
    return { ...normalized, records: normalized.records.map((record) => ({ ...record, status: 'other' })) }
  }
  const loaded = changed('accepted', { normalize })
  const { acceptance } = await acceptConnector(loaded)
  expect(acceptance.changed[0]).toEqual({
    place: 'sample.tsv:2',
    differences: [{ field: 'outcome.records.0.status', before: 'delisted', now: 'other' }],
  })
  expect(readFileSync(join(loaded.directory, 'expected.json'), 'utf8')).toContain('"status": "other"')
})
