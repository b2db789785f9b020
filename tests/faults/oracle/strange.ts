/** What a stranger reads from the topics of a broker: everything that is there, from the beginning. */
import { randomUUID } from 'node:crypto'
import type { IHeaders } from 'kafkajs'
import type { BrokerBehindProxy } from '../broker.js'

export interface StrangeMessage {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: IHeaders
}

const GIVE_UP_MS = 90_000

/** Reads some topics, by their names on the broker, up to where they end now. In the order of their offsets. */
export async function readStrange(broker: BrokerBehindProxy, topics: readonly string[]): Promise<StrangeMessage[]> {
  const kafka = broker.stranger()
  const left = new Map<string, number>()
  const admin = kafka.admin()
  await admin.connect()
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > Number(low)) left.set(`${topic}/${partition}`, Number(high))
  await admin.disconnect()
  // By their place: a client that connects again may begin again.
  const seen = new Map<string, StrangeMessage>()
  if (left.size === 0) return []
  const consumer = kafka.consumer({ groupId: `stranger-${randomUUID()}`, maxWaitTimeInMs: 200 })
  await consumer.connect()
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`not read to its end: ${[...left.keys()].join(', ')}`)),
        GIVE_UP_MS,
      )
      const passed = (topic: string, partition: number, lastOffset: string) => {
        const place = `${topic}/${partition}`
        if (Number(lastOffset) + 1 >= (left.get(place) ?? 0)) left.delete(place)
        if (left.size > 0) return
        clearTimeout(timer)
        resolve()
      }
      // The end of a partition may be the mark of a transaction, which no batch shows.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) =>
        passed(payload.topic, payload.partition, payload.lastOffset),
      )
      const run = consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch: { topic, partition, messages } }) => {
          for (const { offset, key, value, headers = {} } of messages)
            seen.set(`${topic}/${partition}/${offset}`, {
              topic,
              partition,
              offset: Number(offset),
              key,
              value,
              headers,
            })
        },
      })
      run.catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
  return [...seen.values()].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition || a.offset - b.offset : a.topic < b.topic ? -1 : 1,
  )
}
