/** A connection to an SFTP server that proved by its host key that it is the declared one. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Client, ConnectConfig, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2'
import { LedgerError, messageOf } from '../../core/errors.js'
import { codeOf, Fault, goOn, refused, unsafe } from './refusals.js'

const KEEPALIVE_MS = 10_000
// By draft-ietf-secsh-filexfer-02, the version of SFTP that servers speak.
const STATUS_EOF = 1
const STATUS_MISSING = 2
const STATUS_DENIED = 3

export interface SftpAccess {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Fingerprints as OpenSSH shows them: SHA256:… */
  readonly hostKeys: readonly string[]
  readonly password?: string
  readonly privateKey?: string
  readonly passphrase?: string
  /** Names of the variables that hold them, for people. */
  readonly secrets: string
  readonly connectSeconds: number
  readonly idleSeconds: number
  readonly signal: AbortSignal
}

/** Throws LedgerError place_unsafe (another host key), place_refused (login), interrupted; Fault for what may be over when tried again. */
export async function connectSftp(access: SftpAccess): Promise<SftpConnection> {
  goOn(access.signal)
  // Loaded by who needs it: every command would start later for it.
  const { default: ssh2 } = await import('ssh2')
  const client = new ssh2.Client()
  try {
    await login(client, access)
    // Errors after this come to whoever waits for an answer; without a listener they would end the process.
    client.on('error', () => {})
    const sftp = await inTime<SFTPWrapper>(access, 'its SFTP subsystem', (done) => client.sftp(done))
    return new SftpConnection(client, sftp, access)
  } catch (error) {
    client.on('error', () => {})
    client.destroy()
    throw error
  }
}

async function login(client: Client, access: SftpAccess): Promise<void> {
  const { host, port, user, password, privateKey, passphrase, connectSeconds, signal } = access
  let shown = ''
  const config: ConnectConfig = {
    host,
    port,
    username: user,
    ...(password === undefined ? {} : { password }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(passphrase === undefined ? {} : { passphrase }),
    readyTimeout: connectSeconds * 1000,
    keepaliveInterval: KEEPALIVE_MS,
    hostVerifier: (key: Buffer) => {
      shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
      return access.hostKeys.includes(shown)
    },
  }
  const stop = (): void => {
    client.destroy()
  }
  signal.addEventListener('abort', stop)
  try {
    await new Promise<void>((settle, fail) => {
      client.once('ready', settle).once('error', fail)
      client.once('close', () => fail(new Error('the connection was closed')))
      client.connect(config)
    })
  } catch (error) {
    goOn(signal)
    throw loginFailure(error, access, shown)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function loginFailure(error: unknown, { host, port, user, hostKeys, secrets }: SftpAccess, shown: string): Error {
  const where = `sftp://${user}@${host}:${port}`
  if (shown !== '' && !hostKeys.includes(shown))
    return unsafe(
      `${where} shows the host key ${shown}, which is not declared`,
      'Ask its operator whether the key was changed. Only if it was, declare it under host_keys: else somebody else answers.',
    )
  const level = error instanceof Error && 'level' in error ? error.level : undefined
  if (level === 'client-authentication')
    return refused(`${where} refuses the login`, `Check the user and ${secrets}, or ask its operator for access.`)
  if (messageOf(error).startsWith('Cannot parse privateKey'))
    return refused(
      `The private key for ${where} cannot be read`,
      `Check ${secrets}: a key in PEM or OpenSSH form, with its passphrase if it has one.`,
    )
  return new Fault(`no connection: ${messageOf(error)}`, null, error)
}

/** What a callback brings, or a Fault if nothing comes in time. */
async function inTime<T>(
  { idleSeconds, signal }: SftpAccess,
  what: string,
  start: (done: (error: Error | null | undefined, value: T) => void) => void,
): Promise<T> {
  return await new Promise<T>((settle, fail) => {
    const end = (act: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      act()
    }
    const timer = setTimeout(
      () => end(() => fail(new Fault(`${what} did not come within ${idleSeconds} s`))),
      idleSeconds * 1000,
    )
    const stop = (): void => end(() => fail(new Fault('stopped')))
    signal.addEventListener('abort', stop)
    start((error, value) => end(() => (error ? fail(error) : settle(value))))
  })
}

export class SftpConnection {
  readonly #client: Client
  readonly #sftp: SFTPWrapper
  readonly #access: SftpAccess

  constructor(client: Client, sftp: SFTPWrapper, access: SftpAccess) {
    this.#client = client
    this.#sftp = sftp
    this.#access = access
  }

  /** The entries of a directory, `most` at most and one. Throws LedgerError place_refused; Fault. */
  async list(directory: string, most: number): Promise<FileEntryWithStats[]> {
    const handle = await this.#ask<Buffer>(directory, (done) => this.#sftp.opendir(directory, done))
    const entries: FileEntryWithStats[] = []
    try {
      // By parts, because a directory without end must not fill the memory.
      while (entries.length <= most) {
        const part = await this.#ask<FileEntryWithStats[]>(directory, (done) => this.#sftp.readdir(handle, done), [])
        if (part.length === 0) break
        entries.push(...part)
      }
    } finally {
      this.#sftp.close(handle, () => {})
    }
    return entries
  }

  /** The path without symbolic links. */
  async realPath(path: string): Promise<string> {
    return await this.#ask<string>(path, (done) => this.#sftp.realpath(path, done))
  }

  /** What is at a path (of the link itself, if it is one), or null if nothing is. */
  async stat(path: string): Promise<Stats | null> {
    return await this.#ask<Stats | null>(path, (done) => this.#sftp.lstat(path, done), null)
  }

  /** The bytes of a file. Errors of the stream are to be passed through `failure`. */
  read(path: string): Readable {
    return this.#sftp.createReadStream(path)
  }

  close(): void {
    this.#client.destroy()
  }

  /** What an error of the server means. */
  failure(error: unknown, path: string): Error {
    const { host, signal } = this.#access
    if (error instanceof Fault || error instanceof LedgerError) return error
    if (!signal.aborted && statusOf(error) === STATUS_DENIED)
      return refused(`sftp://${host} does not let us read ${path}`, 'Ask its operator for the right to read it.')
    if (!signal.aborted && statusOf(error) === STATUS_MISSING)
      return refused(
        `sftp://${host} has no ${path}`,
        'Correct the directory in the declaration, or ask its operator where it is.',
      )
    return new Fault(`${path} could not be read: ${messageOf(error)}`, null, error)
  }

  /** `absent` is the answer where the server says that there is nothing (more). */
  async #ask<T>(
    path: string,
    start: (done: (error: Error | null | undefined, value: T) => void) => void,
    absent?: T,
  ): Promise<T> {
    try {
      return await inTime(this.#access, path, start)
    } catch (error) {
      goOn(this.#access.signal)
      const status = statusOf(error)
      if (absent !== undefined && (status === STATUS_EOF || status === STATUS_MISSING)) return absent
      throw this.failure(error, path)
    }
  }
}

/** The status of SFTP in an error of the server; -1 if it is another error. */
function statusOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'number' && codeOf(error) === '' ? code : -1
}
