import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { chown, open, readFile, rename, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.js'
import type { Binaries } from './binaries.js'
import { serverEnvironment } from './cluster.js'
import { SOCKET_DIRECTORY } from './connection.js'
import { diskFull, ifPresent, startFailure } from './failure.js'
import { writeDurably } from './home.js'
import { freePort } from './port.js'
import { clusterName, type Postmaster, runningPostmaster } from './postmaster.js'
import { portIn, serverSettings } from './settings.js'

const POLL_MS = 4
const RECOVERY_NOTICE_AFTER_MS = 3_000
// Crash recovery reads at most max_wal_size; this is that with a very slow disk.
const START_MS = 600_000
const PORT_TRIES = 3
const NEARLY_FULL_BYTES = 1_000_000
const LOG_LIMIT_BYTES = 10_000_000

/**
 * Starts the server and returns when it takes connections. It gets a session of its own, so that neither Ctrl-C in our
 * terminal nor our end ends it.
 *
 * @throws LedgerError database_start_failed with the end of the server's log, or disk_full.
 */
export async function startServer(
  cluster: string,
  binaries: Binaries,
  account: Account | undefined,
  onNotice: (text: string) => void,
): Promise<Postmaster> {
  const conf = join(cluster, 'riskledger.conf')
  let remembered = portIn((await ifPresent(readFile(conf, 'utf8'))) ?? '')
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(remembered)
    const settings = serverSettings(port, binaries.lz4)
    if ((await ifPresent(readFile(conf, 'utf8'))) !== settings) {
      await writeDurably(conf, settings, 0o600)
      if (account !== undefined) await chown(conf, account.uid, account.gid)
    }
    const log = await openLog(cluster, account)
    const begin = (await log.stat()).size
    const server = await launch(cluster, binaries.postgres, account, port, log.fd).finally(() => log.close())
    const failure = await ready(cluster, server, onNotice)
    if (typeof failure !== 'string') return failure
    const output = (await readFile(join(cluster, 'server.log'))).subarray(begin).toString()
    // Someone took the port between our look and the start.
    if (attempt < PORT_TRIES && /Address already in use/.test(output)) remembered = undefined
    else throw (await isFull(cluster)) ? diskFull(cluster) : startFailure(cluster, failure, output)
  }
}

interface Launched {
  readonly pid: number
  /** How it ended, once it has. */
  ended(): string | undefined
}

async function launch(
  cluster: string,
  program: string,
  account: Account | undefined,
  port: number,
  log: number,
): Promise<Launched> {
  const name = await clusterName(cluster)
  const args = ['-D', cluster, '-c', `cluster_name=${name}`, '-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`]
  // Beside TCP, and for those alone who may enter the data directory.
  args.push('-c', `unix_socket_directories=${SOCKET_DIRECTORY}`)
  const as = account === undefined ? {} : { uid: account.uid, gid: account.gid }
  const child = spawn(program, args, {
    detached: true,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', log, log],
    ...as,
  })
  let end: string | undefined
  child.once('exit', (code, signalName) => {
    end = signalName === null ? `it ended with exit code ${code}` : `it was ended by ${signalName}`
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(startFailure(cluster, error.message, '')))
  })
  child.unref()
  return { pid: child.pid ?? 0, ended: () => end }
}

async function ready(
  cluster: string,
  server: Launched,
  onNotice: (text: string) => void,
): Promise<Postmaster | string> {
  const begun = performance.now()
  let noticed = false
  for (;;) {
    const postmaster = await runningPostmaster(cluster)
    if (postmaster?.pid === server.pid && postmaster.status === 'ready') return postmaster
    const end = server.ended()
    if (end !== undefined) return end
    const waited = performance.now() - begun
    if (waited > START_MS) return `it was not ready after ${START_MS / 60_000} minutes`
    if (waited > RECOVERY_NOTICE_AFTER_MS && !noticed) {
      noticed = true
      onNotice('the embedded Postgres is recovering from a crash')
    }
    await sleep(POLL_MS)
  }
}

/** On a full disk the server cannot even say so in its log. */
async function isFull(cluster: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(cluster)
  return bavail * bsize < NEARLY_FULL_BYTES
}

async function openLog(cluster: string, account: Account | undefined) {
  const path = join(cluster, 'server.log')
  const size = (await ifPresent(stat(path)))?.size
  if (size !== undefined && size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`)
  // Never through a symlink: as root we would append to whatever the server's account has planted there.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW
  const log = await open(path, flags, 0o600)
  if (account !== undefined) await log.chown(account.uid, account.gid)
  return log
}
