/** Records as messages: identity, content hash and envelope, serialized once. */
import { digest, idOf } from '../core/ids.js'
import type { Kind, LedgerRecord } from '../schemas/record.js'
import { recordTopic } from '../schemas/topics.js'
import type { BatchHeaders, Message } from '../topics/log.js'

/** Where a record was found. */
export interface Place {
  readonly file: string
  readonly line: number
  /** The publisher's update time, else null: then the source's first arrival and the line order its versions. */
  readonly versionAt: string | null
  readonly arrivedAt: string
}

/** The message of one record. `ordinal` counts the records of one row. The content hash covers the record alone, so the same content from another file is the same. */
export function messageOf(record: LedgerRecord, place: Place, ordinal: number): Message {
  const content = JSON.stringify(record)
  const hash = digest(content)
  const recordId = idOf(record.connector, record.kind, record.source_key)
  const [versionAt, versionSeq] = place.versionAt === null ? [place.arrivedAt, place.line] : [place.versionAt, 0]
  const envelope = `,"record_id":"${recordId}","content_hash":"${hash}","version_at":"${versionAt}","version_seq":${versionSeq},"locator":${JSON.stringify(`${place.file}:${place.line}`)}}`
  return {
    id: `${place.line}.${ordinal}.${hash}`,
    key: `${record.connector}/${record.source_key}`,
    value: content.slice(0, -1) + envelope,
  }
}

/** The headers that the records of one source batch share. */
export function headersOf(
  kind: Kind,
  connector: string,
  sha256: string,
  sourceId: number,
  runId: number,
  arrivedAt: string,
): BatchHeaders {
  return {
    type: recordTopic(kind),
    source: `/connectors/${connector}/sources/${sha256}`,
    time: arrivedAt,
    connector,
    run_id: runId,
    source_id: sourceId,
  }
}
