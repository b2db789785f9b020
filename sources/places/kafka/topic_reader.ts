/**
 * Reading a stretch of a partition out of a client that pushes. Its group is its own and commits nothing; one partition flows at a time, and a batch is held back
 * until the one before it was taken.
 */
import { randomUUID } from 'node:crypto'
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import { LedgerError } from '../../../core/errors.js'
import type { Stretch } from './stretches.js'

const SESSION_MS = 30_000
const HEARTBEAT_MS = 3000
// A place that is asked for is read only when the answer that is under way has come.
const LONGEST_WAIT_MS = 200
const PARTITION_BYTES = 1 << 20
const MOST_STRAYS = 3
// Nothing comes for so long: what is left are marks of transactions at the end, or a transaction that is still open.
const IDLE_MS = 10_000

interface Came {
  readonly messages: readonly KafkaMessage[]
  /** Lets the next batch come. */
  release(): void
}

export class TopicReader {
  readonly #consumer: Consumer
  readonly #topic: string
  #partition = -1
  #next = 0
  #strays = 0
  #came: Came | undefined
  #crashed: Error | undefined
  #wake: () => void = () => undefined

  constructor(client: Kafka, topic: string) {
    this.#topic = topic
    this.#consumer = client.consumer({
      groupId: `riskledger-place-${randomUUID()}`,
      allowAutoTopicCreation: false,
      maxBytesPerPartition: PARTITION_BYTES,
      maxWaitTimeInMs: LONGEST_WAIT_MS,
      sessionTimeout: SESSION_MS,
      retry: { retries: 3, restartOnFailure: async () => false },
    })
  }

  async open(): Promise<void> {
    const consumer = this.#consumer
    const { GROUP_JOIN, FETCH, END_BATCH_PROCESS, CRASH } = consumer.events
    // A group of one has every partition; all rest until they are read.
    consumer.on(GROUP_JOIN, ({ payload }) => {
      for (const [topic, partitions] of Object.entries(payload.memberAssignment))
        consumer.pause([{ topic, partitions }])
    })
    // Only behind its first look does the client keep to a place that it is told.
    const looked = new Promise<void>((resolve) => void consumer.on(FETCH, () => resolve()))
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(CRASH, ({ payload }) => {
        this.#crashed = payload.error
        this.#wake()
        reject(payload.error)
      })
    })
    crashed.catch(() => undefined)
    // What the client passes over without showing it: marks of transactions, and messages of those that were given up.
    consumer.on(END_BATCH_PROCESS, ({ payload }) => {
      const next = Number(payload.lastOffset) + 1
      if (payload.partition !== this.#partition || payload.batchSize > 0 || next <= this.#next) return
      this.#next = next
      this.#wake()
    })
    await consumer.connect()
    await consumer.subscribe({ topics: [this.#topic], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatch: (payload) => this.#take(payload) })
    await Promise.race([looked, crashed])
  }

  /** Where the stretch that is being read goes on. */
  get next(): number {
    return this.#next
  }

  /** The messages of a stretch in batches. Ends before `to` when nothing more comes. Throws what the client threw, and place_invalid when the broker has not got that place. */
  async *read({ partition, from, to }: Stretch): AsyncGenerator<readonly KafkaMessage[]> {
    const topicPartitions = [{ topic: this.#topic, partitions: [partition] }]
    this.#partition = partition
    this.#next = from
    this.#strays = 0
    this.#consumer.seek({ topic: this.#topic, partition, offset: String(from) })
    this.#consumer.resume(topicPartitions)
    try {
      while (this.#next < to || this.#came !== undefined) {
        const came = this.#came ?? (await this.#waited())
        if (came === 'passed') continue
        if (came === undefined) return
        this.#came = undefined
        try {
          yield came.messages.filter(({ offset }) => Number(offset) < to)
        } finally {
          if (this.#next >= to) this.#consumer.pause(topicPartitions)
          came.release()
        }
      }
    } finally {
      this.#partition = -1
      this.#consumer.pause(topicPartitions)
    }
  }

  async close(): Promise<void> {
    this.#partition = -1
    this.#came?.release()
    await this.#consumer.disconnect()
  }

  async #waited(): Promise<Came | 'passed' | undefined> {
    const before = this.#next
    const inTime = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), IDLE_MS)
      this.#wake = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
    if (this.#crashed !== undefined) throw this.#crashed
    if (this.#strays >= MOST_STRAYS)
      throw new LedgerError(
        'place_invalid',
        `Partition ${this.#partition} of the topic ${this.#topic} has nothing at offset ${this.#next}`,
        'Its messages were removed while it was read, or it was made anew: read it with --full.',
      )
    return this.#came ?? (inTime && (this.#next > before || this.#strays > 0) ? 'passed' : undefined)
  }

  async #take({ batch, isStale, heartbeat }: EachBatchPayload): Promise<void> {
    const [first] = batch.messages
    if (batch.partition !== this.#partition || first === undefined || isStale()) return
    // Not what was asked for: what was under way before, or, where our place is not there any more, what the client goes on with instead.
    const { fetchedOffset }: { readonly fetchedOffset?: string } = Object(batch)
    if (Number(fetchedOffset) !== this.#next || Number(first.offset) < this.#next) {
      this.#strays++
      this.#consumer.seek({ topic: this.#topic, partition: batch.partition, offset: String(this.#next) })
      this.#wake()
      return
    }
    this.#strays = 0
    this.#next = Number(batch.lastOffset()) + 1
    // What is read into the ledger meanwhile takes its time: the broker has to see that we live.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MS)
    await new Promise<void>((release) => {
      this.#came = { messages: batch.messages, release }
      this.#wake()
    })
    clearInterval(beat)
  }
}
