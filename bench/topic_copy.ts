/** Copies a topic of penalty records into another, message by message, each into the partition that it had. */
import {
  type EachBatchPayload,
  type Kafka,
  type KafkaMessage,
  type Message,
  Partitioners,
  type Producer,
} from 'kafkajs'
import { strangerOf } from './wire.js'

// Below the broker's limit of 1 MiB.
const REQUEST_MESSAGES = 250
// A broker that has just started takes a while until it has loaded what it knows of groups.
const PATIENCE = { retries: 12 }

export interface CopyOptions {
  readonly brokers: string
  /** A topic of penalty records as JSON. */
  readonly from: string
  readonly to: string
  /** Makes the topic `to`, which must not be there yet. */
  readonly make: boolean
  /** Stops after so many messages. */
  readonly most?: number
  /** What is written for a message with its record; `ordinal` counts them from 0. */
  readonly write: (message: KafkaMessage, record: Record<string, unknown>, ordinal: number) => readonly Message[]
}

export interface Copied {
  readonly messages: number
  /** How many different records were read. */
  readonly records: number
}

export async function copyTopic(options: CopyOptions): Promise<Copied> {
  const kafka = strangerOf(options.brokers)
  const admin = kafka.admin()
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await admin.connect()
  await producer.connect()
  try {
    const bounds = await admin.fetchTopicOffsets(options.from)
    const topic = { topic: options.to, numPartitions: bounds.length, replicationFactor: 1 }
    if (options.make && !(await admin.createTopics({ topics: [topic] })))
      throw new Error(`the topic ${options.to} is there already`)
    const ends = new Map(bounds.map(({ partition, high, low }) => [partition, high === low ? 0 : Number(high)]))
    return await copy(kafka, producer, ends, options)
  } finally {
    await producer.disconnect()
    await admin.disconnect()
  }
}

/** Copies until every partition has been read to its end, or `most` messages. */
async function copy(kafka: Kafka, producer: Producer, ends: ReadonlyMap<number, number>, options: CopyOptions) {
  const { from, to, most = Number.POSITIVE_INFINITY, write } = options
  const open = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition))
  const records = new Set<unknown>()
  let messages = 0
  const eachBatch = async ({ batch }: EachBatchPayload): Promise<boolean> => {
    const { partition } = batch
    const written: Message[] = []
    for (const message of batch.messages) {
      if (message.value === null || messages === most) continue
      const record: Record<string, unknown> = JSON.parse(message.value.toString())
      for (const one of write(message, record, messages)) written.push({ ...one, partition })
      messages++
      records.add(record['record_id'])
    }
    for (let next = 0; next < written.length; next += REQUEST_MESSAGES)
      await producer.send({ topic: to, messages: written.slice(next, next + REQUEST_MESSAGES) })
    if (Number(batch.lastOffset()) + 1 >= (ends.get(partition) ?? 0)) open.delete(partition)
    return open.size === 0 || messages === most
  }
  const consumer = kafka.consumer({ groupId: `${to}.fill`, maxBytesPerPartition: 1 << 20, retry: PATIENCE })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic: from, fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        // It begins again from the start: that is of use only before anything was copied.
        if (!payload.restart || messages > 0) reject(payload.error)
      })
      const read = async (payload: EachBatchPayload) => {
        if (await eachBatch(payload)) resolve()
      }
      consumer.run({ autoCommit: false, eachBatch: read }).catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
  return { messages, records: records.size }
}
