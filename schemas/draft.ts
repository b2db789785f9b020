/** Records as connectors write them: only what the source says. */
import type { z } from 'zod'
import { KINDS, type Kind, type RecordDraft } from './record.js'

type Said<K extends Kind> = Omit<z.infer<(typeof KINDS)[K]>, 'connector' | 'kind'>
type Silent<T> = { [F in keyof T]: null extends T[F] ? F : T[F] extends readonly unknown[] ? F : never }[keyof T]

/** The fields of a kind: those that may be null, and lists, may be left out where the source has nothing that says them. */
export type Fields<K extends Kind> = Omit<Said<K>, Silent<Said<K>>> & Partial<Pick<Said<K>, Silent<Said<K>>>>

/** A record of a kind. What is left out is what the source does not say: null, and for a list an empty one. */
export function draft<K extends Kind>(kind: K, fields: Fields<K>): RecordDraft {
  const shape: Readonly<Record<string, z.ZodType>> = KINDS[kind].shape
  const given: Readonly<Record<string, unknown>> = fields
  const record: Record<string, unknown> = { kind }
  for (const [field, type] of Object.entries(shape)) {
    if (field === 'kind' || field === 'connector') continue
    record[field] = given[field] ?? (type.safeParse(null).success ? null : type.safeParse([]).success ? [] : undefined)
  }
  // The pipeline holds every record against the schema of its kind.
  return record as RecordDraft
}
