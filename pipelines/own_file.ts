/** The rows of anyone's own table, delimited, JSON lines or a workbook: only what can be read comes out, and what is left out is told with its line. */
import { LedgerError } from '../core/errors.js'
import { didYouMean } from '../core/nearest.js'
import { listFiles, type SourceFile } from '../sources/files.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type Row } from '../sources/source.js'
import { invalid } from './mapping_file.js'
import { formatOf, type OwnFormat } from './own_format.js'
import type { RowNotes } from './row_notes.js'

/** Rows of parties are no documents, and all that a file holds is kept in memory. */
const LIMITS = { ...DEFAULT_LIMITS, rowChars: 1 << 20, expandedBytes: 8 * 2 ** 30 }

export interface OwnRow {
  readonly line: number
  readonly cells: Cells
}

/** A table: its columns are those of its header, or the keys of its JSON objects. */
export interface OwnFile {
  readonly path: string
  /** The columns as the file spells them, and the name under which rows hold each. */
  readonly columns: readonly string[]
  readonly keys: readonly string[]
  /** Rows in batches, read anew each time. What is left out is noted, unless `notes` are left out. */
  rows(notes?: RowNotes): AsyncGenerator<{ readonly rows: readonly OwnRow[]; readonly share: number }>
}

/**
 * Opens a file and finds its form: the header is the row that has the columns that are wanted, whatever separates them.
 * Throws LedgerError source_missing or source_unreadable.
 */
export async function openOwnFile(path: string, wanted: readonly string[]): Promise<OwnFile> {
  const [file] = await listFiles(path)
  if (file === undefined || file.path !== path)
    throw new LedgerError('source_unreadable', `${path} is a directory`, 'Give one file.')
  const found = await formatOf(file, wanted, LIMITS)
  if ('fault' in found) throw unreadable(path, found.message)
  const columns = new Map(found.parts.flatMap((part) => part.keys.map((key, at) => [key, part.columns[at] ?? key])))
  return {
    path,
    columns: [...columns.values()],
    keys: [...columns.keys()],
    rows: (notes) => rowsOf(file, found, new Set(wanted), notes),
  }
}

async function* rowsOf(file: SourceFile, { format, json, parts, others }: OwnFormat, wanted: Wanted, notes?: RowNotes) {
  for (const { name, message } of others) notes?.leftOut(1, `${name} is not read: ${message}`)
  const opened = await openParts([file], format, LIMITS)
  try {
    let done = 0
    for (const part of opened.parts) {
      const name = part.name.slice(file.name.length + 1)
      if ('fault' in part || !parts.some((one) => one.name === name)) continue
      const where = parts.length > 1 ? `${name}: ` : ''
      for await (const event of part.read(LIMITS)) {
        if (event.type === 'fault') throw unreadable(file.path, event.fault.message)
        if (event.type === 'header') continue
        const rows: OwnRow[] = []
        for (const row of event.batch.rows)
          if ('fault' in row) notes?.leftOut(row.line, `${where}${row.message}`)
          else if (row.repeats === undefined)
            rows.push(json ? ownRow(row.line, row.row, wanted, notes) : { line: row.line, cells: row.row as Cells })
        const share = part.bytes === 0 ? 1 : Math.min(1, event.bytesRead / part.bytes)
        yield { rows, share: (done + share) / parts.length }
      }
      done++
    }
  } finally {
    await opened.close()
  }
}

type Wanted = ReadonlySet<string>
type Cells = Readonly<Record<string, string>>

/** The cells of a JSON object as texts. Lists and objects are none: where they are wanted, it is told that they are not used. */
function ownRow(line: number, row: Row, wanted: Wanted, notes?: RowNotes): OwnRow {
  const cells: Record<string, string> = {}
  for (const [key, value] of Object.entries(row)) {
    if (typeof value === 'string') cells[key] = value
    else if (typeof value === 'number' || typeof value === 'boolean') cells[key] = String(value)
    else if (typeof value === 'object' && value !== null && wanted.has(key))
      notes?.notUsed(line, `${key} holds a list or an object and no text: it is not used`)
  }
  return { line, cells }
}

function unreadable(path: string, reason: string): LedgerError {
  return new LedgerError(
    'source_unreadable',
    `${path}: ${reason}`,
    'Give a table with a header in UTF-8 or GB18030, its cells separated by comma, semicolon, tab or bar; JSON lines; or an Excel workbook (.xlsx).',
  )
}

/** Throws LedgerError mapping_invalid unless the file has the column exactly once. `what` is the key of the mapping that names it. */
export function needColumn(file: OwnFile, mappingPath: string, what: string, column: string): void {
  const times = file.columns.filter((name, at) => file.keys[at] === column || name.trim() === column).length
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
