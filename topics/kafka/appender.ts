/** Appends in order: one request under way, and what is asked for meanwhile goes into the next. */
import type { CompressionTypes, Producer, TopicMessages } from 'kafkajs'
import type { EncodedBatch, Message } from '../log.js'
import { wireMessages } from './messages.js'

/** What requests are made of. */
export interface RequestForm {
  readonly compression: CompressionTypes
  /** What a request may hold, so that no partition's part of it is longer than its topic takes. */
  readonly requestBytes: number
  /** What the names of topics begin with on the broker. */
  readonly prefix: string
}

interface Waiting {
  readonly batches: readonly EncodedBatch[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export class Appender {
  readonly #producer: Producer
  readonly #form: RequestForm
  #waiting: Waiting[] = []
  #working = false

  constructor(producer: Producer, form: RequestForm) {
    this.#producer = producer
    this.#form = form
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
        const batches = now.flatMap((one) => one.batches)
        for (const topicMessages of requestsOf(batches, this.#form))
          await this.#producer.sendBatch({ acks: -1, compression: this.#form.compression, topicMessages })
        for (const { done } of now) done()
      } catch (error) {
        for (const { failed } of [...now, ...this.#waiting.splice(0)]) failed(error)
      }
    }
    this.#working = false
  }
}

/**
 * Appends as one of whom there is only one: whoever opens under the same name makes the broker refuse those before it. Without that, a process that was
 * stopped in the middle of sending could bring old events behind newer ones, and a compacted topic would keep them.
 */
export async function appendAlone(
  producer: Producer,
  batches: readonly EncodedBatch[],
  form: RequestForm,
): Promise<void> {
  const transaction = await producer.transaction()
  try {
    for (const topicMessages of requestsOf(batches, form))
      await transaction.sendBatch({ acks: -1, compression: form.compression, topicMessages })
    await transaction.commit()
  } catch (error) {
    await transaction.abort().catch(() => undefined)
    throw error
  }
}

/** Batches as requests, in their order. */
function* requestsOf(
  batches: readonly EncodedBatch[],
  { requestBytes, prefix }: RequestForm,
): Generator<TopicMessages[]> {
  let [bytes, request] = [0, new Map<string, TopicMessages>()]
  for (const { topic, headers, content } of batches) {
    const wire = wireMessages(headers)
    for (const message of messagesOf(content)) {
      const length = (message.value?.length ?? 0) + message.key.length
      if (bytes > 0 && bytes + length > requestBytes) {
        yield [...request.values()]
        ;[bytes, request] = [0, new Map()]
      }
      const ofTopic = request.get(topic) ?? { topic: prefix + topic, messages: [] }
      request.set(topic, ofTopic)
      ofTopic.messages.push(wire(message))
      bytes += length
    }
  }
  if (bytes > 0) yield [...request.values()]
}

function messagesOf(content: EncodedBatch['content']): readonly Message[] {
  if (Buffer.isBuffer(content)) throw new Error('a batch of another log')
  return content as readonly Message[]
}
