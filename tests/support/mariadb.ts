/**
 * A MariaDB of a test's own, as a process on a free port: out of PATH, or out of the directory that MARIADB_HOME names (with bin/, sbin/ and share/).
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import { freePort } from '../../bench/broker.js'

const run = promisify(execFile)
const HOMES = [process.env['MARIADB_HOME'], '/usr', '/usr/local', '/opt/homebrew/opt/mariadb']
const NOBODY = 65_534
const READY_TRIES = 200

const home = HOMES.find((one) => one !== undefined && existsSync(join(one, 'bin/mariadb-install-db')))

/** Why there is none; empty when there is. */
export const whyNoMariadb = home === undefined ? 'no MariaDB: neither in /usr nor in MARIADB_HOME' : ''

export interface Mariadb {
  readonly url: string
  readonly connection: mysql.Connection
  stop(): Promise<void>
}

/** Starts a server; `stop` ends it and removes its files. */
export async function startMariadb(): Promise<Mariadb> {
  if (home === undefined) throw new Error(whyNoMariadb)
  const directory = mkdtempSync(join(tmpdir(), 'riskledger-mariadb-'))
  const data = join(directory, 'data')
  // Its server does not run as root.
  const root = process.getuid?.() === 0
  if (root) chownSync(directory, NOBODY, NOBODY)
  const as = root ? { uid: NOBODY, gid: NOBODY } : {}
  const place = [`--basedir=${home}`, `--datadir=${data}`, '--no-defaults']
  await run(
    join(home, 'bin/mariadb-install-db'),
    ['--no-defaults', ...place.slice(0, 2), '--auth-root-authentication-method=normal', '--skip-test-db', '--force'],
    { ...as, cwd: directory },
  )
  const port = await freePort()
  const program = ['sbin/mariadbd', 'bin/mariadbd', 'libexec/mariadbd']
    .map((path) => join(String(home), path))
    .find(existsSync)
  const server = spawn(
    String(program),
    [
      '--no-defaults',
      ...place.slice(0, 2),
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(directory, 'socket')}`,
      `--pid-file=${join(directory, 'pid')}`,
      '--innodb-buffer-pool-size=16M',
      '--innodb-log-file-size=8M',
    ],
    { ...as, stdio: 'ignore', cwd: directory },
  )
  const connection = await connected(server, port)
  await connection.query('create database exchange character set utf8mb4')
  await connection.query("create user reader@'127.0.0.1' identified by 'p@ss word'")
  await connection.query("grant select on exchange.* to reader@'127.0.0.1'")
  return {
    url: `mysql://reader:p%40ss%20word@127.0.0.1:${port}/exchange`,
    connection,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      await connection.end().catch(() => undefined)
      server.kill('SIGTERM')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function connected(server: ChildProcess, port: number): Promise<mysql.Connection> {
  let last: unknown
  for (let tries = 0; tries < READY_TRIES && server.exitCode === null; tries++) {
    try {
      return await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' })
    } catch (error) {
      last = error
      await sleep(100)
    }
  }
  server.kill('SIGKILL')
  throw new Error(`MariaDB does not start: ${String(last)}`)
}
