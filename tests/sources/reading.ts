/** Reads text or bytes through a format, cut into chunks of a given size, and collects what comes out. */
import type {
  Broken,
  ByteChunk,
  FileFaultReport,
  Format,
  ReadLimits,
  SourceBatch,
  SourceEvent,
  SourceHeader,
  SourceRow,
  TextChunk,
} from '../../sources/source.js'
import { DEFAULT_LIMITS } from '../../sources/source.js'

export interface Collected {
  readonly header: SourceHeader | undefined
  readonly batches: SourceBatch[]
  readonly rows: SourceRow[]
  readonly fault: FileFaultReport | undefined
}

export function limits(changes: Partial<ReadLimits> = {}): ReadLimits {
  return { ...DEFAULT_LIMITS, ...changes }
}

export async function collect(events: AsyncIterable<SourceEvent>): Promise<Collected> {
  let header: SourceHeader | undefined
  let fault: FileFaultReport | undefined
  const batches: SourceBatch[] = []
  for await (const event of events) {
    if (fault !== undefined) throw new Error('an event came after the fault')
    if (event.type === 'header') header = event.header
    else if (event.type === 'batch') batches.push({ ...event.batch, rows: [...event.batch.rows] })
    else fault = event.fault
  }
  return { header, batches, rows: batches.flatMap((batch) => batch.rows), fault }
}

export async function* textChunks(text: string, size: number, broken?: Broken): AsyncGenerator<TextChunk | Broken> {
  for (let from = 0; from < text.length; from += size) {
    const part = text.slice(from, from + size)
    yield { text: part, bytesRead: from + part.length, holdsNul: part.includes('\u0000') }
  }
  if (broken !== undefined) yield broken
}

export async function* byteChunks(bytes: Uint8Array, size: number): AsyncGenerator<ByteChunk> {
  for (let from = 0; from < bytes.length; from += size) {
    yield { bytes: bytes.slice(from, from + size), bytesRead: Math.min(from + size, bytes.length) }
  }
}

export function readText(format: Format, text: string, changes: Partial<ReadLimits> = {}, size = 1 << 20) {
  return collect(format.read(textChunks(text, size), limits(changes)))
}

/** The rows of all batches, each read again from its kept text. */
export function reread(format: Format, read: Collected, changes: Partial<ReadLimits> = {}): SourceRow[] {
  const header = read.header?.text ?? ''
  return read.batches.flatMap((batch) => format.reread(header, batch.text, batch.line, limits(changes)))
}

/** Good rows as they are, broken ones as `line: code`: short enough to write down in a test. */
export function outline(rows: readonly SourceRow[]): unknown[] {
  return rows.map((row) => ('fault' in row ? `${row.line}: ${row.fault}` : row.row))
}
