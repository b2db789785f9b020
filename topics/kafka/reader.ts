/**
 * Reading by position out of a client that pushes. Positions are ours and live in Postgres, so the consumer group has one member, is made anew for
 * each reader and commits nothing: who reads which partition is worked out in warehouse/members.ts. A partition flows from where it was asked
 * for last; what comes faster than it is taken is held back by pausing it.
 */
import { randomUUID } from 'node:crypto'
import type {
  Consumer,
  ConsumerCrashEvent,
  ConsumerGroupJoinEvent,
  EachBatchPayload,
  InstrumentationEvent,
  Kafka,
} from 'kafkajs'
import kafkajs from 'kafkajs'
import { nameOf } from '../../warehouse/members.js'
import { type ReadBatch, valueBytes } from '../log.js'
import { readBatches } from './messages.js'

// Compressed, in one answer of the broker.
const PARTITION_BYTES = 256 << 10
// As they lie in memory; what is under way comes on top.
const MOST_BYTES = 32 << 20
const LONGEST_WAIT_MS = 200
const SESSION_MS = 10_000
const SHORT = { retries: 3, initialRetryTime: 200, maxRetryTime: 1000 }

/** A batch, and the offset from which on it is the next: before it there may be only what nobody sees, such as the marks of transactions. */
interface Held {
  readonly from: number
  readonly batch: ReadBatch
  readonly bytes: number
  /** Nothing had come for a while, and nothing was held. */
  readonly afterPause: boolean
}

interface Feed {
  readonly topic: string
  readonly partition: number
  /** Where what is held ends. */
  next: number
  readonly held: Held[]
  paused: boolean
  /** How often in a row something else came than what was asked for. */
  strays: number
  /** When something came last. */
  cameAt: number
  /** Told when something came. */
  wake: () => void
}

/** A batch that was read, and whether there is a gap before it. */
export interface Taken {
  readonly batch: ReadBatch
  readonly gap: boolean
  /** Nothing had come for a while before it: long enough for the topic to be made again. */
  readonly afterPause: boolean
}

// Shorter than it takes to delete a topic, make it again and fill it.
const PAUSE_MS = 500

// Something else may be under way once or twice.
const MOST_STRAYS = 3

export class Reader {
  readonly #consumer: Consumer
  readonly #topics: readonly string[]
  readonly #prefix: string
  readonly #feeds = new Map<string, Feed>()
  /** The partitions that there were when it began. */
  readonly #assigned = new Set<string>()
  #bytes = 0
  #crashed: Error | undefined

  /** The names of topics begin with `prefix` on the broker, and nowhere else. */
  constructor(client: Kafka, topics: readonly string[], prefix: string) {
    this.#topics = topics
    this.#prefix = prefix
    this.#consumer = client.consumer({
      groupId: `riskledger-${randomUUID()}`,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: LONGEST_WAIT_MS,
      maxBytesPerPartition: PARTITION_BYTES,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: SESSION_MS,
      // Started again under the same group it would wait for its own former self: another reader, with a group of its own, is made instead.
      retry: { ...SHORT, restartOnFailure: async () => false },
    })
  }

  async open(): Promise<void> {
    const consumer = this.#consumer
    const { GROUP_JOIN, FETCH, END_BATCH_PROCESS, CRASH } = consumer.events
    consumer.on(GROUP_JOIN, (event: ConsumerGroupJoinEvent) => this.#joined(event))
    // Only behind its first look does the client keep to a place that it is told.
    const looked = new Promise<void>((resolve) => {
      consumer.on(FETCH, () => resolve())
    })
    consumer.on(END_BATCH_PROCESS, ({ payload }) => this.#passed(payload))
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(CRASH, ({ payload }: InstrumentationEvent<ConsumerCrashEvent['payload']>) => {
        this.#fail(payload.error)
        reject(payload.error)
      })
    })
    crashed.catch(() => undefined)
    await consumer.connect()
    await consumer.subscribe({ topics: this.#topics.map((topic) => this.#prefix + topic), fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatch: async (payload) => this.#came(payload) })
    await Promise.race([looked, crashed])
  }

  /** The next batch from an offset, waited for as long as `patienceMs`; null when none came, and `gone` when the broker has not got that place. */
  async read(topic: string, partition: number, offset: number, patienceMs: number): Promise<Taken | null | 'gone'> {
    const feed = this.#feedAt(topic, partition, offset)
    const end = performance.now() + patienceMs
    for (;;) {
      if (this.#crashed !== undefined) throw this.#crashed
      const first = feed.held.shift()
      if (first !== undefined) return this.#take(first, offset)
      if (feed.strays >= MOST_STRAYS) {
        this.#feeds.delete(nameOf({ topic, partition }))
        return 'gone'
      }
      const left = end - performance.now()
      if (left <= 0) return null
      // Held back for the sake of others, whom nobody may read before this one comes.
      this.#resume(feed)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        feed.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  /** True when there was such a partition when it began. */
  knows(topic: string, partition: number): boolean {
    return this.#assigned.has(nameOf({ topic, partition }))
  }

  /** True when it reads nothing any more. */
  get crashed(): boolean {
    return this.#crashed !== undefined
  }

  async close(): Promise<void> {
    await this.#consumer.disconnect()
  }

  #take({ from, batch, bytes, afterPause }: Held, offset: number): Taken {
    this.#bytes -= bytes
    if (this.#bytes < MOST_BYTES / 2) for (const feed of this.#feeds.values()) this.#resume(feed)
    const messages = batch.messages.filter((message) => message.offset >= offset)
    const first = messages[0]?.offset ?? batch.nextOffset
    return { batch: { ...batch, messages }, gap: first > Math.max(from, offset), afterPause }
  }

  /** True when what is at an offset is held, or is what comes next. */
  flows(topic: string, partition: number, offset: number): boolean {
    const feed = this.#feeds.get(nameOf({ topic, partition }))
    if (feed === undefined) return false
    const [first] = feed.held
    return first === undefined ? offset === feed.next : first.from <= offset && offset < first.batch.nextOffset
  }

  /** The feed of a partition with what is held from `offset` on; it begins anew where it is asked for another place. */
  #feedAt(topic: string, partition: number, offset: number): Feed {
    const key = nameOf({ topic, partition })
    const known = this.#feeds.get(key)
    if (known !== undefined && this.flows(topic, partition, offset)) return known
    for (const { bytes } of known?.held ?? []) this.#bytes -= bytes
    const feed: Feed = {
      topic,
      partition,
      next: offset,
      held: [],
      paused: false,
      strays: 0,
      cameAt: performance.now(),
      wake: () => undefined,
    }
    this.#feeds.set(key, feed)
    this.#consumer.seek({ topic: this.#prefix + topic, partition, offset: String(offset) })
    this.#consumer.resume([{ topic: this.#prefix + topic, partitions: [partition] }])
    return feed
  }

  #ours(wireTopic: string): string {
    return wireTopic.slice(this.#prefix.length)
  }

  /** The feed of a topic by its name on the broker. */
  #feedOf(wireTopic: string, partition: number): Feed | undefined {
    return this.#feeds.get(nameOf({ topic: this.#ours(wireTopic), partition }))
  }

  /** A group of one has every partition. All rest until they are read. */
  #joined({ payload }: ConsumerGroupJoinEvent): void {
    if (this.#assigned.size > 0) {
      // Topics were made, deleted or have grown, or the broker was away: what is where is to be looked at anew.
      this.#fail(new kafkajs.KafkaJSConnectionError('the reader had to join its group again'))
      return
    }
    for (const [topic, partitions] of Object.entries(payload.memberAssignment))
      for (const partition of partitions) {
        this.#assigned.add(nameOf({ topic: this.#ours(topic), partition }))
        this.#consumer.pause([{ topic, partitions: [partition] }])
      }
  }

  #came({ batch, isStale }: EachBatchPayload): void {
    const { partition, messages } = batch
    const feed = this.#feedOf(batch.topic, partition)
    const [first] = messages
    if (feed === undefined || first === undefined || isStale()) return
    // Not what was asked for: what was under way when another place was asked for, or, where our place is not there any more, what the client goes on with
    // instead. To take it would be to pass over what lies between.
    const { fetchedOffset }: { readonly fetchedOffset?: string } = Object(batch)
    if (Number(fetchedOffset) !== feed.next || Number(first.offset) < feed.next) {
      feed.strays++
      feed.wake()
      this.#consumer.seek({ topic: batch.topic, partition, offset: String(feed.next) })
      return
    }
    feed.strays = 0
    for (const read of readBatches(feed.topic, partition, messages)) this.#hold(feed, read)
    // Behind the last message there may be marks of transactions.
    feed.next = Math.max(feed.next, Number(batch.lastOffset()) + 1)
    if (this.#bytes > MOST_BYTES && !feed.paused) {
      feed.paused = true
      this.#consumer.pause([{ topic: batch.topic, partitions: [partition] }])
    }
    feed.wake()
  }

  /** What the client passed over without showing it: marks of transactions, and messages of those that were given up. */
  #passed({
    topic,
    partition,
    batchSize,
    lastOffset,
  }: {
    topic: string
    partition: number
    batchSize: number
    lastOffset: string
  }): void {
    const feed = this.#feedOf(topic, partition)
    const nextOffset = Number(lastOffset) + 1
    if (feed === undefined || batchSize > 0 || nextOffset <= feed.next) return
    this.#hold(feed, {
      topic: feed.topic,
      partition,
      headers: { type: '', source: '', time: '' },
      nextOffset,
      messages: [],
    })
    feed.wake()
  }

  #hold(feed: Feed, batch: ReadBatch): void {
    const bytes = valueBytes(batch.messages)
    const now = performance.now()
    const afterPause = feed.held.length === 0 && now - feed.cameAt > PAUSE_MS
    feed.held.push({ from: feed.next, batch, bytes, afterPause })
    feed.cameAt = now
    feed.next = batch.nextOffset
    this.#bytes += bytes
  }

  #resume(feed: Feed): void {
    if (!feed.paused) return
    feed.paused = false
    this.#consumer.resume([{ topic: this.#prefix + feed.topic, partitions: [feed.partition] }])
  }

  #fail(error: Error): void {
    this.#crashed = error
    for (const feed of this.#feeds.values()) feed.wake()
  }
}
