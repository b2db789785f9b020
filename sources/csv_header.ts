/** The header of a delimited file: which cell is which column, and what is wrong with it. */
import type { Dialect } from './csv_split.js'
import { clip } from './marks.js'
import type { FileFaultReport, SourceHeader } from './source.js'

export interface ColumnSpec {
  /** The name under which a row holds the cell, and all spellings of it in headers. The name is one of them itself. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly required: readonly string[]
}

/**
 * The name of each cell of a row, in the order of the file ('' for a column without one, which a sheet may have), and the same
 * names in the order a row holds them.
 */
export interface NamedColumns {
  readonly keys: readonly string[]
  readonly rowOrder: readonly string[]
  readonly header: SourceHeader
}

/** The columns of a file: `repeats` is the text of each row of its header, by which it is known where it comes again. */
export interface Columns extends NamedColumns {
  readonly repeats: readonly string[]
}

/** More columns than any table has: a header beyond this is some other kind of file. */
export const MAX_COLUMNS = 4096

const VALUE_CHARS = 200
const BRACKETS: Readonly<Record<string, string>> = { '【': '(', '〔': '(', '[': '(', '】': ')', '〕': ')', ']': ')' }
const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'a comma',
  '\t': 'a tab',
  ';': 'a semicolon',
  '|': 'a vertical bar',
  '，': 'a full-width comma',
  '、': 'an enumeration comma',
}

/** One spelling for all that differ in width, bracket, letter case (of ASCII) or surrounding space. */
export function foldHeader(cell: string): string {
  return cell
    .normalize('NFKC')
    .trim()
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[【〔[\]】〕]/g, (bracket) => BRACKETS[bracket] ?? bracket)
}

/** Finds the canonical name of a spelling. Throws on two columns with one spelling: the declaration is wrong, not the file. */
export function spellings(spec: ColumnSpec): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const [name, aliases] of Object.entries(spec.columns)) {
    for (const spelling of [name, ...aliases].map(foldHeader)) {
      const other = names.get(spelling)
      if (other !== undefined && other !== name)
        throw new Error(`columns ${other} and ${name} share the alias ${spelling}`)
      names.set(spelling, name)
    }
  }
  const undeclared = spec.required.find((name) => !Object.hasOwn(spec.columns, name))
  if (undeclared !== undefined) throw new Error(`the required column ${undeclared} is not among the columns`)
  return names
}

export function headerFault(
  message: string,
  text: string,
  line: number,
  columns?: FileFaultReport['columns'],
): { readonly fault: FileFaultReport } {
  const value = clip(text, VALUE_CHARS)
  const named = columns === undefined ? {} : { columns }
  return { fault: { fault: 'file_header', message: `${message}; the header holds: ${value}`, line, value, ...named } }
}

/** The required columns that the cells of a row do not hold. */
export function missingColumns(
  cells: readonly string[],
  spec: ColumnSpec,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const seen = new Set(cells.map((cell) => names.get(foldHeader(cell))))
  return spec.required.filter((name) => !seen.has(name))
}

/** Why a row is no header: the required columns that it lacks, as a sentence. */
export function lacking(missing: readonly string[], text: string, delimiter: string): string {
  return `the header lacks ${missing.join(', ')}${delimiterHint(text, delimiter)}`
}

/**
 * Names the cells of a header that holds all required columns. Cells of unknown columns keep their own name, a repeated one with
 * a number behind it. Says what is wrong as a sentence: an empty cell (but in a sheet), a forbidden name, or a column twice.
 */
export function nameColumns(
  cells: readonly string[],
  text: string,
  spec: ColumnSpec & Dialect,
  names: ReadonlyMap<string, string>,
): NamedColumns | string {
  const keys: string[] = []
  const unknown: string[] = []
  const taken = new Set(Object.keys(spec.columns))
  const seen = new Set<string>()
  for (const [index, cell] of cells.entries()) {
    const folded = foldHeader(cell)
    if (folded === '' && spec.padded === true) {
      keys.push('')
      continue
    }
    if (folded === '') return `cell ${index + 1} of the header is empty${delimiterHint(text, spec.delimiter)}`
    if (folded === '__proto__') return 'the header has a column named __proto__, which no column may be'
    const name = names.get(folded)
    if (name !== undefined && seen.has(name)) return `the header has the column ${name} twice`
    if (name === undefined) unknown.push(cell)
    const key = name ?? freeName(cell.trim(), taken)
    taken.add(key)
    seen.add(key)
    keys.push(key)
  }
  const known = Object.keys(spec.columns).filter((name) => seen.has(name))
  const rowOrder = [...known, ...keys.filter((key) => key !== '' && !Object.hasOwn(spec.columns, key))]
  return { keys, rowOrder, header: { columns: cells, unknown, text } }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name} (${number})`)) number++
  return `${name} (${number})`
}

function delimiterHint(text: string, delimiter: string): string {
  const count = (mark: string) => text.split(mark).length - 1
  const marks = Object.keys(DELIMITER_NAMES).filter((mark) => mark !== delimiter)
  const best = marks.reduce((most, mark) => (count(mark) > count(most) ? mark : most), delimiter)
  if (best === delimiter) return ''
  return ` (it looks delimited by ${DELIMITER_NAMES[best]}, and ${DELIMITER_NAMES[delimiter]} is expected)`
}
