import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { LedgerError } from '../../core/errors.js'
import { otherClients, register, unregister } from './clients.js'
import { socketDirectory, superuserUrl } from './connection.js'
import { homeFailure, ifPresent } from './failure.js'
import { existingHome, prepareHome } from './home.js'
import { withLock } from './lock.js'
import { findOrStart, isKept, keep, type Places, type RunningServer, unkeep } from './open.js'
import { ownCluster } from './placement.js'
import { clusterName, endHomeless, runningPostmaster, stopPostmaster } from './postmaster.js'

export interface EmbeddedServer {
  /** User and database `postgres` on 127.0.0.1, with the password. Only for making roles and the database. */
  readonly superuserUrl: string
  readonly port: number
  /** Where its Unix socket is; undefined where there is none that can be used. */
  readonly socketDirectory: string | undefined
  /** Of the superuser: random, one per cluster. */
  readonly password: string
  /** Whether this call started the server or found it running. */
  readonly state: 'started' | 'attached'
  /** Leaves the server: the last process that leaves stops it, unless it is kept. Calling it again does nothing. */
  release(): Promise<void>
}

export interface OpenOptions extends Places {
  /** Leaves the server running when the last process has left, until `stopEmbedded`. */
  readonly keep?: boolean
  readonly onNotice?: (text: string) => void
}

export interface EmbeddedStatus {
  readonly running: boolean
  readonly port?: number
  readonly pid?: number
  readonly dataDirectory: string
}

/** How many times this process (this thread of it) has the server of each home open. Changed under the home's lock. */
const openCounts = new Map<string, number>()

/**
 * Opens the Postgres that lives in `home`: attaches to it when it runs, else starts it, making the directory and the
 * cluster when they are missing. Several processes, and several calls in one process, share one server.
 *
 * @throws LedgerError home_unusable, disk_full, database_start_failed or not_supported.
 */
export async function openEmbedded(home: string, options: OpenOptions = {}): Promise<EmbeddedServer> {
  refuseWindows()
  const onNotice = options.onNotice ?? (() => undefined)
  try {
    const real = await prepareHome(home)
    const server = await withLock(join(real, 'lock'), onNotice, async () => {
      const found = await findOrStart(real, options, onNotice)
      if (options.keep === true) await keep(real)
      await register(real)
      openCounts.set(real, (openCounts.get(real) ?? 0) + 1)
      return { ...found, name: await clusterName(found.cluster) }
    })
    let released = false
    return {
      superuserUrl: superuserUrl(server.port, server.password),
      port: server.port,
      socketDirectory: await socketDirectory(server.cluster, server.port),
      password: server.password,
      state: server.state,
      async release() {
        if (released) return
        released = true
        await leave(real, server)
      },
    }
  } catch (error) {
    throw homeFailure(home, error)
  }
}

/**
 * Stops the server of `home` whoever uses it, kept or not.
 *
 * @throws LedgerError home_unusable, or database_start_failed when the server does not end.
 */
export async function stopEmbedded(home: string): Promise<'stopped' | 'not running'> {
  try {
    const real = await existingHome(home)
    if (real === undefined || (await ownCluster(real)) === undefined) return 'not running'
    return await withLock(
      join(real, 'lock'),
      () => undefined,
      async () => {
        await unkeep(real)
        return (await stop(real)) ? 'stopped' : 'not running'
      },
    )
  } catch (error) {
    throw homeFailure(home, error)
  }
}

/**
 * Whether the server of `home` runs, and where. Changes nothing and waits for nobody.
 *
 * @throws LedgerError home_unusable when the directory cannot be read.
 */
export async function embeddedStatus(home: string): Promise<EmbeddedStatus> {
  try {
    const real = await existingHome(home)
    const cluster = real === undefined ? undefined : await ownCluster(real)
    const dataDirectory = cluster === undefined ? undefined : await ifPresent(realpath(cluster))
    if (dataDirectory === undefined) return { running: false, dataDirectory: join(real ?? resolve(home), 'postgres') }
    const server = await runningPostmaster(dataDirectory)
    if (server === undefined) return { running: false, dataDirectory }
    return { running: true, port: server.port, pid: server.pid, dataDirectory }
  } catch (error) {
    throw homeFailure(home, error)
  }
}

async function leave(home: string, server: RunningServer & { name: string }): Promise<void> {
  try {
    if ((await existingHome(home)) === undefined) return await endHomeless(server.pid, server.name)
    await withLock(
      join(home, 'lock'),
      () => undefined,
      async () => {
        const count = (openCounts.get(home) ?? 1) - 1
        openCounts.set(home, count)
        if (count > 0) return
        openCounts.delete(home)
        await unregister(home)
        if ((await otherClients(home)).length > 0 || (await isKept(home))) return
        await stop(home)
      },
    )
  } catch (error) {
    throw homeFailure(home, error)
  }
}

async function stop(home: string): Promise<boolean> {
  const cluster = await ownCluster(home)
  const server = cluster === undefined ? undefined : await ifPresent(runningPostmaster(cluster))
  if (cluster === undefined || server === undefined) return false
  await stopPostmaster(cluster, server.pid)
  return true
}

function refuseWindows(): void {
  if (process.platform !== 'win32') return
  throw new LedgerError(
    'not_supported',
    'The embedded Postgres does not run on Windows.',
    'Use the Windows Subsystem for Linux, or set RISKLEDGER_DATABASE_URL to a Postgres of your own.',
  )
}
