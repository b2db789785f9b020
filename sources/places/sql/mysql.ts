/** Reading a table of MySQL or MariaDB: one snapshot, read only, row by row. */
import mysql from 'mysql2'
import type { Connected, Shape, SqlAddress } from './connection.js'
import { MYSQL, type Statement } from './statement.js'
import { mysqlType } from './values.js'

const CONNECT_MS = 20_000
const AHEAD_ROWS = 200
const PORT = 3306

/** Connects and begins the one transaction that everything is read in. */
export async function connectMysql(address: SqlAddress): Promise<Connected> {
  const connection = mysql.createConnection({
    ...(address.host.startsWith('/') ? { socketPath: address.host } : { host: address.host }),
    port: address.port ?? PORT,
    user: address.user,
    password: address.password,
    database: address.database,
    ...(address.tls === null ? {} : { ssl: address.tls }),
    connectTimeout: CONNECT_MS,
    charset: 'utf8mb4',
    // Values stay as the server prints them.
    typeCast: (field) => field.buffer(),
    rowsAsArray: true,
    // A server must not be able to ask for files of ours.
    flags: ['-LOCAL_FILES'],
  })
  // When it breaks, what is asked of it next fails; without a listener the break itself would end the process.
  connection.on('error', () => undefined)
  const ask = (text: string) => asked(connection, text, address.timeoutMs)
  try {
    // Text in the SQL of a literal means what it says, whatever the server's mode; stamps come in UTC.
    await ask(`set sql_mode = '', time_zone = '+00:00', net_write_timeout = 3600`)
    await ask('set transaction isolation level repeatable read')
    await ask('start transaction with consistent snapshot, read only')
  } catch (error) {
    connection.destroy()
    throw error
  }
  return {
    dialect: MYSQL,
    async now() {
      const { rows } = await ask('select cast(utc_timestamp(3) as char)')
      return new Date(`${String(rows[0]?.[0]).replace(' ', 'T')}Z`)
    },
    // The server makes UTF-8 of whatever it keeps.
    encoding: async () => 'utf8mb4',
    shape: async (text) => (await ask(text)).shape,
    async value(text) {
      const { rows } = await ask(text)
      return rows[0]?.[0]?.toString() ?? null
    },
    rows: (statement) => streamed(connection, statement, address.timeoutMs),
    close: async () => connection.destroy(),
  }
}

type Printed = (Buffer | null)[]

interface Answer {
  readonly rows: Printed[]
  readonly shape: Shape[]
}

function asked(connection: mysql.Connection, text: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    connection.query<mysql.RowDataPacket[][]>({ sql: text, timeout: timeoutMs }, (error, rows, fields) => {
      if (error !== null) return reject(error)
      resolve({
        rows: Array.isArray(rows) ? rows.map((row) => [...row].map(printedOf)) : [],
        shape: (fields ?? []).map(shapeOf),
      })
    })
  })
}

function shapeOf({ name, columnType, type, characterSet }: mysql.FieldPacket): Shape {
  return { name, type: mysqlType(columnType ?? type ?? -1, characterSet ?? -1) }
}

function printedOf(value: unknown): Buffer | null {
  return Buffer.isBuffer(value) ? value : null
}

async function* streamed(
  connection: mysql.Connection,
  { text, values }: Statement,
  timeoutMs: number,
): AsyncGenerator<Printed> {
  const stream = connection.query(text, [...values]).stream({ highWaterMark: AHEAD_ROWS })
  const rows: AsyncIterator<unknown> = stream[Symbol.asyncIterator]()
  try {
    for (;;) {
      const step = await within(rows.next(), timeoutMs)
      if (step.done === true) return
      if (!Array.isArray(step.value)) throw new Error('a row came that is no list of values')
      yield step.value.map(printedOf)
    }
  } finally {
    // Else the rest of the rows would be waited for.
    connection.destroy()
    stream.destroy()
  }
}

/** The limit of a statement would count the time that we take to read; this one counts how long the next row takes to come. */
async function within<T>(coming: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timeout: no row within ${timeoutMs / 1000} s`)), timeoutMs)
  })
  try {
    return await Promise.race([coming, late])
  } finally {
    clearTimeout(timer)
  }
}
