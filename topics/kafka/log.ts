/** The log on Kafka, 3.5 to 4.x. Messages lie there as JSON with CloudEvents headers, for anybody to read and write. */
import type { KafkaConfig } from '../../core/config.js'
import { LedgerError, messageOf } from '../../core/errors.js'
import type { Log } from '../../core/log.js'
import { TOPICS } from '../../schemas/topics.js'
import { nameOf } from '../../warehouse/members.js'
import type { PartitionBounds, ReadBatch, TopicLog } from '../log.js'
import { recreatedTopic, refuseOther, refuseTruncated, unknownTopic } from '../refusals.js'
import { appendAlone } from './appender.js'
import { Broker } from './broker.js'
import { unreadable } from './client.js'
import type { Taken } from './reader.js'

// Key and headers come on top of a value.
const AROUND_A_VALUE = 16 << 10
// How long a broker may take to give what it says that it has.
const STALLED_MS = 60_000

/** The message that was read last. */
interface Last {
  readonly nextOffset: number
  readonly id: string
}

const NAMES = TOPICS.map(({ name }) => name)

function refuseUnknown(topics: readonly string[]): void {
  const unknown = topics.find((topic) => !NAMES.includes(topic))
  if (unknown !== undefined) throw unknownTopic(unknown)
}

/** The Kafka adapter of the log port. It connects, makes and checks the topics when something is first asked of it. */
export function kafkaLog(config: KafkaConfig, log: Log): TopicLog {
  const broker = new Broker(config, log)
  // Where partitions begin and end, as it was asked for last.
  const known = new Map<string, PartitionBounds>()
  // The message that was read last, by partition.
  const last = new Map<string, Last>()

  async function bounds(topics: readonly string[] = NAMES): Promise<PartitionBounds[]> {
    refuseUnknown(topics)
    const found = await broker.patiently('say where its topics end', () => broker.bounds(topics))
    for (const bound of found) known.set(nameOf(bound), bound)
    return found
  }

  async function boundAnew(topic: string, partition: number): Promise<PartitionBounds> {
    const bound = (await bounds([topic])).find((one) => one.partition === partition)
    if (bound === undefined) throw unknownTopic(nameOf({ topic, partition }))
    return bound
  }

  async function read(topic: string, partition: number, offset: number): Promise<ReadBatch | null> {
    const name = nameOf({ topic, partition })
    const before = last.get(name)
    let bound = known.get(name)
    // Asked where what is known cannot tell: beyond its end, and before reading from another place than where the reader stands.
    const flows = await broker.flows(topic, partition, offset)
    if (bound === undefined || offset >= bound.nextOffset || !flows) bound = await boundAnew(topic, partition)
    refuseTruncated(bound, offset)
    if (offset >= bound.nextOffset) return null
    if (!flows && before !== undefined) await checkLast(broker, bound, before, offset)
    const taken = await broker.patiently(`read ${topic}`, () => take(broker, topic, partition, offset))
    // Retention may have overtaken the reader.
    if (taken === null || taken === 'gone' || taken.gap) bound = await boundAnew(topic, partition)
    refuseTruncated(bound, offset)
    if (taken === 'gone') throw recreatedTopic(topic, partition, `it was read up to ${offset}, and that place is gone`)
    if (taken === null) throw stalled(bound, offset)
    // A topic can be made again while nothing comes from it.
    if (flows && taken.afterPause && before !== undefined) await checkLast(broker, bound, before, offset)
    const message = taken.batch.messages.at(-1)
    if (message !== undefined) last.set(name, { nextOffset: message.offset + 1, id: message.id })
    return taken.batch
  }

  return {
    records: 'json',
    place: `Kafka at ${config.brokers.join(', ')}`,
    maxValueBytes: async () =>
      broker.patiently('connect', async () => (await broker.open()).declared.maxMessageBytes - AROUND_A_VALUE),
    async declare(retentionDays) {
      broker.retentionDays = retentionDays
    },
    encode: async (topic, headers, messages) => ({ topic, headers, count: messages.length, content: messages }),
    async appendAhead(batches, alone) {
      const topics = [...new Set(batches.map(({ topic }) => topic))]
      refuseUnknown(topics)
      if (topics.length === 0) return
      const doing = `append to ${topics.join(', ')}`
      if (alone === undefined) {
        const appender = await broker.patiently('connect', () => broker.appender())
        return broker.explained(doing, () => appender.append(batches))
      }
      const producer = await broker.patiently('connect', () => broker.producerAlone(alone))
      const form = await broker.form()
      return broker.explained(doing, () => appendAlone(producer, batches, form))
    },
    async openAlone(alone) {
      await broker.patiently('connect', () => broker.producerAlone(alone))
    },
    appendWithin: async () => undefined,
    read,
    bounds,
    trim: async () => 0,
    differences: () => broker.patiently('describe its topics', async () => (await broker.open()).declared.differences),
    close: () => broker.close(),
  }
}

/** Where reading goes on after a while, or with another reader, the message before must be the one that was read last: the topic may have been made again meanwhile. */
async function checkLast(
  broker: Broker,
  { topic, partition, firstOffset }: PartitionBounds,
  before: Last,
  offset: number,
): Promise<void> {
  if (before.nextOffset !== offset || offset <= firstOffset) return
  const taken = await broker.patiently(`read ${topic}`, () => take(broker, topic, partition, offset - 1))
  const found = taken === null || taken === 'gone' ? undefined : taken.batch.messages[0]
  refuseOther({ topic, partition }, { offset: offset - 1, id: before.id }, found)
}

/** What cannot be unpacked ends a reader, whichever partition it is in: a new one, which reads this one alone, tells whether it is here. */
async function take(broker: Broker, topic: string, partition: number, offset: number): Promise<Taken | null | 'gone'> {
  for (let again = false; ; again = true) {
    try {
      return await (await broker.reader(topic, partition)).read(topic, partition, offset, STALLED_MS)
    } catch (error) {
      if (!unreadable(error)) throw error
      if (again) throw unreadableAt(topic, partition, offset, error)
    }
  }
}

function unreadableAt(topic: string, partition: number, offset: number, error: unknown): LedgerError {
  return new LedgerError(
    'topic_unreadable',
    `${nameOf({ topic, partition })} holds messages behind offset ${offset} that cannot be unpacked: ${messageOf(error)}`,
    `Have their producer send them uncompressed or as gzip; \`riskledger topics replay load --topic ${topic} --partition ${partition} --from <offset> --force\` goes on behind them.`,
    error,
  )
}

function stalled({ topic, partition, nextOffset }: PartitionBounds, offset: number): LedgerError {
  return new LedgerError(
    'topic_stalled',
    `${nameOf({ topic, partition })} ends at offset ${nextOffset}, and nothing came from ${offset} on for ${STALLED_MS / 1000} s`,
    'Another producer may hold a transaction open, or the broker is overloaded: run the same command again.',
  )
}
