/** A ledger for one measurement: a home of its own with its server running, both gone afterwards. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../core/config.js'
import { tokenMaker } from '../core/ids.js'
import { makeLog } from '../core/log.js'
import { ROOT } from '../core/paths.js'
import type { Stage } from '../pipelines/stage.js'
import { openLog } from '../topics/open.js'
import { type Database, openDatabase } from '../warehouse/database.js'
import { openEmbedded, stopEmbedded } from '../warehouse/embedded/server.js'
import { ledgerId } from '../warehouse/runs.js'
import { guarded } from './ends.js'
import { environmentOf } from './riskledger.js'
import type { Wire } from './wire.js'

export interface FreshLedger {
  readonly home: string
  /** For the processes that work on it. */
  readonly environment: NodeJS.ProcessEnv
  /** Of the superuser, for other databases on the same server. */
  readonly superuserUrl: string
}

let made = 0

/** The settings that put a ledger on topics of its own on a broker; none for the embedded log. */
export function kafkaSettings(wire: Wire | null): Record<string, string> {
  if (wire === null) return {}
  return { RISKLEDGER_KAFKA_BROKERS: wire.brokers, RISKLEDGER_KAFKA_TOPIC_PREFIX: wire.prefix }
}

/** Runs `use` on a fresh ledger in `work`, whose log is on a broker or, without `wire`, in its Postgres. */
export async function withLedger<T>(
  work: string,
  wire: Wire | null,
  use: (ledger: FreshLedger) => Promise<T>,
): Promise<T> {
  const home = join(work, `home-${made++}`)
  const end = guarded(async () => {
    await stopEmbedded(home)
    rmSync(home, { recursive: true, force: true })
  })
  try {
    const server = await openEmbedded(home, { keep: true })
    const environment = environmentOf(home, kafkaSettings(wire))
    const used = await use({ home, environment, superuserUrl: server.superuserUrl })
    await server.release()
    return used
  } finally {
    await end()
  }
}

/** Runs `use` on the ledger at `home`, made if need be and kept for the next time. */
export async function withKeptLedger<T>(home: string, use: (ledger: FreshLedger) => Promise<T>): Promise<T> {
  const end = guarded(() => stopEmbedded(home))
  try {
    const server = await openEmbedded(home, { keep: true })
    const used = await use({ home, environment: environmentOf(home), superuserUrl: server.superuserUrl })
    await server.release()
    return used
  } finally {
    await end()
  }
}

/** Runs `use` with the ledger's database open in this process. */
export async function withDatabase<T>(ledger: FreshLedger, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(readConfig(ROOT, ledger.environment))
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

/** Runs `use` with the stages of the pipeline in this process. */
export async function withStage<T>(
  ledger: FreshLedger,
  batchRows: number,
  use: (stage: Stage) => Promise<T>,
): Promise<T> {
  return await withDatabase(ledger, async (database) => {
    const config = readConfig(ROOT, ledger.environment)
    const log = makeLog(config.logLevel)
    const topics = await openLog(config.kafka, database, log)
    try {
      await topics.declare(config.topicRetentionDays)
      return await use({
        database,
        topics,
        ledgerId: await ledgerId(database),
        sessionTimeoutSeconds: config.sessionTimeoutSeconds,
        log,
        token: tokenMaker(Buffer.alloc(32, 7)),
        batchRows,
        progress: () => undefined,
      })
    } finally {
      await topics.close()
    }
  })
}

/** How many penalties a ledger has. */
export async function penaltiesIn(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>('select count(*) from store.penalty')
  return Number(rows[0]?.count)
}
