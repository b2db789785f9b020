/**
 * A fast yes or no for a schema: a predicate compiled from the zod schema itself, several times as fast as parsing with it. Used where
 * every record passes by; whatever it refuses is parsed with zod, which says why. A test holds the two to the same answers.
 */
import type { z } from 'zod'

export type Check = (value: unknown) => boolean

/** The parts of zod's definitions that our record schemas use. */
export interface Definition extends Partial<CheckDefinition> {
  readonly type: string
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDefinition } }[]
  readonly innerType?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly unknown[]
}

interface CheckDefinition {
  readonly check: string
  readonly format?: string
  readonly value?: number
  readonly inclusive?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly length?: number
  readonly pattern?: RegExp
}

/** One bound of a string or an array; the length of a string in UTF-16 units, as zod counts it. */
function bound(definition: CheckDefinition): (value: string | readonly unknown[]) => boolean {
  const { check, minimum = 0, maximum = 0, length = 0, pattern } = definition
  if (check === 'min_length') return (value) => value.length >= minimum
  if (check === 'max_length') return (value) => value.length <= maximum
  if (check === 'length_equals') return (value) => value.length === length
  if (check === 'string_format' && pattern !== undefined) return (value) => pattern.test(String(value))
  throw new Error(`schemas/check.ts does not know the check '${check}'`)
}

/** The test of a string's or an array's bounds, and of a string's format. */
export function textWithin(definition: Definition): (value: string | readonly unknown[]) => boolean {
  const checks = (definition.checks ?? []).map((one) => one._zod.def)
  // A string of a format of its own, such as a GUID, is a check itself.
  const { check } = definition
  const bounds = [...(check === undefined ? [] : [{ ...definition, check }]), ...checks].map(bound)
  const [first, ...others] = bounds
  if (first === undefined) return () => true
  if (others.length === 0) return first
  return (value) => bounds.every((one) => one(value))
}

/** The test of a whole number's bounds: whole numbers are the only ones that our schemas have. */
export function integerWithin({ format, checks = [] }: Definition): (value: number) => boolean {
  if (format !== 'safeint') throw new Error('schemas/check.ts knows whole numbers alone')
  const bounds = checks.map(({ _zod: { def } }) => {
    const { check, value = 0, inclusive = false } = def
    if (check === 'greater_than') return (found: number) => found > value || (inclusive && found === value)
    throw new Error(`schemas/check.ts does not know the check '${check}'`)
  })
  return (value) => bounds.every((within) => within(value))
}

function checkObject(shape: Readonly<Record<string, z.core.$ZodType>>): Check {
  const fields = Object.entries(shape).map(([name, schema]) => [name, compileCheck(schema)] as const)
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const found = value as Record<string, unknown>
    for (const [name, check] of fields) if (!check(found[name])) return false
    return Object.keys(found).length === fields.length
  }
}

/** Compiles a strict schema of strings, whole numbers, booleans, enums, literals, nullables, arrays and objects. Throws at once for anything else. */
export function compileCheck(schema: z.core.$ZodType): Check {
  const definition: Definition = schema._zod.def
  const { type, innerType, element, shape, entries, values } = definition
  if (type === 'boolean') return (value) => typeof value === 'boolean'
  if (type === 'literal' && values !== undefined) return (value) => values.includes(value)
  if (type === 'enum' && entries !== undefined) {
    const known = new Set<unknown>(Object.values(entries))
    return (value) => known.has(value)
  }
  if (type === 'nullable' && innerType !== undefined) {
    const check = compileCheck(innerType)
    return (value) => value === null || check(value)
  }
  if (type === 'string') {
    const within = textWithin(definition)
    return (value) => typeof value === 'string' && within(value)
  }
  if (type === 'number') {
    const within = integerWithin(definition)
    return (value) => Number.isSafeInteger(value) && within(Number(value))
  }
  if (type === 'array' && element !== undefined) {
    const [check, within] = [compileCheck(element), textWithin(definition)]
    return (value) => Array.isArray(value) && within(value) && value.every(check)
  }
  if (type === 'object' && shape !== undefined) return checkObject(shape)
  throw new Error(`schemas/check.ts does not know the type '${type}'`)
}
