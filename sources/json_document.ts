/** The rows of one JSON document: the elements of an array in it, or the document itself if it is an object. */
import { jsonFault } from '../core/json_fault.js'
import { isObject, jsonRow, kindOf, stringEnd } from './json_value.js'
import { CUT, clip, keptChars, tooLarge } from './marks.js'
import { isFull } from './rows.js'
import type { Broken, ReadLimits, SourceEvent, SourceRow } from './source.js'
import { lineEnds } from './window.js'

/**
 * Stands behind each element in the text of a batch, with the line ends between it and the next behind that. It is a
 * control character, and so it stands in no valid JSON.
 */
export const SEPARATOR = '\u001e'

/** Arrays in arrays that a path leads through; more is no table. */
export const MAX_ARRAYS = 8

interface Span {
  readonly from: number
  readonly end: number
}

/** Yields the rows of a whole document in batches, or a file_json fault if it is no JSON or has no array at `path`. */
export function* readDocument(
  text: string,
  path: readonly string[],
  lift: readonly string[],
  limits: ReadLimits,
  bytesRead: number,
): Generator<SourceEvent> {
  // NUL is for the rows to report. A space keeps every place where it is.
  const valid = text.includes('\u0000') ? text.replaceAll('\u0000', ' ') : text
  const spans = spansOf(valid, path)
  if ('fault' in spans) return yield { type: 'fault', fault: spans.fault }
  yield { type: 'header', header: { columns: [], unknown: [], text: SEPARATOR } }
  let batch = new ElementBatch(1 + lineEnds(text, 0, spans[0]?.from ?? 0), lift)
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1]?.from ?? span.end
    batch.add(text.slice(span.from, span.end), lineEnds(text, span.end, next), limits)
    if (!isFull(batch.rows.length, batch.text.length, limits)) continue
    yield { type: 'batch', batch, bytesRead }
    batch = new ElementBatch(batch.nextLine, lift)
  }
  if (batch.rows.length > 0) yield { type: 'batch', batch, bytesRead }
}

/** The rows of a kept batch of elements. */
export function rereadDocument(text: string, line: number, lift: readonly string[], limits: ReadLimits): SourceRow[] {
  const rows: SourceRow[] = []
  let at = line
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf(SEPARATOR, from)
    const element = text.slice(from, end)
    rows.push(elementRow(at, element, lift, limits))
    at += lineEnds(text, from, end)
    for (from = end + 1; text[from] === '\n'; from++) at++
  }
  return rows
}

class ElementBatch {
  readonly line: number
  readonly rows: SourceRow[] = []
  text = ''
  nextLine: number
  readonly #lift: readonly string[]

  constructor(line: number, lift: readonly string[]) {
    this.#lift = lift
    this.line = line
    this.nextLine = line
  }

  /** Adds an element that is followed by so many line ends. */
  add(element: string, linesBehind: number, limits: ReadLimits): void {
    const kept = element.length > limits.rowChars ? clip(element, keptChars(limits.rowChars)) + CUT : element
    const lines = lineEnds(element, 0, element.length)
    const linesCut = lines - lineEnds(kept, 0, kept.length)
    this.rows.push(elementRow(this.nextLine, kept, this.#lift, limits))
    this.text += kept + SEPARATOR + '\n'.repeat(linesCut + linesBehind)
    this.nextLine += lines + linesBehind
  }
}

function elementRow(line: number, element: string, lift: readonly string[], limits: ReadLimits): SourceRow {
  if (element.endsWith(CUT)) return tooLarge(line, limits.rowChars, element.slice(0, -CUT.length))
  return jsonRow(line, element, element.includes('\u0000'), lift)
}

/** Where the elements stand in a document's text. */
function spansOf(text: string, path: readonly string[]): readonly Span[] | Broken {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch (error) {
    const { message, position } = jsonFault(text) ?? { message: String(error), position: text.length }
    return { fault: { fault: 'file_json', message: `not JSON: ${message}`, line: 1 + lineEnds(text, 0, position) } }
  }
  const start = skipSpace(text, 0)
  if (Array.isArray(root)) return elements(text, start)
  if (!isObject(root)) return otherShape(`an object or an array expected, ${kindOf(root)} found`)
  if (path.length === 0) return [{ from: start, end: valueEnd(text, start) }]
  const arrays = [...arraysAt(text, start, path, 0)]
  if (arrays.length > 0) return arrays.flatMap((open) => elements(text, open))
  return otherShape(`the document has no array at ${path.join('.')}`)
}

function otherShape(message: string): Broken {
  return { fault: { fault: 'file_json', message } }
}

// What follows walks text that JSON.parse has accepted.

/** Where the arrays begin to which a path leads from the value at `from`; through an array it leads by each element that has the key. */
function* arraysAt(text: string, from: number, path: readonly string[], within: number): Generator<number> {
  const [key, ...rest] = path
  if (key === undefined) {
    if (text[from] === '[') yield from
  } else if (text[from] === '[' && within < MAX_ARRAYS) {
    for (const element of elements(text, from)) yield* arraysAt(text, element.from, path, within + 1)
  } else if (text[from] === '{') {
    const member = memberAt(text, from, key)
    if (member !== undefined) yield* arraysAt(text, member, rest, 0)
  }
}

/** The elements of the array that begins at `open`. */
function elements(text: string, open: number): Span[] {
  const spans: Span[] = []
  let from = skipSpace(text, open + 1)
  while (text[from] !== ']') {
    const end = valueEnd(text, from)
    spans.push({ from, end })
    from = skipSpace(text, end)
    if (text[from] === ',') from = skipSpace(text, from + 1)
  }
  return spans
}

/** Where the value of a key begins in the object that begins at `open`; that of the last, if the key is repeated. */
function memberAt(text: string, open: number, key: string): number | undefined {
  let found: number | undefined
  let from = skipSpace(text, open + 1)
  while (text[from] !== '}') {
    const keyEnd = valueEnd(text, from)
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1)
    if (JSON.parse(text.slice(from, keyEnd)) === key) found = value
    from = skipSpace(text, valueEnd(text, value))
    if (text[from] === ',') from = skipSpace(text, from + 1)
  }
  return found
}

function valueEnd(text: string, from: number): number {
  const first = text[from]
  if (first === '"') return stringEnd(text, from)
  if (first === '{' || first === '[') return bracketEnd(text, from)
  let at = from
  while (at < text.length && !' \t\r\n,]}'.includes(text.charAt(at))) at++
  return at
}

function bracketEnd(text: string, from: number): number {
  const marks = /["{}[\]]/g
  marks.lastIndex = from
  let depth = 0
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    if (match[0] === '"') marks.lastIndex = stringEnd(text, match.index)
    else depth += match[0] === '{' || match[0] === '[' ? 1 : -1
    if (depth === 0) return match.index + 1
  }
  return text.length
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 32) at++
  return at
}
