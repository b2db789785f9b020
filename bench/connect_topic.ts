/**
 * The penalty records of a riskledger topic once more, as the Debezium sink wants them: flat, arrays as JSON text, no schema in the message
 * (Connect's converter is told it once, see `connectSchema`), each in the partition that it had.
 */
import { type EachBatchPayload, Kafka, logLevel, Partitioners, type Producer } from 'kafkajs'
import { RECORD_MESSAGES } from '../schemas/record.js'

const DATES = new Set(['valid_from', 'valid_to', 'decided_on', 'violated_on', 'published_until'])
const DECIMALS = new Set(['fine_amount', 'confiscated_amount'])
/** What is not text in the sink's table; the types are those of store.penalty. */
const TYPES: Readonly<Record<string, string>> = {
  record_id: 'uuid primary key',
  content_hash: 'uuid not null',
  version_at: 'timestamptz not null',
  version_seq: 'bigint not null',
  in_force: 'boolean not null',
  parties: 'jsonb not null',
}
// Below the broker's limit of 1 MiB.
const REQUEST_MESSAGES = 250
const FIELDS = Object.keys(RECORD_MESSAGES.penalty.shape)

/** The columns of the sink's table, one for each field of a message. */
export function sinkColumns(): string {
  const typeOf = (field: string) =>
    TYPES[field] ?? (DATES.has(field) ? 'date' : DECIMALS.has(field) ? 'numeric' : 'text')
  return FIELDS.map((field) => `${field} ${typeOf(field)}`).join(', ')
}

/** The schema of the messages in Connect's own notation. */
export function connectSchema(): string {
  const typeOf = (field: string) => (field === 'in_force' ? 'boolean' : field === 'version_seq' ? 'int64' : 'string')
  const fields = FIELDS.map((field) => ({ field, type: typeOf(field), optional: field !== 'record_id' }))
  return JSON.stringify({ type: 'struct', optional: false, fields })
}

export interface FillOptions {
  readonly brokers: string
  /** A topic of penalty records as JSON. */
  readonly from: string
  /** The topic to make: not yet there. */
  readonly to: string
  /** Stops after so many messages. */
  readonly most?: number
  /** The number of the message, from 0, that gets a date which does not exist. */
  readonly spoil?: number
}

/** Fills the sink's topic; returns how many messages it holds, and how many different records. */
export async function fillSinkTopic(options: FillOptions): Promise<{ messages: number; records: number }> {
  const kafka = new Kafka({
    brokers: options.brokers.split(','),
    clientId: 'riskledger-bench',
    logLevel: logLevel.NOTHING,
  })
  const admin = kafka.admin()
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await admin.connect()
  await producer.connect()
  try {
    const bounds = await admin.fetchTopicOffsets(options.from)
    const topic = { topic: options.to, numPartitions: bounds.length, replicationFactor: 1 }
    if (!(await admin.createTopics({ topics: [topic] }))) throw new Error(`the topic ${options.to} is there already`)
    const ends = new Map(bounds.map(({ partition, high, low }) => [partition, high === low ? 0 : Number(high)]))
    return await copy(kafka, producer, ends, options)
  } finally {
    await producer.disconnect()
    await admin.disconnect()
  }
}

interface FlatMessage {
  readonly key: Buffer | null
  readonly value: string
  readonly partition: number
}

/** Copies until every partition has been read to its end, or `most` messages. */
async function copy(kafka: Kafka, producer: Producer, ends: ReadonlyMap<number, number>, options: FillOptions) {
  const { from, to, most = Number.POSITIVE_INFINITY, spoil } = options
  const open = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition))
  const records = new Set<unknown>()
  let messages = 0
  const eachBatch = async ({ batch }: EachBatchPayload): Promise<boolean> => {
    const { partition } = batch
    const flat: FlatMessage[] = []
    for (const { key, value } of batch.messages) {
      if (value === null || messages === most) continue
      const record: Record<string, unknown> = JSON.parse(value.toString())
      if (messages++ === spoil) record['decided_on'] = '2023-02-30'
      records.add(record['record_id'])
      flat.push({ key, value: flattened(record), partition })
    }
    for (let next = 0; next < flat.length; next += REQUEST_MESSAGES)
      await producer.send({ topic: to, messages: flat.slice(next, next + REQUEST_MESSAGES) })
    if (Number(batch.lastOffset()) + 1 >= (ends.get(partition) ?? 0)) open.delete(partition)
    return open.size === 0 || messages === most
  }
  const consumer = kafka.consumer({ groupId: `${to}.fill`, maxBytesPerPartition: 1 << 20 })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic: from, fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
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

function flattened(record: Readonly<Record<string, unknown>>): string {
  const flat: Record<string, unknown> = {}
  for (const field of FIELDS) {
    const value = record[field]
    flat[field] = Array.isArray(value) ? JSON.stringify(value) : value
  }
  return JSON.stringify(flat)
}
