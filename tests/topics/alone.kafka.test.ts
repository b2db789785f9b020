/** Of appenders of one name only the latest appends: a publisher that was stopped cannot bring old events behind newer ones. */
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { type KafkaLedger, openKafkaLedger, withBroker } from '../support/kafka/ledger.js'

const TOPIC = 'riskledger.grade.v1'
const HEADERS = { type: TOPIC, source: '/ledger', time: '2026-01-01T00:00:00.000Z' }

let ledger: KafkaLedger
let other: KafkaLedger
beforeAll(async () => {
  if (inject('brokers') === '') return
  ledger = await openKafkaLedger({ RISKLEDGER_KAFKA_PARTITIONS: '1' })
  other = await openKafkaLedger({ RISKLEDGER_KAFKA_PARTITIONS: '1', RISKLEDGER_KAFKA_TOPIC_PREFIX: ledger.wire('') })
})
afterAll(() => Promise.all([ledger?.close(), other?.close()]))

withBroker('a newer epoch stops the one before it, which takes it up again under an epoch of its own', async () => {
  const append = async (by: KafkaLedger, id: string, epoch: number) => {
    const { topics } = by.stage
    const batch = await topics.encode(TOPIC, HEADERS, [{ id, key: 'k', value: Buffer.from('{}') }])
    await topics.appendAhead([batch], { name: 'publish', epoch })
  }
  await append(ledger, '1', 1)
  await append(other, '2', 2)
  await expect(append(ledger, 'late', 1)).rejects.toMatchObject({ code: 'run_fenced' })
  await append(ledger, '3', 3)
  await expect(append(other, 'late', 2)).rejects.toMatchObject({ code: 'run_fenced' })
  const ids: string[] = []
  for (let offset = 0, batch = await ledger.stage.topics.read(TOPIC, 0, 0); batch !== null; ) {
    ids.push(...batch.messages.map(({ id }) => id))
    offset = batch.nextOffset
    batch = await ledger.stage.topics.read(TOPIC, 0, offset)
  }
  expect(ids).toEqual(['1', '2', '3'])
})
