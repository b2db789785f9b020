/** A ledger of a test's own: an embedded Postgres in a temporary home, and the stages on top of it in this process. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../core/config.js'
import { tokenMaker } from '../../core/ids.js'
import { makeLog } from '../../core/log.js'
import { ROOT } from '../../core/paths.js'
import { ingest } from '../../pipelines/ingest.js'
import { load } from '../../pipelines/load.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import { inThisThread, type RunReport, run } from '../../pipelines/run.js'
import type { Stage } from '../../pipelines/stage.js'
import { listFiles } from '../../sources/files.js'
import type { TopicLog } from '../../topics/log.js'
import { openLog } from '../../topics/open.js'
import { type Database, openDatabase } from '../../warehouse/database.js'
import { stopEmbedded } from '../../warehouse/embedded/server.js'
import { ledgerId, type Run, readRuns } from '../../warehouse/runs.js'
import { makeDistinct, makeHome } from './template.js'

export interface Ledger {
  readonly home: string
  readonly stage: Stage
  readonly database: Database
  /** Writes a file into the ledger's temporary directory and returns its path. */
  file(name: string, text: string | Buffer): string
  /** All five stages over one file. */
  run(connector: LoadedConnector, path: string, full?: boolean): Promise<{ run: Run; report: RunReport }>
  /** Ingest and load only. */
  load(connector: LoadedConnector, path: string, full?: boolean): Promise<Run>
  rows<T extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<T[]>
  close(): Promise<void>
}

export interface LedgerOptions {
  readonly batchRows?: number
  /** What its embedded log keeps of records. */
  readonly records?: TopicLog['records']
  /** More of the environment, such as the brokers of Kafka. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Opens a ledger; `close` stops its server and removes its files. */
export async function openLedger({ batchRows = 500, records, environment = {} }: LedgerOptions = {}): Promise<Ledger> {
  const place = mkdtempSync(join(tmpdir(), 'riskledger-test-'))
  // The server's own account passes through it.
  chmodSync(place, 0o711)
  const home = join(place, 'home')
  await makeHome(home)
  const config = readConfig(ROOT, { RISKLEDGER_HOME: home, ...environment })
  const database = await openDatabase(config)
  await makeDistinct(database.url('owner'))
  const opened = await openLog(config.kafka, database, makeLog('silent'))
  const topics = records === undefined ? opened : { ...opened, records }
  await topics.declare(config.topicRetentionDays)
  const stage: Stage = {
    database,
    topics,
    ledgerId: await ledgerId(database),
    sessionTimeoutSeconds: config.sessionTimeoutSeconds,
    log: makeLog('silent'),
    token: tokenMaker(Buffer.alloc(32, 7)),
    batchRows,
    progress: () => undefined,
  }
  return {
    home,
    stage,
    database,
    file(name, text) {
      mkdirSync(join(home, 'files'), { recursive: true })
      const path = join(home, 'files', name)
      writeFileSync(path, text)
      return path
    },
    async run(loaded, path, full = false) {
      const report = await run(
        stage,
        [{ loaded, files: await listFiles(path), full }],
        inThisThread(stage),
        '2026-01-01',
      )
      return { run: only(report.runs), report }
    },
    async load(loaded, path, full = false) {
      const id = await ingest(stage, loaded, await listFiles(path), { full })
      await load(stage)
      return only(await readRuns(database, [id]))
    },
    async rows<T extends object>(sql: string, values: readonly unknown[] = []) {
      return (await database.pool.query<T>(sql, [...values])).rows
    },
    async close() {
      await topics.close()
      await database.close()
      await stopEmbedded(home)
      rmSync(place, { recursive: true, force: true })
    },
  }
}

function only(runs: readonly Run[]): Run {
  const [first] = runs
  if (first === undefined || runs.length !== 1) throw new Error(`expected one run, saw ${runs.length}`)
  return first
}
