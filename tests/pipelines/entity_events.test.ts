/** What leaves through the outbox says what came true, in its order, and in the shapes that are published. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assess } from '../../pipelines/assess.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { resolve } from '../../pipelines/resolve.js'
import { ENTITY_TOPIC, GRADE_TOPIC, TOPICS } from '../../schemas/topics.js'
import { decide } from '../../warehouse/quarantine.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const HEAD = 'key,name,region,uscc,org\n'

interface Event {
  readonly topic: string
  readonly key: string
  readonly value: Readonly<Record<string, unknown>> | null
}

/** Takes what is in the outbox, in its order. Every value parses with the schema of its topic, and null is on compacted topics alone. */
async function take(): Promise<Event[]> {
  const events = await ledger.rows<Event>('select topic, key, value from store.outbox order by event_id')
  await ledger.rows('delete from store.outbox')
  for (const { topic, value } of events) {
    const declared = TOPICS.find(({ name }) => name === topic)
    if (value === null) expect(declared?.compacted, topic).toBe(true)
    else expect(declared?.value.parse(value)).toEqual(value)
  }
  return events
}

/** Everything but publishing, over lines of one file; returns what wants to leave. */
async function tell(toy: LoadedConnector, name: string, lines: string): Promise<Event[]> {
  await ledger.load(toy, ledger.file(`${toy.id}-${name}.csv`, HEAD + lines))
  await resolve(ledger.stage)
  await assess(ledger.stage, { asOf: () => '2026-01-01', all: false })
  return take()
}

const entityOf = async (toy: LoadedConnector, key: string): Promise<string> =>
  String(
    (
      await ledger.rows<{ id: string }>(
        'select entity_id as id from ledger.mention where connector = $1 and source_key = $2',
        [toy.id, key],
      )
    )[0]?.id,
  )

/** What a topic says, key by key: the type of each event, `null` for a tombstone. */
function said(events: readonly Event[], topic: string): Record<string, string[]> {
  const keys: Record<string, string[]> = {}
  for (const event of events) {
    if (event.topic !== topic) continue
    const ofKey = keys[event.key] ?? []
    ofKey.push(String(event.value?.['type'] ?? null))
    keys[event.key] = ofKey
  }
  return keys
}

const oneOf = (events: readonly Event[], type: string) =>
  events.filter(({ value }) => value?.['type'] === type).map(({ value }) => value)

test('an entity that merges says what it became, and a tombstone follows; parted again, the other one says that it split', async () => {
  const toy = toyConnector('merge')
  const made = await tell(toy, '1', 'a,丁公司,310100,91440101MA5CJQ4N59,\nb,丁厂,310100,,MA5CJQ4N5\n')
  const [a, b] = [await entityOf(toy, 'a'), await entityOf(toy, 'b')]
  expect(said(made, ENTITY_TOPIC)).toEqual({ [a]: ['entity'], [b]: ['entity'] })
  expect(said(made, GRADE_TOPIC)).toEqual({ [a]: ['grade'], [b]: ['grade'] })

  const merged = await tell(toy, '2', 'c,丁公司,310100,91440101MA5CJQ4N59,MA5CJQ4N5\n')
  expect(await entityOf(toy, 'b')).toBe(a)
  expect(said(merged, ENTITY_TOPIC)).toEqual({ [a]: ['entity'], [b]: ['merged', 'null'] })
  expect(said(merged, GRADE_TOPIC)).toEqual({ [a]: ['grade'], [b]: ['grade_ended', 'null'] })
  expect(oneOf(merged, 'merged')).toEqual([{ type: 'merged', entity_id: b, became: a }])

  const parted = await tell(toy, '3', 'c,丁公司,310100,91440101MA5CJQ4N59,\n')
  expect(await entityOf(toy, 'b')).toBe(b)
  expect(said(parted, ENTITY_TOPIC)).toEqual({ [a]: ['split', 'entity'], [b]: ['entity'] })
  expect(oneOf(parted, 'split')).toEqual([{ type: 'split', entity_id: a, into: [b] }])
})

test('a split names all new entities, and the entity is told behind it even if it looks as before', async () => {
  const toy = toyConnector('split')
  await tell(
    toy,
    '1',
    'a,戊公司,310100,913502000728319549,\nb,戊公司,310100,913502000728319549,\nc,戊公司,310100,913502000728319549,\n',
  )
  // Two leave and two come: the row of the entity does not change.
  const events = await tell(
    toy,
    '2',
    'b,己公司,310100,913502115628130384,\nc,庚公司,310100,91350200776049653A,\nd,戊公司,310100,913502000728319549,\ne,戊公司,310100,913502000728319549,\n',
  )
  const [old, ...parts] = [await entityOf(toy, 'a'), await entityOf(toy, 'b'), await entityOf(toy, 'c')]
  expect(said(events, ENTITY_TOPIC)[old]).toEqual(['split', 'entity'])
  expect(oneOf(events, 'split')).toEqual([{ type: 'split', entity_id: old, into: parts.toSorted() }])
  expect(oneOf(events, 'entity').filter((value) => value?.['entity_id'] === old)).toMatchObject([{ mentions: 3 }])
})

test('a mention that goes to an entity that was there before is no split', async () => {
  const toy = toyConnector('moves')
  await tell(
    toy,
    '1',
    'a,辛公司,310100,123502001549897397,\nb,辛公司,310100,123502001549897397,\nc,壬公司,310100,91230500MA1B3N1N2M,\n',
  )
  const events = await tell(toy, '2', 'b,壬公司,310100,91230500MA1B3N1N2M,\n')
  expect(said(events, ENTITY_TOPIC)).toEqual({
    [await entityOf(toy, 'a')]: ['entity'],
    [await entityOf(toy, 'b')]: ['entity'],
  })
})

/** A toy whose records name several parties: `name` holds them, with a space between. */
function crowded(id: string): LoadedConnector {
  const toy = toyConnector(id)
  const normalize: typeof toy.connector.normalize = (row, context) => {
    const normalized = toy.connector.normalize(row, context)
    if (!('records' in normalized)) return normalized
    const several = normalized.records.map((record) => ({
      ...record,
      parties: record.parties.flatMap((party) => party.name.split(' ').map((name) => ({ ...party, name }))),
    }))
    return { ...normalized, records: several }
  }
  return { ...toy, connector: { ...toy.connector, normalize } }
}

test('an entity that nobody names any more ends without an heir; its key leaves both compacted topics', async () => {
  const toy = crowded('ends')
  const made = await tell(toy, '1', 'a,甲公司 乙公司,330100,,\n')
  const ends = String(oneOf(made, 'entity').find((value) => value?.['name'] === '乙公司')?.['entity_id'])
  const events = await tell(toy, '2', 'a,甲公司,330100,,\n')
  expect(said(events, ENTITY_TOPIC)).toEqual({ [ends]: ['ended', 'null'] })
  expect(oneOf(events, 'ended')).toEqual([{ type: 'ended', entity_id: ends }])
  expect(said(events, GRADE_TOPIC)[ends]).toEqual(['grade_ended', 'null'])
})

test('parties that a record names in another order are no split', async () => {
  const toy = crowded('order')
  await tell(toy, '1', 'a,丙公司,330100,,\n')
  const events = await tell(toy, '2', 'a,丁公司 丙公司,330100,,\n')
  expect(oneOf(events, 'split')).toEqual([])
  expect(oneOf(events, 'entity')).toMatchObject([{ name: '丁公司' }])
})

test('quarantine and corrections leave in their published shapes too', async () => {
  const toy = toyConnector('others', { mode: { type: 'snapshot', max_drop: 0.9 } })
  const head = 'key,name,fine\n'
  await ledger.load(toy, ledger.file('o1.csv', `${head}1,甲,1\n2,乙,2\n`), true)
  await ledger.load(toy, ledger.file('o2.csv', `${head}1,甲,5\n`), true)
  await ledger.load(toy, ledger.file('o3.csv', `${head}3,丙,viel\n`))
  const [item] = await ledger.rows<{ id: number }>(
    "select quarantine_id as id from ledger.quarantine where connector = 'others'",
  )
  await ledger.database.transaction((session) => decide(session, [Number(item?.id)], 'dropped', 'tests'))
  expect((await take()).map(({ topic, key, value }) => [topic, key, value])).toMatchObject([
    ['riskledger.correction.v1', 'others/1', { type: 'superseded', version: 1 }],
    ['riskledger.correction.v1', 'others/2', { type: 'withdrawn', version: 1 }],
    ['riskledger.quarantine.v1', String(item?.id), { type: 'quarantined', scope: 'row', status: 'open' }],
    ['riskledger.quarantine.v1', String(item?.id), { type: 'decided', status: 'dropped' }],
  ])
})
