/** Named questions, asked as the analyst: read only, schema ledger alone, and not for longer than a minute. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { LedgerError, messageOf } from '../core/errors.js'
import { ROOT } from '../core/paths.js'
import { newClient } from './client.js'
import type { SourceFreshness } from './connectors.js'
import type { Database } from './database.js'
import { explain } from './failures.js'
import { type NamedQuery, parseQuery, valuesOf } from './query_file.js'
import { staleSources } from './rests_on.js'
import { types } from './types.js'

const TIMEOUT_SECONDS = 60
const NUMERIC = 1700

/** What a query gave: columns in order, rows by column. Exact decimals stay text; `numeric` says which columns hold them. */
export interface Answer {
  readonly columns: readonly string[]
  readonly numeric: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** The stale ones among the sources whose data the answer was drawn from, whether a row of theirs is in it or not. */
  readonly stale: readonly SourceFreshness[]
}

export interface Question {
  readonly query: NamedQuery
  readonly parameters: Readonly<Record<string, string>>
  /** The day as of which records are shown; null: now. */
  readonly asOf: string | null
  /** What `today` as a default means, as ISO text. */
  readonly today: string
}

/** All named queries, by name. */
export function namedQueries(): NamedQuery[] {
  const directory = join(ROOT, 'sql/queries')
  const names = readdirSync(directory).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => parseQuery(name.slice(0, -4), readFileSync(join(directory, name), 'utf8')))
}

/** Asks a question. Throws LedgerError query_invalid for wrong parameters and for a question that takes too long. */
export async function ask(database: Database, { query, parameters, asOf, today }: Question): Promise<Answer> {
  const values = valuesOf(query, parameters, today)
  // An embedded server has a login for analysts; on a given one the login takes the role.
  const given = database.loader.role !== null
  const client = newClient({
    connectionString: database.url('analyst'),
    application_name: 'riskledger query',
    types,
    statement_timeout: TIMEOUT_SECONDS * 1000,
  })
  try {
    await client.connect()
    await client.query('begin read only')
    if (given) await client.query('set local role riskledger_analyst')
    await client.query('set local search_path = ledger')
    if (asOf !== null) await client.query('select ledger.as_of($1::date)', [asOf])
    const result = await client.query<Record<string, unknown>>(query.text, values)
    const stale = await staleSources(client, query, values)
    await client.query('rollback')
    const columns = result.fields.map((field) => field.name)
    return {
      columns,
      numeric: result.fields.filter((field) => field.dataTypeID === NUMERIC).map((field) => field.name),
      rows: result.rows,
      stale,
    }
  } catch (error) {
    throw tooLong(error, query) ?? outOfRange(error, query) ?? explain(error, database.place)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A parameter that Postgres itself finds out of range (SQLSTATE class 22). */
function outOfRange(error: unknown, query: NamedQuery): LedgerError | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code?.startsWith('22') !== true) return undefined
  return new LedgerError(
    'query_invalid',
    `Query '${query.name}' cannot work with these parameters: ${error.message}`,
    `Give smaller or positive values; \`riskledger query\` lists the parameters of every query.`,
    error,
  )
}

function tooLong(error: unknown, query: NamedQuery): LedgerError | undefined {
  if (!/statement timeout/.test(messageOf(error))) return undefined
  return new LedgerError(
    'query_invalid',
    `Query '${query.name}' took more than ${TIMEOUT_SECONDS} seconds and was ended`,
    'Narrow it with its parameters, or ask with psql: `riskledger db url` tells how to connect.',
    error,
  )
}
