import { execFile } from 'node:child_process'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { LedgerError } from '../../core/errors.js'

const run = promisify(execFile)

/** The operating system's user that Postgres runs as when we are root, as which it refuses to run. */
export interface Account {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/**
 * Who has to run the server: undefined when that is simply us. For root it is the owner of what is there already
 * (the cluster, or the data directory of an ordinary user), else `postgres`, else `nobody`.
 *
 * @throws LedgerError database_start_failed when root finds neither user.
 */
export async function serverAccount(place: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const { uid, gid } = await stat(place)
  if (uid !== 0) return { uid, gid, name: `user ${uid}` }
  for (const name of ['postgres', 'nobody']) {
    const account = await accountNamed(name)
    if (account !== undefined) return account
  }
  throw new LedgerError(
    'database_start_failed',
    "Postgres does not run as root, and there is no user 'postgres' or 'nobody' to run it as.",
    'Run the command as an ordinary user, or make a user named postgres.',
  )
}

async function accountNamed(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout), name: `user '${name}'` }
  } catch {
    return undefined // id ends with 1 when there is no such user
  }
}

/** Whether the account may read and pass through this directory and pass through all above it. */
export async function canReach(account: Account, directory: string, need: 'pass' | 'read'): Promise<boolean> {
  let place = await realpath(directory)
  let bits = need === 'read' ? 5 : 1
  for (;;) {
    const { mode, uid, gid } = await stat(place)
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
    if (((mode >> shift) & bits) !== bits) return false
    if (dirname(place) === place) return true
    place = dirname(place)
    bits = 1
  }
}
