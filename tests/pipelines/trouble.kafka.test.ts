/** What can go wrong with topics on a broker: each is told with its next step, and nothing is skipped in silence. */
import { setTimeout as sleep } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import { afterEach, expect } from 'vitest'
import { idOf } from '../../core/ids.js'
import { ingest } from '../../pipelines/ingest.js'
import { load } from '../../pipelines/load.js'
import { listFiles } from '../../sources/files.js'
import { makeTopics } from '../../topics/kafka/declare.js'
import { resetPosition } from '../../warehouse/positions.js'
import { type KafkaLedger, openKafkaLedger, stranger, withBroker } from '../support/kafka/ledger.js'
import { toyConnector } from '../support/toy.js'

const TOPIC = 'riskledger.penalty.v1'
const TOY = toyConnector('toy')
const rows = (from: number, count: number) =>
  `key,name,fine\n${Array.from({ length: count }, (_, n) => `k${from + n},甲${from + n},1\n`).join('')}`

const opened: KafkaLedger[] = []
afterEach(() => Promise.all(opened.splice(0).map((ledger) => ledger.close())))
async function open(environment: Record<string, string> = {}): Promise<KafkaLedger> {
  const ledger = await openKafkaLedger({ RISKLEDGER_KAFKA_PARTITIONS: '1', ...environment })
  opened.push(ledger)
  return ledger
}

withBroker(
  'messages that retention took before they were loaded are counted, and the rest goes on when somebody says so',
  async () => {
    const ledger = await open()
    await ledger.load(TOY, ledger.file('a.csv', rows(0, 5)))
    await send(ledger, 7)
    await ledger.expire(TOPIC)
    await expect(load(ledger.stage)).rejects.toMatchObject({
      code: 'topic_truncated',
      message: expect.stringContaining('7 messages'),
    })
    await expect(load(ledger.stage)).rejects.toMatchObject({ hint: expect.stringContaining('topics replay load') })
    const [bound] = await ledger.stage.topics.bounds([TOPIC])
    await resetPosition(ledger.database, 'load', { topic: TOPIC, partition: 0 }, Number(bound?.firstOffset))
    await ledger.load(TOY, ledger.file('b.csv', rows(10, 3)))
    expect(await ledger.rows('select count(*)::int as n from ledger.penalty')).toEqual([{ n: 8 }])
  },
)

/** Messages of a stranger. */
async function send(ledger: KafkaLedger, count: number, value = '{}'): Promise<void> {
  const producer = stranger().producer()
  await producer.connect()
  await producer.send({
    topic: ledger.wire(TOPIC),
    messages: Array.from({ length: count }, (_, n) => ({ key: `${n}`, value })),
  })
  await producer.disconnect()
}

/** Deletes the topic, makes it again as it was, and fills it. */
async function remake(ledger: KafkaLedger, messages: number): Promise<void> {
  await ledger.admin.deleteTopics({ topics: [ledger.wire(TOPIC)] })
  for (let there = true; there; ) {
    await sleep(200)
    there = (await ledger.admin.listTopics()).includes(ledger.wire(TOPIC))
  }
  await makeTopics(ledger.admin, [{ topic: ledger.wire(TOPIC), numPartitions: 1 }])
  await send(ledger, messages)
}

withBroker('a topic that was made again is not read on, whether it is shorter or longer than before', async () => {
  for (const messages of [2, 9]) {
    const ledger = await open()
    await ledger.load(TOY, ledger.file('a.csv', rows(0, 5)))
    await remake(ledger, messages)
    await expect(load(ledger.stage)).rejects.toMatchObject({
      code: 'topic_recreated',
      hint: expect.stringContaining('--from-start'),
    })
    await resetPosition(ledger.database, 'load', { topic: TOPIC, partition: 0 }, 0)
    expect(await load(ledger.stage)).toEqual({ messages, quarantined: messages })
    expect(await ledger.rows('select count(*)::int as n from ledger.penalty')).toEqual([{ n: 5 }])
  }
})

withBroker('a record longer than its topic takes is a rejected row; the good rows around it go through', async () => {
  const ledger = await open()
  await ledger.stage.topics.bounds()
  await ledger.configure(TOPIC, 'max.message.bytes', '40000')
  const again = await openKafkaLedger({
    RISKLEDGER_KAFKA_PARTITIONS: '1',
    RISKLEDGER_KAFKA_TOPIC_PREFIX: ledger.wire(''),
  })
  opened.push(again)
  const long = `key,name,facts\nk1,甲,\nlong,甲,${'甲'.repeat(15_000)}\nk2,甲,\n`
  const run = await again.load(TOY, again.file('a.csv', long))
  expect(run).toMatchObject({ read: 3, accepted: 2, rejected: 1, inserted: 2 })
  expect(await again.rows('select code, locator from ledger.quarantine')).toEqual([
    { code: 'record_too_large', locator: 'a.csv:3' },
  ])
})

withBroker(
  'a record that a newer version wrote stops the loader before it; one of a stranger goes to quarantine',
  async () => {
    const ledger = await open()
    await ledger.load(TOY, ledger.file('a.csv', rows(0, 1)))
    const batch = await ledger.stage.topics.read(TOPIC, 0, 0)
    const value = { ...JSON.parse(String(batch?.messages[0]?.value)), field_of_tomorrow: 1 }
    await send(ledger, 1, JSON.stringify(value))
    expect(await load(ledger.stage)).toEqual({ messages: 1, quarantined: 1 })
    const { topics } = ledger.stage
    if (batch === null) throw new Error('nothing was sent')
    const message = { id: 'x', key: `toy/${value.source_key}`, value: Buffer.from(JSON.stringify(value)) }
    await topics.appendAhead([await topics.encode(TOPIC, batch.headers, [message])])
    for (let twice = 0; twice < 2; twice++)
      await expect(load(ledger.stage)).rejects.toMatchObject({
        code: 'not_supported',
        message: expect.stringContaining('field_of_tomorrow'),
      })
  },
)

withBroker('a compacted topic of records is refused, and other differences are told with their mend', async () => {
  const ledger = await open()
  await ledger.stage.topics.bounds()
  const anew = async () => {
    const again = await openKafkaLedger({
      RISKLEDGER_KAFKA_PARTITIONS: '2',
      RISKLEDGER_KAFKA_TOPIC_PREFIX: ledger.wire(''),
    })
    opened.push(again)
    return again.stage.topics.differences()
  }
  await ledger.configure(TOPIC, 'retention.ms', '1000')
  const told = await anew()
  expect(told).toContainEqual(
    expect.objectContaining({
      what: expect.stringContaining('retention.ms=1000'),
      next: expect.stringContaining('kafka-configs'),
    }),
  )
  expect(told).toContainEqual(expect.objectContaining({ what: '1 partitions, and 2 are configured' }))
  await ledger.configure(TOPIC, 'cleanup.policy', 'compact')
  await expect(anew()).rejects.toMatchObject({ code: 'topic_misconfigured' })
})

withBroker('a topic fills another, empty ledger with the same records', async () => {
  const ledger = await open()
  await ledger.load(TOY, ledger.file('a.csv', `${rows(0, 40)}k3,乙,9\n`))
  const empty = await openKafkaLedger({
    RISKLEDGER_KAFKA_PARTITIONS: '1',
    RISKLEDGER_KAFKA_TOPIC_PREFIX: ledger.wire(''),
  })
  opened.push(empty)
  expect(await load(empty.stage)).toEqual({ messages: 41, quarantined: 0 })
  const tables = (one: KafkaLedger) =>
    one.rows(`select (select jsonb_agg(to_jsonb(p) - 'recorded_at' - 'run_id' order by source_key) from ledger.penalty p) as records,
      (select jsonb_agg(jsonb_build_array(source_key, version, content_hash, version_at) order by source_key, version) from ledger.version) as versions,
      (select jsonb_agg(jsonb_build_array(connector, name, sha256, arrived_at)) from raw.source) as sources`)
  expect(await tables(empty)).toEqual(await tables(ledger))
})

withBroker(
  'records of a stranger that fit the schema and not Postgres go to quarantine one by one, the good one among them is loaded',
  async () => {
    const ledger = await open()
    await ledger.load(TOY, ledger.file('a.csv', rows(0, 1)))
    const batch = await ledger.stage.topics.read(TOPIC, 0, 0)
    if (batch === null) throw new Error('nothing was sent')
    const model = JSON.parse(String(batch.messages[0]?.value))
    const changes: Record<string, unknown>[] = [
      { decided_on: '2023-02-30' },
      { valid_from: '0000-01-01' },
      { fine_amount: '9'.repeat(200_000) },
      { violation: 'a\0b' },
      { parties: [{ ...model.parties[0], name: 'a\0b' }] },
      { version_at: '2026-01-01T25:00:00Z' },
      { violation: '\ud83d' },
      { parties: [{ ...model.parties[0], name: '\ude00' }] },
      { connector: 'x\0y' },
      { 'field\0': 1 },
      { locator: `x:${'9'.repeat(30)}` },
      {},
    ]
    const messages = changes.map((change, n) => {
      const source_key = `s${n}`
      const value = { ...model, source_key, record_id: idOf('toy', 'penalty', source_key), ...change }
      return { id: `s${n}`, key: `toy/${source_key}`, value: Buffer.from(JSON.stringify(value)) }
    })
    const { topics } = ledger.stage
    const { run: _, ...strange } = batch.headers
    await topics.appendAhead([await topics.encode(TOPIC, strange, messages)])
    await topics.appendAhead([await topics.encode(TOPIC, { ...strange, time: 'infinity' }, messages.slice(0, 1))])
    const odd = { ...strange, source: `/connectors/${'x'.repeat(6000)}/sources/${'0'.repeat(64)}` }
    // A run of ours that there cannot be.
    const impossible = { ...odd, run: `${ledger.stage.ledgerId}/99999999999999999999` }
    const binary = { id: 'a\0b', key: 'k', value: Buffer.from([0, 0, 0, 0, 5, 0xff, 0xc3]) }
    await topics.appendAhead([
      await topics.encode(TOPIC, odd, [binary]),
      await topics.encode(TOPIC, impossible, [binary]),
    ])
    await send(ledger, 1, JSON.stringify(model))
    const bad = changes.length - 1 + 4
    expect(await load(ledger.stage)).toEqual({ messages: bad + 1, quarantined: bad })
    expect(await ledger.rows("select source_key from ledger.penalty where source_key like 's%'")).toEqual([
      { source_key: `s${changes.length - 1}` },
    ])
  },
)

withBroker(
  'a topic that its broker packs in a way that we cannot read is told with its place, and refused from then on',
  async () => {
    const ledger = await open()
    await ledger.stage.topics.bounds()
    await ledger.configure(TOPIC, 'compression.type', 'zstd')
    await expect(ledger.load(TOY, ledger.file('a.csv', rows(0, 2)))).rejects.toMatchObject({
      code: 'topic_unreadable',
      message: expect.stringContaining(`${TOPIC}/0 holds messages behind offset 0`),
    })
    const again = await openKafkaLedger({
      RISKLEDGER_KAFKA_PARTITIONS: '1',
      RISKLEDGER_KAFKA_TOPIC_PREFIX: ledger.wire(''),
    })
    opened.push(again)
    await expect(again.stage.topics.bounds()).rejects.toMatchObject({
      code: 'topic_misconfigured',
      hint: expect.stringContaining('compression.type=gzip'),
    })
  },
)

withBroker('what a stranger packs in a way that we cannot read, the broker packs anew: it stops nobody', async () => {
  const ledger = await open()
  await ledger.load(TOY, ledger.file('a.csv', rows(0, 1)))
  const { Snappy } = kafkajs.CompressionTypes
  kafkajs.CompressionCodecs[Snappy] = () => ({
    compress: async ({ buffer }: { buffer: Buffer }) => literalSnappy(buffer),
  })
  try {
    const producer = stranger().producer()
    await producer.connect()
    await producer.send({ topic: ledger.wire(TOPIC), compression: Snappy, messages: [{ key: 'k', value: '{}' }] })
    await producer.disconnect()
  } finally {
    Reflect.deleteProperty(kafkajs.CompressionCodecs, Snappy)
  }
  await ledger.load(TOY, ledger.file('b.csv', rows(1, 2)))
  expect(await ledger.rows('select count(*)::int as n from ledger.penalty')).toEqual([{ n: 3 }])
  expect(await ledger.rows('select locator from ledger.quarantine')).toEqual([{ locator: `${TOPIC}/0@1` }])
})

/** Bytes as a block of Snappy that packs nothing: their length, and one literal. */
function literalSnappy(bytes: Buffer): Buffer {
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7]
  return Buffer.concat([Buffer.from([...length, 61 << 2, (bytes.length - 1) & 0xff, (bytes.length - 1) >> 8]), bytes])
}

withBroker('a topic that is made again under a loader at work is not read on', async () => {
  const ledger = await open()
  let done = false
  const following = load(ledger.stage, { more: () => !done, stop: () => done })
  following.catch(() => undefined)
  await ingest(ledger.stage, TOY, await listFiles(ledger.file('a.csv', rows(0, 5))), { full: false })
  for (let loaded = 0; loaded < 5; await sleep(50)) loaded = (await ledger.rows('select from ledger.penalty')).length
  await remake(ledger, 9)
  const ended = await Promise.race([following.catch((error: unknown) => error), sleep(20_000)])
  done = true
  expect(ended).toMatchObject({ code: 'topic_recreated' })
})

withBroker('partitions that are added under a loader at work are read at once', async () => {
  const ledger = await open()
  let done = false
  const following = load(ledger.stage, { more: () => !done, stop: () => done })
  await ingest(ledger.stage, TOY, await listFiles(ledger.file('a.csv', rows(0, 5))), { full: false })
  for (let loaded = 0; loaded < 5; await sleep(50)) loaded = (await ledger.rows('select from ledger.penalty')).length
  await ledger.admin.createPartitions({ topicPartitions: [{ topic: ledger.wire(TOPIC), count: 4 }] })
  const other = await openKafkaLedger({ RISKLEDGER_KAFKA_TOPIC_PREFIX: ledger.wire('') })
  opened.push(other)
  await ingest(other.stage, TOY, await listFiles(other.file('b.csv', rows(10, 40))), { full: false })
  const begun = performance.now()
  for (let loaded = 0; loaded < 45 && performance.now() - begun < 20_000; await sleep(50))
    loaded = (await ledger.rows('select from ledger.penalty')).length
  done = true
  await following
  expect((await ledger.rows('select from ledger.penalty')).length).toBe(45)
})
