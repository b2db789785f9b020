/** One JSON object as a row: nothing in it may change on the way, and nothing in it may do harm. */
import { brokenRow, markedRow } from './marks.js'
import type { Row, SourceRow } from './source.js'

/** Deeper nesting is no record, and would end the recursion of whatever walks or writes the row later. */
const MAX_DEPTH = 64

/**
 * The row that a text is, or a sentence that says why it is none. A number that a double cannot hold as it is written
 * (18 digits, 1e400) is kept as the string of its source text: money and identifiers do not change silently, and a
 * schema that wants a number refuses it. Of a key that stands twice in one object the last value counts (JSON.parse).
 */
export function parseRow(text: string): Row | string {
  let value: unknown
  try {
    value = JSON.parse(mayHoldLongNumber(text) ? quoteLongNumbers(text) : text)
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : String(error)}`
  }
  if (!isObject(value)) return `a JSON object expected, ${kindOf(value)} found`
  return harmIn(value, 1) ?? value
}

/** The row, good or broken, that a text is. */
export function jsonRow(line: number, text: string, holdsNul: boolean): SourceRow {
  const marked = holdsNul ? markedRow(line, text) : undefined
  if (marked !== undefined) return marked
  const row = parseRow(text)
  return typeof row === 'string' ? brokenRow(line, 'row_json', row, text) : { line, row }
}

export function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}

function harmIn(value: object, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels`
  if (Object.hasOwn(value, '__proto__')) return 'an object has a key named __proto__, which no key may be'
  for (const inner of Object.values(value)) {
    const harm = typeof inner === 'object' && inner !== null ? harmIn(inner, depth + 1) : undefined
    if (harm !== undefined) return harm
  }
  return undefined
}

/** Says yes too often (digits in strings), never too seldom: up to 15 digits without exponent a double is exact. */
function mayHoldLongNumber(text: string): boolean {
  return /[\d.]{16}|\d[eE][-+]?\d/.test(text)
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
