/** The log in Postgres: one compressed row a batch. Durability, crash recovery and concurrency are Postgres's own. */
import { Utf8Writer } from '../core/utf8.js'
import { KIND_NAMES } from '../schemas/record.js'
import { recordTopic, TOPICS } from '../schemas/topics.js'
import { compress, decompress } from '../warehouse/compression.js'
import type { Database, Session } from '../warehouse/database.js'
import type { BatchHeaders, EncodedBatch, Message, PartitionBounds, ReadBatch, ReadMessage, TopicLog } from './log.js'
import { refuseTruncated, unknownTopic } from './refusals.js'

// One partition a topic: one process a stage keeps up with one server. Partitions are for the Kafka adapter.
const PARTITION = 0
const LINE_FEED = 10
const NOT_NULL_VIOLATION = '23502'
const NOTHING = Buffer.from('[]')
// A row of a source is far shorter.
const MAX_VALUE_BYTES = 64 << 20

async function encode(topic: string, headers: BatchHeaders, messages: readonly Message[]): Promise<EncodedBatch> {
  return { topic, headers, count: messages.length, content: await compress(asText(messages)) }
}

/** The messages as lines: all ids, all keys, and then a value a line. No value is empty: an empty line is a tombstone. */
function asText(messages: readonly Message[]): Buffer {
  const ids = JSON.stringify(messages.map(({ id }) => id))
  const keys = JSON.stringify(messages.map(({ key }) => key))
  const room = messages.reduce((sum, { value }) => sum + (value?.length ?? 0) + 1, 3 * (ids.length + keys.length + 1))
  const text = new Utf8Writer(room)
  text.write(`${ids}\n${keys}`)
  for (const { value } of messages) {
    if (value?.length === 0 || value?.includes(LINE_FEED) === true)
      throw new Error('the value of a message is text on one line')
    text.write('\n')
    if (value !== null) text.copy(value)
  }
  return text.slice()
}

async function decode(bytes: Buffer, baseOffset: number, from: number): Promise<ReadMessage[]> {
  const [ids = NOTHING, keys = NOTHING, ...values] = lines(await decompress(bytes))
  const [idOf, keyOf]: [string[], string[]] = [JSON.parse(ids.toString()), JSON.parse(keys.toString())]
  const messages = values.map((value, index) => ({
    offset: baseOffset + index,
    id: String(idOf[index]),
    key: String(keyOf[index]),
    value: value.length === 0 ? null : value,
  }))
  return from > baseOffset ? messages.slice(from - baseOffset) : messages
}

function lines(text: Buffer): Buffer[] {
  const found: Buffer[] = []
  let begin = 0
  for (let end = text.indexOf(LINE_FEED); end !== -1; end = text.indexOf(LINE_FEED, begin)) {
    found.push(text.subarray(begin, end))
    begin = end + 1
  }
  found.push(text.subarray(begin))
  return found
}

async function append({ topic, headers, count, content }: EncodedBatch, session: Session): Promise<void> {
  if (count === 0) return
  const appended = session.query({
    name: 'topic append',
    // For a topic that does not exist there is no place, and so no base offset: Postgres refuses the row.
    text: `with place as (
        update topic.partition set next_offset = next_offset + $3 where topic = $1 and partition = $2
        returning next_offset - $3 as base_offset)
      insert into topic.batch (topic, partition, base_offset, message_count, headers, messages)
      values ($1, $2, (select base_offset from place), $3, $4, $5)`,
    values: [topic, PARTITION, count, JSON.stringify(headers), content],
  })
  await appended.catch((error: unknown) => {
    throw Object(error).code === NOT_NULL_VIOLATION ? unknownTopic(topic) : error
  })
}

async function bounds(database: Database, topics?: readonly string[]): Promise<PartitionBounds[]> {
  const { rows } = await database.pool.query<PartitionBounds>(
    `select topic, partition, first_offset as "firstOffset", next_offset as "nextOffset"
       from topic.partition where $1::text[] is null or topic = any ($1) order by topic, partition`,
    [topics ?? null],
  )
  const unknown = topics?.find((topic) => !rows.some((row) => row.topic === topic))
  if (unknown !== undefined) throw unknownTopic(unknown)
  return rows
}

async function declare(database: Database, retentionDays: number | null): Promise<void> {
  const names = TOPICS.map((topic) => topic.name)
  const { rowCount } = await database.pool.query(
    'select from topic.topic where name = any ($1) and retention is not distinct from make_interval(days => $2)',
    [names, retentionDays],
  )
  if (rowCount === TOPICS.length) return
  await database.transaction(async (session) => {
    for (const { name, about, compacted } of TOPICS) {
      await session.query(
        `insert into topic.topic (name, about, compacted, retention) values ($1, $2, $3, make_interval(days => $4))
         on conflict (name) do update set retention = excluded.retention`,
        [name, about, compacted, retentionDays],
      )
      await session.query('insert into topic.partition (topic, partition) values ($1, $2) on conflict do nothing', [
        name,
        PARTITION,
      ])
    }
  })
}

interface BatchRow {
  readonly base_offset: number
  readonly message_count: number
  readonly headers: BatchHeaders
  readonly messages: Buffer
}

async function read(database: Database, topic: string, partition: number, offset: number): Promise<ReadBatch | null> {
  const { rows } = await database.pool.query<BatchRow>({
    name: 'topic read',
    // The batch that holds the offset is the last that begins at or before it.
    text: `select base_offset, message_count, headers, messages from topic.batch
      where topic = $1 and partition = $2 and base_offset <= $3 order by base_offset desc limit 1`,
    values: [topic, partition, offset],
  })
  const row = rows[0]
  if (row === undefined || row.base_offset + row.message_count <= offset) {
    await refuseOutside(database, topic, partition, offset)
    return null
  }
  const messages = await decode(row.messages, row.base_offset, offset)
  return { topic, partition, headers: row.headers, nextOffset: row.base_offset + row.message_count, messages }
}

async function refuseOutside(database: Database, topic: string, partition: number, offset: number): Promise<void> {
  const bound = (await bounds(database, [topic])).find((candidate) => candidate.partition === partition)
  if (bound !== undefined) refuseTruncated(bound, offset)
}

async function trim(session: Session): Promise<number> {
  const { rows } = await session.query<{ topic: string; next: number; gone: number }>(
    `with old as (
       delete from topic.batch b using topic.topic t
        where t.name = b.topic and b.appended_at < now() - t.retention
          -- A record topic is emptied by its loader alone: what no consumer has read yet is kept, however old.
          and (t.name <> all ($1) or b.base_offset + b.message_count <= (
            select min(p.next_offset) from topic.position p where p.topic = b.topic and p.partition = b.partition))
        returning b.topic, b.base_offset + b.message_count as next, b.message_count)
     select topic, max(next) as next, sum(message_count)::bigint as gone from old group by topic`,
    [KIND_NAMES.map(recordTopic)],
  )
  for (const { topic, next } of rows)
    await session.query('update topic.partition set first_offset = greatest(first_offset, $2) where topic = $1', [
      topic,
      next,
    ])
  return rows.reduce((sum, row) => sum + row.gone, 0)
}

/** The embedded adapter of the log port, on the loader's connections. */
export function embeddedLog(database: Database): TopicLog {
  return {
    records: 'rows',
    maxValueBytes: async () => MAX_VALUE_BYTES,
    place: `tables in Postgres at ${database.place}`,
    encode,
    appendAhead: async () => undefined,
    openAlone: async () => undefined,
    appendWithin: append,
    bounds: (topics) => bounds(database, topics),
    declare: (retentionDays) => declare(database, retentionDays),
    read: (topic, partition, offset) => read(database, topic, partition, offset),
    trim: () => database.transaction(trim),
    differences: async () => [],
    // Its connections are the warehouse's.
    close: async () => undefined,
  }
}
