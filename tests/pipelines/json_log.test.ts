/** A log of JSON, as other systems read and write it: the same tables as with a log of rows, and what is no record goes to quarantine. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { idOf } from '../../core/ids.js'
import { load } from '../../pipelines/load.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

const FILE = 'key,name,fine,uscc\n1,"甲\t\\\n乙",1,9136010010977571GF\n2,"N\\N",,\n2,丙,3,\n3,,4,\n'
const TOPIC = 'riskledger.penalty.v1'

let rows: Ledger
let json: Ledger
beforeAll(async () => {
  rows = await openLedger()
  json = await openLedger({ records: 'json' })
})
afterAll(() => Promise.all([rows.close(), json.close()]))

test('makes the same records, versions and figures', async () => {
  const tables = async (ledger: Ledger) => {
    await ledger.load(toyConnector('toy'), ledger.file('t.csv', FILE))
    const [found] = await ledger.rows(`
      select (select jsonb_agg(to_jsonb(p) - 'recorded_at' - 'version_at' order by record_id) from store.penalty p) as records,
        (select jsonb_agg(to_jsonb(h) - 'recorded_at' - 'version_at' - 'superseded_at') from store.penalty_history h) as history,
        (select jsonb_agg(jsonb_build_array(read, accepted, rejected, inserted, updated, unchanged)) from store.run) as runs`)
    return found
  }
  const found = await tables(rows)
  expect(found).toMatchObject({ runs: [[4, 3, 1, 2, 1, 0]] })
  expect(await tables(json)).toEqual(found)
})

test('puts what is no record into quarantine with its place, and loads the rest', async () => {
  const { topics } = json.stage
  const [bound] = await topics.bounds([TOPIC])
  const begin = bound?.nextOffset ?? 0
  const batch = await topics.read(TOPIC, 0, 0)
  const value = JSON.parse(String(batch?.messages[0]?.value))
  const other = { ...value, record_id: idOf('toy', 'penalty', 'other'), source_key: 'other' }
  const forged = { ...value, source_key: 'forged' }
  const values: [string, string][] = [
    ['k', '{"n":1}'],
    ['k', '{not json'],
    ['toy/forged', JSON.stringify(forged)],
    ['k', JSON.stringify(other)],
    ['toy/other', JSON.stringify(other)],
  ]
  await json.database.transaction(async (session) =>
    topics.appendWithin(
      await topics.encode(
        TOPIC,
        { type: TOPIC, source: `/connectors/toy/sources/${'a'.repeat(64)}`, time: '2026-01-01T00:00:00Z' },
        values.map(([key, text], index) => ({ id: String(index), key, value: Buffer.from(text) })),
      ),
      session,
    ),
  )
  expect(await load(json.stage)).toEqual({ messages: 5, quarantined: 4 })
  expect(
    await json.rows(
      "select locator, code, scope from ledger.quarantine where scope = 'message' order by quarantine_id",
    ),
  ).toEqual([
    ...[0, 1, 2, 3].map((n) => ({ locator: `${TOPIC}/0@${begin + n}`, code: 'message_invalid', scope: 'message' })),
  ])
  expect(await json.rows("select record_id from store.penalty where source_key = 'other'")).toHaveLength(1)
})

test('takes a message that was written before its kind got more fields: it does not say, and is no loss', async () => {
  const topic = 'riskledger.registration.v1'
  const before = {
    kind: 'registration',
    connector: 'toy',
    source_key: 'r1',
    valid_from: null,
    valid_to: null,
    in_force: true,
    status: 'existing',
    authority: null,
    parties: [{ role: 'registrant', name: '甲', kind: 'organisation', region: null, address: null, identifiers: [] }],
    flags: [],
    register: 'r',
    register_no: '1',
    industry: null,
    zone: null,
    regulated_for: [],
    longitude: null,
    latitude: null,
    updated_on: null,
    record_id: idOf('toy', 'registration', 'r1'),
    content_hash: '0'.repeat(32),
    version_at: '2026-01-01T00:00:00.000Z',
    version_seq: 1,
    locator: 'old.csv:2',
  }
  const { register: _register, ...without } = before
  const { topics } = json.stage
  await json.database.transaction(async (session) =>
    topics.appendWithin(
      await topics.encode(
        topic,
        { type: topic, source: `/connectors/toy/sources/${'b'.repeat(64)}`, time: '2026-01-01T00:00:00Z' },
        [before, { ...without, source_key: 'r2', record_id: idOf('toy', 'registration', 'r2') }].map(
          (value, index) => ({
            id: String(index),
            key: `toy/${value.source_key}`,
            value: Buffer.from(JSON.stringify(value)),
          }),
        ),
      ),
      session,
    ),
  )
  // What was there from the start has to be there.
  expect(await load(json.stage)).toEqual({ messages: 2, quarantined: 1 })
  expect(await json.rows('select source_key, scope, registered_capital from ledger.registration')).toEqual([
    { source_key: 'r1', scope: null, registered_capital: null },
  ])
})
