/** What form a file of anyone's own is in: JSON by how it begins, else the separator under which its header has the columns that are wanted. */
import { csv } from '../sources/csv.js'
import { type ColumnSpec, foldHeader, nameColumns, spellings } from '../sources/csv_header.js'
import { readFile, type SourceFile } from '../sources/files.js'
import { jsonRecords } from '../sources/json.js'
import { openParts, type RefusedPart, type SourcePart } from '../sources/parts.js'
import type { FileFaultReport, Format, ReadLimits, SourceHeader } from '../sources/source.js'

/** A part of a file, such as a sheet of a workbook, that is read, with the columns of its header and their names in rows. */
export interface OwnPart {
  readonly name: string
  readonly columns: readonly string[]
  readonly keys: readonly string[]
}

export interface OwnFormat {
  readonly format: Format
  /** Cells are what JSON has; else all of them are texts. */
  readonly json: boolean
  readonly parts: readonly OwnPart[]
  /** Parts that are not read, because their header lacks what is wanted. */
  readonly others: readonly { readonly name: string; readonly message: string }[]
}

const SEPARATORS = [',', ';', '\t', '|'] as const
type Separator = (typeof SEPARATORS)[number]

/** Finds the form of a file; as a fault where no form reads it. */
export async function formatOf(
  file: SourceFile,
  wanted: readonly string[],
  limits: ReadLimits,
): Promise<OwnFormat | FileFaultReport> {
  if (await beginsAsJson(file, limits)) return jsonFormat(file, limits)
  const spec = specOf(wanted)
  let broken: Separator | undefined
  for (const separator of spec === undefined ? [] : SEPARATORS) {
    const found = await delimited(file, separator, spec ?? ANY, limits)
    if ('fault' in found && found.fault !== 'file_header') return found
    if (!('fault' in found)) return found
    // It has the columns, and something else is wrong with it.
    if (found.columns === undefined) broken ??= separator
  }
  return widest(file, broken === undefined ? SEPARATORS : [broken], limits)
}

const ANY: ColumnSpec = { columns: {}, required: [] }

/** Columns as a header must have them; undefined where two of them have one spelling, and only the exact one can tell them apart. */
function specOf(wanted: readonly string[]): ColumnSpec | undefined {
  const required = [...new Set(wanted)]
  const folded = new Set(required.map(foldHeader))
  if (folded.size < required.length || folded.has('') || folded.has('__proto__')) return undefined
  return { columns: Object.fromEntries(required.map((column) => [column, []])), required }
}

/** The form under which the header has most columns, whatever they are. */
async function widest(file: SourceFile, separators: readonly Separator[], limits: ReadLimits) {
  let best: OwnFormat | FileFaultReport | undefined
  const width = (one: OwnFormat | FileFaultReport) => ('fault' in one ? 0 : (one.parts[0]?.columns.length ?? 0))
  for (const separator of separators) {
    const found = await delimited(file, separator, ANY, limits)
    if (best === undefined || width(found) > width(best)) best = found
  }
  if (best === undefined) throw new Error('one separator is tried')
  return best
}

async function delimited(
  file: SourceFile,
  delimiter: Separator,
  spec: ColumnSpec,
  limits: ReadLimits,
): Promise<OwnFormat | FileFaultReport> {
  const format = csv({ delimiter, quote: '"', ...spec })
  const [parts, others]: [OwnPart[], { name: string; message: string; fault: FileFaultReport }[]] = [[], []]
  await eachPart(file, format, limits, async (part) => {
    const name = part.name.slice(file.name.length + 1)
    const found = 'fault' in part ? part.fault : await headerOf(part, limits)
    if ('fault' in found) others.push({ name, message: found.message, fault: found })
    else parts.push({ name, ...namesOf(found, spec, delimiter) })
  })
  const [refused] = others
  // Of a workbook some sheets may be notes; a part that cannot be read at all is no such thing.
  const unread = others.find(({ fault }) => fault.fault !== 'file_header')
  if (unread !== undefined) return unread.fault
  if (parts.length === 0) return refused?.fault ?? { fault: 'file_empty', message: 'it holds no header' }
  return { format, json: false, parts, others }
}

function namesOf({ columns }: SourceHeader, spec: ColumnSpec, delimiter: Separator): Omit<OwnPart, 'name'> {
  const named = nameColumns(columns, '', { ...spec, delimiter, quote: '"', padded: true }, spellings(spec))
  if (typeof named === 'string') throw new Error(`a header that was read cannot be named: ${named}`)
  const at = named.keys.flatMap((key, index) => (key === '' ? [] : [index]))
  return { columns: at.map((index) => columns[index] ?? ''), keys: at.map((index) => named.keys[index] ?? '') }
}

async function headerOf(part: SourcePart, limits: ReadLimits): Promise<SourceHeader | FileFaultReport> {
  for await (const event of part.read(limits)) {
    if (event.type === 'fault') return event.fault
    if (event.type === 'header') return event.header
  }
  return { fault: 'file_empty', message: 'it holds no header' }
}

/** Does something with each part of a file, one after the other. */
async function eachPart(
  file: SourceFile,
  format: Format,
  limits: ReadLimits,
  work: (part: SourcePart | RefusedPart) => Promise<void>,
): Promise<void> {
  const opened = await openParts([file], format, limits)
  try {
    for (const part of opened.parts) await work(part)
  } finally {
    await opened.close()
  }
}

/** JSON objects have no header: their columns are the keys of all of them. */
async function jsonFormat(file: SourceFile, limits: ReadLimits): Promise<OwnFormat | FileFaultReport> {
  const format = jsonRecords()
  const keys = new Set<string>()
  for await (const event of readFile(file, format, limits)) {
    if (event.type === 'fault') return event.fault
    if (event.type !== 'batch') continue
    for (const row of event.batch.rows) if ('row' in row) for (const key of Object.keys(row.row)) keys.add(key)
  }
  return { format, json: true, parts: [{ name: '', columns: [...keys], keys: [...keys] }], others: [] }
}

async function beginsAsJson(file: SourceFile, limits: ReadLimits): Promise<boolean> {
  let json = false
  const look: Format = {
    // biome-ignore lint/correctness/useYield: it looks on, and there is nothing to hand on
    async *read(chunks) {
      for await (const chunk of chunks) {
        if ('fault' in chunk) return
        json = /^\s*[[{]/.test(chunk.text)
        if (chunk.text.trim() !== '') return
      }
    },
    reread: () => [],
  }
  for await (const event of readFile(file, look, limits)) void event
  return json
}
