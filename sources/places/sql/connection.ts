/** What reading a table asks of a connection, whatever the kind of database. */
import { LedgerError } from '../../../core/errors.js'
import type { Dialect, Statement } from './statement.js'
import type { ColumnType } from './values.js'

/** Encryption that checks who the server is, by a given authority (PEM) or by those that Node knows. */
export interface SqlTls {
  readonly rejectUnauthorized: true
  readonly ca?: string
}

/** Where a database is and how to log in. */
export interface SqlAddress {
  readonly kind: 'postgres' | 'mysql'
  readonly host: string
  /** Null: as the kind of database has it. */
  readonly port: number | null
  readonly user: string
  readonly password: string
  readonly database: string
  /** Null: without. */
  readonly tls: SqlTls | null
  readonly timeoutMs: number
}

export interface Shape {
  readonly name: string
  readonly type: ColumnType
}

/** A connection in one read-only transaction, which sees one state of the database. */
export interface Connected {
  readonly dialect: Dialect
  /** When that state was, by the clock of the database. */
  now(): Promise<Date>
  /** The encoding that the database keeps text in. */
  encoding(): Promise<string>
  /** The columns that a statement gives. */
  shape(text: string): Promise<Shape[]>
  /** The one value that a statement gives. */
  value(text: string): Promise<string | null>
  /** The rows, each value as the database prints it. */
  rows(statement: Statement): AsyncGenerator<(Buffer | null)[]>
  close(): Promise<void>
}

const KINDS: Readonly<Record<string, SqlAddress['kind']>> = {
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
  'mysql:': 'mysql',
  'mariadb:': 'mysql',
}

/** Reads a connection string; `secret` names it in the error, which never shows it. Throws LedgerError config_invalid. */
export function addressOf(url: string, secret: string, tls: SqlTls | null, timeoutMs: number): SqlAddress {
  const wrong = (what: string) =>
    new LedgerError(
      'config_invalid',
      `The secret ${secret} is no connection string: ${what}`,
      `Set RISKLEDGER_SECRET_${secret.toUpperCase()} to postgres://user:password@host:port/database, or mysql://…`,
    )
  if (!URL.canParse(url)) throw wrong('it is no address')
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url)
  const kind = KINDS[protocol]
  if (kind === undefined) throw wrong('it begins neither with postgres:// nor with mysql://')
  const plain = (text: string) => {
    try {
      return decodeURIComponent(text)
    } catch {
      throw wrong('it holds a % that begins no %XX; a % of the password itself is written %25')
    }
  }
  const database = plain(pathname.slice(1))
  if (database === '') throw wrong('it names no database')
  return {
    kind,
    // The directory of a Unix socket, as libpq writes it.
    host: searchParams.get('host') ?? hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? null : Number(port),
    user: plain(username),
    password: plain(password),
    database,
    tls,
    timeoutMs,
  }
}
