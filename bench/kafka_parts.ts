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
const ONE = ['load', '--threads', '1']

export interface Ground {
  readonly work: string
  readonly file: string
  readonly rows: number
  readonly rounds: number
  readonly say: (text: string) => void
}

/** (e) and (k): the main job on the log in Postgres, and on a broker. `brokers`: null for (e) alone. */
export async function wholeRuns(ground: Ground, embedded: boolean, brokers: string | null): Promise<Line[]> {
  const { work, file, rows, rounds, say } = ground
  const lines: Line[] = []
  const once = async (loaded: Side, whole: Side, wire: Wire | null) => {
    execFileSync('sync')
    const { seconds, stages } = await withLedger(work, wire, ({ home }) =>
      runRiskledger(home, file, kafkaSettings(wire)),
    )
    say(`(${loaded}) ${stages.ingest_and_load.toFixed(1)} s, whole ${seconds.toFixed(1)} s`)
    lines.push({ side: loaded, rows, seconds: stages.ingest_and_load }, { side: whole, rows, seconds })
  }
  const sides = [
    ...(embedded ? [() => once('e', 'e_whole', null)] : []),
    ...(brokers === null ? [] : [() => withTopics(brokers, (wire) => once('k', 'k_whole', wire))]),
  ]
  await takeTurns(sides, rounds)
  return lines
}

/** (l) and (d): from a topic that is full to a table. */
export async function topicToTable(
  ground: Ground,
  brokers: string,
  { loaders, sink }: { readonly loaders: boolean; readonly sink: boolean },
): Promise<Pick<Measurements, 'lines' | 'broken'>> {
  const { work, file, rows, rounds, say } = ground
  const lines: Line[] = []
  const note = (side: Side, { rows: landed, seconds, warm }: Landed, warmSide?: Side) => {
    say(`(${side}) ${landed} rows, ${seconds.toFixed(1)} s`)
    lines.push({ side, rows: landed, seconds })
    if (warmSide !== undefined) lines.push({ side: warmSide, ...warm })
  }
  return await withTopics(brokers, async (wire) => {
    await fillTopics(work, wire, file)
    const from = wire.prefix + recordTopic('penalty')
    const topic = `${wire.prefix}sink`
    const { records } = sink ? await fillSinkTopic({ brokers, from, to: topic }) : { records: 0 }
    say(`(l) (d) the topics are full`)
    execFileSync('sync')
    const connect = (databaseUrl: string) => ({ brokers, databaseUrl, work: join(work, `connect-${lines.length}`) })
    const sides = [
      ...(loaders ? [async () => note('l1', await loadTopics(work, wire, [ONE]))] : []),
      ...(loaders ? [async () => note('l2', await loadTopics(work, wire, [ONE, ONE]))] : []),
      async () => note('l', await loadTopics(work, wire, [['load']]), 'l_warm'),
      ...(sink
        ? [
            () =>
              withLedger(work, null, async ({ superuserUrl }) =>
                note('d', await debeziumSink({ ...connect(superuserUrl), topic, rows: records }), 'd_warm'),
              ),
          ]
        : []),
    ]
    await takeTurns(sides, rounds)
    const most = Math.min(MOST_BROKEN, Math.floor(rows / 2))
    const riskledger = await brokenMessage(work, brokers, from, most)
    const spoilt = sink
      ? await withLedger(work, null, ({ superuserUrl }) => badRow({ ...connect(superuserUrl), from, most }))
      : null
    return { lines, broken: { riskledger, sink: spoilt } }
  })
}

/** In every second round the other way round, so that what changes meanwhile does not favour one of them. */
async function takeTurns(sides: readonly (() => Promise<void>)[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) await side()
}
