/**
 * The penalty records of a riskledger topic once more, as the Debezium sink wants them: flat, arrays as JSON text, no schema in the message
 * (Connect's converter is told it once, see `connectSchema`), each in the partition that it had.
 */
import { RECORD_MESSAGES } from '../schemas/record.js'
import { type Copied, copyTopic } from './topic_copy.js'

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
export function fillSinkTopic({ spoil, ...options }: FillOptions): Promise<Copied> {
  return copyTopic({
    ...options,
    make: true,
    write({ key }, record, ordinal) {
      if (ordinal === spoil) record['decided_on'] = '2023-02-30'
      return [{ key, value: flattened(record) }]
    },
  })
}

function flattened(record: Readonly<Record<string, unknown>>): string {
  const flat: Record<string, unknown> = {}
  for (const field of FIELDS) {
    const value = record[field]
    flat[field] = Array.isArray(value) ? JSON.stringify(value) : value
  }
  return JSON.stringify(flat)
}
