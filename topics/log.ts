/**
 * The log port: what every stage may ask of the log, whatever keeps it. Append returns when the messages are durable (with
 * the embedded adapter: when the caller's transaction commits); order is kept per key; delivery is at least once;
 * consumers give and take positions, which live in Postgres beside what was made of the messages.
 */
import type { Session } from '../warehouse/database.js'

/** One message. `value` is text in UTF-8 on one line: JSON, or a row of a record in a log of rows; `id` is unique within the `source` header, so that a consumer can drop repeats. */
export interface Message {
  readonly id: string
  readonly key: string
  readonly value: Buffer
}

/** What all messages of a batch share: the CloudEvents attributes, and ours. */
export interface BatchHeaders {
  /** CloudEvents type, the topic's name. */
  readonly type: string
  /** CloudEvents source, such as `/connectors/<id>/sources/<sha256>`. */
  readonly source: string
  /** CloudEvents time: an ISO instant. */
  readonly time: string
  readonly connector?: string
  readonly run_id?: number
  readonly source_id?: number
  /** Of a batch of records: the name of the source file, and in a log of rows the columns. */
  readonly file?: string
  readonly columns?: readonly string[]
}

/** A batch as the adapter will store it: encoded before any lock is taken. */
export interface EncodedBatch {
  readonly topic: string
  readonly headers: BatchHeaders
  readonly count: number
  readonly bytes: Buffer
}

/** A message as read: its value is parsed by who needs it, one at a time. */
export interface ReadMessage {
  readonly offset: number
  readonly id: string
  readonly key: string
  readonly value: Buffer
}

export interface ReadBatch {
  readonly topic: string
  readonly partition: number
  readonly headers: BatchHeaders
  /** Where the next read begins. */
  readonly nextOffset: number
  readonly messages: readonly ReadMessage[]
}

export interface PartitionBounds {
  readonly topic: string
  readonly partition: number
  readonly firstOffset: number
  readonly nextOffset: number
}

export interface TopicLog {
  /**
   * How records are kept. rows: as lines for COPY (warehouse/record_rows.ts), where nobody but the pipeline can append; json: as anybody may
   * read and write them, so that they are parsed with the schema of their kind.
   */
  readonly records: 'rows' | 'json'
  /** Makes the declared topics, and sets for how many days they keep messages (null: for ever). */
  declare(retentionDays: number | null): Promise<void>
  encode(topic: string, headers: BatchHeaders, messages: readonly Message[]): Promise<EncodedBatch>
  /**
   * Appends a batch as part of the session's transaction. Who appends to several topics does so in the order of their names: two
   * transactions can then not wait for each other.
   */
  append(batch: EncodedBatch, session: Session): Promise<void>
  /**
   * The next batch from `offset`, or null at the end. Throws LedgerError topic_truncated when retention removed it,
   * saying how many messages are gone.
   */
  read(topic: string, partition: number, offset: number): Promise<ReadBatch | null>
  /** First and next offset of every partition of one topic, or of all. Throws LedgerError topic_unknown. */
  bounds(topic?: string): Promise<PartitionBounds[]>
  /** Removes what is older than each topic's retention and read by all its consumers; returns how many messages. */
  trim(): Promise<number>
}
