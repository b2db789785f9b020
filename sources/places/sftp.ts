/**
 * A directory on an SFTP server, into which an agency puts files. Each file is taken once, when it is whole: its size and time stand still,
 * or `<name>.done` lies beside it. The server must show the declared host key.
 */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { LedgerError } from '../../core/errors.js'
import { attempt } from '../network/attempts.js'
import { limitsDeclaration, readDeclaration, secretName } from '../network/declaration.js'
import { nameFrom } from '../network/names.js'
import { codeOf, diskError, goOn, invalid, unsafe } from '../network/refusals.js'
import { connectSftp, type SftpAccess, type SftpConnection } from '../network/sftp_connection.js'
import { type Entry, settled, stampOf } from '../network/sftp_listing.js'
import { Watch } from '../network/watch.js'
import type { Landed, LandRequest, Place } from '../place.js'

export const sftpDeclaration = z
  .strictObject({
    type: z.literal('sftp').default('sftp'),
    host: z.string().regex(/^[A-Za-z0-9.:-]+$/, 'expected a name or an address'),
    port: z.int().min(1).max(65_535).default(22),
    user: z.string().min(1),
    /** Fingerprints of the host's keys, as `ssh-keygen -lf` shows them. */
    host_keys: z.array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'expected SHA256: and 43 characters')).min(1),
    password: secretName.optional(),
    private_key: secretName.optional(),
    passphrase: secretName.optional(),
    directory: z.string().min(1),
    /** Which names are taken; * stands for any characters and ? for one. */
    pattern: z.string().min(1).max(200).default('*'),
    /** When a file is whole: its size and time stood still for `settle_seconds`, or a file with .done behind its name lies beside it. */
    ready: z.enum(['stable', 'done']).default('stable'),
    settle_seconds: z.number().min(0).max(3600).default(10),
    /** Each file is all there is, so that what it lacks is gone. */
    whole: z.boolean().default(false),
    files: z.int().min(1).max(1_000_000).default(100_000),
    limits: limitsDeclaration.prefault({}),
  })
  .refine(
    ({ password, private_key }) => password !== undefined || private_key !== undefined,
    'expected `password` or `private_key`',
  )
export type SftpDeclaration = z.input<typeof sftpDeclaration>
type Sftp = z.output<typeof sftpDeclaration>

/** Names with their size and time (seconds since 1970), as far as they still lie there. */
const cursorSchema = z.strictObject({ taken: z.record(z.string(), z.string()) })

/** A cursor names every file, so that one for each file would be the square of them. */
const CURSORS = 100

/**
 * Opens the place. Throws LedgerError connector_invalid. `land` throws place_unreachable, place_refused, place_unsafe (host key, a link that
 * leads out of the directory), place_invalid, cursor_invalid, secret_missing, interrupted, disk_full, home_unusable.
 */
export function openSftp(declaration: SftpDeclaration): Place {
  const declared = readDeclaration(sftpDeclaration, declaration)
  const where = `sftp://${declared.user}@${declared.host}:${declared.port}${posix.join('/', declared.directory.startsWith('/') ? '' : '~', declared.directory, declared.pattern)}`
  return { where, land: (request) => land(declared, where, request) }
}

async function* land(declared: Sftp, where: string, request: LandRequest): AsyncGenerator<Landed> {
  const before = takenBefore(request, where)
  const line = new Line(declared, where, request)
  try {
    const { entries, out } = await line.do((connection) => settled(connection, declared, request.signal))
    const there = new Map(entries.map((entry) => [entry.name, stampOf(entry)]))
    const taken = new Map([...before].filter(([name]) => there.has(name)))
    const wanted = entries.filter((entry) => isWanted(entry, before, request)).sort(byTime)
    const each = Math.ceil(wanted.length / CURSORS)
    // The last one that lands carries the cursor, and only at the end is it known which that is.
    let held: Landed['file'] | null = null
    for (const [index, entry] of wanted.entries()) {
      const file = await line
        .do((connection) => fetch(connection, entry, index, declared, request))
        .catch((error: unknown) => ({ error }))
      if (file === null) continue
      if ('error' in file) {
        // What landed before it stands.
        if (held !== null) yield landed(held, taken, declared)
        throw file.error
      }
      if (held !== null) yield landed(held, index % each === 0 ? taken : null, declared)
      taken.set(entry.name, stampOf(entry))
      held = file
    }
    if (held !== null) yield landed(held, taken, declared)
    if (out !== null)
      throw unsafe(
        `${where} holds a link that leads out of its directory: ${out}`,
        'Ask its operator for the file itself; the others were read.',
      )
  } finally {
    line.close()
  }
}

function landed(file: Landed['file'], taken: ReadonlyMap<string, string> | null, { whole }: Sftp): Landed {
  return { file, cursor: taken === null ? null : { taken: Object.fromEntries(taken) }, ...(whole ? { whole } : {}) }
}

/** The connection, made anew when it broke. */
class Line {
  readonly #access: SftpAccess
  readonly #declared: Sftp
  readonly #where: string
  #connection: SftpConnection | null = null

  constructor(declared: Sftp, where: string, request: LandRequest) {
    this.#declared = declared
    this.#where = where
    this.#access = accessOf(declared, request)
  }

  async do<T>(act: (connection: SftpConnection) => Promise<T>): Promise<T> {
    return await attempt(this.#where, this.#declared.limits, this.#access.signal, async () => {
      try {
        this.#connection ??= await connectSftp(this.#access)
        return await act(this.#connection)
      } catch (error) {
        this.close()
        throw error
      }
    })
  }

  close(): void {
    this.#connection?.close()
    this.#connection = null
  }
}

function accessOf(declared: Sftp, { secret, signal }: LandRequest): SftpAccess {
  const { host, port, user, host_keys, password, private_key, passphrase, limits } = declared
  const names = [password, private_key, passphrase].filter((name) => name !== undefined)
  return {
    host,
    port,
    user,
    hostKeys: host_keys,
    ...(password === undefined ? {} : { password: secret(password) }),
    ...(private_key === undefined ? {} : { privateKey: secret(private_key) }),
    ...(passphrase === undefined ? {} : { passphrase: secret(passphrase) }),
    secrets: names.map((name) => `RISKLEDGER_SECRET_${name.toUpperCase()}`).join(', '),
    connectSeconds: limits.connect_seconds,
    idleSeconds: limits.idle_seconds,
    signal,
  }
}

/** Lands a file; null if it changed while it was read, so that it is for the next run. */
async function fetch(
  connection: SftpConnection,
  entry: Entry,
  index: number,
  { limits, host }: Sftp,
  { directory, signal }: LandRequest,
): Promise<Landed['file'] | null> {
  if (entry.bytes > limits.document_bytes)
    throw invalid(
      `${entry.path} has ${entry.bytes} bytes, and ${limits.document_bytes} are allowed`,
      'If the file is genuine, raise limits.document_bytes in the declaration.',
    )
  const name = nameFrom(`${host}_${entry.name}`)
  // Different names may become the same when they are made fit.
  const path = join(directory, `${String(index + 1).padStart(6, '0')}_${name}`)
  const part = `${path}.part`
  const stream = connection.read(entry.path)
  const watch = new Watch(limits.document_seconds, (fault) => stream.destroy(fault))
  let bytes = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      watch.wait(`the next part of ${entry.path}`, limits.idle_seconds)
      bytes += chunk.length
      if (bytes > entry.bytes) return
      yield chunk
    }
  }
  try {
    watch.wait(`the beginning of ${entry.path}`, limits.first_byte_seconds)
    await pipeline(stream, counted, createWriteStream(part, { mode: 0o600 }), { signal })
    const after = await connection.stat(entry.path)
    const same = after !== null && bytes === entry.bytes && after.size === entry.bytes && after.mtime === entry.changed
    if (same) await rename(part, path)
    else await rm(part, { force: true })
    return same ? { name, path, bytes } : null
  } catch (error) {
    await rm(part, { force: true })
    goOn(signal)
    throw diskError(path, codeOf(error) === '' ? null : error) ?? connection.failure(error, entry.path)
  } finally {
    watch.end()
  }
}

function isWanted(entry: Entry, before: ReadonlyMap<string, string>, { since, until }: LandRequest): boolean {
  const ms = 1000 * entry.changed
  if (until !== null && ms >= dayOf(until)) return false
  return since === null ? before.get(entry.name) !== stampOf(entry) : ms >= dayOf(since)
}

function dayOf(day: string): number {
  const ms = Date.parse(day)
  if (Number.isNaN(ms)) throw new LedgerError('usage', `${day} is no day`, 'Give it as YYYY-MM-DD.')
  return ms
}

function takenBefore({ cursor }: LandRequest, where: string): Map<string, string> {
  const parsed = cursorSchema.safeParse(cursor ?? { taken: {} })
  if (parsed.success) return new Map(Object.entries(parsed.data.taken))
  throw new LedgerError(
    'cursor_invalid',
    `The cursor of ${where} is none that was made there: ${JSON.stringify(cursor).slice(0, 200)}`,
    'Read it from a day with `--since`, or from its beginning with `--full`.',
  )
}

/** The oldest first, so that a later file is the later version. */
function byTime(a: Entry, b: Entry): number {
  return a.changed - b.changed || (a.name < b.name ? -1 : 1)
}
