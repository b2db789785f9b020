/**
 * The place that is a table or view of another system's database, such as the exchange database that departments share. It is read in one snapshot from
 * where the cursor stands, and lands as files of JSON objects.
 */
import { readFileSync } from 'node:fs'
import { LedgerError, messageOf } from '../../core/errors.js'
import type { Landed, LandRequest, Place, PlaceCursor } from '../place.js'
import { secondsOf } from './declared.js'
import { LandedRows } from './landed_rows.js'
import { Boundary, type Bounds, type Grade } from './sql/boundary.js'
import { addressOf, type Connected, type Shape, type SqlAddress, type SqlTls } from './sql/connection.js'
import type { SqlDeclaration } from './sql/declaration.js'
import { explainSql } from './sql/failure.js'
import { connectPostgres } from './sql/postgres.js'
import { farthestStatement, rowsStatement, shapeStatement } from './sql/statement.js'

/** Opens a declared table; nothing is connected before it is read. */
export function openSql(declaration: SqlDeclaration): Place {
  const { table } = declaration
  const name = typeof table === 'string' ? table : table.join('.')
  const where = `the table ${name} of ${declaration.url}`
  return { where, land: (request) => land(declaration, name, where, request) }
}

async function* land(
  declaration: SqlDeclaration,
  name: string,
  where: string,
  request: LandRequest,
): AsyncGenerator<Landed> {
  const address = addressOf(
    request.secret(declaration.url),
    declaration.url,
    tlsOf(declaration),
    secondsOf(declaration.timeout) * 1000,
  )
  const files = new LandedRows(request.directory, name, declaration.file_rows)
  let connected: Connected | undefined
  const stop = () => void connected?.close().catch(() => undefined)
  request.signal.addEventListener('abort', stop)
  try {
    connected = await connect(address)
    for await (const landed of read(declaration, where, request, connected, files))
      yield { ...landed, origin: `${where}, ${request.now}`, made: true }
  } catch (error) {
    throw explainSql(error, where)
  } finally {
    request.signal.removeEventListener('abort', stop)
    await files.close()
    await connected?.close().catch(() => undefined)
  }
}

async function connect(address: SqlAddress): Promise<Connected> {
  if (address.kind === 'postgres') return connectPostgres(address)
  // Few read such a database: the others do not wait for its client.
  const { connectMysql } = await import('./sql/mysql.js')
  return connectMysql(address)
}

function tlsOf({ tls, ca }: SqlDeclaration): SqlTls | null {
  if (tls === 'off') return null
  if (ca === null) return { rejectUnauthorized: true }
  try {
    return { rejectUnauthorized: true, ca: readFileSync(ca, 'utf8') }
  } catch (error) {
    throw new LedgerError(
      'config_invalid',
      `The certificate authority ${ca} cannot be read: ${messageOf(error)}`,
      'Correct `ca` of the place.',
      error,
    )
  }
}

async function* read(
  declaration: SqlDeclaration,
  where: string,
  request: LandRequest,
  connected: Connected,
  files: LandedRows,
): AsyncGenerator<Landed> {
  const { dialect } = connected
  if ((await connected.encoding()) === 'SQL_ASCII')
    throw new LedgerError(
      'place_invalid',
      `${where} keeps text without saying in which encoding (SQL_ASCII)`,
      "Read a view that says it, as in convert_from(name::bytea, 'GB18030').",
    )
  const shape = await connected.shape(shapeStatement(dialect, declaration))
  const cursor = declaration.cursor === null ? undefined : shape.pop()
  const boundary = new Boundary(declaration.cursor, gradeOf(declaration, where, cursor), await connected.now())
  const bounds = boundary.bounds(request, declaration.full_every)
  await sameSequence(declaration, where, request.cursor, bounds, connected)
  const progress = new Progress(boundary, bounds, request.cursor)
  const statement = rowsStatement(
    dialect,
    declaration,
    shape.map(({ name }) => name),
    bounds,
  )
  for await (const row of connected.rows(statement)) {
    if (files.full) yield { file: await files.end(), cursor: progress.cursor() }
    await files.add(objectOf(shape, row))
    if (cursor !== undefined) progress.see(row[shape.length]?.toString() ?? null)
  }
  if (files.any) yield { file: await files.end(), cursor: progress.cursor(), whole: bounds.whole }
  if (progress.farFuture > 0)
    request.tell?.(
      `${where}: ${progress.farFuture} rows bear a time more than a day from now, and come again until it is there`,
    )
}

/** One row as a line of JSON. */
function objectOf(shape: readonly Shape[], row: readonly (Buffer | null)[]): string {
  const members = shape.map(({ name, type }, index) => {
    const value = row[index]
    return `${JSON.stringify(name)}:${value === null || value === undefined ? 'null' : type.encode(value)}`
  })
  return `{${members.join(',')}}`
}

/** Refuses a cursor column whose type does not grow as declared. */
function gradeOf({ cursor }: SqlDeclaration, where: string, column: Shape | undefined): Grade {
  const grade = column?.type.grade ?? null
  if (cursor === null) return grade ?? 'integer'
  if (grade !== null && (grade === 'integer') === (cursor.by === 'sequence')) return grade
  throw new LedgerError(
    'place_invalid',
    `${where}: the column ${cursor.column} is no ${cursor.by === 'time' ? 'date or time' : 'whole number'}, and the cursor goes by it`,
    'Declare another column, or no cursor: then everything is read each time.',
  )
}

/** Refuses a sequence that began anew: its rows would lie below the cursor and never be read. */
async function sameSequence(
  declaration: SqlDeclaration,
  where: string,
  read: PlaceCursor | null,
  { lower }: Bounds,
  connected: Connected,
): Promise<void> {
  const { cursor } = declaration
  if (cursor?.by !== 'sequence' || lower === null) return
  const farthest = await connected.value(farthestStatement(connected.dialect, declaration, cursor.column))
  if (farthest === null || BigInt(farthest) >= BigInt(lower)) return
  throw new LedgerError(
    'cursor_invalid',
    `${where} was read up to ${String(read?.['read'])}, and ${cursor.column} ends at ${farthest} now`,
    'The table was probably made anew: read everything with --full.',
  )
}

/** How far the rows have come. */
class Progress {
  readonly #boundary: Boundary
  readonly #backfill: boolean
  #read: string | null
  farFuture = 0

  constructor(boundary: Boundary, { backfill }: Bounds, cursor: PlaceCursor | null) {
    this.#boundary = boundary
    this.#backfill = backfill
    const read = cursor?.['read']
    this.#read = typeof read === 'string' ? read : null
  }

  /** Takes note of the cursor of a row. */
  see(value: string | null): void {
    if (value === null) return
    if (this.#boundary.at(value) === 'far_future') this.farFuture++
    if (this.#boundary.moves(value, this.#read)) this.#read = value
  }

  /** Where the next run may go on; null where this one tells nothing of that. */
  cursor(): PlaceCursor | null {
    return this.#backfill || this.#read === null ? null : { read: this.#read }
  }
}
