/** A table or view of another system's database, as a connector or riskledger.yaml declares it. */
import { z } from 'zod'
import { secretName } from '../../network/declaration.js'
import { duration } from '../declared.js'
import { FILE_ROWS } from '../landed_rows.js'

// It is quoted wherever it is used; what no database takes in a name is refused here.
const identifier = z
  .string()
  .min(1)
  .max(128)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\x00-\x1f]+$/, 'expected a name without control characters')

export const sqlDeclaration = z.strictObject({
  type: z.literal('sql'),
  /** The secret that holds the connection string: postgres://… or mysql://… (MariaDB too). */
  url: secretName,
  /** Off for a network that is trusted; `verify` checks the certificate, by `ca` (PEM file) where one is given. */
  tls: z.enum(['verify', 'off']).default('verify'),
  ca: z.string().min(1).nullable().default(null),
  /** Schema (or database) and name, or the name alone. Never split at dots: names may hold them. */
  table: z.union([identifier, z.tuple([identifier, identifier])]),
  /** Null: all there are, new ones included. */
  columns: z.array(identifier).min(1).nullable().default(null),
  /** The columns that tell rows apart: what the rows are ordered by behind the cursor. */
  key: z.array(identifier).default([]),
  /** What grows with every change. Null: everything is read each time. */
  cursor: z
    .discriminatedUnion('by', [
      z.strictObject({
        by: z.literal('time'),
        column: identifier,
        /** How late a row may become visible after the time it bears: the length of the publisher's longest transaction. */
        lag: duration.default('10m'),
        /** Of a column that has none of its own. */
        time_zone: z
          .string()
          .refine((zone) => known(zone), 'expected a time zone such as Asia/Shanghai')
          .default('UTC'),
      }),
      z.strictObject({
        by: z.literal('sequence'),
        column: identifier,
        /** How many numbers may be given away and become visible after higher ones. */
        lag: z.number().int().min(0).default(1000),
      }),
    ])
    .nullable()
    .default(null),
  /** How often everything is read, whatever the cursor says: only so deleted rows are noticed. Null: never by itself. */
  full_every: duration.nullable().default(null),
  /** Rows in a landed file. */
  file_rows: z.number().int().min(1).max(1_000_000).default(FILE_ROWS),
  /** How long the database may take for an answer. */
  timeout: duration.default('5m'),
})
export type SqlDeclaration = z.infer<typeof sqlDeclaration>

function known(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
