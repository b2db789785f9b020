/** The same on Kafka: loaders share partitions, come and go, and end with the tables that one makes on the embedded log. */
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { ingest } from '../../pipelines/ingest.js'
import { type Loaded, load } from '../../pipelines/load.js'
import { listFiles } from '../../sources/files.js'
import { murmur2 } from '../../topics/kafka/partitioner.js'
import { type KafkaLedger, openKafkaLedger, withBroker } from '../support/kafka/ledger.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { severally, tablesOf } from '../support/several.js'
import { severalFiles } from '../support/several_files.js'
import { toyConnector } from '../support/toy.js'

const FILES = severalFiles(4, 600)

let one: Ledger
let kafka: KafkaLedger
beforeAll(async () => {
  if (inject('brokers') === '') return
  one = await openLedger({ batchRows: 100 })
  kafka = await openKafkaLedger({ RISKLEDGER_KAFKA_PARTITIONS: '5' })
})
afterAll(() => Promise.all([one?.close(), kafka?.close()]))

const ingestFile = async (ledger: Ledger, index: number) =>
  ingest(ledger.stage, toyConnector('toy'), await listFiles(ledger.file(`f${index}.csv`, FILES[index] ?? '')), {
    full: false,
  })

withBroker(
  'loaders that follow while files come, one of which leaves early, make the tables of one loader',
  async () => {
    for (const index of FILES.keys()) await ingestFile(one, index)
    await load(one.stage)

    const environment = { RISKLEDGER_KAFKA_BROKERS: inject('brokers'), RISKLEDGER_KAFKA_TOPIC_PREFIX: kafka.wire('') }
    let [loaders, done] = [0, false]
    const following = severally(kafka, 2, environment, async (stage): Promise<Loaded> => {
      const leavesEarly = loaders++ === 0
      const begun = performance.now()
      const stop = () => leavesEarly && performance.now() - begun > 4000
      return load(stage, { more: () => !done && !stop(), stop })
    })
    for (const index of FILES.keys()) await ingestFile(kafka, index)
    done = true
    const loaded = await following
    await load(kafka.stage)
    const { records, history, runs } = await tablesOf(kafka)
    const wanted = await tablesOf(one)
    expect({ records, history, runs }).toEqual({
      records: wanted['records'],
      history: wanted['history'],
      runs: wanted['runs'],
    })
    expect(loaded.every(({ messages }) => messages > 0)).toBe(true)
  },
)

withBroker('partitions that are added later are read too', async () => {
  const topic = 'riskledger.penalty.v1'
  await kafka.admin.createPartitions({ topicPartitions: [{ topic: kafka.wire(topic), count: 9 }] })
  await ingest(kafka.stage, toyConnector('grown'), await listFiles(kafka.file('g.csv', FILES[0] ?? '')), {
    full: false,
  })
  await load(kafka.stage)
  expect(await kafka.rows("select count(*)::int as n from ledger.penalty where connector = 'grown'")).toEqual([
    { n: 600 },
  ])
  expect(await kafka.rows("select status from store.run where connector = 'grown'")).toEqual([{ status: 'loaded' }])
  expect(await kafka.stage.topics.bounds([topic])).toHaveLength(9)
})

withBroker(
  'files that wait together are merged in their order, also where one partition is further than another',
  async () => {
    const ordered = await openKafkaLedger({ RISKLEDGER_KAFKA_PARTITIONS: '2' })
    try {
      const toy = toyConnector('toy')
      const keys = (partition: number) =>
        Array.from({ length: 40 }, (_, n) => `k${n}`).filter(
          (key) => (murmur2(Buffer.from(`toy/${key}`)) & 0x7fffffff) % 2 === partition,
        )
      const text = (fine: number, ...of: string[]) =>
        `key,name,fine\n${of.map((key) => `${key},甲,${fine}\n`).join('')}`
      // The second file is the first thing in one partition, and comes behind the first file in the other.
      for (const [name, content] of [
        ['o1.csv', text(1, ...keys(1))],
        ['o2.csv', text(2, ...keys(0), ...keys(1))],
      ] as const)
        await ingest(ordered.stage, toy, await listFiles(ordered.file(name, content)), { full: false })
      await load(ordered.stage)
      const versions = await ordered.rows(
        "select version, count(*)::int as n, count(superseded_at)::int as over from ledger.version where kind = 'penalty' group by version order by 1",
      )
      const [first, both] = [keys(1).length, keys(0).length + keys(1).length]
      expect(versions).toEqual([
        { version: 1, n: both, over: first },
        { version: 2, n: first, over: 0 },
      ])
      expect(
        await ordered.rows("select count(*)::int as n from store.outbox where topic = 'riskledger.correction.v1'"),
      ).toEqual([{ n: first }])
    } finally {
      await ordered.close()
    }
  },
)
