/** One JSON object as a row: nothing in it may change on the way, and nothing in it may do harm. */
import { jsonFault } from '../core/json_fault.js'
import { brokenRow, markedRow } from './marks.js'
import type { Row, SourceRow } from './source.js'

/** Deeper nesting is no record, and would end the recursion of whatever walks or writes the row later. */
const MAX_DEPTH = 64

/**
 * What a JSON text says. A number that a double cannot hold as it is written (18 digits, 1e400) is kept as the string of its source text: money and
 * identifiers do not change silently, and a schema that wants a number refuses it. Throws SyntaxError where the text is no JSON.
 */
export function parseJson(text: string): unknown {
  return parseLooked(text, look(text).mayHoldLongNumber)
}

function parseLooked(text: string, mayHoldLongNumber: boolean): unknown {
  return JSON.parse(mayHoldLongNumber ? quoteLongNumbers(text) : text)
}

/**
 * The row that a text is, or a sentence that says why it is none: also where a key stands twice in one object, because one of the two values would be
 * lost. The members of the objects at the keys in `lift` are members of the row.
 */
export function parseRow(text: string, lift: readonly string[] = []): Row | string {
  const { members, mayHoldLongNumber } = look(text)
  let value: unknown
  try {
    value = parseLooked(text, mayHoldLongNumber)
  } catch (error) {
    return `not JSON: ${jsonFault(text)?.message ?? String(error)}`
  }
  if (!isObject(value)) return `a JSON object expected, ${kindOf(value)} found`
  const walk = { members: 0 }
  const harm = harmIn(value, 1, walk)
  if (harm !== undefined) return harm
  if (walk.members !== members) return 'a key stands twice in one object'
  return lift.length === 0 ? value : lifted(value, lift)
}

function lifted(value: Row, lift: readonly string[]): Row | string {
  const row: Row = {}
  for (const [key, inner] of Object.entries(value)) {
    const members = lift.includes(key) && isObject(inner) ? Object.entries(inner) : [[key, inner] as const]
    for (const [name, cell] of members) {
      if (Object.hasOwn(row, name))
        return `the row has ${name} twice once the members of ${lift.join(', ')} are its own`
      row[name] = cell
    }
  }
  return row
}

/** The row, good or broken, that a text is. */
export function jsonRow(line: number, text: string, holdsNul: boolean, lift: readonly string[]): SourceRow {
  const marked = holdsNul ? markedRow(line, text) : undefined
  if (marked !== undefined) return marked
  const row = parseRow(text, lift)
  return typeof row === 'string' ? brokenRow(line, 'row_json', row, text) : { line, row }
}

export function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}

/** Says what would do harm in a value, and counts the members of its objects. */
function harmIn(value: object, depth: number, walk: { members: number }): string | undefined {
  if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels`
  if (Object.hasOwn(value, '__proto__')) return 'an object has a key named __proto__, which no key may be'
  const inside = Object.values(value)
  if (!Array.isArray(value)) walk.members += inside.length
  for (const inner of inside) {
    const harm = typeof inner === 'object' && inner !== null ? harmIn(inner, depth + 1, walk) : undefined
    if (harm !== undefined) return harm
  }
  return undefined
}

/**
 * What has to be known of a JSON text before it is parsed, in one walk from string to string: how many members its objects have as written (strings
 * with a colon behind them), and whether a number outside strings may be one that a double cannot hold.
 */
function look(text: string): { readonly members: number; readonly mayHoldLongNumber: boolean } {
  let members = 0
  let mayHoldLongNumber = false
  let from = 0
  for (let quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', from)) {
    mayHoldLongNumber ||= isLongBetween(text, from, quote)
    from = stringEnd(text, quote)
    let behind = from
    while (text.charCodeAt(behind) <= 32) behind++
    if (text.charCodeAt(behind) === 58) members++
  }
  mayHoldLongNumber ||= isLongBetween(text, from, text.length)
  return { members, mayHoldLongNumber }
}

/** Digits, with a point among them, that a double holds in any case: 15 of them. */
const SAFE_CHARS = 15

/** Whether a text without strings holds more digits in a row than a double is sure of, or an exponent. */
function isLongBetween(text: string, from: number, end: number): boolean {
  let run = 0
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at)
    if ((code >= 48 && code <= 57) || code === 46) {
      run++
      if (run > SAFE_CHARS) return true
    } else {
      if (run > 0 && (code | 32) === 101) return true
      run = 0
    }
  }
  return false
}

/** A whole number in JSON that is not a key: quotes must not make JSON of what is none. */
const NUMBER = /(?<![\w.+-])-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.+-]|\s*:)/g

/** Puts quotes around the numbers outside strings that a double would change. Text that is not JSON stays so. */
function quoteLongNumbers(text: string): string {
  const parts: string[] = []
  let from = 0
  while (from < text.length) {
    const quote = text.indexOf('"', from)
    const stop = quote < 0 ? text.length : quote
    const outside = text.slice(from, stop)
    parts.push(outside.replace(NUMBER, (number) => (isExact(number) ? number : `"${number}"`)))
    from = quote < 0 ? text.length : stringEnd(text, quote)
    parts.push(text.slice(stop, from))
  }
  return parts.join('')
}

/** Where the string that begins with the quote at `from` is over. */
export function stringEnd(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1)
  while (quote > 0) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
    quote = text.indexOf('"', quote + 1)
  }
  return text.length
}

function isExact(number: string): boolean {
  const double = Number(number)
  return Number.isFinite(double) && significant(number) === significant(String(double))
}

/** A number's digits without zeros around them, and the power of ten of the last: equal for equal values. */
function significant(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().replace('-', '').split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = (whole + fraction).replace(/^0+/, '')
  const short = digits.replace(/0+$/, '')
  return short === '' ? '0' : `${short}e${Number(exponent) - fraction.length + digits.length - short.length}`
}
