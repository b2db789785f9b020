/** Records as messages: identity, content hash and envelope, serialized once. */
import { idOf } from '../core/ids.js'
import type { Utf8Writer } from '../core/utf8.js'
import type { Kind, LedgerRecord } from '../schemas/record.js'
import { kindOf, recordTopic } from '../schemas/topics.js'
import type { SourceFile } from '../sources/files.js'
import type { BatchHeaders, Message, ReadBatch, ReadMessage, TopicLog } from '../topics/log.js'
import { columnsOf, messageOfRow, writeRow } from '../warehouse/record_rows.js'
import type { ArrivedSource } from '../warehouse/sources.js'

/** Where a record was found. */
export interface Place {
  readonly file: string
  readonly line: number
  /** The publisher's update time, else null: then the source's first arrival and the line order its versions. */
  readonly versionAt: string | null
  readonly source: ArrivedSource
  readonly runId: number
}

/**
 * The message of one record, written into `space`. `ordinal` counts the records of one row. The content hash covers the record alone, so the
 * same content from another file is the same.
 */
export function messageOf(
  record: LedgerRecord,
  { file, line, versionAt, source, runId }: Place,
  ordinal: number,
  form: TopicLog['records'],
  space: Utf8Writer,
): Message {
  const recordId = idOf(record.connector, record.kind, record.source_key)
  const version = versionAt === null ? { versionAt: source.arrivedAt, versionSeq: line } : { versionAt, versionSeq: 0 }
  const begin = space.end
  const { row, hash } = writeRow(record, { recordId, ...version, sourceId: source.sourceId, line, runId }, space)
  const message = { id: `${line}.${ordinal}.${hash}`, key: `${record.connector}/${record.source_key}` }
  if (form === 'rows') return { ...message, value: row }
  // The row was needed for the hash alone; the text takes its place.
  space.rewind(begin)
  const envelope = JSON.stringify({
    record_id: recordId,
    content_hash: hash,
    version_at: version.versionAt,
    version_seq: version.versionSeq,
    locator: `${file}:${line}`,
  })
  space.write(`${JSON.stringify(record).slice(0, -1)},${envelope.slice(1)}`)
  return { ...message, value: space.slice(begin) }
}

/** The headers that the records of one kind share, of one source and run. */
export function headersOf(
  kind: Kind,
  connector: string,
  file: SourceFile,
  sha256: string,
  source: ArrivedSource,
  runId: number,
  ledgerId: string,
  form: TopicLog['records'],
): BatchHeaders {
  return {
    type: recordTopic(kind),
    source: `/connectors/${connector}/sources/${sha256}`,
    time: source.arrivedAt,
    run: `${ledgerId}/${runId}`,
    ...(form === 'rows' ? { connector, file: file.name, columns: columnsOf(kind) } : {}),
  }
}

/** The value of a message as JSON, whatever the log keeps. */
export function jsonOf({ topic, headers }: ReadBatch, message: ReadMessage): unknown {
  if (message.value === null) return null
  const kind = kindOf(topic)
  const text = message.value.toString()
  if (kind === undefined || headers.columns === undefined) return JSON.parse(text)
  return messageOfRow(kind, headers.columns, text, headers.file ?? '')
}
