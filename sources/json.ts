/** JSON objects as rows: one a line (NDJSON), or the elements of one document. */
import { MAX_ARRAYS, readDocument, rereadDocument, SEPARATOR } from './json_document.js'
import { isObject, jsonRow } from './json_value.js'
import { type RowScanner, readRows, rereadRows } from './rows.js'
import type { Broken, FileFaultReport, Format, ReadLimits, SourceEvent, TextChunk } from './source.js'

export interface JsonOptions {
  /** The keys that lead from the root of a document, an object, to the array of its records. On the way they lead through arrays: by each of their elements. */
  readonly path?: readonly string[]
  /** Keys of objects in a record whose members are cells of the row: `attributes` of features, which stand beside their geometry. */
  readonly lift?: readonly string[]
}

/** Characters of a document, which is held in memory as a whole. */
const DOCUMENT_CHARS = 1 << 26

/**
 * A format of JSON objects. The file says by its beginning which it is:
 * - NDJSON: an object a line. Blank lines are skipped and counted; a broken line costs itself.
 * - a document: an array of objects, an object with such an array at `path`, or one object over several lines. It is
 *   held in memory, 64 Mi characters at most, and is read as a whole or, if its JSON is broken, not at all.
 *
 * A row has no key twice, no key `__proto__`, and no nesting deeper than 64 levels. Numbers that a double cannot hold are kept as strings of their source text; see json_value.ts. The header event of a
 * document names no columns; its text only tells `reread` what the batches are: the exact text of each element with a
 * separator behind it, for commas and line ends between elements are not kept.
 *
 * File faults: file_empty, file_json. Row faults: row_json, row_too_large, row_nul, row_encoding.
 */
export function jsonRecords(options: JsonOptions = {}): Format {
  const path = options.path ?? []
  const lift = options.lift ?? []
  const lines = jsonLines(lift)
  return {
    read: (chunks, limits) => read(chunks, limits, path, lift),
    reread(header, text, line, limits) {
      return header === SEPARATOR ? rereadDocument(text, line, lift, limits) : rereadRows(lines, text, line, limits)
    },
  }
}

async function* read(
  chunks: AsyncIterable<TextChunk | Broken>,
  limits: ReadLimits,
  path: readonly string[],
  lift: readonly string[],
): AsyncGenerator<SourceEvent> {
  const iterator = chunks[Symbol.asyncIterator]()
  try {
    const seen: (TextChunk | Broken)[] = []
    const shape = await shapeOf(iterator, seen, limits.rowChars, path)
    const all = chain(seen, iterator)
    if (shape === 'lines') yield* readRows(all, limits, () => ({ scanner: jsonLines(lift) }))
    else if (shape === 'document') yield* readWhole(all, limits, path, lift)
    else yield { type: 'fault', fault: shape }
  } finally {
    await iterator.return?.()
  }
}

async function* chain<T>(first: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield* first
  for (let step = await rest.next(); step.done !== true; step = await rest.next()) yield step.value
}

async function* readWhole(
  chunks: AsyncIterable<TextChunk | Broken>,
  limits: ReadLimits,
  path: readonly string[],
  lift: readonly string[],
): AsyncGenerator<SourceEvent> {
  let text = ''
  let bytesRead = 0
  for await (const chunk of chunks) {
    if ('fault' in chunk) return yield { type: 'fault', fault: chunk.fault }
    text += chunk.text
    bytesRead = chunk.bytesRead
    if (text.length <= DOCUMENT_CHARS) continue
    const message = `the file is one JSON document longer than ${DOCUMENT_CHARS} characters; publish it as one object a line`
    return yield { type: 'fault', fault: { fault: 'file_json', message } }
  }
  yield* readDocument(text, path, lift, limits, bytesRead)
}

type Shape = 'lines' | 'document' | FileFaultReport

/** Tells the shape by as many chunks as it takes, which are kept in `seen`. */
async function shapeOf(
  chunks: AsyncIterator<TextChunk | Broken>,
  seen: (TextChunk | Broken)[],
  rowChars: number,
  path: readonly string[],
): Promise<Shape> {
  let text = ''
  let enough = 1
  for (;;) {
    const step = await chunks.next()
    if (step.done === true) return shapeOfBeginning(text, true, rowChars, path) ?? 'lines'
    seen.push(step.value)
    if ('fault' in step.value) return shapeOfBeginning(text, true, rowChars, path) ?? 'lines'
    text += step.value.text
    if (text.length < enough) continue
    enough = 2 * text.length
    const shape = shapeOfBeginning(text, false, rowChars, path)
    if (shape !== undefined) return shape
  }
}

/**
 * Tells the shape by the first two lines that are not blank. One object on the first line is a row (or, with the array
 * in it, a document). If the first line is not JSON by itself, the second tells a broken row from a document over
 * several lines: only the former is followed by a line that begins with a brace.
 */
function shapeOfBeginning(
  beginning: string,
  final: boolean,
  rowChars: number,
  path: readonly string[],
): Shape | undefined {
  const text = beginning.trimStart()
  if (text === '') return final ? { fault: 'file_empty', message: 'the file holds nothing but blank lines' } : undefined
  if (text.startsWith('[')) return 'document'
  const end = text.search(/[\r\n]/)
  if (end < 0 && !final) return text.length > rowChars ? longLine(path) : undefined
  const first = end < 0 ? text : text.slice(0, end)
  if (first.length > rowChars) return longLine(path)
  const value = jsonOf(first)
  if (isObject(value)) return path.length > 0 && leadsToArray(value, path, 0) ? 'document' : 'lines'
  const rest = end < 0 ? '' : text.slice(end).trimStart()
  if (rest === '' && !final) return text.length > 2 * rowChars ? 'lines' : undefined
  if (rest.startsWith('{')) return path.length > 0 && /[[{,:]/.test(first.trimEnd().slice(-1)) ? 'document' : 'lines'
  if (text.startsWith('{')) return rest === '' ? 'lines' : 'document'
  const message = `a JSON object or array expected, and the file begins with: ${first.slice(0, 200)}`
  return { fault: 'file_json', message, line: 1, value: first.slice(0, 200) }
}

/** A first line too long to be looked at is a document if one is expected. */
function longLine(path: readonly string[]): Shape {
  return path.length > 0 ? 'document' : 'lines'
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function leadsToArray(value: unknown, path: readonly string[], within: number): boolean {
  const [key, ...rest] = path
  if (key === undefined) return Array.isArray(value)
  if (Array.isArray(value)) return within < MAX_ARRAYS && value.some((inner) => leadsToArray(inner, path, within + 1))
  return isObject(value) && Object.hasOwn(value, key) && leadsToArray(value[key], rest, 0)
}

function jsonLines(lift: readonly string[]): RowScanner {
  return {
    row(window, lineEnd) {
      const { line } = window
      const text = window.text.slice(window.pos, lineEnd)
      window.advance(lineEnd)
      return text.trim() === '' ? 'blank' : jsonRow(line, text, window.holdsNul, lift)
    },
  }
}
