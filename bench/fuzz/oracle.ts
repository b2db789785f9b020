/** What must hold of any input, however hostile: every row has one fate, and reading it again gives the same. */
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { faultEntry } from '../../pipelines/judge.js'
import { outcomeOf } from '../../pipelines/normalize.js'
import { maskedRow } from '../../pipelines/personal.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { SAMPLE_CONTEXT } from '../../pipelines/sample.js'
import type { Outcome } from '../../schemas/outcome.js'
import { KINDS } from '../../schemas/record.js'
import { decode } from '../../sources/decode.js'
import { gunzip } from '../../sources/gzip.js'
import { openParts } from '../../sources/parts.js'
import {
  type ByteChunk,
  DEFAULT_LIMITS,
  FILE_FAULTS,
  type FileFaultReport,
  ROW_FAULTS,
  type SourceEvent,
  type SourceRow,
} from '../../sources/source.js'

const LIMITS = { ...DEFAULT_LIMITS, batchRows: 7, rowChars: 20_000, expandedBytes: 4 << 20 }

export interface Fates {
  accepted: number
  rejected: number
  ignored: number
  faults: number
}

export const noFates = (): Fates => ({ accepted: 0, rejected: 0, ignored: 0, faults: 0 })

export function addFates(to: Fates, more: Fates): void {
  for (const fate of ['accepted', 'rejected', 'ignored', 'faults'] as const) to[fate] += more[fate]
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<ByteChunk> {
  for (let from = 0; from < bytes.length; from += size)
    yield { bytes: bytes.subarray(from, from + size), bytesRead: Math.min(from + size, bytes.length) }
}

/** Reads bytes as a file of a connector and judges every row. Throws when something does not hold. `chunk`: bytes at once. */
export async function judgeBytes(loaded: LoadedConnector, bytes: Buffer, chunk: number, deep: boolean): Promise<Fates> {
  const fates = noFates()
  const events = loaded.connector.source.format.read(decode(gunzip(inChunks(bytes, chunk), LIMITS)), LIMITS)
  await judgeEvents(loaded, events, fates, deep)
  return fates
}

/**
 * Judges bytes as a file on disk that is taken apart: an archive, a workbook, or what a broken one is taken for. `path`: a file for them,
 * which is written anew.
 */
export async function judgeFile(loaded: LoadedConnector, bytes: Buffer, path: string, deep: boolean): Promise<Fates> {
  const fates = noFates()
  writeFileSync(path, bytes)
  const file = { name: basename(path), path, bytes: bytes.length }
  const opened = await openParts([file], loaded.connector.source.format, LIMITS)
  try {
    if (opened.parts.length === 0) throw new Error('a file without parts')
    for (const part of opened.parts) {
      storable(part.name)
      if ('fault' in part) {
        judgeFault(part.fault, bytes.length, fates)
        continue
      }
      if (deep && !/^[0-9a-f]{64}$/.test(await part.fingerprint())) throw new Error('a part without a fingerprint')
      await judgeEvents(loaded, part.read(LIMITS), fates, deep)
    }
  } finally {
    await opened.close()
  }
  return fates
}

async function judgeEvents(
  loaded: LoadedConnector,
  events: AsyncIterable<SourceEvent>,
  fates: Fates,
  deep: boolean,
): Promise<void> {
  const { format } = loaded.connector.source
  let [header, ended] = ['', false]
  for await (const event of events) {
    if (ended) throw new Error('something came after the fault that ended the file')
    if (event.type === 'header') header = event.header.text
    else if (event.type === 'fault') {
      ended = true
      judgeFault(event.fault, 0, fates)
    } else {
      const { rows, text, line } = event.batch
      if (rows.length === 0) throw new Error('a batch without rows')
      if (deep && !isDeepStrictEqual(format.reread(header, text, line, LIMITS), rows))
        throw new Error(`the batch at line ${line} reads otherwise when it is read again`)
      for (const row of rows) judgeRow(loaded, row, fates, deep)
    }
  }
}

function judgeFault(fault: FileFaultReport, bytes: number, fates: Fates): void {
  fates.faults++
  storable(faultEntry({ name: 'fuzz', path: 'fuzz', bytes }, '', fault))
  if (!Object.hasOwn(FILE_FAULTS, fault.fault)) throw new Error(`no such fault: ${fault.fault}`)
}

/** Judges one row. */
export function judgeRow({ id, connector }: LoadedConnector, row: SourceRow, fates: Fates, deep: boolean): void {
  if ('fault' in row && !Object.hasOwn(ROW_FAULTS, row.fault)) throw new Error(`no such fault: ${row.fault}`)
  const outcome = outcomeOf(id, connector, row, SAMPLE_CONTEXT)
  fates[outcome.fate]++
  storable(outcome)
  storable(maskedRow(connector, row))
  if (!deep) return
  explained(outcome)
  const again = outcomeOf(id, connector, row, SAMPLE_CONTEXT)
  if (!isDeepStrictEqual(again, outcome)) throw new Error('the same row gives another outcome')
}

/** Postgres holds neither NUL nor half a character: whatever is to be kept has to be free of them. */
function storable(kept: unknown): void {
  if (typeof kept === 'string' && (kept.includes('\0') || !kept.isWellFormed()))
    throw new Error(`text that Postgres cannot hold: ${JSON.stringify(kept.slice(0, 200))}`)
  if (typeof kept === 'object' && kept !== null) for (const value of Object.values(kept)) storable(value)
}

/** What a fate has to come with: a valid record, an issue with a sentence, or a reason. */
function explained(outcome: Outcome): void {
  if (outcome.fate === 'ignored' && outcome.reason === '') throw new Error('ignored without a reason')
  if (outcome.fate === 'rejected' && !outcome.issues.every(({ code, message }) => code !== '' && message !== ''))
    throw new Error('rejected without a reason')
  if (outcome.fate === 'rejected' && outcome.issues.length === 0) throw new Error('rejected without an issue')
  if (outcome.fate !== 'accepted') return
  if (outcome.records.length === 0) throw new Error('accepted without a record')
  for (const record of outcome.records)
    if (!KINDS[record.kind].safeParse(record).success) throw new Error(`a ${record.kind} that does not parse`)
}
