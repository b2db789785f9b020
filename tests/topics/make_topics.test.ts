import { type ITopicMetadata, KafkaJSProtocolError, type PartitionMetadata } from 'kafkajs'
import { expect, it } from 'vitest'
import { makeTopics } from '../../topics/kafka/declare.js'

const failing = (type: string, retriable: boolean) => () => {
  throw new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 3, retriable }))
}
const partition: PartitionMetadata = { partitionErrorCode: 0, partitionId: 0, leader: 1, replicas: [1], isr: [1] }
const ledBy = (leader: number) => () => ({ topics: [{ name: 'a', partitions: [partition, { ...partition, leader }] }] })

/** An admin client that answers one after the other; what it was asked for is counted. */
function answering(...answers: (() => { topics: ITopicMetadata[] })[]) {
  const asked = { times: 0 }
  const admin = {
    createTopics: async () => true,
    fetchTopicMetadata: async () => answers[asked.times++]?.() ?? { topics: [] },
  }
  return { admin, asked }
}

it('waits for topics that the broker has made and does not know by name yet, and for their leaders', async () => {
  const { admin, asked } = answering(
    failing('UNKNOWN_TOPIC_OR_PARTITION', true),
    () => ({ topics: [] }),
    ledBy(-1),
    ledBy(2),
  )
  await makeTopics(admin, [{ topic: 'a' }])
  expect(asked.times).toBe(4)
})

it('does not wait for what will not pass', async () => {
  const { admin, asked } = answering(failing('TOPIC_AUTHORIZATION_FAILED', false), ledBy(1))
  await expect(makeTopics(admin, [{ topic: 'a' }])).rejects.toThrow('TOPIC_AUTHORIZATION_FAILED')
  expect(asked.times).toBe(1)
})
