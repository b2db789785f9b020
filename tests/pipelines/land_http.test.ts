/** A run over a document of the web: what its publisher says now is what the ledger holds, whatever it said before. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestFrom } from '../../pipelines/land.js'
import { load } from '../../pipelines/load.js'
import { checkPlace } from '../../sources/places/registry.js'
import { readRuns } from '../../warehouse/runs.js'
import { servers } from '../support/http_server.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

const serve = servers()
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

test('a page that changes and changes back, is unchanged, or has no data: each run says so', async () => {
  let page = ''
  let secretSeen = ''
  const server = await serve(({ headers }) => {
    secretSeen = String(headers.authorization)
    return { body: page, headers: { 'content-type': 'text/csv' } }
  })
  const toy = toyConnector('web', { mode: { type: 'snapshot', max_drop: 0.9 } })
  const declared = {
    type: 'http',
    url: `${server.url}/list.csv`,
    insecure: true,
    inside: true,
    content: 'csv',
  } as const
  const declaration = checkPlace('web', declared, { auth: { type: 'bearer', secret: 'web_key' } })
  if (declaration === undefined) throw new Error('no place')
  const reading = {
    declaration,
    home: ledger.home,
    inbox: join(ledger.home, 'inbox'),
    secrets: { web_key: 'hush' },
    since: null,
    until: null,
    full: false,
  }
  const says = async (text: string) => {
    page = text
    const ids = await ingestFrom(ledger.stage, toy, reading)
    await load(ledger.stage)
    const [run] = await readRuns(ledger.database, ids)
    const names = await ledger.rows<{ name: string }>(
      "select parties -> 0 ->> 'name' as name from ledger.penalty where connector = 'web' and in_force and withdrawn_at is null order by source_key",
    )
    return { run, names: names.map(({ name }) => name) }
  }
  const [one, two] = ['key,name\n1,甲\n2,乙\n', 'key,name\n1,丙\n2,乙\n']
  expect(await says(one)).toMatchObject({ run: { inserted: 2 }, names: ['甲', '乙'] })
  expect(await says(two)).toMatchObject({ run: { updated: 1 }, names: ['丙', '乙'] })
  expect(await says(one)).toMatchObject({ run: { updated: 1 }, names: ['甲', '乙'] })
  expect(await says(one)).toMatchObject({ run: { inserted: 0, updated: 0, withdrawn: 0 }, names: ['甲', '乙'] })
  expect(await says('key,name\n2,乙\n')).toMatchObject({ run: { withdrawn: 1 }, names: ['乙'] })
  // An error page is not a list without entries.
  await expect(says('<html><body>busy</body></html>')).rejects.toMatchObject({ code: 'place_invalid' })
  expect((await says(two)).names).toEqual(['丙', '乙'])
  expect(secretSeen).toBe('Bearer hush')
  expect(JSON.stringify(await ledger.rows('select name, path from raw.source'))).not.toContain('hush')
  await expect(ingestFrom(ledger.stage, toy, { ...reading, secrets: {} })).rejects.toMatchObject({
    code: 'secret_missing',
    hint: expect.stringContaining('RISKLEDGER_SECRET_WEB_KEY'),
  })
}, 60_000)

test('a place that cannot be reached says which command reads the bundled rows', async () => {
  const server = await serve({ status: 503 })
  const declared = { type: 'http', url: `${server.url}/x.csv`, insecure: true, inside: true, content: 'csv' } as const
  const declaration = checkPlace('away', { ...declared, limits: { attempts: 1 } }, undefined)
  if (declaration === undefined) throw new Error('no place')
  const reading = { declaration, home: ledger.home, inbox: '', secrets: {}, since: null, until: null, full: false }
  await expect(ingestFrom(ledger.stage, toyConnector('away'), reading)).rejects.toMatchObject({
    code: 'place_unreachable',
    hint: expect.stringContaining('`riskledger run away --bundled` reads its bundled rows'),
  })
}, 60_000)
