import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { LedgerError } from '../../core/errors.js'
import type { Account } from './account.js'
import type { Binaries } from './binaries.js'
import { ifPresent, startFailure } from './failure.js'
import { syncDirectory } from './home.js'

const run = promisify(execFile)
const SUPERUSER = 'postgres'
/** Names the home that a cluster belongs to; placement.ts reads it. */
export const OWNER_FILE = 'riskledger.home'

/** Environment of the Postgres programs: nothing of ours, and no LD_LIBRARY_PATH, which would go before their own. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }
}

/** Whether there is a finished cluster. initdb ends with a rename, so a half one does not occur. */
export async function isCluster(path: string): Promise<boolean> {
  return (await ifPresent(stat(join(path, 'PG_VERSION')))) !== undefined
}

/**
 * Makes a cluster at `cluster` (UTF-8, C locale, SCRAM): first beside it, then renamed into place.
 *
 * @throws LedgerError home_unusable when something else is there, database_start_failed or disk_full from initdb.
 */
export async function initialise(
  cluster: string,
  home: string,
  binaries: Binaries,
  account: Account | undefined,
  password: string,
): Promise<void> {
  await refuseOtherFiles(cluster)
  await removeDrafts(cluster)
  const draft = `${cluster}.init-${randomBytes(6).toString('hex')}`
  const data = join(draft, 'data')
  const passwordFile = join(draft, 'password')
  try {
    await mkdir(draft, { mode: 0o700 })
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' })
    if (account !== undefined) {
      for (const path of [draft, passwordFile]) await chown(path, account.uid, account.gid)
    }
    await initdb(binaries.initdb, data, passwordFile, account)
    await rm(passwordFile)
    await finish(data, home)
    await rename(data, cluster)
    await syncDirectory(dirname(cluster))
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function initdb(program: string, data: string, passwordFile: string, account?: Account): Promise<void> {
  const args = ['-D', data, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  args.push('--encoding=UTF8', '--locale=C', '--no-instructions')
  const as = account === undefined ? {} : { uid: account.uid, gid: account.gid }
  try {
    await run(program, args, { cwd: '/', env: serverEnvironment(), ...as })
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
    const what = error instanceof Error && 'syscall' in error ? error.message : 'initdb failed'
    throw startFailure(data, what, output)
  }
}

/** What initdb cannot write; initdb has put everything else on disk already. */
async function finish(data: string, home: string): Promise<void> {
  const settings = await open(join(data, 'postgresql.conf'), 'a')
  await settings.writeFile("\ninclude_if_exists = 'riskledger.conf'\n")
  await settings.sync()
  await settings.close()
  const owner = await open(join(data, OWNER_FILE), 'wx', 0o644)
  await owner.writeFile(home)
  await owner.sync()
  await owner.close()
  await syncDirectory(data)
}

async function refuseOtherFiles(cluster: string): Promise<void> {
  const names = await ifPresent(readdir(cluster))
  if (names === undefined || names.length === 0) return
  throw new LedgerError(
    'home_unusable',
    `${cluster} holds files, but is not a Postgres cluster: it has no PG_VERSION.`,
    'Move these files away, or set RISKLEDGER_HOME to another directory.',
  )
}

/** Removes what a kill during initdb left. Its orphan may still be writing: what it leaves, the next start removes. */
async function removeDrafts(cluster: string): Promise<void> {
  const directory = dirname(cluster)
  for (const name of await readdir(directory)) {
    if (!name.startsWith(`${basename(cluster)}.init-`)) continue
    await rm(join(directory, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}

/**
 * @throws LedgerError database_start_failed when another major version of Postgres made the cluster.
 */
export async function checkVersion(cluster: string, major: number): Promise<void> {
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (found === String(major)) return
  throw new LedgerError(
    'database_start_failed',
    `The database in ${cluster} was made by Postgres ${found}; this riskledger brings Postgres ${major}.`,
    `Dump it with a riskledger that brings Postgres ${found}, or set RISKLEDGER_HOME to an empty directory.`,
  )
}

/** Mends a cluster that root copied without its owner: Postgres refuses files of root and a readable directory. */
export async function mendOwner(cluster: string, account: Account | undefined): Promise<void> {
  if (account === undefined || (await stat(cluster)).uid === account.uid) return
  for (const entry of await readdir(cluster, { recursive: true })) {
    await lchown(join(cluster, entry), account.uid, account.gid)
  }
  await chmod(cluster, 0o700)
  await chown(cluster, account.uid, account.gid)
}
