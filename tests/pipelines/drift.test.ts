/** What a contract says of columns that nobody declared, and what a dry run foresees: on tables and on lines of JSON. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connector, Drift } from '../../connectors/define.js'
import { preview } from '../../pipelines/preview.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { listFiles } from '../../sources/files.js'
import { jsonRecords } from '../../sources/json.js'
import { foresee } from '../../warehouse/foresight.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger({ batchRows: 2 })
})
afterAll(() => ledger.close())

function under(id: string, drift: Drift, changes: Partial<Connector> = {}): LoadedConnector {
  const toy = toyConnector(id)
  return { ...toy, connector: { ...toy.connector, drift, ...changes } }
}

const items = (connector: string) =>
  ledger.rows('select scope, code, field, locator from ledger.quarantine where connector = $1 order by quarantine_id', [
    connector,
  ])

describe('an unknown column', () => {
  it('refuses a table whose contract is frozen: no row of it is read, and the file lies in quarantine', async () => {
    const toy = under('frozen', 'freeze')
    const run = await ledger.load(toy, ledger.file('frozen.csv', 'key,name,多余\n1,甲,x\n2,乙,y\n'))
    expect(run).toMatchObject({ read: 0, accepted: 0, file_faults: 1 })
    expect(await items('frozen')).toEqual([{ scope: 'file', code: 'file_drift', field: null, locator: 'frozen.csv:1' }])
    expect(await ledger.load(toy, ledger.file('frozen2.csv', 'key,name\n1,甲\n'))).toMatchObject({ accepted: 1 })
  })

  it('ends a file of JSON lines at the batch where it appears; rows of batches before it stand', async () => {
    const toy = toyConnector('frozen_json')
    const source = { files: 'data', format: jsonRecords() }
    const path = ledger.file(
      'rows.ndjson',
      '{"key":"1","name":"甲"}\n{"key":"2","name":"乙"}\n{"key":"3","name":"丙"}\n{"key":"4","name":"丁","new":1}\n{"key":"5","name":"戊"}\n',
    )
    const loaded = { ...toy, connector: { ...toy.connector, source, drift: 'freeze' as const } }
    expect(await ledger.load(loaded, path)).toMatchObject({ read: 2, accepted: 2, file_faults: 1 })
    expect(await items('frozen_json')).toMatchObject([{ code: 'file_drift', locator: 'rows.ndjson:3' }])
  })

  it('puts its rows into quarantine under such a contract, and a declaration that knows it later takes them from there', async () => {
    const toy = under('quarantined', 'quarantine')
    const run = await ledger.load(toy, ledger.file('q.csv', 'key,name,多余\n1,甲,x\n2,乙,\n'))
    expect(run).toMatchObject({ read: 2, accepted: 0, rejected: 2, file_faults: 0 })
    expect(await items('quarantined')).toMatchObject([
      { scope: 'row', code: 'column_unknown', field: '多余', locator: 'q.csv:2' },
      { scope: 'row', code: 'column_unknown', field: '多余', locator: 'q.csv:3' },
    ])
    const known = under('quarantined', 'quarantine', { stray: () => true })
    expect(await ledger.load(known, ledger.file('q2.csv', 'key,name,多余\n1,甲,x\n'))).toMatchObject({ accepted: 1 })
  })
})

describe('a dry run', () => {
  const look = async (loaded: LoadedConnector, path: string) =>
    preview(loaded, await listFiles(path), { batchRows: 2, examples: 10 })

  it('tells columns that came, went and were probably renamed, whatever became of the rows', async () => {
    const toy = toyConnector('columns')
    const more = await look(toy, ledger.file('m.csv', 'key,name,finee,neu\n1,甲,1,x\n'))
    expect(more.layout.renamed).toEqual([{ from: 'fine', to: 'finee' }])
    expect(more.layout.more).toEqual(['finee', 'neu'])
    expect(more.layout.less).toContain('secret')
    const refused = await look(toy, ledger.file('r.csv', 'key,names\n1,甲\n'))
    expect(refused.faults).toHaveLength(1)
    expect(refused.layout).toEqual({ more: ['names'], less: ['name'], renamed: [{ from: 'name', to: 'names' }] })
  })

  it('keeps good outcomes and bad ones to look at, though one kind of them comes late', async () => {
    const good = Array.from({ length: 40 }, (_, row) => `${row},甲,1`).join('\n')
    const { outcomes } = await look(
      toyConnector('ten'),
      ledger.file('t.csv', `key,name,fine\n${good}\nx,甲,-1\ny,甲,-1\n`),
    )
    expect(outcomes.map(({ outcome }) => outcome.fate)).toEqual([...Array(5).fill('accepted'), 'rejected', 'rejected'])
    expect(outcomes.at(-1)?.locator).toBe('t.csv:43')
  })

  it('foresees what a load then does', async () => {
    const toy = toyConnector('foreseen', { mode: { type: 'snapshot', max_drop: 0.9 } })
    await ledger.load(
      toy,
      ledger.file('f1.csv', 'key,name,fine,secret\n1,甲,1,11010519491231002X\n2,乙,2,\n3,丙,3,\n'),
      true,
    )
    const path = ledger.file('f2.csv', 'key,name,fine,secret\n1,甲,1,11010519491231002X\n2,乙,5,\n4,丁,4,\n4,丁,4,\n')
    const files = await listFiles(path)
    const seen = await foresee(ledger.database, 'foreseen', true, async (note) => {
      await preview(toy, files, { batchRows: 2, examples: 0, token: ledger.stage.token, note })
    })
    expect(seen).toEqual({ new: 1, changed: 1, unchanged: 1, absent: 1, held: 3 })
    expect(await ledger.load(toy, path, true)).toMatchObject({ inserted: 1, updated: 1, withdrawn: 1 })
  })
})
