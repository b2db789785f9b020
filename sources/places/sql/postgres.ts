/** Reading a table of Postgres: one snapshot, read only, by a cursor of the server. */
import pg from 'pg'
import type { Connected, Shape, SqlAddress } from './connection.js'
import { POSTGRES, type Statement } from './statement.js'
import { postgresType } from './values.js'

const FETCH_ROWS = 500
const CONNECT_MS = 20_000

// Values stay as the server prints them.
const AS_PRINTED = { getTypeParser: () => (value: string) => value }

type Printed = readonly (string | null)[]

/** Connects and begins the one transaction that everything is read in. */
export async function connectPostgres(address: SqlAddress): Promise<Connected> {
  const client = new pg.Client({
    host: address.host,
    port: address.port ?? 5432,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: address.tls ?? false,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'riskledger',
    types: AS_PRINTED,
  })
  // When it breaks, what is asked of it next fails; without a listener the break itself would end the process.
  client.on('error', () => undefined)
  const ask = async (text: string, values: readonly string[] = []) =>
    client.query<string[]>({ text, values: [...values], rowMode: 'array' })
  try {
    await client.connect()
    // What is set here ends with the transaction, so that a pooler in between gets its connection back unchanged.
    await client.query('begin isolation level repeatable read read only')
    await client.query(`set local statement_timeout = ${Math.ceil(address.timeoutMs)}`)
    // Between two fetches rows are read into the ledger, for as long as that takes.
    await client.query('set local idle_in_transaction_session_timeout = 0')
    for (const [setting, value] of Object.entries(FORMS)) await client.query(`set local ${setting} = '${value}'`)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return {
    dialect: POSTGRES,
    async now() {
      const { rows } = await ask('select to_char(now() at time zone \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\')')
      return new Date(String(rows[0]?.[0]))
    },
    async encoding() {
      const { rows } = await ask("select current_setting('server_encoding')")
      return String(rows[0]?.[0])
    },
    async shape(text) {
      const { fields } = await ask(text)
      return fields.map(({ name, dataTypeID }): Shape => ({ name, type: postgresType(dataTypeID) }))
    },
    async value(text) {
      const { rows } = await ask(text)
      return rows[0]?.[0] ?? null
    },
    rows: (statement) => fetchAll(client, statement),
    close: () => client.end(),
  }
}

const FORMS = {
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: '1',
  client_encoding: 'UTF8',
}

async function* fetchAll(client: pg.Client, { text, values }: Statement): AsyncGenerator<(Buffer | null)[]> {
  await client.query(`declare riskledger_rows no scroll cursor for ${text}`, [...values])
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({
      text: `fetch ${FETCH_ROWS} from riskledger_rows`,
      rowMode: 'array',
    })
    for (const row of rows) yield buffersOf(row)
    if (rows.length < FETCH_ROWS) return
  }
}

function buffersOf(row: Printed): (Buffer | null)[] {
  return row.map((value) => (value === null ? null : Buffer.from(value)))
}
