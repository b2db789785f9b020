/**
 * Where the ledger under test lives. `home`: on its own embedded Postgres, which its processes start themselves when it is gone; on a small
 * disk of its own where one can be mounted. `given`: on a Postgres that is ours, which it reaches through a proxy.
 */
import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { embeddedStatus, openEmbedded, stopEmbedded } from '../../warehouse/embedded/server.js'
import { types } from '../../warehouse/types.js'
import type { BrokerBehindProxy } from './broker.js'
import { TcpProxy } from './tcp_proxy.js'

export type GroundName = 'home' | 'given'

export interface Ground {
  readonly name: GroundName
  /** What the processes of the ledger are given. */
  readonly environment: Readonly<Record<string, string>>
  /** The way of the ledger to Postgres, where it can be broken. */
  readonly postgresProxy: TcpProxy | undefined
  /** A disk of its own, which can be filled. */
  readonly disk: string | undefined
  readonly broker: BrokerBehindProxy | undefined
  readonly topicPrefix: string
  /** Past all proxies, as the superuser. */
  query<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>
  url(): Promise<string>
  /** Waits until a process of the ledger has a transaction open; false when that did not come about in time. */
  untilInTransaction(pid: number, patienceMs: number): Promise<boolean>
  postmaster(): Promise<number | undefined>
  /** Starts Postgres again where that is not the ledger's own business, and waits until it answers. */
  recover(): Promise<void>
  /** `keep`: what lies on a disk of its own is brought to where it stays. */
  close(keep: boolean): Promise<void>
}

export interface GroundOptions {
  readonly name: GroundName
  readonly directory: string
  readonly sessionTimeoutSeconds: number
  readonly batchRows: number
  readonly tokenKey: string
  readonly broker: BrokerBehindProxy | undefined
  readonly topicPrefix: string
}

const run = promisify(execFile)
const DISK_MB = 768
const LOGIN = 'faults_login'
const RECOVERY_MS = 90_000
const LOOK_MS = 100

/** True where file systems can be mounted, and what mounts them is there. */
export async function canMount(): Promise<boolean> {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false
  return run('mount', ['--version']).then(
    () => true,
    () => false,
  )
}

async function mountDisk(directory: string): Promise<string | undefined> {
  if (!(await canMount())) return undefined
  const disk = join(directory, 'disk')
  mkdirSync(disk)
  const mounted = await run('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${DISK_MB}m,mode=0755`,
    'riskledger-faults',
    disk,
  ]).then(
    () => true,
    () => false,
  )
  return mounted ? disk : undefined
}

/** Makes the ground, with its Postgres running. */
export async function openGround(options: GroundOptions): Promise<Ground> {
  const disk = options.name === 'home' ? await mountDisk(options.directory) : undefined
  const home = join(disk ?? options.directory, 'home')
  try {
    return await openOn(options, disk, home)
  } catch (error) {
    await stopEmbedded(home)
    if (disk !== undefined) await unmount(disk)
    throw error
  }
}

async function openOn(options: GroundOptions, disk: string | undefined, home: string): Promise<Ground> {
  const { name, directory, broker, topicPrefix } = options
  const server = await openEmbedded(home, { keep: true })
  const superuser = new URL(server.superuserUrl)
  const postgresProxy = name === 'given' ? await TcpProxy.open(() => Number(superuser.port)) : undefined
  const databaseUrl = postgresProxy === undefined ? '' : await makeLogin(superuser, postgresProxy.port)
  if (disk !== undefined) {
    // Else Postgres would keep more of its log than the disk holds, without anybody filling it.
    await ask(superuser, "alter system set max_wal_size = '192MB'", [])
    await ask(superuser, 'select pg_reload_conf()', [])
  }
  const database = new URL(superuser)
  database.pathname = '/riskledger'
  return {
    name,
    environment: environmentOf(options, home, databaseUrl),
    postgresProxy,
    disk,
    broker,
    topicPrefix,
    query: (text, values = []) => ask(database, text, values),
    url: async () => database.href,
    untilInTransaction: (pid, patienceMs) => untilInTransaction(database, pid, patienceMs).catch(() => false),
    postmaster: async () => (await embeddedStatus(home)).pid,
    async recover() {
      if (name === 'given') await openEmbedded(home, { keep: true })
      await untilAnswered(database)
    },
    async close(keep) {
      await postgresProxy?.close()
      await stopEmbedded(home)
      if (disk !== undefined && keep) await cp(home, join(directory, 'home'), { recursive: true })
      if (disk !== undefined) await unmount(disk)
    },
  }
}

function environmentOf(options: GroundOptions, home: string, databaseUrl: string): Record<string, string> {
  const { sessionTimeoutSeconds, batchRows, tokenKey, broker, topicPrefix } = options
  return {
    RISKLEDGER_HOME: home,
    RISKLEDGER_DATABASE_URL: databaseUrl,
    RISKLEDGER_SESSION_TIMEOUT_SECONDS: String(sessionTimeoutSeconds),
    RISKLEDGER_BATCH_ROWS: String(batchRows),
    RISKLEDGER_TOKEN_KEY: tokenKey,
    // What the followers warn of goes into a file beside.
    RISKLEDGER_LOG_LEVEL: 'warn',
    RISKLEDGER_KAFKA_BROKERS: broker?.address ?? '',
    RISKLEDGER_KAFKA_TOPIC_PREFIX: topicPrefix,
    RISKLEDGER_KAFKA_PARTITIONS: '3',
  }
}

async function untilAnswered(database: URL): Promise<void> {
  for (const end = Date.now() + RECOVERY_MS; ; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
    const failure = await ask(database, 'select 1', []).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure === undefined) return
    if (Date.now() > end) throw new Error(`Postgres did not come back: ${String(failure)}`)
  }
}

async function unmount(disk: string): Promise<void> {
  for (let tries = 20; ; tries--) {
    const failure = await run('umount', [disk]).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (failure === undefined) return
    if (tries === 0) throw failure
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** A database and a login that is no superuser, as a given server has them; its address through the proxy. */
async function makeLogin(superuser: URL, port: number): Promise<string> {
  await ask(superuser, `create role ${LOGIN} login createrole password 'faults'`, [])
  await ask(superuser, `create database riskledger owner ${LOGIN}`, [])
  return `postgres://${LOGIN}:faults@127.0.0.1:${port}/riskledger`
}

/** Looks at what the connections of a process do, which bear its id in their name. Beats of a member are no work. */
async function untilInTransaction(database: URL, pid: number, patienceMs: number): Promise<boolean> {
  const client = await connected(database)
  try {
    for (const end = performance.now() + patienceMs; performance.now() < end; ) {
      const { rowCount } = await client.query({
        name: 'in transaction',
        text: `select from pg_stat_activity
          where application_name like $1 and backend_xid is not null and query not like 'update topic.member set seen_at%'`,
        values: [`riskledger % ${pid} %`],
      })
      if (rowCount !== null && rowCount > 0) return true
    }
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function connected(url: URL): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.href, types, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function ask<T extends object>(url: URL, text: string, values: readonly unknown[]): Promise<T[]> {
  const client = await connected(url)
  try {
    return (await client.query<T>(text, [...values])).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}
