/**
 * Which sources the answer to a question rests on: the connectors of the kinds of record whose tables its plan reads. Not those of its rows: what a stale
 * source has not told is missing from them.
 */
import { z } from 'zod'
import { KIND_NAMES } from '../schemas/record.js'
import type { SourceFreshness } from './connectors.js'
import type { Session } from './database.js'
import type { NamedQuery } from './query_file.js'

/** Tables that say where records came from and not what they say. */
const BESIDE = ['raw.source', 'store.connector']

const scanned = z.object({ Schema: z.string(), 'Relation Name': z.string() })

/** The tables that a plan reads, as schema.table. */
function tablesOf(plan: unknown, found = new Set<string>()): Set<string> {
  if (typeof plan !== 'object' || plan === null) return found
  const here = scanned.safeParse(plan)
  if (here.success) found.add(`${here.data.Schema}.${here.data['Relation Name']}`)
  for (const below of Object.values(plan)) tablesOf(below, found)
  return found
}

/** The kinds of the tables; null where they are not of records alone, such as those of entities: any source has a part in them. */
function kindsOf(tables: ReadonlySet<string>): string[] | null {
  const kinds = new Set<string>()
  for (const table of tables) {
    if (BESIDE.includes(table)) continue
    const kind = KIND_NAMES.find((name) => table === `store.${name}` || table === `store.${name}_history`)
    if (kind === undefined) return null
    kinds.add(kind)
  }
  return kinds.size === 0 ? null : [...kinds]
}

/**
 * The stale sources that the answer to a question with these values rests on, asked in the transaction of the question, so that they are as of its date. A
 * parameter named `connector` leaves the others out. A source that never brought anything has no part in an answer.
 */
export async function staleSources(
  session: Session,
  { text, parameters }: NamedQuery,
  values: readonly (string | null)[],
): Promise<SourceFreshness[]> {
  const { rows: plan } = await session.query<Record<string, unknown>>(`explain (verbose, format json) ${text}`, [
    ...values,
  ])
  const named = parameters.findIndex(({ name }) => name === 'connector')
  const { rows } = await session.query<SourceFreshness>(
    `select connector, last_arrival, days_since_arrival, stale_after_days, stale from ledger.connector
      where stale and last_arrival is not null and ($1::text[] is null or kinds && $1) and ($2::text is null or connector = $2) order by connector`,
    [kindsOf(tablesOf(plan)), named < 0 ? null : (values[named] ?? null)],
  )
  return rows
}
