/** The JSON Schema of a topic's values, for those who read it: generated from the zod schema that the ledger writes by. */
import { z } from 'zod'
import type { TopicDeclaration } from './topics.js'

/** The part of JSON Schema, draft 2020-12, that our schemas use. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

export function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const TOMBSTONE: JsonSchema = {
  type: 'null',
  title: 'tombstone',
  description: 'A tombstone: there is nothing under this key any more. Delete what you keep of it.',
}

/**
 * Where a reader has to be more patient than the writer is strict: objects may have fields that the schema does not name, and a list marked OPEN
 * (scalars.ts) is an annotation, so that a message of a later version is still valid. A format says all that its pattern does, which is zod's own.
 */
function forReaders({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  delete jsonSchema['additionalProperties']
  if (jsonSchema['format'] !== undefined) delete jsonSchema['pattern']
  const { open, enum: values, description } = jsonSchema
  if (open !== true) return
  for (const keyword of ['open', 'enum', 'description']) delete jsonSchema[keyword]
  Object.assign(jsonSchema, { 'x-extensible-enum': values, description })
}

/** The schema of a topic's values; on a compacted topic null is one of them. */
export function jsonSchemaOf({ name, about, key, compacted, value }: TopicDeclaration): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(value, { override: forReaders })
  return {
    $schema,
    $id: `urn:riskledger:topic:${name}`,
    title: name,
    description: `Messages on ${name}: ${about}. Key: ${key}. Expect fields that are not named here.`,
    ...(compacted ? { oneOf: [...(schema.oneOf ?? [schema]), TOMBSTONE] } : schema),
  }
}
