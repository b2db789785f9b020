/** The way into Postgres: embedded or given, one role for each kind of work. */
import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '../core/config.js'
import { LedgerError } from '../core/errors.js'
import { ROOT } from '../core/paths.js'
import { newClient } from './client.js'
import { embeddedStatus, openEmbedded } from './embedded/server.js'
import { explain, placeOf } from './failures.js'
import { migrate } from './migrate.js'
import { Pipeline, type Sending } from './pipeline.js'
import { types } from './types.js'

export type Session = pg.ClientBase
export type Role = 'owner' | 'loader' | 'analyst'

export interface Database {
  /** Connections as the loader: what every stage of the pipeline works with. */
  readonly pool: pg.Pool
  readonly place: string
  /** The application_name of all its connections, which no other has. */
  readonly connections: string
  /** How to connect once more as the loader, from another thread of this process. */
  readonly loader: LoaderConnection
  /** A connection string for a role; for a server that was given, the string that was given. */
  url(role: Role): string
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** One transaction in one round trip (warehouse/pipeline.ts), after those asked for before. */
  atOnce(send: Sending): Promise<void>
  /** Lends one connection, for work that needs the same session throughout. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** A connection string, and the role to take when its login is not the loader itself. */
export interface LoaderConnection {
  readonly url: string
  readonly role: Role | null
}

const DATABASE = 'riskledger'

function settings(url: string, role: Role | null, name = 'riskledger'): pg.PoolConfig {
  return {
    connectionString: url,
    max: 6,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 20_000,
    application_name: name,
    types,
    ...(role === null ? {} : { options: `-c role=riskledger_${role}` }),
  }
}

function roleUrl(port: number, clusterPassword: string, role: Role): string {
  const password = createHmac('sha256', clusterPassword).update(`riskledger_${role}`).digest('hex').slice(0, 40)
  return `postgresql://riskledger_${role}:${password}@127.0.0.1:${port}/${DATABASE}`
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient({ ...settings(url, null), connectionString: url })
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    throw explain(error, placeOf(url))
  } finally {
    await client.end().catch(() => undefined)
  }
}

const rolesSql = () => readFileSync(join(ROOT, 'sql/roles.sql'), 'utf8')

/** Makes roles and database in a fresh embedded cluster; what exists stays. The superuser is used here and nowhere else. */
async function bootstrap(superuserUrl: string, port: number, clusterPassword: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    // Two processes may come here at once; role and database are made by one of them.
    await client.query("select pg_advisory_lock(hashtext('riskledger bootstrap'))")
    await client.query(rolesSql())
    for (const role of ['owner', 'loader', 'analyst'] as const) {
      const { password } = new URL(roleUrl(port, clusterPassword, role))
      const statement = await client.query<{ text: string }>(
        "select format('alter role %I login password %L', $1::text, $2::text) as text",
        [`riskledger_${role}`, password],
      )
      for (const row of statement.rows) await client.query(row.text)
    }
    await client.query('alter role riskledger_analyst set default_transaction_read_only = on')
    await client.query('alter role riskledger_analyst set search_path = ledger')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner riskledger_owner`)
  })
}

async function prepareGiven(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    )
    const version = rows[0]?.version
    if (version === undefined || version < 150_000)
      throw new LedgerError(
        'database_too_old',
        `Postgres at ${placeOf(url)} is version ${Math.floor(Number(version) / 10_000)}`,
        'Use Postgres 15 or newer.',
      )
    const missing = await client.query("select from pg_roles where rolname like 'riskledger\\_%'")
    if (missing.rowCount !== null && missing.rowCount < 3) await client.query(rolesSql())
    await client.query(
      `
      do $$ begin
        if not (pg_has_role(current_user, 'riskledger_owner', 'set') and pg_has_role(current_user, 'riskledger_loader', 'set')
          and pg_has_role(current_user, 'riskledger_analyst', 'set')) then
          execute format('grant riskledger_owner, riskledger_loader, riskledger_analyst to %I', current_user);
        end if;
        if not has_database_privilege('riskledger_owner', current_database(), 'create') then
          execute format('grant create on database %I to riskledger_owner', current_database());
        end if;
      end $$`.replace(/'set'/g, version >= 160_000 ? "'set'" : "'member'"),
    )
  })
}

/** Runs `work` in one transaction of a session: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.query('begin')
  try {
    const result = await work()
    await session.query('commit')
    return result
  } catch (error) {
    await session.query('rollback').catch(() => undefined)
    throw error
  }
}

/** A single query fails with the same operating errors as everything else. */
function explainQueries(pool: pg.Pool, place: string): void {
  const query: (...asked: unknown[]) => Promise<unknown> = pool.query.bind(pool)
  Object.assign(pool, {
    query: async (...asked: unknown[]) => {
      try {
        return await query(...asked)
      } catch (error) {
        throw explain(error, place)
      }
    },
  })
}

function makeDatabase(loader: LoaderConnection, url: (role: Role) => string, release: () => Promise<void>): Database {
  // Postgres keeps 63 bytes of a name, and ASCII alone.
  const connections = `riskledger ${randomBytes(6).toString('hex')} ${process.pid} ${hostname()}`
    .replace(/[^ -~]/g, '?')
    .slice(0, 63)
  const pool = new pg.Pool(settings(loader.url, loader.role, connections))
  const place = placeOf(loader.url)
  // An idle connection that breaks is noticed by whoever uses it next; without a listener it would end the process.
  pool.on('error', () => undefined)
  explainQueries(pool, place)
  const pipeline = new Pipeline(settings(loader.url, loader.role, connections), place)
  async function session<T>(work: (session: Session) => Promise<T>): Promise<T> {
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      throw explain(error, place)
    }
    let broken: Error | undefined
    // A server that goes away while nothing is asked of it says so here; the next query then fails and is explained.
    const noticed = (error: Error) => {
      broken = error
    }
    client.on('error', noticed)
    try {
      return await work(client)
    } catch (error) {
      const explained = explain(error, place)
      if (explained !== error && explained instanceof Error) broken = explained
      throw explained
    } finally {
      client.off('error', noticed)
      client.release(broken)
    }
  }
  return {
    pool,
    place,
    connections,
    loader,
    url,
    session,
    transaction: (work) => session((client) => inTransaction(client, () => work(client))),
    atOnce: (send) => pipeline.atOnce(send),
    async close() {
      await pipeline.close()
      await pool.end()
      await release()
    },
  }
}

/**
 * Opens the warehouse, made and migrated if need be. `keep`: the embedded server goes on after the last process leaves.
 * Throws LedgerError: home_unusable, disk_full, database_*, migration_*.
 */
export async function openDatabase(
  config: Config,
  options: { keep?: boolean; onNotice?: (text: string) => void } = {},
): Promise<Database> {
  if (config.databaseUrl !== '') {
    await prepareGiven(config.databaseUrl)
    await migrate(config.databaseUrl, true)
    return connectAgain({ url: config.databaseUrl, role: 'loader' })
  }
  const server = await openEmbedded(config.home, options)
  const url = (role: Role) => roleUrl(server.port, server.password, role)
  const { socketDirectory } = server
  // Ours goes through the socket; the rest of it is for those who read where it leads.
  const socket = socketDirectory === undefined ? '' : `?host=${encodeURIComponent(socketDirectory)}`
  try {
    if (!(await ready(url('loader')))) {
      await bootstrap(server.superuserUrl, server.port, server.password)
      await migrate(url('owner'), false)
    }
    return makeDatabase({ url: `${url('loader')}${socket}`, role: null }, url, () => server.release())
  } catch (error) {
    await server.release()
    throw error
  }
}

/**
 * Opens the warehouse as it is, for who only looks: nothing is started, made or migrated. Undefined when there is none that is ready.
 * Throws LedgerError database_unreachable and the like for a server that was given and does not answer.
 */
export async function openIfReady(config: Config): Promise<Database | undefined> {
  if (config.databaseUrl !== '')
    return (await ready(config.databaseUrl)) ? connectAgain({ url: config.databaseUrl, role: 'loader' }) : undefined
  if (!(await embeddedStatus(config.home)).running) return undefined
  const server = await openEmbedded(config.home)
  const url = (role: Role) => roleUrl(server.port, server.password, role)
  if (await ready(url('loader'))) return makeDatabase({ url: url('loader'), role: null }, url, () => server.release())
  await server.release()
  return undefined
}

/** Connects as the loader to a warehouse that is open already, from another thread: it neither starts nor stops a server. */
export function connectAgain(loader: LoaderConnection): Database {
  return makeDatabase(
    loader,
    () => loader.url,
    async () => undefined,
  )
}

/** True when the loader can work at once: roles, database and every migration are there. */
async function ready(loaderUrl: string): Promise<boolean> {
  try {
    return await withClient(loaderUrl, async (client) => (await migrate.pending(client)).length === 0)
  } catch (error) {
    // A cluster without our roles or database yet; anything else is for the caller to hear.
    if (error instanceof LedgerError && error.code === 'database_refused') return false
    throw error
  }
}
