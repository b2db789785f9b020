/**
 * Records as rows in COPY text form: what the embedded log keeps of them, so that loading needs no parsing, and what their content hash is made
 * of. A batch of rows names its columns, so that it can be loaded by a later version that knows more of them.
 */
import { z } from 'zod'
import { digest } from '../core/ids.js'
import type { Utf8Writer } from '../core/utf8.js'
import { fieldsOf, KIND_NAMES, KINDS, type Kind, type LedgerRecord, type RecordMessage } from '../schemas/record.js'
import { type ColumnType, copyValue, readValue } from './copy.js'

/** Where a record comes from and what orders its versions. */
export interface RowPlace {
  readonly recordId: string
  /** An ISO instant. */
  readonly versionAt: string
  readonly versionSeq: number
  readonly sourceId: number
  readonly line: number
  readonly runId: number
}

const PLACE = ['record_id', 'content_hash', 'version_at', 'version_seq', 'source_id', 'line', 'run_id'] as const
const NO_HASH = ' '.repeat(32)

interface Field {
  readonly name: string
  readonly type: ColumnType
}

function typeOf(type: z.ZodType | undefined): ColumnType {
  if (type instanceof z.ZodBoolean) return 'boolean'
  if (!(type instanceof z.ZodArray)) return 'text'
  return type.element instanceof z.ZodObject ? 'json' : 'text[]'
}

/** The fields of a kind that are columns, in their order. */
export function typedFields(kind: Kind): Field[] {
  const shape: Readonly<Record<string, z.ZodType>> = KINDS[kind].shape
  return fieldsOf(kind).map((name) => ({ name, type: typeOf(shape[name]) }))
}

const FIELDS = Object.fromEntries(KIND_NAMES.map((kind) => [kind, typedFields(kind)])) as Record<Kind, Field[]>

/** The columns of a kind's rows, in their order. */
export function columnsOf(kind: Kind): string[] {
  return [...PLACE, ...fieldsOf(kind)]
}

const LEDGERS = ['version', 'load_id', 'recorded_at', 'withdrawn_at'] as const

/**
 * The columns of a kind's table, those of the ledger itself among them, by name and of `of`: in its history others stand between them, because fields that
 * a kind got later come last in both.
 */
export function tableColumns(kind: Kind, of = ''): string {
  return [...columnsOf(kind), ...LEDGERS].map((column) => (of === '' ? column : `${of}.${column}`)).join(', ')
}

/** What stands before the fields, without a tab at its end, and as yet without the hash. */
export function rowHead({ recordId, versionAt, versionSeq, sourceId, line, runId }: RowPlace): string {
  return `${recordId}\t${NO_HASH}\t${versionAt}\t${versionSeq}\t${sourceId}\t${line}\t${runId}`
}

/** Puts the hash into a row: of what follows the head, so that the same content from another place has the same. */
export function finishRow(row: Buffer, head: string, { recordId }: RowPlace): { row: Buffer; hash: string } {
  // The head is ASCII: as many bytes as characters.
  const hash = digest(row.subarray(head.length + 1))
  row.write(hash, recordId.length + 1, 'latin1')
  return { row, hash }
}

/** Writes the row of a record into `space`, without a line feed at its end, and returns it with the content hash. */
export function writeRow(record: LedgerRecord, place: RowPlace, space: Utf8Writer): { row: Buffer; hash: string } {
  const head = rowHead(place)
  const values: Readonly<Record<string, unknown>> = record
  const cells = [head]
  for (const { name, type } of FIELDS[record.kind]) cells.push(copyValue(values[name], type))
  const begin = space.end
  space.write(cells.join('\t'))
  return finishRow(space.slice(begin), head, place)
}

/** The publisher's time belongs to the version; arrival (a line number in `versionSeq`) does not. */
export function versionOf(hash: string, versionAt: string, versionSeq: number): string {
  return versionSeq === 0 ? `${hash}@${versionAt}` : hash
}

/** What tells rows apart: whose version it is, and whether it is the same one. */
export interface RowIdentity {
  readonly id: string
  /** Equal for two versions that are the same. */
  readonly version: string
}

// Record id, hash, an ISO instant (to the nanosecond), and a number of at most 16 digits; all of it ASCII.
const IDENTITY_LENGTH = 36 + 1 + 32 + 1 + 30 + 1 + 17

/** The identity of a row that begins with the columns of `columnsOf`. */
export function identityOf(row: Buffer): RowIdentity {
  const [id = '', hash = '', versionAt = '', versionSeq] = row.toString('latin1', 0, IDENTITY_LENGTH).split('\t', 4)
  return { id, version: versionOf(hash, versionAt, Number(versionSeq)) }
}

/** A row as the message that it stands for. `file` is the name of the source file. */
export function messageOfRow(kind: Kind, columns: readonly string[], row: string, file: string): RecordMessage {
  const cells = new Map(row.split('\t').map((cell, index) => [columns[index], cell]))
  const text = (column: string) => readValue(cells.get(column) ?? '\\N', 'text')
  const fields = FIELDS[kind].map(({ name, type }) => [name, readValue(cells.get(name) ?? '\\N', type)])
  return {
    kind,
    ...Object.fromEntries(fields),
    record_id: text('record_id'),
    content_hash: text('content_hash'),
    version_at: text('version_at'),
    version_seq: Number(text('version_seq')),
    locator: `${file}:${text('line')}`,
  }
}
