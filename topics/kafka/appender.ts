/** Appends in order: one request under way, and what is asked for meanwhile goes into the next. */
import type { CompressionTypes, Producer, TopicMessages } from 'kafkajs'
import type { EncodedBatch, Message } from '../log.js'
import { wireMessages } from './messages.js'

interface Waiting {
  readonly batches: readonly EncodedBatch[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export class Appender {
  readonly #producer: Producer
  readonly #compression: CompressionTypes
  readonly #requestBytes: number
  readonly #prefix: string
  #waiting: Waiting[] = []
  #working = false

  /** `requestBytes`: what a request may hold, so that no partition's part of it is longer than its topic takes. */
  constructor(producer: Producer, compression: CompressionTypes, requestBytes: number, prefix: string) {
    this.#prefix = prefix
    this.#producer = producer
    this.#compression = compression
    this.#requestBytes = requestBytes
  }

  /** Returns when the batches are on all replicas in sync. One that fails takes those that wait behind it along: nothing overtakes it. */
  append(batches: readonly EncodedBatch[]): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ batches, done, failed })
      if (!this.#working) this.#work()
    })
  }

  async #work(): Promise<void> {
    this.#working = true
    while (this.#waiting.length > 0) {
      const now = this.#waiting
      this.#waiting = []
      try {
        for (const topicMessages of this.#requests(now)) await this.#send(topicMessages)
        for (const { done } of now) done()
      } catch (error) {
        for (const { failed } of [...now, ...this.#waiting.splice(0)]) failed(error)
      }
    }
    this.#working = false
  }

  async #send(topicMessages: TopicMessages[]): Promise<void> {
    await this.#producer.sendBatch({ acks: -1, compression: this.#compression, topicMessages })
  }

  *#requests(waiting: readonly Waiting[]): Generator<TopicMessages[]> {
    let [bytes, request] = [0, new Map<string, TopicMessages>()]
    for (const { topic, headers, content } of waiting.flatMap(({ batches }) => batches)) {
      const wire = wireMessages(headers)
      for (const message of messagesOf(content)) {
        const length = (message.value?.length ?? 0) + message.key.length
        if (bytes > 0 && bytes + length > this.#requestBytes) {
          yield [...request.values()]
          ;[bytes, request] = [0, new Map()]
        }
        const ofTopic = request.get(topic) ?? { topic: this.#prefix + topic, messages: [] }
        request.set(topic, ofTopic)
        ofTopic.messages.push(wire(message))
        bytes += length
      }
    }
    if (bytes > 0) yield [...request.values()]
  }
}

function messagesOf(content: EncodedBatch['content']): readonly Message[] {
  if (Buffer.isBuffer(content)) throw new Error('a batch of another log')
  return content as readonly Message[]
}
