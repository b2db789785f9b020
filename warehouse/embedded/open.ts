import { rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LedgerError } from '../../core/errors.js'
import { type Account, canReach, serverAccount } from './account.js'
import { attach } from './attach.js'
import { type Binaries, platformPackage, runnableBinaries } from './binaries.js'
import { checkVersion, initialise, isCluster, mendOwner } from './cluster.js'
import { askServer, passwordRefused } from './connection.js'
import { ifPresent } from './failure.js'
import { makePassword, readPassword } from './home.js'
import { claimCluster, ownCluster, placeNewCluster, refuseLostCluster, unreachable } from './placement.js'
import { killPostmaster, type Postmaster } from './postmaster.js'
import { startServer } from './start.js'

/** Where tests put what otherwise comes from npm and goes to /var/lib. */
export interface Places {
  /** The npm package with the Postgres build for this platform. */
  readonly packageDirectory?: string
  /** For clusters and programs that the server's account cannot reach in the home and in node_modules. */
  readonly sharedPlace?: string
}

export interface RunningServer extends Postmaster {
  readonly cluster: string
  readonly password: string
  readonly state: 'started' | 'attached'
}

/** Finds the home's server or starts it, making the cluster if there is none. Needs the lock of the home. */
export async function findOrStart(
  home: string,
  places: Places,
  onNotice: (text: string) => void,
): Promise<RunningServer> {
  const known = await ownCluster(home)
  const password = await readPassword(home)
  if (known !== undefined && (await isCluster(known))) {
    if (password === undefined) throw passwordMissing(home)
    const server = await attach(home, known, password)
    if (server !== undefined) {
      await claimCluster(home, known)
      return { ...server, cluster: known, password, state: 'attached' }
    }
  }
  if (known !== undefined && !(await isCluster(known))) await refuseLostCluster(home, known)
  const sharedPlace = places.sharedPlace ?? '/var/lib/riskledger'
  const account = await serverAccount((known === undefined ? undefined : await placeOf(known)) ?? home)
  const packageDirectory = places.packageDirectory ?? platformPackage()
  const binaries = await runnableBinaries(packageDirectory, home, sharedPlace, account)
  const cluster = known ?? (await placeNewCluster(home, sharedPlace, account, onNotice))
  if (account !== undefined && !(await canReach(account, dirname(cluster), 'pass'))) {
    throw unreachable(home, cluster, account)
  }
  const key = password ?? (await makePassword(home))
  if (!(await isCluster(cluster))) await initialise(cluster, home, binaries, account, key)
  await claimCluster(home, cluster)
  return { ...(await start(home, cluster, binaries, account, key, onNotice)), cluster, password: key, state: 'started' }
}

async function start(
  home: string,
  cluster: string,
  binaries: Binaries,
  account: Account | undefined,
  password: string,
  onNotice: (text: string) => void,
): Promise<Postmaster> {
  await checkVersion(cluster, binaries.major)
  await mendOwner(cluster, account)
  const server = await startServer(cluster, binaries, account, onNotice)
  const answer = await askServer(server.port, password, 30_000)
  if (answer === 'ready') return server
  await killPostmaster(cluster, server.pid)
  if (answer === 'refused') throw passwordRefused(home)
  throw new LedgerError(
    'database_start_failed',
    `The embedded Postgres started on port ${server.port} of 127.0.0.1, but does not answer there.`,
    'Look whether a firewall or a sandbox keeps programs from connecting to 127.0.0.1.',
  )
}

/** The directory that says whose the cluster is: its own, when it is there already. */
async function placeOf(cluster: string): Promise<string | undefined> {
  return (await ifPresent(stat(cluster))) === undefined ? undefined : cluster
}

/** Marks the server as kept: nobody's release stops it. */
export async function keep(home: string): Promise<void> {
  await writeFile(join(home, 'kept'), '')
}

export async function isKept(home: string): Promise<boolean> {
  return (await ifPresent(stat(join(home, 'kept')))) !== undefined
}

export async function unkeep(home: string): Promise<void> {
  await rm(join(home, 'kept'), { force: true })
}

function passwordMissing(home: string): LedgerError {
  return new LedgerError(
    'home_unusable',
    `There is a database in ${home}/postgres, but its password is missing: ${home}/secrets/postgres is not there.`,
    'Put this file back from where the directory was copied or restored, or set RISKLEDGER_HOME to an empty directory.',
  )
}
