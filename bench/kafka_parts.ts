/** The parts of the measurement on a broker. Sides that are compared take turns; each begins with an empty ledger of its own. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { recordTopic } from '../schemas/topics.js'
import { brokenMessage } from './broken_message.js'
import { badRow, debeziumSink } from './connect.js'
import { fillSinkTopic } from './connect_topic.js'
import type { Line, Measurements, Side } from './kafka_report.js'
import type { Landed } from './landed.js'
import { kafkaSettings, withLedger } from './ledger.js'
import { fillTopics, loadTopics } from './loading.js'
import { runRiskledger } from './measure.js'
import { type Wire, withTopics } from './wire.js'

const MOST_BROKEN = 50_000
const ONE = ['load', '--loaders', '1']

export interface Ground {
  readonly work: string
  readonly file: string
  readonly rows: number
  readonly rounds: number
  /** What is measured goes here. */
  readonly lines: Line[]
  readonly say: (text: string) => void
  /** Does a part; one that fails is told, and the others are measured all the same. */
  readonly attempt: (part: string, doing: () => Promise<void>) => Promise<void>
}

/** (e) and (k): the main job on the log in Postgres, and on a broker. `brokers`: null for (e) alone. */
export async function wholeRuns(ground: Ground, embedded: boolean, brokers: string | null): Promise<void> {
  const { work, file, rows, lines, say } = ground
  const once = async (loaded: Side, whole: Side, wire: Wire | null) => {
    execFileSync('sync')
    const { seconds, stages } = await withLedger(work, wire, ({ home }) =>
      runRiskledger(home, file, kafkaSettings(wire)),
    )
    say(`(${loaded}) ${stages.ingest_and_load.toFixed(1)} s, whole ${seconds.toFixed(1)} s`)
    lines.push({ side: loaded, rows, seconds: stages.ingest_and_load }, { side: whole, rows, seconds })
  }
  const onKafka = (address: string) => withTopics(address, (wire) => once('k', 'k_whole', wire))
  await takeTurns(ground, [
    ...(embedded ? [side('e', () => once('e', 'e_whole', null))] : []),
    ...(brokers === null ? [] : [side('k', () => onKafka(brokers))]),
  ])
}

/** (l) and (d): from a topic that is full to a table; and what both make of a broken message. */
export async function topicToTable(
  ground: Ground,
  brokers: string,
  { loaders, sink }: { readonly loaders: boolean; readonly sink: boolean },
): Promise<Measurements['broken']> {
  const { work, file, lines, say } = ground
  const note = (side: Side, { rows, seconds, warm }: Landed, warmSide?: Side) => {
    say(`(${side}) ${rows} rows, ${seconds.toFixed(1)} s`)
    lines.push({ side, rows, seconds })
    if (warmSide !== undefined) lines.push({ side: warmSide, ...warm })
  }
  return await withTopics(brokers, async (wire) => {
    await fillTopics(work, wire, file)
    const from = wire.prefix + recordTopic('penalty')
    const topic = `${wire.prefix}sink`
    const { records } = sink ? await fillSinkTopic({ brokers, from, to: topic }) : { records: 0 }
    say('(l) (d) the topics are full')
    execFileSync('sync')
    const debezium = () =>
      withLedger(work, null, ({ superuserUrl }) =>
        debeziumSink({ ...sinkOf(ground, brokers, superuserUrl), topic, rows: records }),
      )
    await takeTurns(ground, [
      ...(loaders ? [side('l1', async () => note('l1', await loadTopics(work, wire, [ONE])))] : []),
      ...(loaders ? [side('l2', async () => note('l2', await loadTopics(work, wire, [ONE, ONE])))] : []),
      side('l', async () => note('l', await loadTopics(work, wire, [['load']]), 'l_warm')),
      ...(sink ? [side('d', async () => note('d', await debezium(), 'd_warm'))] : []),
    ])
    return brokenMessages(ground, brokers, from, sink)
  })
}

async function brokenMessages(ground: Ground, brokers: string, from: string, sink: boolean) {
  const most = Math.min(MOST_BROKEN, Math.floor(ground.rows / 2))
  let broken: Measurements['broken'] = null
  await ground.attempt('broken message', async () => {
    broken = { riskledger: await brokenMessage(ground.work, brokers, from, most), sink: null }
    if (!sink) return
    const spoilt = await withLedger(ground.work, null, ({ superuserUrl }) =>
      badRow({ ...sinkOf(ground, brokers, superuserUrl), from, most }),
    )
    broken = { ...broken, sink: spoilt }
  })
  return broken
}

let sinks = 0

function sinkOf({ work }: Ground, brokers: string, databaseUrl: string) {
  return { brokers, databaseUrl, work: join(work, `connect-${sinks++}`) }
}

interface Turn {
  readonly name: string
  readonly doing: () => Promise<void>
}

const side = (name: string, doing: () => Promise<void>): Turn => ({ name, doing })

/** In every second round the other way round, so that what changes meanwhile does not favour one of them. */
async function takeTurns({ rounds, attempt }: Ground, turns: readonly Turn[]): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (const { name, doing } of round % 2 === 0 ? turns : [...turns].reverse()) await attempt(name, doing)
}
