/**
 * From appended to visible: records come bit by bit through the log port while `load --follow` runs, and a look at the table every few milliseconds
 * sees what became visible. The time runs from when the append was asked for to when the answer to the look was there, on the clock of one process.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../pipelines/stage.js'
import type { Database } from '../warehouse/database.js'
import { withLedger, withStage } from './ledger.js'
import { LiveAppender, type LiveBatch, liveBatches } from './live_records.js'
import { writePenalties } from './penalties.js'
import { startRiskledger } from './riskledger.js'
import type { Wire } from './wire.js'

/** What is asked for; a machine that is too busy reaches less. */
export const RECORDS_A_SECOND = 2000
const BATCH_ROWS = 50
const LOOK_MS = 20
// Appended first and not counted: what is measured is a process that has been running.
const WARM_SECONDS = 5
const GRACE_MS = 30_000
// Loads whose numbers are so far behind the highest one have been committed long ago.
const LOADS_BACK = 1000

export interface Latency {
  readonly log: 'embedded' | 'kafka'
  /** Those that were counted. */
  readonly records: number
  /** Records a second that were really appended. */
  readonly rate: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly max_ms: number
  /** Records that did not become visible at all. */
  readonly unseen: number
}

/** When each record was appended and when it was seen, by the key of its message. */
interface Journal {
  readonly appended: Map<string, number>
  readonly seen: Map<string, number>
}

/** Measures on a fresh ledger for so many seconds. */
export async function latency(work: string, wire: Wire | null, seconds: number): Promise<Latency> {
  const file = join(work, `live-${seconds}.csv`)
  await writePenalties(file, RECORDS_A_SECOND * (WARM_SECONDS + seconds))
  return await withLedger(work, wire, (ledger) =>
    withStage(ledger, BATCH_ROWS, async (stage) => {
      const batches = await liveBatches(stage, file, BATCH_ROWS)
      const follower = startRiskledger(['load', '--follow'], ledger.environment)
      try {
        await followed(stage.database)
        return { log: wire === null ? 'embedded' : 'kafka', ...(await journey(stage, batches)) }
      } finally {
        await follower.stop()
      }
    }),
  )
}

/** Waits until a loader is at work. */
async function followed(database: Database): Promise<void> {
  for (const end = performance.now() + GRACE_MS; performance.now() < end; await sleep(LOOK_MS)) {
    const { rowCount } = await database.pool.query("select from topic.member where consumer = 'load'")
    if (rowCount !== null && rowCount > 0) return
  }
  throw new Error('load --follow did not begin')
}

async function journey(stage: Stage, batches: readonly LiveBatch[]): Promise<Omit<Latency, 'log'>> {
  const journal: Journal = { appended: new Map(), seen: new Map() }
  const appender = new LiveAppender(stage)
  let last = Number.POSITIVE_INFINITY
  const looking = look(stage.database, journal, () => last)
  // Heard when it is awaited.
  looking.catch(() => undefined)
  const warm = (WARM_SECONDS * RECORDS_A_SECOND) / BATCH_ROWS
  let begin = 0
  try {
    await appendAll(appender, batches.slice(0, warm), journal)
    begin = performance.now()
    await appendAll(appender, batches.slice(warm), journal)
  } finally {
    last = performance.now()
  }
  await looking
  const rate = ((batches.length - warm) * BATCH_ROWS * 1000) / (last - begin)
  const counted = [...journal.appended].filter(([, moment]) => moment >= begin)
  const waits = counted.flatMap(([key, moment]) => {
    const seen = journal.seen.get(key)
    return seen === undefined ? [] : [seen - moment]
  })
  waits.sort((a, b) => a - b)
  const part = (share: number) => Math.round(waits[Math.ceil(share * waits.length) - 1] ?? Number.NaN)
  const unseen = journal.appended.size - journal.seen.size
  return { records: waits.length, rate, p50_ms: part(0.5), p99_ms: part(0.99), max_ms: part(1), unseen }
}

/** Appends a batch whenever one is due; one that is late is appended at once. */
async function appendAll(appender: LiveAppender, batches: readonly LiveBatch[], { appended }: Journal): Promise<void> {
  const begin = performance.now()
  for (const [index, batch] of batches.entries()) {
    const due = begin + (index * BATCH_ROWS * 1000) / RECORDS_A_SECOND
    const early = due - performance.now()
    if (early > 0) await sleep(early)
    const moment = performance.now()
    // A record that is repeated became visible the first time.
    for (const messages of batch.messages.values())
      for (const { key } of messages) if (!appended.has(key)) appended.set(key, moment)
    await appender.append(batch)
  }
  await appender.settle()
}

/** Looks until everything was seen, or long enough after the last append. */
async function look(database: Database, { appended, seen }: Journal, last: () => number): Promise<void> {
  const known = new Set<number>()
  let highest = 0
  while (performance.now() < last() || (seen.size < appended.size && performance.now() < last() + GRACE_MS)) {
    await sleep(LOOK_MS)
    // Loads are not committed in the order of their numbers.
    const { rows: loads } = await database.pool.query<{ load_id: string }>({
      name: 'look for loads',
      text: 'select load_id from store.load where load_id > $1 and load_id <> all ($2::bigint[])',
      values: [highest - LOADS_BACK, [...known]],
    })
    if (loads.length === 0) continue
    const ids = loads.map(({ load_id }) => Number(load_id))
    const { rows } = await database.pool.query<{ key: string }>(
      "select connector || '/' || source_key as key from store.penalty where load_id = any ($1::bigint[])",
      [ids],
    )
    const moment = performance.now()
    for (const { key } of rows) if (!seen.has(key)) seen.set(key, moment)
    for (const id of ids) known.add(id)
    highest = Math.max(highest, ...ids)
    for (const id of known) if (id <= highest - LOADS_BACK) known.delete(id)
  }
}
