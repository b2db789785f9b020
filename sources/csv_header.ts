/** The header of a delimited file: which cell is which column, and what is wrong with it. */
import { clip } from './marks.js'
import type { FileFaultReport, SourceHeader } from './source.js'

export interface ColumnSpec {
  /** The name under which a row holds the cell, and all spellings of it in headers. The name is one of them itself. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly required: readonly string[]
}

/** The name of each cell of a row, in the order of the file, and the same names in the order a row holds them. */
export interface Columns {
  readonly keys: readonly string[]
  readonly rowOrder: readonly string[]
  readonly header: SourceHeader
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

/** What is wrong with a header, and which columns it lacks and has beside the declared ones, where that is it. */
export interface HeaderProblem {
  readonly problem: string
  readonly columns?: NonNullable<FileFaultReport['columns']>
}

/**
 * Names the cells of a header. Cells of unknown columns keep their own name, a repeated one with a number behind it.
 * Says what is wrong: an empty or forbidden cell, a column twice, or required columns missing.
 */
export function nameColumns(
  cells: readonly string[],
  text: string,
  spec: ColumnSpec,
  names: ReadonlyMap<string, string>,
  delimiter: string,
): Columns | HeaderProblem {
  const keys: string[] = []
  const unknown: string[] = []
  const taken = new Set(Object.keys(spec.columns))
  const seen = new Set<string>()
  for (const [index, cell] of cells.entries()) {
    const folded = foldHeader(cell)
    if (folded === '') return { problem: `cell ${index + 1} of the header is empty${delimiterHint(text, delimiter)}` }
    if (folded === '__proto__') return { problem: 'the header has a column named __proto__, which no column may be' }
    const name = names.get(folded)
    if (name !== undefined && seen.has(name)) return { problem: `the header has the column ${name} twice` }
    if (name === undefined) unknown.push(cell)
    const key = name ?? freeName(cell.trim(), taken)
    taken.add(key)
    seen.add(key)
    keys.push(key)
  }
  const missing = spec.required.filter((name) => !seen.has(name))
  if (missing.length > 0)
    return {
      problem: `the header lacks ${missing.join(', ')}${delimiterHint(text, delimiter)}`,
      columns: { missing, unknown },
    }
  const known = Object.keys(spec.columns).filter((name) => seen.has(name))
  const rowOrder = [...known, ...keys.filter((key) => !Object.hasOwn(spec.columns, key))]
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
