/** Values of databases as JSON, exactly: what a double cannot hold is text, days and times are ISO text that nobody shifts, bytes are base64. */
import type { Grade } from './boundary.js'

/** Writes one value, as the database printed it, as JSON. */
export type Encode = (raw: Buffer) => string

const text: Encode = (raw) => JSON.stringify(raw.toString())
const base64: Encode = (raw) => JSON.stringify(raw.toString('base64'))
const number: Encode = (raw) => {
  const printed = raw.toString()
  // NaN, infinity and leading zeros are no numbers in JSON.
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(printed) ? printed : JSON.stringify(printed)
}
// As it stands; a line break can only be between its parts.
const json: Encode = (raw) => raw.toString().replace(/[\r\n]/g, ' ')

const CLOCK = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)(\+00)?$/
/** A time without a zone keeps none; the zero date of MySQL and what is before Christ stay as they are. */
const wallTime: Encode = (raw) => JSON.stringify(raw.toString().replace(CLOCK, isoOf('')))
const instant: Encode = (raw) => JSON.stringify(raw.toString().replace(CLOCK, isoOf('Z')))

function isoOf(zone: string) {
  return (whole: string, day: string, clock: string) => (day.startsWith('0000') ? whole : `${day}T${clock}${zone}`)
}

const bits: Encode = (raw) => {
  const value = BigInt(`0x${raw.toString('hex') || '0'}`)
  return value <= 0xffff_ffffn ? String(value) : `"${value}"`
}

/** A type of a database: how its values are written, and what a cursor of that type is good for. */
export interface ColumnType {
  readonly encode: Encode
  readonly grade: Grade | null
}

const TEXT: ColumnType = { encode: text, grade: null }

/** By the numbers that Postgres gives its types; every other type is the text that Postgres prints. */
const POSTGRES_TYPES: Readonly<Record<number, ColumnType>> = {
  16: { encode: (raw) => (raw.toString() === 't' ? 'true' : 'false'), grade: null },
  17: { encode: (raw) => base64(Buffer.from(raw.toString().slice(2), 'hex')), grade: null },
  20: { encode: text, grade: 'integer' },
  21: { encode: number, grade: 'integer' },
  23: { encode: number, grade: 'integer' },
  26: { encode: number, grade: null },
  114: { encode: json, grade: null },
  700: { encode: number, grade: null },
  701: { encode: number, grade: null },
  1082: { encode: text, grade: 'day' },
  1114: { encode: wallTime, grade: 'wall_time' },
  1184: { encode: instant, grade: 'instant' },
  1700: { encode: text, grade: 'integer' },
  3802: { encode: json, grade: null },
}

export function postgresType(oid: number): ColumnType {
  return POSTGRES_TYPES[oid] ?? TEXT
}

/** By the numbers of the protocol of MySQL. */
const MYSQL_TYPES: Readonly<Record<number, ColumnType>> = {
  0: { encode: text, grade: null },
  1: { encode: number, grade: 'integer' },
  2: { encode: number, grade: 'integer' },
  3: { encode: number, grade: 'integer' },
  4: { encode: number, grade: null },
  5: { encode: number, grade: null },
  7: { encode: instant, grade: 'instant' },
  8: { encode: text, grade: 'integer' },
  9: { encode: number, grade: 'integer' },
  10: { encode: text, grade: 'day' },
  11: { encode: text, grade: null },
  12: { encode: wallTime, grade: 'wall_time' },
  13: { encode: number, grade: 'integer' },
  16: { encode: bits, grade: null },
  245: { encode: json, grade: null },
  246: { encode: text, grade: 'integer' },
}
const MYSQL_GEOMETRY = 255
// What MySQL calls the character set of bytes. It has numbers and times in it too, so that the type is asked first.
const MYSQL_BINARY = 63

export function mysqlType(type: number, characterSet: number): ColumnType {
  const known = MYSQL_TYPES[type]
  if (known !== undefined) return known
  return type === MYSQL_GEOMETRY || characterSet === MYSQL_BINARY ? { encode: base64, grade: null } : TEXT
}
