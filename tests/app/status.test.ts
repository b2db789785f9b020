/** What the status tells of places, and of names that are to be counted anew. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statusOf } from '../../app/status.js'
import { statusText } from '../../app/status_text.js'
import { readConfig } from '../../core/config.js'
import { ROOT } from '../../core/paths.js'
import { rebuild } from '../../pipelines/rebuild.js'
import { PARAMETERS_VERSION } from '../../resolution/parameters.js'
import { moveCursor, type PlaceStanding } from '../../warehouse/place_cursors.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

test('it says how far each place was read, and when all of it; many values of a cursor are counted in text', async () => {
  const run = await ledger.load(toyConnector('toy'), ledger.file('toy.csv', 'key,name\n1,甲\n'))
  const move = (connector: string, standing: PlaceStanding) =>
    ledger.database.transaction((session) => moveCursor(session, connector, run.run_id, standing))
  const taken = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`${at}.csv`, 'x']))
  await move('us_chicago_food_inspections', { cursor: { changed_until: '2026-03-01T00:00:00Z' }, fullAt: null })
  await move('cn_credit_penalty', { cursor: { taken }, fullAt: '2026-02-01T06:00:00.000Z' })
  await move('cn_police_incident', { cursor: { offsets: { 0: 17, 1: 4 } }, fullAt: null })

  const status = await statusOf(readConfig(ROOT, { RISKLEDGER_HOME: ledger.home }), ledger.stage)
  const places = new Map(status.connectors.map(({ id, place }) => [id, place]))
  expect(places.get('us_chicago_food_inspections')).toEqual({
    cursor: { changed_until: '2026-03-01T00:00:00Z' },
    run_id: run.run_id,
    moved_at: expect.any(Date),
    full_at: null,
  })
  expect(places.get('cn_credit_penalty')).toMatchObject({ cursor: { taken }, full_at: new Date('2026-02-01T06:00Z') })
  expect(places.get('cn_credit_licence')).toBeNull()

  const text = statusText(status).split('How far places were read:')[1] ?? ''
  expect(text).toMatch(/us_chicago_food_inspections.*changed_until: 2026-03-01T00:00:00Z.*never/)
  expect(text).toMatch(/cn_credit_penalty.*taken: 1,200 entries.*2026-02-01 06:00:00/)
  expect(text).toMatch(/cn_police_incident.*offsets: 0=17, 1=4/)
})

test('it says that a recount is due after links were made with other parameters, and not after the recount', async () => {
  const status = () => statusOf(readConfig(ROOT, { RISKLEDGER_HOME: ledger.home }), ledger.stage)
  await ledger.run(toyConnector('toy'), ledger.file('more.csv', 'key,name\n2,样本贸易有限公司\n'))
  expect((await status()).recount).toMatchObject({ counted_units: null, parameters: PARAMETERS_VERSION, due: null })

  await ledger.rows('update store.link_parameters set version = 0')
  const due = await status()
  expect(due.recount.due).toBe('parameters')
  expect(statusText(due)).toMatch(/Names: .*a recount is due: another version.*`riskledger resolve --rebuild`/)

  // Another load does not make it good.
  await ledger.run(toyConnector('toy'), ledger.file('again.csv', 'key,name\n3,宏业机械有限公司\n'))
  expect((await status()).recount.due).toBe('parameters')
  await rebuild(ledger.stage)
  const after = (await status()).recount
  expect(after).toMatchObject({ parameters: PARAMETERS_VERSION, due: null })
  expect(after.counted_units).toBe(after.units)
})
