/** Messages on the wire: a key, JSON, and headers by the CloudEvents binding for Kafka, binary mode. */
import type { IHeaders, KafkaMessage, Message as WireMessage } from 'kafkajs'
import type { BatchHeaders, Message, ReadBatch, ReadMessage } from '../log.js'

// A batch to read is merged at once: no larger than what ingest sends, and of long messages fewer.
const MOST_MESSAGES = 1000
const MOST_BYTES = 8 << 20
const MOST_ID = 200

const VERSION = Buffer.from('1.0')

/** Makes messages with the headers of their batch, which are turned into bytes once. */
export function wireMessages({ type, source, time, run }: BatchHeaders): (message: Message) => WireMessage {
  const shared = {
    ce_specversion: VERSION,
    ce_type: Buffer.from(type),
    ce_source: Buffer.from(source),
    ce_time: Buffer.from(time),
    ...(run === undefined ? {} : { run: Buffer.from(run) }),
  }
  return ({ id, key, value }) => ({ key: Buffer.from(key), value, headers: { ce_id: Buffer.from(id), ...shared } })
}

/** The headers that a batch shares. */
const SHARED = ['ce_type', 'ce_source', 'ce_time', 'run'] as const

type Header = IHeaders[string]

function bytesOf(header: Header): Buffer | undefined {
  const one = Array.isArray(header) ? header[0] : header
  return typeof one === 'string' ? Buffer.from(one) : one
}

const text = (header: Header) => bytesOf(header)?.toString() ?? ''

/** An id as it can be kept beside a position, whatever a stranger wrote. */
function idOf(header: Header): string {
  return text(header).slice(0, MOST_ID).replaceAll('\0', '').toWellFormed()
}

/** The headers that make a message one of a batch, as bytes. */
type Shared = readonly (Buffer | undefined)[]

const sharedOf = (headers: IHeaders): Shared => SHARED.map((name) => bytesOf(headers[name]))

function sharing(shared: Shared, headers: IHeaders): boolean {
  return SHARED.every((name, index) => {
    const [one, other] = [shared[index], bytesOf(headers[name])]
    return one === undefined || other === undefined ? one === other : one.equals(other)
  })
}

function headersOf(headers: IHeaders): BatchHeaders {
  const run = text(headers['run'])
  return {
    type: text(headers['ce_type']),
    source: text(headers['ce_source']),
    time: text(headers['ce_time']),
    ...(run === '' ? {} : { run }),
  }
}

/** What was fetched, parted where the headers change. Messages of strangers may have no headers at all. */
export function readBatches(topic: string, partition: number, fetched: readonly KafkaMessage[]): ReadBatch[] {
  const batches: (ReadBatch & { messages: ReadMessage[]; nextOffset: number })[] = []
  let [shared, bytes]: [Shared, number] = [[], 0]
  for (const { key, value, headers = {}, offset } of fetched) {
    let batch = batches.at(-1)
    const full = bytes > MOST_BYTES || batch?.messages.length === MOST_MESSAGES
    if (batch === undefined || full || !sharing(shared, headers)) {
      batch = { topic, partition, headers: headersOf(headers), nextOffset: 0, messages: [] }
      batches.push(batch)
      ;[shared, bytes] = [sharedOf(headers), 0]
    }
    bytes += value?.length ?? 0
    const message = { offset: Number(offset), id: idOf(headers['ce_id']), key: key?.toString() ?? '', value }
    batch.messages.push(message)
    batch.nextOffset = message.offset + 1
  }
  return batches
}
