/**
 * Measures, in one run on one machine, what a broker costs and gives: (e) the main job on the embedded log, and (k) on Kafka; (l) from a topic that
 * is full to a table, by one loader, two, and the usual ones; (d) the same records by Debezium's JDBC sink; (p) how long it takes until a record that was
 * appended is visible. Prints tables and writes bench/results/kafka.json. It starts a broker of its own (Java and Maven) unless one is given.
 * Usage: npm run bench:kafka -- [--rows 1000000] [--brokers host:port] [--only e,k,l,d,p] [--rounds n] [--seconds 30]
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../core/errors.js'
import { ROOT } from '../core/paths.js'
import { whyNoConnect } from './connect_process.js'
import { endAll, endOnSignals, guarded, refuseInterrupted } from './ends.js'
import { type Ground, topicToTable, wholeRuns } from './kafka_parts.js'
import { isMet, type Line, type Measurements, print, targetsOf } from './kafka_report.js'
import { type Latency, latency } from './latency.js'
import { machineNow } from './machine.js'
import { numberAfter, someAfter, textAfter } from './options.js'
import { writePenalties } from './penalties.js'
import { startBroker, withTopics } from './wire.js'

// Enough for a comparison of what takes the records from a topic.
const MOST_LOADED = 400_000
// The main job takes minutes: once, unless asked for more. What is short is measured twice, in turns.
const [LONG_ROUNDS, SHORT_ROUNDS] = [1, 2]

interface Job {
  readonly only: ReadonlySet<string>
  readonly rows: number
  readonly seconds: number
  readonly rounds: number | undefined
  readonly work: string
  /** Parts that could not be measured, or not to their end, and why. */
  readonly leftOut: string[]
}

const say = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`)

/** The address of a broker; null where there is none. */
async function brokersFor({ only, leftOut }: Job): Promise<string | null> {
  const given = textAfter('--brokers')
  if (given !== undefined || !['k', 'l', 'd', 'p'].some((part) => only.has(part))) return given ?? null
  const started = await startBroker()
  if ('brokers' in started) return started.brokers
  leftOut.push(`everything on Kafka: ${started.missing}`)
  return null
}

/** All parts that were asked for; one that fails is told and does not keep the others from being measured. */
async function measure(job: Job): Promise<Measurements> {
  const { only, rows, seconds, rounds, work, leftOut } = job
  const lines: Line[] = []
  const latencies: Latency[] = []
  let broken: Measurements['broken'] = null
  const attempt = async (part: string, doing: () => Promise<void>) => {
    try {
      await doing()
    } catch (error) {
      say(`(${part}) failed: ${messageOf(error)}`)
      leftOut.push(`(${part}) failed: ${messageOf(error)}`)
      process.exitCode = 1
    }
  }
  const groundOf = async (count: number, usual: number): Promise<Ground> => {
    const file = join(work, `penalties-${count}.csv`)
    if (!existsSync(file)) await writePenalties(file, count)
    return { work, file, rows: count, rounds: rounds ?? usual, lines, say, attempt }
  }
  const brokers = await brokersFor(job)
  if (only.has('p')) await attempt('p embedded', async () => void latencies.push(await latency(work, null, seconds)))
  if (only.has('p') && brokers !== null)
    await attempt('p kafka', () =>
      withTopics(brokers, async (wire) => void latencies.push(await latency(work, wire, seconds))),
    )
  if (brokers !== null && (only.has('l') || only.has('d')))
    await attempt('l d', async () => {
      const reason = only.has('d') ? whyNoConnect() : null
      if (reason !== null) leftOut.push(`(d): ${reason}`)
      const sides = { loaders: only.has('l'), sink: only.has('d') && reason === null }
      broken = await topicToTable(await groundOf(Math.min(rows, MOST_LOADED), SHORT_ROUNDS), brokers, sides)
    })
  if (only.has('e') || (only.has('k') && brokers !== null))
    await attempt('e k', async () =>
      wholeRuns(await groundOf(rows, LONG_ROUNDS), only.has('e'), only.has('k') ? brokers : null),
    )
  return { lines, latencies, broken }
}

endOnSignals()
const work = mkdtempSync(join(tmpdir(), 'riskledger-bench-'))
// The account that Postgres runs as has to get through.
chmodSync(work, 0o755)
guarded(async () => rmSync(work, { recursive: true, force: true }))
try {
  const rounds = textAfter('--rounds') === undefined ? undefined : numberAfter('--rounds', LONG_ROUNDS)
  const [rows, seconds] = [numberAfter('--rows', 1_000_000), numberAfter('--seconds', 30)]
  const only = someAfter('--only', ['e', 'k', 'l', 'd', 'p'])
  const machine = machineNow()
  const { cpus, model, memory_gib, node, load_average } = machine
  console.log(
    `${rows.toLocaleString('en-US')} rows; ${cpus} × ${model}, ${memory_gib} GiB, Node ${node}, load average ${load_average.join(' ')}`,
  )
  const leftOut: string[] = []
  const measurements = await measure({ only, rows, seconds, rounds, work, leftOut })
  refuseInterrupted()
  print(measurements)
  for (const part of leftOut) console.log(`left out: ${part}`)
  const targets = targetsOf(measurements).map((target) => ({ ...target, met: isMet(target) }))
  const atEnd = machineNow().load_average
  console.log(`load average at the end ${atEnd.join(' ')}`)
  const report = { ...machine, load_average_at_end: atEnd, rows, ...measurements, targets, left_out: leftOut }
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true })
  writeFileSync(join(ROOT, 'bench/results/kafka.json'), `${JSON.stringify(report, null, 2)}\n`)
} finally {
  await endAll()
}
