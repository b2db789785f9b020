/**
 * A fast reader for the rows of a connector, made from its zod schema: it calls the readers of the value types directly. What it cannot read
 * without an issue is parsed with zod, which says every issue. A test holds the two to the same answers.
 */
import { z } from 'zod'
import { type CellReader, readerOf } from './values.js'

/** The parsed row, or undefined when zod has to say what is wrong with it. */
export type RowReader = (row: Readonly<Record<string, unknown>>) => Record<string, unknown> | undefined

const known = new WeakMap<z.ZodType, RowReader>()

/** The reader of a row schema; undefined for every row when the schema is not a strict object of our value types. */
export function rowReader(schema: z.ZodType): RowReader {
  const found = known.get(schema)
  if (found !== undefined) return found
  const reader = compile(schema) ?? (() => undefined)
  known.set(schema, reader)
  return reader
}

function compile(schema: z.ZodType): RowReader | undefined {
  if (!(schema instanceof z.ZodObject) || !(schema.def.catchall instanceof z.ZodNever)) return undefined
  const fields: { readonly name: string; readonly read: CellReader }[] = []
  const names = new Set<string>(Object.keys(schema.shape))
  for (const [name, type] of Object.entries<z.ZodType>(schema.shape)) {
    const read = readerOf(type)
    // An ignored column may hold anything.
    if (read !== undefined) fields.push({ name, read })
    else if (!(type instanceof z.ZodOptional && type.def.innerType instanceof z.ZodUnknown)) return undefined
  }
  return (row) => {
    for (const name in row) if (!names.has(name)) return undefined
    const context = { issues: [] as unknown[] } as z.core.$RefinementCtx & { issues: unknown[] }
    const parsed: Record<string, unknown> = {}
    for (const { name, read } of fields) {
      parsed[name] = read(row[name], context)
      if (context.issues.length > 0) return undefined
    }
    return parsed
  }
}
