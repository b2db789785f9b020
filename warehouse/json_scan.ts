/**
 * Reads JSON from its bytes without making values of it: a scanner compiled from the schema itself, for records as they come from a topic. It takes
 * only what JSON.stringify writes, with the fields in the order of the schema; what it refuses may still be valid, and is parsed instead. What it takes
 * is valid: a test holds it to that.
 */
import type { z } from 'zod'
import { type Definition, integerWithin, textWithin } from '../schemas/check.js'

/** Where a value that begins at `at` ends; NONE when there is none. */
type Scan = (bytes: Buffer, at: number) => number

const NONE = -1
const [QUOTE, COMMA, CLOSING_BRACE, BACKSLASH] = [0x22, 0x2c, 0x7d, 0x5c]
const [OPENING, CLOSING] = [0x5b, 0x5d]
// Behind a backslash: what JSON.stringify and COPY agree on. Its other escapes are rare.
const ESCAPED = new Set(['"', '\\', 'n', 'r', 't'].map((character) => character.charCodeAt(0)))
// Of a whole number that is exact as one of JavaScript.
const MOST_DIGITS = 15

/** Where the fields of an object begin and end, in the order of the schema. */
export interface Places {
  readonly begins: Int32Array
  readonly ends: Int32Array
}

function scanText(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return NONE
  const { length } = bytes
  for (let i = at + 1; i < length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === QUOTE) return i + 1
    if (byte < 0x20) return NONE
    if (byte === BACKSLASH && !ESCAPED.has(bytes[++i] ?? 0)) return NONE
  }
  return NONE
}

/** Text of ASCII alone, nothing of it escaped. */
function scanAscii(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return NONE
  const { length } = bytes
  for (let i = at + 1; i < length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === QUOTE) return i + 1
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return NONE
  }
  return NONE
}

/** Text of ASCII that passes a test. */
function scanKnown(passes: (text: string) => boolean): Scan {
  return (bytes, at) => {
    const end = scanAscii(bytes, at)
    return end !== NONE && passes(bytes.toString('latin1', at + 1, end - 1)) ? end : NONE
  }
}

/** Text whose length alone is bounded: bytes are never fewer than UTF-16 units, and one is enough for one unit. */
function scanBounded(definition: Definition): Scan {
  let [least, most] = [0, Number.POSITIVE_INFINITY]
  for (const { _zod } of definition.checks ?? []) {
    const { check, minimum, maximum } = _zod.def
    if (check === 'min_length' && minimum === 1) least = 1
    else if (check === 'max_length' && maximum !== undefined) most = Math.min(most, maximum)
    else return scanKnown(textWithin(definition))
  }
  return (bytes, at) => {
    const end = scanText(bytes, at)
    return end - at - 2 >= least && end - at - 2 <= most ? end : NONE
  }
}

function scanWord(word: string): Scan {
  const expected = Buffer.from(word)
  return (bytes, at) => {
    for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return NONE
    return at + expected.length
  }
}

function scanInteger(definition: Definition): Scan {
  const within = integerWithin(definition)
  return (bytes, at) => {
    let [end, value] = [at, 0]
    for (; end < at + MOST_DIGITS; end++) {
      const digit = (bytes[end] ?? 0) - 0x30
      if (!(digit >= 0 && digit <= 9)) break
      value = 10 * value + digit
    }
    // As JSON.stringify writes it: no zero in front of others.
    if (end === at || (bytes[at] === 0x30 && end > at + 1)) return NONE
    return within(value) ? end : NONE
  }
}

function scanArray(scanItem: Scan, least: number): Scan {
  return (bytes, at) => {
    if (bytes[at] !== OPENING) return NONE
    if (bytes[at + 1] === CLOSING) return least === 0 ? at + 2 : NONE
    for (let [i, items] = [at + 1, 1]; ; items++) {
      i = scanItem(bytes, i)
      if (i === NONE) return NONE
      if (bytes[i] === CLOSING) return items >= least ? i + 1 : NONE
      if (bytes[i++] !== COMMA) return NONE
    }
  }
}

/** An object with exactly the fields of a shape in their order; `places` is told where they are. */
function scanObject(
  shape: Readonly<Record<string, z.core.$ZodType>>,
): (bytes: Buffer, at: number, places?: Places) => number {
  const parts = Object.entries(shape).map(([name, schema], index) => ({
    name: Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    scan: compileScan(schema),
  }))
  return (bytes, at, places) => {
    let i = at
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index]
      if (part === undefined) return NONE
      const { name } = part
      for (let k = 0; k < name.length; k++) if (bytes[i + k] !== name[k]) return NONE
      i += name.length
      if (places !== undefined) places.begins[index] = i
      i = part.scan(bytes, i)
      if (i === NONE) return NONE
      if (places !== undefined) places.ends[index] = i
    }
    return bytes[i] === CLOSING_BRACE ? i + 1 : NONE
  }
}

function compileScan(schema: z.core.$ZodType): Scan {
  const definition: Definition = schema._zod.def
  const { type, innerType, element, shape, entries, values } = definition
  if (type === 'boolean') {
    const [yes, no] = [scanWord('true'), scanWord('false')]
    return (bytes, at) => (bytes[at] === 0x74 ? yes(bytes, at) : no(bytes, at))
  }
  if (type === 'literal' && values !== undefined) return scanKnown((text) => values.includes(text))
  if (type === 'enum' && entries !== undefined) {
    const known = new Set(Object.values(entries))
    return scanKnown((text) => known.has(text))
  }
  if (type === 'nullable' && innerType !== undefined) {
    const [scanNull, scan] = [scanWord('null'), compileScan(innerType)]
    return (bytes, at) => (bytes[at] === 0x6e ? scanNull(bytes, at) : scan(bytes, at))
  }
  if (type === 'string')
    return definition.check === undefined ? scanBounded(definition) : scanKnown(textWithin(definition))
  if (type === 'number') return scanInteger(definition)
  if (type === 'array' && element !== undefined) return scanArray(compileScan(element), leastOf(definition))
  if (type === 'object' && shape !== undefined) return scanObject(shape)
  throw new Error(`warehouse/json_scan.ts does not know the type '${type}'`)
}

function leastOf({ checks = [] }: Definition): number {
  const [only] = checks
  if (only === undefined) return 0
  const { check, minimum = 0 } = only._zod.def
  if (checks.length > 1 || check !== 'min_length')
    throw new Error(`warehouse/json_scan.ts does not know the check '${check}' of a list`)
  return minimum
}

/** True when UTF-8 bytes are such an object; `places`, as long as the shape, says then where what stands in it. */
export type Scanner = (bytes: Buffer, places: Places) => boolean

/** Compiles the scanner of an object. */
export function compileScanner(shape: Readonly<Record<string, z.core.$ZodType>>): Scanner {
  const scan = scanObject(shape)
  return (bytes, places) => bytes.length > 0 && scan(bytes, 0, places) === bytes.length
}
