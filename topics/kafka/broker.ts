/** What is open towards the brokers: made when it is first needed, so that commands without topics connect to nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, Producer, ProducerConfig } from 'kafkajs'
import type { KafkaConfig } from '../../core/config.js'
import type { Log } from '../../core/log.js'
import { KIND_NAMES } from '../../schemas/record.js'
import { kindOf, recordTopic } from '../../schemas/topics.js'
import { inOrder } from '../../warehouse/members.js'
import type { Alone, PartitionBounds } from '../log.js'
import { Appender, type RequestForm } from './appender.js'
import { answered, explainKafka, isGone, makeClient, PATIENCE, passes } from './client.js'
import { COMPRESSIONS } from './compression.js'
import { type Declared, declareTopics } from './declare.js'
import { partitioner } from './partitioner.js'
import { Reader } from './reader.js'

const MOST_REQUEST_BYTES = 4 << 20
// How long a broker may be away, as when it starts again.
const AWAY_MS = 45_000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 3000
const GOODBYE_MS = 3000

interface Opened {
  readonly admin: Admin
  readonly declared: Declared
}

export class Broker {
  readonly #config: KafkaConfig
  readonly #log: Log
  readonly #client: ReturnType<typeof makeClient>
  /** What has to be said goodbye to, and how. */
  readonly #goodbyes = new Map<object, () => Promise<void>>()
  readonly #readers = new Map<string, Promise<Reader>>()
  #opened: Promise<Opened> | undefined
  #appender: Promise<Appender> | undefined
  #alone: (Alone & { readonly producer: Promise<Producer> }) | undefined
  retentionDays: number | null = null

  constructor(config: KafkaConfig, log: Log) {
    this.#config = config
    this.#log = log
    this.#client = makeClient(config, log)
  }

  /** The administrator's connection, and what became of the topics. Throws at once when no broker answers. */
  async open(): Promise<Opened> {
    this.#opened ??= this.#open()
    return this.#opened
  }

  async #open(): Promise<Opened> {
    const admin = await this.#admin()
    const declared = await declareTopics(admin, this.#config, this.retentionDays, this.#log)
    for (const { topic, what, next } of declared.differences) this.#log.info({ topic, next }, what)
    return { admin, declared }
  }

  async #admin(): Promise<Admin> {
    const admin = this.#client.admin()
    return this.#greeted(
      admin,
      () => admin.connect(),
      () => admin.disconnect(),
    )
  }

  async appender(): Promise<Appender> {
    this.#appender ??= this.#producer({}).then(async (producer) => new Appender(producer, await this.form()))
    this.#appender.catch(() => {
      this.#appender = undefined
    })
    return this.#appender
  }

  /** The producer of one of whom there is only one, made anew for each epoch of it. */
  async producerAlone({ name, epoch }: Alone): Promise<Producer> {
    if (this.#alone?.name === name && this.#alone.epoch === epoch) return this.#alone.producer
    await this.#alone?.producer.then((old) => this.#leave(old)).catch(() => undefined)
    const producer = this.#producer({
      idempotent: true,
      transactionalId: `${this.#config.topicPrefix}riskledger.${name}`,
    })
    this.#alone = { name, epoch, producer }
    producer.catch(() => {
      this.#alone = undefined
    })
    return producer
  }

  async #producer(more: ProducerConfig): Promise<Producer> {
    await this.open()
    const producer = this.#client.producer({
      createPartitioner: partitioner,
      allowAutoTopicCreation: false,
      // One after the other: a request that is tried again must not land behind a later one.
      maxInFlightRequests: 1,
      retry: PATIENCE,
      ...more,
    })
    return this.#greeted(
      producer,
      () => producer.connect(),
      () => producer.disconnect(),
    )
  }

  /** Opens something that has to be closed again, be it that opening it fails. */
  async #greeted<T extends object>(one: T, open: () => Promise<void>, close: () => Promise<void>): Promise<T> {
    this.#goodbyes.set(one, close)
    try {
      await open()
    } catch (error) {
      this.#leave(one).catch(() => undefined)
      throw error
    }
    return one
  }

  /** How requests are made. */
  async form(): Promise<RequestForm> {
    const { declared } = await this.open()
    return {
      compression: COMPRESSIONS[this.#config.compression],
      requestBytes: Math.min(MOST_REQUEST_BYTES, Math.floor(0.9 * declared.maxMessageBytes)),
      prefix: this.#config.topicPrefix,
    }
  }

  /** The reader of a topic: one for all topics of records, which the loader reads together. */
  async reader(topic: string, partition: number): Promise<Reader> {
    const key = keyOf(topic)
    const topics = key.split(' ')
    const known = this.#readers.get(key)
    if (known !== undefined) {
      const reader = await known
      if (!reader.crashed && reader.knows(topic, partition)) return reader
      // Its goodbye may take a while, and nobody waits for it.
      this.#leave(reader).catch(() => undefined)
    }
    const opening = this.open().then(() => {
      const reader = new Reader(this.#client, topics, this.#config.topicPrefix)
      return this.#greeted(
        reader,
        () => reader.open(),
        () => reader.close(),
      )
    })
    this.#readers.set(key, opening)
    opening.catch(() => {
      if (this.#readers.get(key) === opening) this.#readers.delete(key)
    })
    return opening
  }

  /** True when a reader has what is at an offset, or stands before it. */
  async flows(topic: string, partition: number, offset: number): Promise<boolean> {
    const reader = await this.#readers.get(keyOf(topic))?.catch(() => undefined)
    return reader?.crashed === false && reader.flows(topic, partition, offset)
  }

  /** Where the partitions of topics begin and end, partitions that were added meanwhile among them. */
  async bounds(topics: readonly string[]): Promise<PartitionBounds[]> {
    const { admin } = await this.open()
    const { topicPrefix } = this.#config
    try {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map((topic) => topicPrefix + topic) })
      const bounds = await boundsOf(admin, topics, topicPrefix)
      if (bounds.length === found.reduce((sum, topic) => sum + topic.partitions.length, 0)) return bounds
    } catch (error) {
      // A topic that is not there may be another one when it is there again: whoever reads has to look.
      if (isGone(error)) this.#dropReaders()
      if (passes(error)) await this.#renewAdmin(admin)
      throw error
    }
    return boundsOf(await this.#renewAdmin(admin), topics, topicPrefix)
  }

  #dropReaders(): void {
    for (const reader of this.#readers.values()) reader.then((opened) => this.#leave(opened)).catch(() => undefined)
    this.#readers.clear()
  }

  /** The client remembers for minutes which partitions there are and who leads them; a new one asks. */
  async #renewAdmin(old: Admin): Promise<Admin> {
    const opened = await this.open()
    if (opened.admin !== old) return opened.admin
    const renewed = this.#admin().then((admin) => ({ ...opened, admin }))
    this.#opened = renewed.catch(() => opened)
    await this.#leave(old)
    return (await renewed).admin
  }

  /** Explains what goes wrong, and tries again as long as it may pass by itself; who was never reached is not waited for. */
  async patiently<T>(doing: string, work: () => Promise<T>): Promise<T> {
    const end = performance.now() + AWAY_MS
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return await work()
      } catch (error) {
        const reached = await this.#opened?.then(
          () => true,
          () => false,
        )
        if (reached !== true) this.#opened = undefined
        if (!(reached === true || answered(error)) || !passes(error) || performance.now() > end)
          throw explainKafka(error, this.#config, doing)
        await sleep(pause)
      }
    }
  }

  async explained<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw explainKafka(error, this.#config, doing)
    }
  }

  /** Closes what is not needed any more, and forgets it: a follower goes on for months. */
  async #leave(open: object): Promise<void> {
    const goodbye = this.#goodbyes.get(open)
    this.#goodbyes.delete(open)
    await goodbye?.()
  }

  /** Says goodbye to the brokers, to those that do not answer for a few seconds only. */
  async close(): Promise<void> {
    const closed = Promise.allSettled([...this.#goodbyes.keys()].map((open) => this.#leave(open)))
    await Promise.race([closed, sleep(GOODBYE_MS, undefined, { ref: false })])
  }
}

/** The topics that one reader reads. */
function keyOf(topic: string): string {
  return kindOf(topic) === undefined ? topic : KIND_NAMES.map(recordTopic).join(' ')
}

async function boundsOf(admin: Admin, topics: readonly string[], prefix: string): Promise<PartitionBounds[]> {
  // All of them are waited for: who goes on trying after a goodbye would connect again.
  const found = await Promise.allSettled(
    topics.map(async (topic) =>
      (await admin.fetchTopicOffsets(prefix + topic)).map(({ partition, low, high }) => ({
        topic,
        partition,
        firstOffset: Number(low),
        nextOffset: Number(high),
      })),
    ),
  )
  return found
    .flatMap((one) => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    })
    .sort(inOrder)
}
