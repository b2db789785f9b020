/** The rows of anyone's own CSV file, plain or gzip: only what can be read comes out, and what is left out is told with its line. */
import { LedgerError } from '../core/errors.js'
import { didYouMean } from '../core/nearest.js'
import { csv } from '../sources/csv.js'
import { listFiles, readFile } from '../sources/files.js'
import { DEFAULT_LIMITS, type SourceHeader } from '../sources/source.js'
import { invalid } from './mapping_file.js'
import type { RowNotes } from './row_notes.js'

/** Rows of parties are no documents, and all that a file holds is kept in memory. */
const LIMITS = { ...DEFAULT_LIMITS, rowChars: 1 << 20, expandedBytes: 8 * 2 ** 30 }

export interface OwnRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** A file with a header. */
export interface OwnFile {
  readonly path: string
  /** The columns as the header spells them, and the name under which rows hold each. */
  readonly columns: readonly string[]
  readonly keys: readonly string[]
  /** Rows in batches, read anew each time. What is left out is noted, unless `notes` are left out. */
  rows(notes?: RowNotes): AsyncGenerator<{ readonly rows: readonly OwnRow[]; readonly share: number }>
}

/** Opens a file and reads its header. Throws LedgerError source_missing or source_unreadable. */
export async function openOwnFile(path: string): Promise<OwnFile> {
  const [file] = await listFiles(path)
  if (file === undefined || file.path !== path)
    throw new LedgerError('source_unreadable', `${path} is a directory`, 'Give one CSV file, plain or gzip.')
  const format = csv({ delimiter: ',', quote: '"', columns: {}, required: [] })
  const events = () => readFile(file, format, LIMITS)
  let header: SourceHeader | undefined
  for await (const event of events()) {
    if (event.type === 'fault') throw unreadable(path, event.fault.message)
    if (event.type === 'header') header = event.header
    break
  }
  if (header === undefined) throw unreadable(path, 'it holds no header')
  return {
    path,
    columns: header.columns,
    keys: keysOf(header.columns),
    async *rows(notes) {
      for await (const event of events()) {
        if (event.type === 'fault') throw unreadable(path, event.fault.message)
        if (event.type === 'header') continue
        const rows: OwnRow[] = []
        for (const row of event.batch.rows)
          if ('fault' in row) notes?.leftOut(row.line, row.message)
          else if (row.repeats === undefined) rows.push({ line: row.line, cells: row.row as Record<string, string> })
        yield { rows, share: file.bytes === 0 ? 1 : event.bytesRead / file.bytes }
      }
    },
  }
}

/** The names of cells, as the reader of CSV gives them: a column that comes again has a number behind it. */
function keysOf(columns: readonly string[]): string[] {
  const taken = new Set<string>()
  return columns.map((column) => {
    const name = column.trim()
    let key = name
    for (let number = 2; taken.has(key); number++) key = `${name} (${number})`
    taken.add(key)
    return key
  })
}

function unreadable(path: string, reason: string): LedgerError {
  return new LedgerError(
    'source_unreadable',
    `${path}: ${reason}`,
    'Give a CSV file in UTF-8 or GB18030 with a header, plain or gzip.',
  )
}

/** Throws LedgerError mapping_invalid unless the file has the column exactly once. `what` is the key of the mapping that names it. */
export function needColumn(file: OwnFile, mappingPath: string, what: string, column: string): void {
  const times = file.columns.filter((name) => name.trim() === column).length
  if (times === 1) return
  const hint = `${didYouMean(column, file.keys)}The file has ${file.keys.slice(0, 40).join(', ')}.`
  if (times === 0)
    throw invalid(mappingPath, `${what} names the column '${column}', which ${file.path} does not have`, hint)
  throw invalid(
    mappingPath,
    `${what} names the column '${column}', which ${file.path} has ${times} times`,
    'Rename one of them.',
  )
}
