import { createHash } from 'node:crypto'
import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerError } from '../../core/errors.js'
import { ifPresent } from './failure.js'
import { commandOf, processesWith, signal } from './processes.js'

// A fast shutdown writes out all dirty buffers, which on a slow disk takes its time; breaking it off costs a recovery.
const FAST_SHUTDOWN_MS = 60_000
const IMMEDIATE_SHUTDOWN_MS = 3_000
const KILL_MS = 10_000
const ORPHANS_LEAVE_MS = 1_000
const POLL_MS = 5

type Step = [signal: NodeJS.Signals, patience: number]
const AT_ONCE: Step[] = [
  ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
  ['SIGKILL', KILL_MS],
]

/** What postmaster.pid says, from a process that was found to be the postmaster of this very cluster. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly status: 'starting' | 'stopping' | 'ready'
}

/**
 * The value of cluster_name, by which the processes of a server can be told from those of others: it is on the command
 * line of the postmaster and in the title of each backend, where everyone may read it. Made of the inode, so that it
 * stays with a cluster that is moved while it runs, and is another one for a copy. Of a fixed length, so that no name
 * begins another.
 */
export async function clusterName(cluster: string): Promise<string> {
  const { dev, ino } = await stat(cluster, { bigint: true })
  return `riskledger-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16)}`
}

/** The running postmaster of the cluster; undefined where postmaster.pid is missing, stale, torn or a copy. */
export async function runningPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = (await ifPresent(readFile(join(cluster, 'postmaster.pid'), 'utf8')))?.split('\n')
  const pid = Number(lines?.[0])
  const port = Number(lines?.[3])
  if (!Number.isInteger(pid) || pid <= 0 || !(await isPostmaster(pid, await clusterName(cluster)))) return undefined
  const status = lines?.[7]?.trim()
  return { pid, port, status: status === 'ready' || status === 'stopping' ? status : 'starting' }
}

/** How many sessions the server has. */
export async function sessionsOf(cluster: string): Promise<number> {
  // The title of a session's backend names where its client is: "postgres: NAME: user database 127.0.0.1(40312) idle", or [local].
  const title = `postgres: ${await clusterName(cluster)}: `
  const commands = await Promise.all((await processesWith(title)).map(commandOf))
  return commands.filter((command) => / (127\.0\.0\.1\(|\[local\])/.test(command ?? '')).length
}

export async function isPostmaster(pid: number, name: string): Promise<boolean> {
  return (await commandOf(pid))?.includes(`cluster_name=${name}`) ?? false
}

/** Fast shutdown; when that takes too long an immediate one; at last a kill. Returns when no process is left. */
export async function stopPostmaster(cluster: string, pid: number): Promise<void> {
  await endProcess(pid, await clusterName(cluster), [['SIGINT', FAST_SHUTDOWN_MS], ...AT_ONCE])
  await clearRemains(cluster)
}

/** For a server that does not answer any more. */
export async function killPostmaster(cluster: string, pid: number): Promise<void> {
  await endProcess(pid, await clusterName(cluster), AT_ONCE)
  await clearRemains(cluster)
}

async function endProcess(pid: number, name: string, steps: Step[]): Promise<void> {
  for (const [step, patience] of steps) {
    // Looked at right before: the number may be another process by now.
    if (!(await isPostmaster(pid, name))) return
    signal(pid, step)
    signal(pid, 'SIGCONT') // a suspended process takes the other signals only then
    if (await holdsWithin(patience, async () => !(await isPostmaster(pid, name)))) return
  }
  throw new LedgerError(
    'database_start_failed',
    `The embedded Postgres, process ${pid}, does not end.`,
    `Look at process ${pid}, which may be waiting for a disk, and run the command again.`,
  )
}

/** Ends a server whose data directory was removed: there is nothing for it to write any more. */
export async function endHomeless(pid: number, name: string): Promise<void> {
  await endProcess(pid, name, AT_ONCE)
}

/**
 * Cleans up after a postmaster that is not there any more but has left its postmaster.pid. Its backends, orphaned by a
 * kill -9, notice soon unless they are busy; a new server must not start before the last one has gone.
 */
export async function clearRemains(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text === undefined) return
  const title = `postgres: ${await clusterName(cluster)}:`
  const noneLeft = async () => (await processesWith(title)).length === 0
  if (!(await holdsWithin(ORPHANS_LEAVE_MS, noneLeft))) {
    // Their shared memory has no owner any more, so there is nothing that they could finish.
    for (const pid of await processesWith(title)) signal(pid, 'SIGKILL')
    await holdsWithin(KILL_MS, noneLeft)
  }
  // Someone else's process, or none: then Postgres would take a reused number for a running server and refuse.
  const command = await commandOf(Number.parseInt(text, 10))
  // But one that a user may have started here by hand stays, and Postgres itself will refuse.
  const mayServe = command !== undefined && /postgres/.test(command) && !command.includes('cluster_name=riskledger-')
  if (!mayServe) await rm(path, { force: true })
}

async function holdsWithin(patience: number, condition: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + patience
  while (!(await condition())) {
    if (performance.now() > end) return false
    await sleep(POLL_MS)
  }
  return true
}
