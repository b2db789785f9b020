/** What a topic of another system becomes, and how reading it goes on. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { kafkaDeclaration } from '../../sources/places/kafka/declaration.js'
import { openKafka } from '../../sources/places/kafka.js'
import { stranger, withBroker } from '../support/kafka/ledger.js'
import { askFor, landAll } from '../support/places.js'

const topic = `agency.${randomUUID().slice(0, 8)}`
// Of today: what is older than the broker keeps messages would be gone at once.
const AT = new Date()
const client = inject('brokers') === '' ? undefined : stranger()
const admin = client?.admin()
const producer = client?.producer()
beforeAll(async () => {
  await admin?.connect()
  await producer?.connect()
  await admin?.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: false })
  // A broker that has just started takes its time to make one.
  for (let leaders = 0; admin !== undefined && leaders < 2; await sleep(200)) {
    const found = await admin.fetchTopicMetadata({ topics: [topic] }).catch(() => undefined)
    leaders = found?.topics[0]?.partitions.filter(({ leader }) => leader >= 0).length ?? 0
  }
})
afterAll(async () => {
  await admin?.deleteTopics({ topics: [topic] })
  await producer?.disconnect()
  await admin?.disconnect()
})
const place = (more: Record<string, unknown> = {}) =>
  openKafka(
    kafkaDeclaration.parse({
      type: 'kafka',
      brokers: inject('brokers').split(','),
      topic,
      tls: 'off',
      value: 'case',
      ...more,
    }),
  )
const send = (partition: number, ...values: (string | Buffer | null)[]) =>
  producer?.send({
    topic,
    messages: values.map((value) => ({
      partition,
      key: '钥匙',
      value,
      timestamp: String(AT.getTime()),
      headers: { by: '甲' },
    })),
  })

withBroker('messages land as rows, from where the cursor stands to where the topic ends', async () => {
  await send(0, '{"id": 12345678901234567890,\n "name": "公司"}', 'no json', null, Buffer.from([0xff, 0x00]))
  await send(1, ...Array.from({ length: 25 }, (_, index) => String(index)))
  const first = await landAll(place({ file_rows: 10 }), askFor())
  expect(first.map(({ cursor }) => cursor)).toEqual([
    { 0: '4', 1: '6' },
    { 0: '4', 1: '16' },
    { 0: '4', 1: '25' },
  ])
  const rows = first.flatMap(({ text }) => text.trimEnd().split('\n'))
  const head = (offset: number) =>
    `{"key":"钥匙","partition":0,"offset":"${offset}","timestamp":"${AT.toISOString()}","headers":{"by":"甲"},`
  expect(rows.slice(0, 4)).toEqual([
    `${head(0)}"case":{"id": 12345678901234567890,  "name": "公司"}}`,
    `${head(1)}"case":"no json"}`,
    `${head(2)}"case":null}`,
    `${head(3)}"case_base64":"/wA="}`,
  ])
  expect(rows).toHaveLength(29)
  const cursor = first.at(-1)?.cursor ?? null
  expect(await landAll(place(), askFor({ cursor }))).toEqual([])
  await send(1, 'new')
  const [next] = await landAll(place(), askFor({ cursor }))
  expect(next).toMatchObject({ cursor: { 0: '4', 1: '26' }, text: expect.stringContaining('"case":"new"') })
})

withBroker('messages that are gone are counted, and a topic that is another is refused', async () => {
  const codeOf = (more: Record<string, unknown>, cursor: Record<string, string>) =>
    landAll(place(more), askFor({ cursor })).then(
      () => 'nothing',
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    )
  await admin?.deleteTopicRecords({ topic, partitions: [{ partition: 1, offset: '20' }] })
  expect(await codeOf({}, { 0: '4', 1: '15' })).toMatch(/^place_invalid .* 5 of partition 1/)
  expect(await codeOf({}, { 0: '400', 1: '26' })).toMatch(/^cursor_invalid .* 400, and it ends at 4/)
  expect(await codeOf({}, { 7: '1' })).toMatch(/^cursor_invalid .* no partition 7/)
  expect(await codeOf({ topic: 'nowhere' }, {})).toMatch(/^place_refused/)
  expect(await codeOf({ brokers: ['127.0.0.1:1'] }, {})).toMatch(/^place_unreachable/)
  expect((await landAll(place(), askFor())).map(({ cursor }) => cursor)).toEqual([{ 0: '4', 1: '26' }])
})

withBroker('what a transaction gave up does not land, and its marks hold nothing up', async () => {
  const writer = client?.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true })
  await writer?.connect()
  for (const [value, kept] of [
    ['given up', false],
    ['kept', true],
    ['given up', false],
  ] as const) {
    const transaction = await writer?.transaction()
    await transaction?.send({ topic, messages: [{ partition: 0, value }] })
    await (kept ? transaction?.commit() : transaction?.abort())
  }
  await writer?.disconnect()
  const landed = await landAll(place(), askFor({ cursor: { 0: '4', 1: '26' } }))
  expect(landed.flatMap(({ text }) => text.match(/"case":"[^"]*"/g))).toEqual(['"case":"kept"'])
  expect(landed[0]?.cursor).toEqual({ 0: '10', 1: '26' })
})
