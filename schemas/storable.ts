/**
 * What a published schema admits and Postgres cannot hold: days and instants that do not exist, numbers beyond all bounds, NUL and halves of characters in text. Records that
 * the connectors make are free of it; those that others write to a topic may not be, and one of them must not stop a load.
 */

import { z } from 'zod'
import { dayExists } from './calendar.js'
import { KIND_NAMES, KINDS, type Kind, type RecordMessage } from './record.js'
import { day, decimal } from './scalars.js'

// Far beyond any amount or coordinate, far below what Postgres refuses.
export const MOST_DIGITS = 1000
const MOST_LINE = 15

/** The fields of a kind whose values are of one scalar, null or not. */
function fieldsThatAre(kind: Kind, scalar: z.ZodType): string[] {
  const shape: Readonly<Record<string, z.ZodType>> = KINDS[kind].shape
  return Object.keys(shape).filter((field) => {
    const type = shape[field]
    return type === scalar || (type instanceof z.ZodNullable && type.def.innerType === scalar)
  })
}

/** The fields of a kind that are days, and those that are decimals. */
export function scalarsOf(kind: Kind): { readonly days: readonly string[]; readonly decimals: readonly string[] } {
  return SCALARS[kind]
}

const SCALARS = Object.fromEntries(
  KIND_NAMES.map((kind) => [kind, { days: fieldsThatAre(kind, day), decimals: fieldsThatAre(kind, decimal) }]),
) as Record<Kind, { days: string[]; decimals: string[] }>

/** True for `YYYY-MM-DD` that stands in the Gregorian calendar. */
export function isDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  return year >= 1 && dayExists(year, month, day)
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/

/** True for an instant that exists, in UTC. */
export function isInstant(text: string): boolean {
  return INSTANT.test(text) && isDay(text.slice(0, 10))
}

/** Why Postgres would refuse a record that its schema admits; undefined when it would not. `escaped`: text in it may hold a NUL or half a character. */
export function unstorable(kind: Kind, record: RecordMessage, escaped: boolean): string | undefined {
  const values: Readonly<Record<string, unknown>> = record
  const { days, decimals } = SCALARS[kind]
  for (const field of days) {
    const value = values[field]
    if (typeof value === 'string' && !isDay(value)) return `${field}: ${value} is no day`
  }
  for (const field of decimals) {
    const value = values[field]
    if (typeof value === 'string' && value.length > MOST_DIGITS) return `${field}: a number of ${value.length} digits`
  }
  if (escaped && malformed(record)) return 'a text in it holds a NUL or half a character'
  return unplaced(record)
}

/** Why the ledger would not know when or where a record was said; undefined when it would. */
export function unplaced({
  version_at: versionAt,
  locator,
}: Pick<RecordMessage, 'version_at' | 'locator'>): string | undefined {
  if (!isInstant(versionAt)) return `version_at: ${versionAt} is no instant`
  const line = /:(\d+)$/.exec(locator)?.[1]
  if (line === undefined || line.length > MOST_LINE) return 'its locator does not end with a line number'
  return undefined
}

function malformed(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  return typeof value === 'object' && value !== null && Object.values(value).some(malformed)
}
