/** Which format a sample is in: each candidate reads it, and the one that reads most of it as rows is proposed. */
import { LedgerError } from '../../core/errors.js'
import { csv } from '../../sources/csv.js'
import { readFile, type SourceFile } from '../../sources/files.js'
import { jsonRecords } from '../../sources/json.js'
import { DEFAULT_LIMITS, type Format, type Row } from '../../sources/source.js'

/** What a sample holds, as one format reads it. */
export interface SampleRead {
  readonly rows: readonly Row[]
  /** The columns in their order: as the header has them, else as the rows name them. */
  readonly columns: readonly string[]
  /** Rows that could not be read, and a fault of the file itself. */
  readonly broken: number
  readonly fault: string | null
}

/** A format that a sample may be in, and how a declaration writes it. */
export interface SampleFormat {
  /** For people: `CSV, delimited by a comma`. */
  readonly title: string
  readonly format: Format
  /** The module of sources/ and the function that the declaration imports. */
  readonly module: string
  readonly importName: string
  /** The call in the declaration; `columns` names the constant with the columns, `required` is code for the list of those a header must have. */
  call(columns: string, required: string): string
  /** True where a declaration has to name the columns of the header. */
  readonly namesColumns: boolean
}

const DELIMITERS = { ',': 'a comma', '\t': 'a tab', ';': 'a semicolon', '|': 'a vertical bar' } as const

function delimited(delimiter: keyof typeof DELIMITERS, quote: '"' | false): SampleFormat {
  const written = delimiter === '\t' ? "'\\t'" : `'${delimiter}'`
  return {
    title: `delimited by ${DELIMITERS[delimiter]}${quote === false ? ', quotes being characters like any other' : ''}`,
    format: csv({ delimiter, quote, columns: {}, required: [] }),
    module: 'csv',
    importName: 'csv',
    call: (columns, required) =>
      `csv({ delimiter: ${written}, quote: ${quote === false ? 'false' : `'"'`}, columns: ${columns}, required: ${required} })`,
    namesColumns: true,
  }
}

function json(path: readonly string[]): SampleFormat {
  const at = path.length === 0 ? '' : `{ path: ${JSON.stringify(path)} }`
  return {
    title: path.length === 0 ? 'JSON objects' : `JSON objects at ${path.join('.')}`,
    format: jsonRecords({ path }),
    module: 'json',
    importName: 'jsonRecords',
    call: () => `jsonRecords(${at})`,
    namesColumns: false,
  }
}

/** The formats that are tried, in order of preference among equals. */
const CANDIDATES: readonly SampleFormat[] = [
  json([]),
  ...([',', '\t', ';', '|'] as const).flatMap((delimiter) => [delimited(delimiter, '"'), delimited(delimiter, false)]),
]

/** More rows than anybody reads through, and enough to tell a type. */
const MOST_ROWS = 5000

/** Reads the beginning of a file in one format. */
async function readSome(file: SourceFile, format: Format): Promise<SampleRead> {
  const rows: Row[] = []
  const columns = new Set<string>()
  let [broken, fault]: [number, string | null] = [0, null]
  for await (const event of readFile(file, format, DEFAULT_LIMITS)) {
    if (event.type === 'header') for (const column of event.header.columns) columns.add(column.trim())
    if (event.type === 'fault') fault = event.fault.message
    if (event.type !== 'batch') continue
    for (const found of event.batch.rows) {
      if ('fault' in found) broken++
      else rows.push(found.row)
    }
    if (rows.length + broken >= MOST_ROWS) break
  }
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column)
  return { rows, columns: [...columns], broken, fault }
}

/**
 * Proposes the format of a sample. Throws LedgerError source_unreadable when no format reads a row of it.
 */
export async function proposeFormat(file: SourceFile): Promise<{ format: SampleFormat; read: SampleRead }> {
  let best: { format: SampleFormat; read: SampleRead; worth: number } | undefined
  const faults: string[] = []
  for (const format of CANDIDATES) {
    const read = await readSome(file, format.format)
    if (read.fault !== null) faults.push(read.fault)
    const worth = worthOf(format, read)
    if (worth > (best?.worth ?? 0)) best = { format, read, worth }
  }
  if (best === undefined)
    throw new LedgerError(
      'source_unreadable',
      `No format reads a row of ${file.path}${faults[0] === undefined ? '' : `: ${faults[0].slice(0, 300)}`}`,
      'Give a file as the publisher writes it, with its header and a few rows.',
    )
  const path = best.format.namesColumns ? undefined : pathOfRows(best.read)
  if (path === undefined) return best
  const format = json(path)
  return { format, read: await readSome(file, format.format) }
}

/** How much of a sample a format makes sense of: cells read, less what it stumbles over. Zero: nothing. */
function worthOf({ namesColumns }: SampleFormat, { rows, columns, broken, fault }: SampleRead): number {
  if (rows.length === 0 || (fault !== null && rows.length < 2)) return 0
  const sound = rows.length / (rows.length + broken + (fault === null ? 0 : 1))
  if (sound < 0.5) return 0
  // JSON is never mistaken for anything else; of delimiters the one that parts most is meant.
  return namesColumns ? columns.length * sound : 1000 + sound
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where a document of one object keeps its rows: the longest array of objects within it. */
function pathOfRows({ rows }: SampleRead): string[] | undefined {
  const [root] = rows
  if (root === undefined || rows.length > 1) return undefined
  let longest: { path: string[]; length: number } | undefined
  const visit = (value: unknown, path: string[]): void => {
    if (Array.isArray(value)) {
      if (value.length > (longest?.length ?? 0) && value.every(isObject)) longest = { path, length: value.length }
    } else if (isObject(value) && path.length < 5) {
      for (const [name, inner] of Object.entries(value)) visit(inner, [...path, name])
    }
  }
  visit(root, [])
  return longest?.path
}
