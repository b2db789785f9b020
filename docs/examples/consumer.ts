/**
 * Reads the topic of grades from its beginning to its end, keeps the last grade of every entity, and prints how many there are of
 * each colour. A start for a consumer of your own: each step that our topics ask of you is marked. Needs the package kafkajs.
 *
 *     node consumer.ts localhost:9092 [--topic riskledger.grade.v1] [--follow]
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { Kafka, type KafkaMessage, logLevel } from 'kafkajs'

/** The fields that are used here; docs/schemas/riskledger.grade.v1.json has all of them. */
interface Grade {
  readonly type: string
  readonly colour: string
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { topic: { type: 'string', default: 'riskledger.grade.v1' }, follow: { type: 'boolean', default: false } },
})
const { topic, follow } = values
const brokers = positionals[0]?.split(',') ?? ['localhost:9092']

const grades = new Map<string, Grade>()
const seen = new Set<string>()
const counts = { messages: 0, repeats: 0, tombstones: 0 }

function take({ key, value, headers }: KafkaMessage): void {
  counts.messages++
  // 1. Delivery is at least once: the source and the id of a message tell a repeat. It must be dropped, for it may bring back what has changed since.
  const id = `${headers?.['ce_source']} ${headers?.['ce_id']}`
  if (seen.has(id)) {
    counts.repeats++
    return
  }
  seen.add(id)
  const entity = String(key)
  // 2. A null value is a tombstone: there is nothing under this key any more.
  if (value === null) {
    counts.tombstones++
    grades.delete(entity)
    return
  }
  // 3. The last message of a key is its state. Events of other types, and fields that are not known, are none of our business.
  const event: Grade = JSON.parse(value.toString())
  if (event.type === 'grade') grades.set(entity, event)
}

function printSummary(): void {
  const by_colour: Record<string, number> = {}
  for (const { colour } of grades.values()) by_colour[colour] = (by_colour[colour] ?? 0) + 1
  process.stdout.write(`${JSON.stringify({ ...counts, entities: grades.size, by_colour })}\n`)
}

// `ssl` and `sasl` belong here, where the brokers ask for them.
const kafka = new Kafka({ brokers, logLevel: logLevel.ERROR })

// Where each partition ends now; empty ones are at their end already.
const admin = kafka.admin()
await admin.connect()
const ends = new Map<number, number>()
for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
  if (Number(high) > Number(low)) ends.set(partition, Number(high))
await admin.disconnect()

// What is kept is in memory, so every start reads from the beginning, in a group of its own that commits nothing. Who keeps grades in a
// database keeps the positions and the ids beside them, in the same transaction.
const consumer = kafka.consumer({ groupId: `riskledger-example-${randomUUID()}`, allowAutoTopicCreation: false })
const done = new Promise<void>((resolve, reject) => {
  const { END_BATCH_PROCESS, CRASH } = consumer.events
  if (ends.size === 0) resolve()
  consumer.on(END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
    if (Number(lastOffset) + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition)
    if (ends.size > 0) return
    resolve()
    if (follow) printSummary()
  })
  consumer.on(CRASH, ({ payload: { error, restart } }) => {
    if (!restart) reject(error)
  })
})
await consumer.connect()
await consumer.subscribe({ topic, fromBeginning: true })
await consumer.run({ autoCommit: false, eachBatch: async ({ batch }) => batch.messages.forEach(take) })

await done
if (!follow) {
  await consumer.disconnect()
  printSummary()
}
