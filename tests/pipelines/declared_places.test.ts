/**
 * Each place that a connector declares, read from a server that follows the documentation of its platform: the rows of the sample land and make what the
 * sample makes, the cursor moves, and the next run asks for what changed alone.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestFrom } from '../../pipelines/land.js'
import { load } from '../../pipelines/load.js'
import { type LoadedConnector, loadConnector } from '../../pipelines/registry.js'
import { readSample, tryRows } from '../../pipelines/sample.js'
import { checkPlace } from '../../sources/places/registry.js'
import { readRuns } from '../../warehouse/runs.js'
import { servers } from '../support/http_server.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { openfdaAnswers, type PlatformRow, socrataAnswers } from '../support/platform_servers.js'

const serve = servers()
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

/** The rows of a sample of JSON, an array or a row a line. */
function sampleRows({ directory, connector }: LoadedConnector): PlatformRow[] {
  const text = readFileSync(join(directory, connector.source.files), 'utf8')
  const rows: unknown = JSON.parse(text.startsWith('[') ? text : `[${text.trim().split('\n').join(',')}]`)
  if (!Array.isArray(rows)) throw new Error('no rows')
  return rows
}

/** Runs a connector from its declared place, with the few keys that a server on this machine needs over it. */
async function runFrom(loaded: LoadedConnector, over: Readonly<Record<string, unknown>>) {
  const here = { insecure: true, inside: true, limits: { attempts: 1 }, rate: { per_second: 1000 }, ...over }
  const declaration = checkPlace(loaded.id, loaded.connector.source.place, here)
  if (declaration === undefined) throw new Error(`${loaded.id} declares no place`)
  const reading = { declaration, home: ledger.home, inbox: '', secrets: {}, since: null, until: null, full: false }
  const ids = await ingestFrom(ledger.stage, loaded, reading)
  await load(ledger.stage)
  const [run] = await readRuns(ledger.database, ids)
  const [place] = await ledger.rows<{ cursor: { changed_until?: string } | null }>(
    'select cursor from store.place_cursor where connector = $1',
    [loaded.id],
  )
  return { run, cursor: place?.cursor ?? null }
}

/** What the sample makes: how many rows of each fate, and the keys of its records. */
async function madeBySample(loaded: LoadedConnector) {
  const tried = tryRows(loaded.id, loaded.connector, (await readSample(loaded)).rows)
  const outcomes = tried.map((one) => ('outcome' in one ? one.outcome : undefined))
  const count = (fate: string) => outcomes.filter((outcome) => outcome?.fate === fate).length
  const keys = outcomes.flatMap((outcome) => (outcome?.fate === 'accepted' ? outcome.records : []))
  return {
    fates: { accepted: count('accepted'), rejected: count('rejected'), ignored: count('ignored') },
    records: new Set(keys.map(({ source_key }) => source_key)).size,
  }
}

test.each([
  ['us_openfda_food_enforcement', 'food/enforcement'],
  ['us_openfda_drug_enforcement', 'drug/enforcement'],
  ['us_openfda_device_enforcement', 'device/enforcement'],
])(
  '%s',
  async (id, endpoint) => {
    const loaded = await loadConnector(id)
    let rows = sampleRows(loaded)
    const server = await serve(openfdaAnswers(endpoint, 'report_date', () => rows))
    const first = await runFrom(loaded, { site: server.url, page_rows: 9 })
    expect(first.run).toMatchObject({ read: rows.length, file_faults: 0, ...(await madeBySample(loaded)).fates })
    expect(server.asked.map(({ url }) => url.searchParams.get('search'))).toEqual([null, null, null])
    const known = first.cursor?.changed_until ?? ''
    expect(known).toMatch(/^2024-/)

    // Reports come later, one of them on a recall that is known.
    rows = rows.map((row, at) => (at === 0 ? { ...row, status: 'Completed', report_date: '20250507' } : row))
    server.asked.length = 0
    const second = await runFrom(loaded, { site: server.url, page_rows: 9 })
    const since = new Date(Date.parse(known) - 31 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '')
    expect(server.asked[0]?.url.searchParams.get('search')).toBe(`report_date:[${since} TO ${today}]`)
    expect(second.run).toMatchObject({ inserted: 0, updated: 1 })
    expect(second.cursor?.changed_until).toBe('2025-05-07T00:00:00.000Z')
  },
  60_000,
)

test.each([
  ['us_chicago_food_inspections', '4ijn-s7e5'],
  ['us_nyc_restaurant_inspections', '43nn-pn8j'],
])(
  '%s',
  async (id, dataset) => {
    const loaded = await loadConnector(id)
    let rows = sampleRows(loaded)
    const server = await serve(socrataAnswers(dataset, () => rows))
    const { fates, records } = await madeBySample(loaded)
    const first = await runFrom(loaded, { site: server.url, page_rows: 9 })
    // Of three pages each begins with the last row of the one before it, so that two rows are read twice and loaded once.
    expect(first.run).toMatchObject({ read: rows.length + 2, file_faults: 0, inserted: records })
    expect(first.run?.accepted).toBeGreaterThanOrEqual(fates.accepted)
    expect(first.run?.rejected).toBeGreaterThanOrEqual(fates.rejected)
    expect(first.run?.ignored).toBeGreaterThanOrEqual(fates.ignored)
    expect(first.cursor?.changed_until).toMatch(/^2024-03-01T09:00:/)

    rows = rows.map((row, at) => {
      if (at === 0) return { ...row, inspection_type: 'Another', ':updated_at': '2024-05-01T10:00:00.000Z' }
      return { ...row, ':updated_at': '2024-02-01T00:00:00.000Z' }
    })
    server.asked.length = 0
    const second = await runFrom(loaded, { site: server.url, page_rows: 8 })
    expect(server.asked[0]?.url.searchParams.get('$where')).toMatch(/^:updated_at >= '2024-02-29T09:00:\d\d\.000Z'$/)
    expect(second.run?.read).toBe(1)
    expect(second.cursor?.changed_until).toBe('2024-05-01T10:00:00.000Z')
  },
  60_000,
)

test('us_ofac_sdn', async () => {
  const loaded = await loadConnector('us_ofac_sdn')
  const sample = readFileSync(join(loaded.directory, 'sample.csv'), 'latin1')
  // Without the rows that are broken on purpose, so that the list is whole: eleven entries and more of the like.
  const more = (from: number) =>
    Array.from({ length: 20 }, (_, at) => `${from + at},"EXAMPLE ${from + at}",${'-0- ,'.repeat(9)}-0- `)
  const good = sample.split('\r\n').filter((line) => /^90000(0[1-9]|14),/.test(line))
  let list = [...good, ...more(9_100_000)]
  let version = 1
  const server = await serve(({ headers }) => {
    const etag = `"${version}"`
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
    return { headers: { 'content-type': 'text/csv', etag }, body: `${list.join('\r\n')}\r\n\u001a` }
  })
  const at = { url: `${server.url}/ofac/downloads/sdn.csv` }
  const first = await runFrom(loaded, at)
  expect(first.run).toMatchObject({ read: list.length, rejected: 0, file_faults: 0, inserted: list.length })
  // The same list: nothing is read. Then two entries are gone, and one comes in.
  expect((await runFrom(loaded, at)).run).toMatchObject({ read: 0, withdrawn: 0 })
  list = [...list.slice(2), ...more(9_200_000).slice(0, 1)]
  version = 2
  expect((await runFrom(loaded, at)).run).toMatchObject({ inserted: 1, updated: 0, withdrawn: 2 })
  const shown = await ledger.rows<{ name: string; in_force: boolean }>(
    "select parties -> 0 ->> 'name' as name, in_force from ledger.list_entry where connector = 'us_ofac_sdn' and source_key = '9000001'",
  )
  expect(shown).toEqual([{ name: 'EXAMPLE AIRLINES', in_force: false }])
}, 60_000)
