/** Every connector does what its folder says, and the check itself notices when one does not. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Connector } from '../../connectors/define.js'
import { acceptConnector, checkConnector } from '../../pipelines/check.js'
import { sentenceOf } from '../../pipelines/check_finding.js'
import { connectorIds, type LoadedConnector, loadConnector } from '../../pipelines/registry.js'
import { readTree } from '../support/tree.js'

describe.each(connectorIds())('%s', (id) => {
  it('passes its check', async () => {
    // How many rows a sample needs follows from its branches, which the check counts.
    const { rows, findings } = await checkConnector(await loadConnector(id))
    expect(findings.map(sentenceOf)).toEqual([])
    expect(rows).toBeGreaterThanOrEqual(5)
  })

  it('says which rows of its sample are made up', () => {
    expect(readTree().has(`connectors/${id}/sample.md`)).toBe(true)
  })
})

describe('the check', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'riskledger-check-'))
  afterAll(() => rmSync(scratch, { recursive: true }))

  /** A copy of a connector's folder, with its declaration and its sample changed. */
  async function changed(
    name: string,
    change: { connector?: Partial<Connector>; sample?: (text: string) => string } = {},
  ): Promise<LoadedConnector> {
    const { id, directory, connector } = await loadConnector('jp_mhlw_labor_violations')
    const copy = join(scratch, name)
    cpSync(directory, copy, { recursive: true })
    const sample = join(copy, 'sample.tsv')
    if (change.sample !== undefined) writeFileSync(sample, change.sample(readFileSync(sample, 'utf8')))
    return { id, directory: copy, connector: { ...connector, ...change.connector } }
  }

  const findingsOf = async (loaded: LoadedConnector) => (await checkConnector(loaded)).findings.map(sentenceOf)

  it('finds nothing in a copy', async () => {
    expect(await findingsOf(await changed('same'))).toEqual([])
  })

  it('reports a difference with line and field', async () => {
    const loaded = await changed('moved', { sample: (text) => text.replace('2017-06-01', '2017-06-02') })
    expect(await findingsOf(loaded)).toEqual([
      'sample.tsv:2 outcome.records.0.valid_to: expected "2017-06-01", found "2017-06-02"',
      'sample.tsv:2 outcome.records.0.removed_on: expected "2017-06-01", found "2017-06-02"',
    ])
  })

  it('reports rows that came or went, and what accept writes is accepted', async () => {
    const loaded = await changed('shorter', { sample: (text) => text.split('\n').slice(0, 30).join('\n') })
    const findings = await findingsOf(loaded)
    expect(findings).toContain('sample.tsv:35: it is expected and not in the sample')
    const { path, acceptance } = await acceptConnector(loaded)
    expect(path).toBe(join(loaded.directory, 'expected.json'))
    expect(acceptance).toMatchObject({ added: [], changed: [], unchanged: 29 })
    expect(acceptance.removed).toContain('sample.tsv:35')
    expect(await findingsOf(loaded)).toEqual([])
  })

  it('reports a folder without expected outcomes or without a sample', async () => {
    const loaded = await changed('bare')
    rmSync(join(loaded.directory, 'expected.json'))
    expect(await findingsOf(loaded)).toEqual([expect.stringMatching(/^expected\.json: it is not there/)])
    rmSync(join(loaded.directory, 'sample.tsv'))
    expect(await findingsOf(loaded)).toContainEqual(expect.stringMatching(/^sample: there is no sample/))
  })

  it('reports a column that no declaration names, and ignored ones without a reason', async () => {
    const loaded = await changed('column', {
      connector: { ignored: { duration_days: '', crossed_data_gap: 'known' } },
      sample: (text) => text.replace('status\tcrossed_data_gap', 'status\tgap'),
    })
    const findings = await findingsOf(loaded)
    expect(findings).toContain('sample.tsv:2 gap: the column is neither used nor ignored by name')
    expect(findings).toContainEqual(
      expect.stringMatching(/^connector\.ts:\d+ crossed_data_gap: no row of the sample has a value in this column/),
    )
    expect(findings).toContainEqual(
      expect.stringMatching(/^connector\.ts:\d+ duration_days: it is ignored without a reason/),
    )
  })

  it('reports declared kinds that never occur, and columns that normalize does not read', async () => {
    const loaded = await changed('kinds', {
      connector: { kinds: ['list_entry', 'recall'], normalize: () => ({ ignored: 'nothing is of use' }) },
    })
    const findings = await findingsOf(loaded)
    expect(findings).toContainEqual(
      expect.stringMatching(/^connector\.ts:\d+ kinds: no row of the sample gives a recall, which/),
    )
    expect(findings).toContainEqual(
      expect.stringMatching(/^(connector|row)\.ts:\d+ location: it is declared as used, and normalize never reads it/),
    )
  })

  it('reports a cadence that names no time, or no zone', async () => {
    const cadence = { cron: '0 25 * * *', time_zone: 'Asia/Tokio', stale_after_days: 1 }
    expect(await findingsOf(await changed('cadence', { connector: { cadence } }))).toEqual([
      expect.stringContaining("cadence.time_zone: 'Asia/Tokio' is no time zone"),
      expect.stringContaining("cadence.cron: '0 25 * * *' is none: "),
    ])
  })

  it('reports keys that collide, and outcomes that differ from one time to the next', async () => {
    const { connector } = await loadConnector('jp_mhlw_labor_violations')
    let turn = 0
    const normalize: Connector['normalize'] = (row, context) => {
      const normalized = connector.normalize(row, context)
      if (!('records' in normalized)) return normalized
      turn += 1
      const records = normalized.records.map((record) => ({ ...record, source_key: 'one', authority: String(turn) }))
      return { ...normalized, records }
    }
    const findings = await findingsOf(await changed('keys', { connector: { normalize } }))
    expect(findings).toContain('sample.tsv:3 repeats: expected nothing, found "sample.tsv:2"')
    expect(findings).toContain('sample.tsv:2: it gives another outcome when it is normalised again')
  })

  it('reports a normalize that throws on a mutant, and a personal value that comes through', async () => {
    const { connector } = await loadConnector('jp_mhlw_labor_violations')
    const normalize: Connector['normalize'] = (row, context) => {
      if (JSON.stringify(row).includes('constructor')) throw new Error('tripped')
      return connector.normalize(row, context)
    }
    const findings = await findingsOf(await changed('trip', { connector: { normalize, personal: ['company_name'] } }))
    expect(findings).toContainEqual(expect.stringMatching(/constructor.* makes normalize throw: Error: tripped/))
    expect(findings).toContain('sample.tsv:2 company_name: the personal value is found again in the outcome')
  })
})
