/** Messages to rows: what a log keeps of records, as lines for COPY. What is no record is an entry for quarantine. */
import { isUtf8 } from 'node:buffer'
import { LedgerError, messageOf } from '../core/errors.js'
import { idOf, sha256 } from '../core/ids.js'
import { jsonFault } from '../core/json_fault.js'
import { Utf8Writer } from '../core/utf8.js'
import { compileCheck } from '../schemas/check.js'
import { ADDED, KIND_NAMES, type Kind, RECORD_MESSAGES, type RecordMessage } from '../schemas/record.js'
import { isInstant, unplaced, unstorable } from '../schemas/storable.js'
import { type ReadBatch, type ReadMessage, valueBytes } from '../topics/log.js'
import type { Database } from '../warehouse/database.js'
import { nameOf } from '../warehouse/members.js'
import type { QuarantineEntry } from '../warehouse/quarantine.js'
import { QuickRows, type Scanned } from '../warehouse/quick_rows.js'
import { columnsOf, versionOf, writeRow } from '../warehouse/record_rows.js'
import type { IdentifiedRow } from '../warehouse/records.js'
import { sourceNamed } from '../warehouse/sources.js'
import { shown } from './personal.js'

/** What all messages of a batch say of where they come from. */
export interface Origin {
  readonly database: Database
  /** The run, when it is one of this ledger; 0 for any other's. */
  readonly runId: number
  /** True when this ledger itself wrote the batch. */
  readonly own: boolean
}

/** How a NUL and half a character can stand in JSON. */
const ESCAPES = ['\\u0000', '\\ud', '\\uD']

const LONG = 64 << 10
const DAY_MS = 86_400_000
const SHOWN_BYTES = 2000
const MOST_ISSUES = 5

const CHECKS = Object.fromEntries(KIND_NAMES.map((kind) => [kind, compileCheck(RECORD_MESSAGES[kind])]))

/** The connector and the file's hash that the source of a batch names. */
export function namedSource(source: string): { connector: string; sha256: string } | undefined {
  const [, connector, hash] = /^\/connectors\/([a-z0-9_]{1,100})\/sources\/([0-9a-f]{64})$/.exec(source) ?? []
  return connector === undefined || hash === undefined ? undefined : { connector, sha256: hash }
}

/** Adds the rows of a batch, and entries for what is none. */
export async function takeRecords(
  kind: Kind,
  batch: ReadBatch,
  origin: Origin,
  rows: IdentifiedRow[],
  unloadable: QuarantineEntry[],
): Promise<void> {
  const source = isInstant(batch.headers.time) ? namedSource(batch.headers.source) : undefined
  const refuse = (message: ReadMessage, reason: string) => void unloadable.push(unloadableEntry(batch, message, reason))
  if (source === undefined) {
    for (const message of batch.messages)
      refuse(message, 'its headers name no source of a connector and when it arrived')
    return
  }
  const space = new Utf8Writer(valueBytes(batch.messages))
  const quick = new QuickRows(kind)
  let sourceId: number | undefined
  for (const message of batch.messages) {
    // Each is written as soon as it is read: kept until the end of the batch, they would make the collector's work.
    const scanned = scan(kind, message, source.connector, quick)
    const found = scanned ?? parse(kind, message, source.connector)
    if (typeof found === 'string') {
      if (origin.own) refuseNewer(kind, batch, message)
      refuse(message, found)
      continue
    }
    const { record_id: recordId, version_at: versionAt, version_seq: versionSeq, locator } = found
    if (!origin.own && Date.parse(versionAt) >= Date.now() + DAY_MS) {
      // It would overrule all that is to come.
      refuse(message, `its version_at ${versionAt} lies in the future`)
      continue
    }
    const end = locator.lastIndexOf(':')
    sourceId ??= await sourceNamed(origin.database, {
      ...source,
      name: locator.slice(0, end),
      arrivedAt: batch.headers.time,
    })
    const place = {
      recordId,
      versionAt,
      versionSeq,
      sourceId,
      line: Number(locator.slice(end + 1)),
      runId: origin.runId,
    }
    const { row, hash } = isParsed(found) ? writeRow(found, place, space) : quick.write(place, space)
    rows.push({ id: recordId, version: versionOf(hash, versionAt, versionSeq), row })
  }
}

function isParsed(found: Scanned | RecordMessage): found is RecordMessage {
  return 'kind' in found
}

/** What a message says of its record, when nothing speaks against it; else it is parsed, which says what does. */
function scan(kind: Kind, message: ReadMessage, connector: string, quick: QuickRows): Scanned | undefined {
  const scanned = message.value === null ? undefined : quick.read(message.value)
  if (scanned === undefined || misplaced(kind, scanned, message, connector) !== undefined) return undefined
  return unplaced(scanned) === undefined ? scanned : undefined
}

/** The record of a message, or why it is none. */
function parse(kind: Kind, message: ReadMessage, connector: string): RecordMessage | string {
  if (message.value === null) return 'it is a tombstone, and records are never taken away'
  if (!isUtf8(message.value)) return 'it is not UTF-8'
  const text = message.value.toString()
  let value: unknown
  try {
    value = completed(kind, JSON.parse(text))
  } catch (error) {
    return `it is not JSON: ${jsonFault(text)?.message ?? messageOf(error)}`
  }
  if (CHECKS[kind]?.(value) !== true) {
    // Saying all that is wrong with a long one takes long.
    if (message.value.length > LONG)
      return `it has not the shape of a ${kind} record, and ${message.value.length} bytes`
    const parsed = RECORD_MESSAGES[kind].safeParse(value)
    if (!parsed.success)
      return parsed.error.issues
        .slice(0, MOST_ISSUES)
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; ')
  }
  const record = value as RecordMessage
  const escaped = ESCAPES.some((form) => message.value?.includes(form))
  return misplaced(kind, record, message, connector) ?? unstorable(kind, record, escaped) ?? record
}

/** A message of an older version with the fields that it did not know: what it says has not changed since. */
function completed(kind: Kind, value: unknown): unknown {
  const added = ADDED[kind]
  if (added === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return { ...added, ...value }
}

/** Why a record does not belong to the message that it came in. */
function misplaced(kind: Kind, record: Scanned, { key }: ReadMessage, connector: string): string | undefined {
  if (record.connector !== connector) return `it is of the connector ${record.connector}, and its batch of ${connector}`
  if (key !== `${record.connector}/${record.source_key}`) return 'its key is not connector/source_key'
  if (record.record_id !== idOf(record.connector, kind, record.source_key))
    return 'its record_id is not that of its connector, kind and source_key'
  return undefined
}

/** A record that this ledger wrote and that has fields unknown to us was written by a newer version: passing it over would lose it. */
function refuseNewer(kind: Kind, batch: ReadBatch, { offset, value }: ReadMessage): void {
  const known = new Set(Object.keys(RECORD_MESSAGES[kind].shape))
  const unknown = Object.keys(Object(value === null ? {} : tryParse(value))).find((field) => !known.has(field))
  if (unknown !== undefined) throw newerVersion(`${nameOf(batch)}@${offset}`, `the field '${shown(unknown)}'`)
}

function tryParse(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString())
  } catch {
    return {}
  }
}

function newerVersion(place: string, what: string): LedgerError {
  return new LedgerError(
    'not_supported',
    `${place} has ${what}, which this version does not know`,
    'Load with the version that wrote it, or a newer one: the position stays before it, and nothing is lost.',
  )
}

/** The columns of a batch's rows: those that it names, else today's. Throws LedgerError not_supported for one of a newer version. */
export function knownColumns(kind: Kind, batch: ReadBatch): readonly string[] {
  const { headers, nextOffset } = batch
  const today = columnsOf(kind)
  const named = headers.columns ?? today
  const unknown = named.find((column) => !today.includes(column))
  if (unknown === undefined) return named
  throw newerVersion(`${nameOf(batch)} before ${nextOffset}`, `rows with the column '${shown(unknown)}'`)
}

/** What is no record, as an entry for quarantine. */
export function unloadableEntry(batch: ReadBatch, { offset, value }: ReadMessage, reason: string): QuarantineEntry {
  const locator = `${nameOf(batch)}@${offset}`
  return {
    scope: 'message',
    line: null,
    locator,
    // The reason may quote the message.
    issues: [{ field: null, code: 'message_invalid', message: shown(reason) ?? '', value: null }],
    // A part of its own: a slice of the whole would keep the whole.
    raw: value === null ? null : shown(value.subarray(0, SHOWN_BYTES).toString()),
    // With the content: another topic of the same name may have another message in that place.
    hash: sha256(`${locator} ${sha256(value ?? '')}`).slice(0, 32),
  }
}
