/** The place that is a topic of another system's Kafka: read from the cursor up to where it ends when the run begins. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, Kafka } from 'kafkajs'
import { LedgerError } from '../../core/errors.js'
import type { Landed, LandRequest, Place, PlaceCursor } from '../place.js'
import { clientOf, explainTopic, passes } from './kafka/client.js'
import type { KafkaDeclaration } from './kafka/declaration.js'
import { lineOf } from './kafka/message_line.js'
import { type Stretch, stretchesOf } from './kafka/stretches.js'
import { TopicReader } from './kafka/topic_reader.js'
import { LandedRows } from './landed_rows.js'

/** Opens a declared topic; nothing is connected before it is read. */
export function openKafka(declaration: KafkaDeclaration): Place {
  const where = `the topic ${declaration.topic} at ${declaration.brokers.join(', ')}`
  return { where, land: (request) => land(declaration, where, request) }
}

async function* land(declaration: KafkaDeclaration, where: string, request: LandRequest): AsyncGenerator<Landed> {
  const { topic, value, file_rows } = declaration
  const client = clientOf(declaration, request.secret)
  const files = new LandedRows(request.directory, topic, file_rows)
  const backfill = request.since !== null || request.until !== null
  const offsets = new Map<number, number>()
  let reader: TopicReader | undefined
  const stop = () => void reader?.close().catch(() => undefined)
  request.signal.addEventListener('abort', stop)
  const landed = async (): Promise<Landed> => ({
    file: await files.end(),
    cursor: backfill ? null : cursorOf(offsets),
    origin: `${where}, ${request.now}`,
    made: true,
  })
  try {
    const stretches = await asked(client, declaration, where, request)
    for (const { partition, from } of stretches) offsets.set(partition, from)
    const open = stretches.filter(({ from, to }) => from < to)
    if (open.length === 0) return
    reader = await opened(client, topic)
    for (const stretch of open) {
      for await (const messages of reader.read(stretch)) {
        for (const message of messages) {
          if (files.full) yield await landed()
          await files.add(lineOf(message, stretch.partition, value))
          offsets.set(stretch.partition, Number(message.offset) + 1)
        }
      }
      offsets.set(stretch.partition, Math.min(Math.max(reader.next, stretch.from), stretch.to))
      if (reader.next < stretch.to) await stillThere(client, where, stretch, reader.next, request)
    }
    if (files.any) yield await landed()
  } catch (error) {
    throw explainTopic(error, where)
  } finally {
    request.signal.removeEventListener('abort', stop)
    await files.close()
    await reader?.close().catch(() => undefined)
  }
}

const [OPEN_TRIES, OPEN_WAIT_MS] = [10, 2000]

/** A reader that reads; tried again, under another group, for what passes by itself. */
async function opened(client: Kafka, topic: string): Promise<TopicReader> {
  for (let tries = 1; ; tries++) {
    const reader = new TopicReader(client, topic)
    try {
      await reader.open()
      return reader
    } catch (error) {
      await reader.close().catch(() => undefined)
      if (tries === OPEN_TRIES || !passes(error)) throw error
      await sleep(OPEN_WAIT_MS)
    }
  }
}

function cursorOf(offsets: ReadonlyMap<number, number>): PlaceCursor {
  return Object.fromEntries([...offsets].map(([partition, offset]) => [String(partition), String(offset)]))
}

async function withAdmin<T>(client: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect().catch(() => undefined)
  }
}

/** From where to where each partition is to be read. */
function asked(client: Kafka, { topic }: KafkaDeclaration, where: string, request: LandRequest): Promise<Stretch[]> {
  return withAdmin(client, async (admin) => {
    // Looked up in the list: to ask for its offsets could make a topic that is not there.
    if (!(await admin.listTopics()).includes(topic))
      throw new LedgerError(
        'place_refused',
        `${where} is not there, or may not be seen`,
        'Correct `topic` of the place, or ask for the right to describe and read it.',
      )
    const ends = await admin.fetchTopicOffsets(topic)
    const offsets = ends.map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
    const [metadata] = (await admin.fetchTopicMetadata({ topics: [topic] })).topics
    // A partition without a leader is left out of its answer: it is away, and not gone.
    if (metadata?.partitions.length !== offsets.length || metadata.partitions.some(({ leader }) => leader < 0))
      throw new LedgerError(
        'place_unreachable',
        `${where} has partitions that no broker answers for`,
        'Run the same command again when its brokers are up: nothing is lost.',
      )
    const { since, until } = request
    if (since === null && until === null) return stretchesOf(where, request.cursor, offsets)
    const at = async (day: string | null) =>
      new Map(
        day === null
          ? []
          : (await admin.fetchTopicOffsetsByTimestamp(topic, Date.parse(`${day}T00:00:00Z`))).map(
              ({ partition, offset }) => [partition, Number(offset)] as const,
            ),
      )
    const [first, last] = [await at(since), await at(until)]
    return stretchesOf(where, null, offsets).map(({ partition, from, to }) => ({
      partition,
      from: Math.max(from, first.get(partition) ?? from),
      to: Math.min(to, last.get(partition) ?? to),
    }))
  })
}

/** Nothing came any more before the end: either the broker is away, which throws, or what is left is nothing that anybody may read now. */
async function stillThere(
  client: Kafka,
  where: string,
  { partition, to }: Stretch,
  next: number,
  { tell }: LandRequest,
): Promise<void> {
  await withAdmin(client, (admin) => admin.listTopics())
  tell?.(
    `${where}: partition ${partition} was read up to ${next} of ${to}; the rest may belong to a transaction that is open`,
  )
}
