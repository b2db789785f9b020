/** The scalars that records and events are made of, as they stand in JSON. What a source cell says is read in values.ts. */
import { z } from 'zod'

/** A calendar day as ISO text. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** An exact decimal as text; Postgres numeric. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)
/** An instant in UTC as ISO text. */
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
/** A content hash. */
export const hash = z.string().regex(/^[0-9a-f]{32}$/)
export const text = z.string()

/**
 * Marks a list that grows with the ledger: another value in it breaks no consumer, who has to expect values that it does not know. It is published as
 * `x-extensible-enum`, which no validator holds against a message, and not as `enum`. Strictness here, where the ledger writes, stays.
 */
export const OPEN = { open: true } as const
