/** What can keep riskledger from working, looked at one by one. Each gives its findings and never throws. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Config } from '../core/config.js'
import { LedgerError, messageOf } from '../core/errors.js'
import { connectorIds, loadConnector } from '../pipelines/registry.js'
import type { Stage } from '../pipelines/stage.js'
import { TOPICS } from '../schemas/topics.js'
import { platformPackage } from '../warehouse/embedded/binaries.js'
import { otherClients } from '../warehouse/embedded/clients.js'
import { existingHome } from '../warehouse/embedded/home.js'
import { isKept } from '../warehouse/embedded/open.js'
import { embeddedStatus } from '../warehouse/embedded/server.js'
import { placeOf } from '../warehouse/failures.js'
import { serverFacts } from '../warehouse/status.js'
import type { CommandContext } from './command.js'

export interface Check {
  readonly check: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly found: string
  /** What to do about it; null when all is well. */
  readonly next: string | null
}

const GB = 2 ** 30
const ok = (check: string, found: string): Check => ({ check, state: 'ok', found, next: null })
const warn = (check: string, found: string, next: string): Check => ({ check, state: 'warn', found, next })
const fail = (check: string, found: string, next: string): Check => ({ check, state: 'fail', found, next })

/** Runs a check; what it throws is its finding. */
async function guarded(check: string, look: () => Check[] | Promise<Check[]>): Promise<Check[]> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof LedgerError) return [fail(check, `${error.code}: ${error.message}`, error.hint)]
    return [fail(check, messageOf(error), 'This is a fault of riskledger itself: please report it.')]
  }
}

/** All checks, in the order in which one needs the other. */
export async function allChecks(context: CommandContext): Promise<Check[]> {
  const { config } = context
  const embedded = config.databaseUrl === ''
  const before = [
    ...(await guarded('node', nodeVersion)),
    ...(await guarded('configuration', () => configuration(config))),
    ...(await guarded('home', () => home(config))),
    ...(embedded ? await guarded('postgres programs', programs) : []),
    ...(embedded ? await guarded('running server', () => running(config)) : []),
    ...(await guarded('connectors', connectors)),
  ]
  return [...before, ...(await guarded('database', () => database(context)))]
}

function nodeVersion(): Check[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return [ok('node', `${process.versions.node}`)]
  return [fail('node', `${process.versions.node} is older than 20.19`, 'Install Node 20.19 or newer.')]
}

function configuration(config: Config): Check[] {
  return [
    ok(
      'configuration',
      `${config.databaseUrl === '' ? 'embedded Postgres' : `Postgres at ${placeOf(config.databaseUrl)}`}, ${
        config.kafka === null ? 'log in the same' : `log on Kafka at ${config.kafka.brokers.join(', ')}`
      }`,
    ),
  ]
}

/** The home, or the nearest directory above it that exists: writable, and on a disk with room. */
function home({ home: place }: Config): Check[] {
  let directory = place
  while (!existsSync(directory) && directory !== dirname(directory)) directory = dirname(directory)
  try {
    accessSync(directory, constants.W_OK | constants.X_OK)
  } catch (error) {
    return [
      fail(
        'home',
        `${directory} cannot be written: ${messageOf(error)}`,
        'Give the user who runs riskledger the directory, or set RISKLEDGER_HOME to another one.',
      ),
    ]
  }
  const { bavail, bsize } = statfsSync(directory)
  const free = bavail * bsize
  const room = `${(free / GB).toFixed(1)} GB free`
  const disk =
    free < GB / 5
      ? fail('disk', room, 'Free space: Postgres stops when the disk is full.')
      : free < 2 * GB
        ? warn('disk', room, 'Free space before you ingest much.')
        : ok('disk', room)
  return [ok('home', directory === place ? place : `${place}, not made yet`), disk]
}

function programs(): Check[] {
  return [ok('postgres programs', platformPackage())]
}

/** A server that nobody uses and nobody asked to keep was left by a process that was killed. */
async function running({ home: place }: Config): Promise<Check[]> {
  const status = await embeddedStatus(place)
  const real = await existingHome(place)
  if (!status.running || real === undefined) return [ok('running server', 'none; it is started when it is needed')]
  const where = `process ${status.pid} on port ${status.port}`
  const clients = await otherClients(real)
  if (clients.length > 0) return [ok('running server', `${where}, in use by process ${clients.join(', ')}`)]
  if (await isKept(real)) return [ok('running server', `${where}, kept until \`riskledger db stop\``)]
  return [
    warn(
      'running server',
      `${where}, in use by nobody: its process was killed`,
      'The next command takes it over; `riskledger db stop` stops it.',
    ),
  ]
}

async function connectors(): Promise<Check[]> {
  const ids = connectorIds()
  const broken = (
    await Promise.all(ids.map((id) => guarded(`connector ${id}`, () => loadConnector(id).then(() => []))))
  ).flat()
  return [
    ...broken,
    ...(broken.length === ids.length
      ? []
      : [ok('connectors', `${ids.length - broken.length} of ${ids.length} can be loaded`)]),
  ]
}

/** Opens the database as every command does; that tests login, roles, migrations and topics. */
async function database(context: CommandContext): Promise<Check[]> {
  const stage = await context.open()
  const facts = await serverFacts(stage.database)
  return [
    ok('database', `Postgres ${facts.version} at ${stage.database.place} answers`),
    facts.roles.length === 3
      ? ok('roles', facts.roles.join(', '))
      : fail('roles', `only ${facts.roles.join(', ')}`, 'Run sql/roles.sql as a user who may create roles.'),
    ok('migrations', `${facts.migrations} applied, none pending`),
    ...(await guarded('topic log', () => topicLog(stage))),
  ]
}

/** The topics, and on a broker what is not as configured: that is for people to change. */
async function topicLog({ topics }: Stage): Promise<Check[]> {
  const bounds = await topics.bounds()
  const found = new Set(bounds.map(({ topic }) => topic))
  const missing = TOPICS.filter(({ name }) => !found.has(name)).map(({ name }) => name)
  if (missing.length > 0) return [fail('topic log', `without ${missing.join(', ')}`, 'Run `riskledger migrate`.')]
  return [
    ok('topic log', `${topics.place}: ${found.size} topics, ${bounds.length} partitions`),
    ...(await topics.differences()).map(({ topic, what, next }) => warn('topic log', `${topic}: ${what}`, next)),
  ]
}
