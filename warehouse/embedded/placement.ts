import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import {
  link,
  lstat,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { LedgerError } from '../../core/errors.js'
import { type Account, canReach } from './account.js'
import { OWNER_FILE } from './cluster.js'
import { codeOf, ifPresent } from './failure.js'
import { makePassable } from './home.js'
import { killPostmaster, runningPostmaster, sessionsOf } from './postmaster.js'

/**
 * Where the cluster of a home lives: `home/postgres`, a directory or a symlink to one. The symlink is the user's own,
 * or ours: run by root, the server's account often cannot pass to the home (a directory above has mode 0700), and
 * loosening directories that are not ours is out of the question.
 *
 * A home may be moved, copied and removed behind our back, so a symlink alone does not say whose a cluster is. The
 * cluster's `riskledger.home` holds the path of its home and is hard-linked as `postgres.home` into that home. The
 * link moves with the home, a copy of the home has another inode, and the link count says that the home was removed.
 * Across file systems there is no hard link: then the path alone decides, and pruning waits.
 */
const PRUNE_UNLINKED_AFTER_MS = 7 * 24 * 3_600_000

const DRAFT_LIFE_MS = 3_600_000

const linkFile = (home: string) => join(home, 'postgres.home')

/** The path of the home's cluster, whether it exists already or not; undefined when a new place has to be found. */
export async function ownCluster(home: string): Promise<string | undefined> {
  const place = join(home, 'postgres')
  const entry = await ifPresent(lstat(place))
  if (entry === undefined) return undefined
  if (!entry.isSymbolicLink()) return place
  const cluster = resolve(home, await readlink(place))
  return (await isOwner(home, cluster)) ? cluster : undefined
}

async function isOwner(home: string, cluster: string): Promise<boolean> {
  const claim = await ifPresent(stat(join(cluster, OWNER_FILE)))
  if (claim === undefined) return true // nothing there yet, or the user's own cluster
  const mine = await ifPresent(stat(linkFile(home)))
  if (mine?.ino === claim.ino && mine.dev === claim.dev) return true
  if (claim.nlink > 1) return false
  const claimant = await claimantOf(cluster)
  return claimant === home || !(await leadsTo(claimant, cluster))
}

/** Writes down that the cluster is this home's, after it was made or after the home was moved. */
export async function claimCluster(home: string, cluster: string): Promise<void> {
  const place = join(home, 'postgres')
  if (place === cluster) return
  const path = join(cluster, OWNER_FILE)
  if ((await claimantOf(cluster)) !== home) {
    // In place, to keep the inode; not through a symlink, which the server's account could have planted.
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants
    const file = await open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644)
    await file.writeFile(home)
    await file.close()
  }
  const mine = await ifPresent(stat(linkFile(home)))
  if (mine !== undefined && mine.ino === (await stat(path)).ino) return
  await rm(linkFile(home), { force: true })
  try {
    await link(path, linkFile(home))
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error
    await writeFile(linkFile(home), home)
  }
}

/**
 * A symlinked cluster that was made and is not there now is on a disk that is not mounted, or was in a container that
 * is gone. Making an empty one in its place would look like the loss of all data.
 *
 * @throws LedgerError home_unusable
 */
export async function refuseLostCluster(home: string, cluster: string): Promise<void> {
  if (cluster === join(home, 'postgres') || (await ifPresent(stat(linkFile(home)))) === undefined) return
  throw new LedgerError(
    'home_unusable',
    `The database of ${home} is kept in ${cluster}, and that is not there.`,
    `Mount the disk or restore the directory; to start with an empty database, remove ${join(home, 'postgres')}.`,
  )
}

/** A place for a new cluster: in the home, or under `sharedPlace` with a symlink in the home. */
export async function placeNewCluster(
  home: string,
  sharedPlace: string,
  account: Account | undefined,
  onNotice: (text: string) => void,
): Promise<string> {
  const place = join(home, 'postgres')
  if ((await ifPresent(lstat(place))) !== undefined) {
    onNotice(`${home} is a copy of another data directory, which keeps the database; this one starts empty`)
    await rm(place)
  }
  // What is left of a cluster whose symlink the user has removed.
  await rm(linkFile(home), { force: true })
  if (account === undefined || (await canReach(account, home, 'pass'))) return place
  await makePassable(sharedPlace)
  await prune(sharedPlace)
  if (!(await canReach(account, sharedPlace, 'pass'))) throw unreachable(home, sharedPlace, account)
  // The random part: the cluster of a home that was moved away keeps its name.
  const name = `${createHash('sha256').update(home).digest('hex').slice(0, 16)}-${randomBytes(3).toString('hex')}`
  const cluster = join(sharedPlace, name)
  onNotice(`${account.name} cannot pass to ${home}, so its database is kept in ${cluster}`)
  await symlink(cluster, place)
  return cluster
}

/** Removes clusters whose home is gone, and ends the servers that were left running in them, unless they are in use. */
async function prune(sharedPlace: string): Promise<void> {
  for (const name of await readdir(sharedPlace)) {
    const cluster = join(sharedPlace, name)
    if (name.includes('.init-')) await pruneDraft(cluster)
    const claim = await ifPresent(stat(join(cluster, OWNER_FILE)))
    if (claim === undefined || claim.nlink > 1) continue
    if (await leadsTo(await claimantOf(cluster), cluster)) continue
    const homeFileSystem = await deviceOf(await claimantOf(cluster))
    const unlinked = homeFileSystem !== claim.dev
    if (unlinked && Date.now() - (await stat(join(cluster, 'global'))).mtimeMs < PRUNE_UNLINKED_AFTER_MS) continue
    const server = await runningPostmaster(cluster)
    if (server !== undefined && (unlinked || (await sessionsOf(cluster)) > 0)) continue
    if (server !== undefined) await killPostmaster(cluster, server.pid)
    await rm(cluster, { recursive: true, force: true })
  }
}

/** Removes what a killed initdb left. One that still runs is minutes old at most. */
async function pruneDraft(path: string): Promise<void> {
  const draft = await ifPresent(stat(path))
  if (draft !== undefined && Date.now() - draft.mtimeMs > DRAFT_LIFE_MS)
    await rm(path, { recursive: true, force: true })
}

async function claimantOf(cluster: string): Promise<string> {
  return (await ifPresent(readFile(join(cluster, OWNER_FILE), 'utf8'))) ?? ''
}

async function leadsTo(home: string, cluster: string): Promise<boolean> {
  if (home === '') return false
  const target = await ifPresent(readlink(join(home, 'postgres')))
  return target !== undefined && (await ifPresent(realpath(target))) === (await realpath(cluster))
}

/** The file system that holds the path, or held it: that of the nearest directory above that is still there. */
async function deviceOf(path: string): Promise<number> {
  let place = path
  for (;;) {
    const found = await ifPresent(stat(place))
    if (found !== undefined) return found.dev
    place = dirname(place)
  }
}

export function unreachable(home: string, place: string, account: Account): LedgerError {
  return new LedgerError(
    'home_unusable',
    `Postgres would run as ${account.name}, who cannot pass to ${place}, where the database of ${home} is.`,
    'Set RISKLEDGER_HOME to a place that every user can pass to, or run the command as an ordinary user.',
  )
}
