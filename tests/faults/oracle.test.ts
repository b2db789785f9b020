/** The oracle of the fault suite finds what is wrong: each kind of damage, done to a sound ledger, is seen and named. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConnector } from '../../pipelines/registry.js'
import type { Session } from '../../warehouse/database.js'
import { types } from '../../warehouse/types.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { Chance } from './chance.js'
import { type Deliveries, makeDeliveries } from './deliveries.js'
import { checkBalance } from './oracle/balance.js'
import { compare, type Image, imageOf, type Query } from './oracle/compare.js'
import { checkEvents } from './oracle/events.js'
import { type LoggedMessage, readLog } from './oracle/messages.js'
import { checkVersions } from './oracle/versions.js'

const directory = mkdtempSync(join(tmpdir(), 'riskledger-oracle-'))
let ledger: Ledger
let deliveries: Deliveries
let image: Image
let messages: LoggedMessage[]

beforeAll(async () => {
  ledger = await openLedger({ batchRows: 100 })
  deliveries = await makeDeliveries(directory, new Chance('oracle'), 3)
  for (const { connector, path, full } of deliveries.files) await ledger.run(await loadConnector(connector), path, full)
  image = (await imageOf((text, values) => ledger.rows(text, values))).image
  messages = await readLog({ broker: undefined, topicPrefix: '', url: async () => ledger.database.url('loader') })
})

afterAll(async () => {
  await ledger?.close()
  rmSync(directory, { recursive: true, force: true })
})

/** What is found in the tables as one session sees them, and in messages. */
async function found(session: Session, log: readonly LoggedMessage[]): Promise<string[]> {
  const query: Query = async <T extends object>(text: string, values: readonly unknown[] = []) =>
    (await session.query<T>(text, [...values])).rows
  const { image: now, findings } = await imageOf(query)
  const all = [
    ...findings,
    ...(await checkBalance(deliveries, query)),
    ...(await compare(image, (text, values) => ledger.rows(text, values), now, query)),
    ...(await checkVersions(log, query)),
    ...(await checkEvents(log, query)).findings,
  ]
  return all.map(({ what, where }) => `${what} ${where.split(':')[0]}`)
}

/** What is found after a statement, which is taken back. As the owner: the loader itself may not do some of the damage. */
async function after(statement: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ledger.database.url('owner'), types })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(statement)
    return await found(client, messages)
  } finally {
    await client.end()
  }
}

const withMessages = (log: readonly LoggedMessage[]) => ledger.database.session((session) => found(session, log))

test('a sound ledger has no findings', async () => {
  expect(await withMessages(messages)).toEqual([])
})

test.each([
  [
    'delete from store.penalty where ctid = (select min(ctid) from store.penalty)',
    ['lost store.penalty', 'lost records of kind penalty'],
  ],
  [
    'delete from store.penalty_history where ctid = (select min(ctid) from store.penalty_history)',
    ['lost versions of kind penalty', 'doubled corrections'],
  ],
  [
    `insert into store.penalty_history select c.*, now() from store.penalty c where ctid = (select min(ctid) from store.penalty)`,
    ['doubled store.penalty_history', 'doubled versions of kind penalty', 'lost corrections'],
  ],
  [
    'update store.penalty set fine_amount = 1 where ctid = (select min(ctid) from store.penalty)',
    ['different store.penalty'],
  ],
  [
    'update store.penalty set version_seq = version_seq + 1 where ctid = (select min(ctid) from store.penalty)',
    ['different what orders a penalty'],
  ],
  [
    'update store.grade set score = score + 1 where ctid = (select min(ctid) from store.grade)',
    ['different store.grade', 'different the last event of a grade'],
  ],
  [
    'delete from store.entity where ctid = (select min(ctid) from store.entity)',
    ['lost store.entity', 'doubled the last event of an entity that is no more'],
  ],
  ['delete from store.fact where ctid = (select min(ctid) from store.fact)', ['lost store.fact']],
  [
    'delete from store.quarantine where ctid = (select min(ctid) from store.quarantine)',
    ['lost store.quarantine', 'doubled events of quarantine'],
  ],
  [
    'delete from raw.batch where ctid = (select min(ctid) from raw.batch)',
    ['lost raw.batch', 'different rows as they were found, of a file'],
  ],
  ["insert into store.outbox (topic, key) values ('riskledger.entity.v1', 'x')", ['stuck what waits at the end']],
  [
    'update store.run set accepted = accepted - 1, rejected = rejected + 1 where run_id = (select max(run_id) from store.run)',
    ['different rows of a file', 'different the last run of each file'],
  ],
])('%s', async (statement, expected) => {
  expect(await after(statement)).toEqual(expect.arrayContaining(expected))
})

const isEntity = ({ topic }: LoggedMessage) => topic === 'riskledger.entity.v1'

/** The events of the entity that changed most and is still there. */
function mostTold(): LoggedMessage[] {
  const byKey = new Map<string, LoggedMessage[]>()
  for (const message of messages.filter(isEntity)) byKey.set(message.key, [...(byKey.get(message.key) ?? []), message])
  return [...byKey.values()]
    .filter((told) => told.at(-1)?.value !== null && told.at(-1)?.value !== told[0]?.value)
    .reduce((most, one) => (one.length > most.length ? one : most), [])
}

test('an event that is missing, out of order, or said again behind later ones', async () => {
  const told = mostTold()
  const [first, last] = [told[0], told.at(-1)]
  if (first === undefined || last === undefined || first === last) throw new Error('no entity changed')
  expect(await withMessages(messages.filter((message) => message !== last))).toContain(
    'different the last event of an entity',
  )
  expect(await withMessages([...messages.filter((message) => message !== first), first])).toContain(
    'order ids of one key',
  )
  expect(await withMessages([...messages, first])).toEqual(['different what compaction would keep of an entity'])
  expect(await withMessages([...messages, last])).toEqual([])
})

test('a correction or a record that is missing', async () => {
  for (const [topic, expected] of [
    ['riskledger.correction.v1', 'lost corrections'],
    ['riskledger.penalty.v1', 'different what orders a penalty'],
  ]) {
    const gone = messages.find((message) => message.topic === topic)
    expect(await withMessages(messages.filter((message) => message !== gone))).toContain(expected)
  }
})
