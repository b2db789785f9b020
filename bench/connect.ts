/**
 * The peer of `load`: Kafka Connect with the Debezium JDBC sink, in upsert mode, from a topic to a table with the fields and types of
 * store.penalty on the same server. It validates nothing, and keeps no history and no rejects.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Connector, startConnect } from './connect_process.js'
import { connectSchema, fillSinkTopic, sinkColumns } from './connect_topic.js'
import { type Landed, LOOK_MS, type Look, landedIn } from './landed.js'

const DATABASE = 'debezium'
// A table that has not grown for so long is looked into: it is full, or a task died.
const STILL_MS = 3000
const GIVE_UP_MS = 20_000

export interface SinkTuning {
  readonly tasks: number
  /** Rows in a batch of statements, which is one transaction. */
  readonly batch: number
  /** Rows in a poll, after each of which the sink writes what it has and asks for the table's columns again. */
  readonly poll: number
  readonly heap: string
}

/**
 * The fastest on two cores: one task leaves a core idle, six only add processor time; batches from 200 to 5,000 rows cost much the same, as do
 * statements over arrays (dialect.postgres.unnest.insert.enabled), which besides need an assignment cast from text to every other type.
 */
export const TUNING: SinkTuning = { tasks: 2, batch: 500, poll: 2000, heap: '1g' }

export interface SinkOptions {
  readonly brokers: string
  /** Made by `fillSinkTopic`. */
  readonly topic: string
  /** The different records on the topic: what the table holds in the end. */
  readonly rows: number
  /** Of the superuser: the sink gets a database of its own. */
  readonly databaseUrl: string
  /** A directory for Connect's settings, offsets and log. */
  readonly work: string
  readonly tuning?: SinkTuning
}

/** Loads the topic; what came before the first rows were in the table is not counted, neither as rows nor as time. */
export async function debeziumSink(options: SinkOptions): Promise<Landed> {
  return await withSink(options, async (client, sink) => {
    const seen = await watch(client, sink, options.rows)
    if (seen.total >= options.rows) return seen.landed
    const { states, reason } = await sink.tasks()
    throw new Error(`the sink stopped at ${seen.total} of ${options.rows} rows; tasks ${states}: ${reason ?? 'alive'}`)
  })
}

export interface BadRowResult {
  /** The state of each task in the end. */
  readonly tasks: readonly string[]
  readonly survived: boolean
  readonly landed: number
  /** What should have landed: all but one. */
  readonly expected: number
  readonly reason: string | null
}

/** What the sink makes of one date that does not exist in the middle of `most` records of the topic `from`, told to tolerate all errors. */
export async function badRow(
  options: Omit<SinkOptions, 'topic' | 'rows'> & { readonly from: string; readonly most: number },
): Promise<BadRowResult> {
  const { brokers, from, most } = options
  const topic = `${from}.bad-row-${Date.now()}`
  const { records } = await fillSinkTopic({ brokers, from, to: topic, most, spoil: Math.floor(most / 2) })
  return await withSink({ ...options, topic, rows: records }, async (client, sink) => {
    const { total } = await watch(client, sink, records - 1)
    const { states, reason } = await sink.tasks()
    const cause = reason?.match(/^Caused by: .*(?:ERROR|Exception).*$/gm)?.at(-1) ?? reason
    return { tasks: states, survived: !states.includes('FAILED'), landed: total, expected: records - 1, reason: cause }
  })
}

/** Runs the connector on a fresh table. */
async function withSink<T>(options: SinkOptions, run: (client: pg.Client, sink: Connector) => Promise<T>): Promise<T> {
  const url = await freshDatabase(options.databaseUrl)
  const client = new pg.Client({ connectionString: url.href })
  // A connection that breaks is heard of by the next query.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const tuning = options.tuning ?? TUNING
    await client.query(`create table penalty (${sinkColumns()})`)
    const connect = await startConnect(options.brokers, options.work, tuning.heap)
    try {
      return await run(client, await connect.create(sinkConfig(options.topic, url, tuning)))
    } finally {
      await connect.stop()
    }
  } finally {
    await client.end()
  }
}

async function freshDatabase(databaseUrl: string): Promise<URL> {
  const admin = new pg.Client({ connectionString: databaseUrl })
  await admin.connect()
  await admin.query(`drop database if exists ${DATABASE} with (force)`)
  await admin.query(`create database ${DATABASE} template template0 encoding 'UTF8' locale 'C'`)
  await admin.end()
  const url = new URL(databaseUrl)
  url.pathname = DATABASE
  return url
}

/** Text is sent untyped, so that the driver leaves it to the server what is a date; batches become statements of many rows. */
function sinkConfig(topic: string, url: URL, { tasks, batch, poll }: SinkTuning): Record<string, string> {
  return {
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': String(tasks),
    topics: topic,
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'true',
    'value.converter.schema.content': connectSchema(),
    'connection.url': `jdbc:postgresql://${url.host}${url.pathname}?stringtype=unspecified&reWriteBatchedInserts=true`,
    'connection.username': url.username,
    'connection.password': decodeURIComponent(url.password),
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_value',
    'primary.key.fields': 'record_id',
    'schema.evolution': 'none',
    'collection.name.format': 'penalty',
    'batch.size': String(batch),
    'use.reduction.buffer': 'true',
    'consumer.override.auto.offset.reset': 'earliest',
    'consumer.override.max.poll.records': String(poll),
    'consumer.override.max.partition.fetch.bytes': String(8 << 20),
    'consumer.override.fetch.max.bytes': String(64 << 20),
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': `${topic}.dead`,
    'errors.deadletterqueue.topic.replication.factor': '1',
  }
}

interface Watched {
  readonly total: number
  readonly landed: Landed
}

/** Looks at the table until it holds `rows`, or for good no more. Its size is cheap to ask for; rows are counted when it stands still. */
async function watch(client: pg.Client, sink: Connector, rows: number): Promise<Watched> {
  const looks: Look[] = [{ moment: performance.now(), size: 0 }]
  let first = 0
  for (;;) {
    await sleep(LOOK_MS)
    // The file grows before the first rows are committed.
    if (first === 0) first = await count(client)
    const now: Look = { moment: performance.now(), size: first === 0 ? 0 : await sizeOf(client) }
    const last = looks.at(-1) ?? now
    if (now.size !== last.size) looks.push(now)
    const still = now.moment - last.moment
    if (now.size !== last.size || still < STILL_MS) continue
    const total = first === 0 ? 0 : await count(client)
    const dead = (await sink.tasks()).states.every((state) => state === 'FAILED')
    if (total >= rows || dead || still > GIVE_UP_MS) return { total, landed: landedIn(looks.slice(1), first, total) }
  }
}

async function sizeOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ size: string }>("select pg_relation_size('penalty') as size")
  return Number(rows[0]?.size)
}

async function count(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>('select count(*) from penalty')
  return Number(rows[0]?.count)
}
