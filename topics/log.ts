/**
 * The log port: what every stage may ask of the log, whatever keeps it. Appended messages are durable before the transaction that
 * says so is committed; order is kept per key; delivery is at least once; consumers give and take positions, which live in
 * Postgres beside what was made of the messages.
 */
import type { Session } from '../warehouse/database.js'

/**
 * One message. `value` is text in UTF-8 on one line: JSON, or a row of a record in a log of rows; null is a tombstone. `id` is unique within the
 * `source` header, so that a consumer can drop repeats.
 */
export interface Message {
  readonly id: string
  readonly key: string
  readonly value: Buffer | null
}

/** What all messages of a batch share: the CloudEvents attributes, and ours. */
export interface BatchHeaders {
  /** CloudEvents type, the topic's name. */
  readonly type: string
  /** CloudEvents source, such as `/connectors/<id>/sources/<sha256>`. */
  readonly source: string
  /** CloudEvents time: an ISO instant. */
  readonly time: string
  /** Of a batch of records: the run that it belongs to, as `<ledger id>/<run id>`. */
  readonly run?: string
  /** Of a batch of records in a log of rows: their connector, the name of their source file, and the columns of the rows. */
  readonly connector?: string
  readonly file?: string
  readonly columns?: readonly string[]
}

/** A batch as the adapter will store it: encoded before any lock is taken, compressed or message by message. */
export interface EncodedBatch {
  readonly topic: string
  readonly headers: BatchHeaders
  readonly count: number
  readonly content: Buffer | readonly Message[]
}

/** A message as read: its value is parsed by who needs it, one at a time. A foreign message may have no key and no id: they are empty. */
export interface ReadMessage {
  readonly offset: number
  readonly id: string
  readonly key: string
  readonly value: Buffer | null
}

export interface ReadBatch {
  readonly topic: string
  readonly partition: number
  readonly headers: BatchHeaders
  /** Where the next read begins. */
  readonly nextOffset: number
  readonly messages: readonly ReadMessage[]
}

/** How many bytes the values of messages take. */
export function valueBytes(messages: readonly { readonly value: Buffer | null }[]): number {
  return messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)
}

export interface PartitionBounds {
  readonly topic: string
  readonly partition: number
  readonly firstOffset: number
  readonly nextOffset: number
}

/** An appender of whom there is only one at a time, and which one of them this is. */
export interface Alone {
  readonly name: string
  readonly epoch: number
}

/** Where a log is not as configured, and what to do about it. */
export interface Difference {
  readonly topic: string
  readonly what: string
  readonly next: string
}

export interface TopicLog {
  /**
   * How records are kept. rows: as lines for COPY (warehouse/record_rows.ts), where nobody but the pipeline can append; json: as anybody may
   * read and write them, so that they are parsed with the schema of their kind.
   */
  readonly records: 'rows' | 'json'
  /** The longest value that a message may have, in bytes. */
  maxValueBytes(): Promise<number>
  /** Where the log is kept, for people: never with a password. */
  readonly place: string
  /** Makes the declared topics, and sets for how many days they keep messages (null: for ever). A log of its own does so when it is first used. */
  declare(retentionDays: number | null): Promise<void>
  encode(topic: string, headers: BatchHeaders, messages: readonly Message[]): Promise<EncodedBatch>
  /**
   * Where the log is a system of its own: appends batches in their order, and returns when they are durable. It comes before the transaction that
   * says that they were appended is committed, so that they are there at least once. When it throws, nothing that was asked for
   * later is appended either until the caller has heard of it. Where the log is in the warehouse it does nothing. `alone`: as one of whom there
   * is only one; an earlier epoch of it appends nothing any more, even what it was about to send. Throws LedgerError run_fenced then.
   */
  appendAhead(batches: readonly EncodedBatch[], alone?: Alone): Promise<void>
  /**
   * Makes this the appender of its name before anything is taken to be appended: an earlier one is refused from here on. Who does so late, after another has taken its
   * place, has to look at its right again before it appends.
   */
  openAlone(alone: Alone): Promise<void>
  /**
   * Where the log is in the warehouse: appends a batch as part of the session's transaction; else nothing. Who appends to several topics does so in the
   * order of their names: two transactions can then not wait for each other.
   */
  appendWithin(batch: EncodedBatch, session: Session): Promise<void>
  /**
   * The next batch from `offset`, or null at the end. Throws LedgerError topic_truncated when retention removed it,
   * saying how many messages are gone, and topic_recreated when a message that was there is not any more.
   */
  read(topic: string, partition: number, offset: number): Promise<ReadBatch | null>
  /** First and next offset of every partition of some topics, or of all. Throws LedgerError topic_unknown. */
  bounds(topics?: readonly string[]): Promise<PartitionBounds[]>
  /** What is not as configured and only an administrator should change. */
  differences(): Promise<readonly Difference[]>
  /** Removes what is older than each topic's retention and read by all its consumers; returns how many messages. A broker does so by itself. */
  trim(): Promise<number>
  close(): Promise<void>
}
