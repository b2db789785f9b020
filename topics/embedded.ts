/** The log in Postgres: one compressed row a batch. Durability, crash recovery and concurrency are Postgres's own. */
import { transcode } from 'node:buffer'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { LedgerError } from '../core/errors.js'
import { TOPICS } from '../schemas/topics.js'
import type { Database, Session } from '../warehouse/database.js'
import type { BatchHeaders, EncodedBatch, Message, PartitionBounds, ReadBatch, ReadMessage, TopicLog } from './log.js'

const deflated = promisify<Buffer, { level: number }, Buffer>(deflate)
const inflated = promisify<Buffer, Buffer>(inflate)

// One partition a topic: one process a stage keeps up with one server. Partitions are for the Kafka adapter.
const PARTITION = 0

async function encode(topic: string, headers: BatchHeaders, messages: readonly Message[]): Promise<EncodedBatch> {
  const text = messages.map(({ id, key, value }) => `[${JSON.stringify(id)},${JSON.stringify(key)},${value}]`).join(',\n')
  return { topic, headers, count: messages.length, bytes: await deflated(Buffer.from(`[${text}]`), { level: 1 }) }
}

async function decode(bytes: Buffer, baseOffset: number, from: number): Promise<ReadMessage[]> {
  // Through UTF-16, because Node decodes text that is mostly not ASCII three times as fast that way.
  const text = transcode(await inflated(bytes), 'utf8', 'utf16le').toString('utf16le')
  const rows = JSON.parse(text) as [string, string, unknown][]
  const messages = rows.map(([id, key, value], index) => ({ offset: baseOffset + index, id, key, value }))
  return from > baseOffset ? messages.slice(from - baseOffset) : messages
}

async function append(batches: readonly EncodedBatch[], session: Session): Promise<void> {
  // In one order for everybody: two transactions that append to the same topics cannot wait for each other.
  const sorted = batches.filter((batch) => batch.count > 0).sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : 0))
  for (const { topic, headers, count, bytes } of sorted) {
    const { rowCount } = await session.query({
      name: 'topic append',
      text: `with place as (
          update topic.partition set next_offset = next_offset + $3 where topic = $1 and partition = $2
          returning next_offset - $3 as base_offset)
        insert into topic.batch (topic, partition, base_offset, message_count, headers, messages)
        select $1, $2, base_offset, $3, $4, $5 from place`,
      values: [topic, PARTITION, count, JSON.stringify(headers), bytes],
    })
    if (rowCount !== 1) throw unknown(topic)
  }
}

function unknown(topic: string): LedgerError {
  return new LedgerError('topic_unknown', `There is no topic ${topic}`, 'List the topics with `riskledger topics list`.')
}

/** The embedded adapter of the log port, on the loader's connections. */
export function embeddedLog(database: Database): TopicLog {
  async function bounds(topic?: string): Promise<PartitionBounds[]> {
    const { rows } = await database.pool.query<PartitionBounds>(
      `select topic, partition, first_offset as "firstOffset", next_offset as "nextOffset"
         from topic.partition where $1::text is null or topic = $1 order by topic, partition`,
      [topic ?? null],
    )
    if (topic !== undefined && rows.length === 0) throw unknown(topic)
    return rows
  }
  return {
    trusted: true,
    encode,
    append,
    bounds,
    async declare() {
      const { rowCount } = await database.pool.query('select from topic.topic where name = any ($1)', [TOPICS.map((topic) => topic.name)])
      if (rowCount === TOPICS.length) return
      await database.transaction(async (session) => {
        for (const { name, about, compacted } of TOPICS) {
          await session.query('insert into topic.topic (name, about, compacted) values ($1, $2, $3) on conflict do nothing', [name, about, compacted])
          await session.query('insert into topic.partition (topic, partition) values ($1, $2) on conflict do nothing', [name, PARTITION])
        }
      })
    },
    async read(topic, partition, offset): Promise<ReadBatch | null> {
      const { rows } = await database.pool.query<{ base_offset: number; message_count: number; headers: BatchHeaders; messages: Buffer }>({
        name: 'topic read',
        // The batch that holds the offset is the last that begins at or before it; past it, the first after it.
        text: `select base_offset, message_count, headers, messages from topic.batch
          where topic = $1 and partition = $2 and base_offset >= coalesce(
            (select max(base_offset) from topic.batch where topic = $1 and partition = $2 and base_offset <= $3), 0)
            and base_offset + message_count > $3
          order by base_offset limit 1`,
        values: [topic, partition, offset],
      })
      const row = rows[0]
      if (row !== undefined && row.base_offset <= offset)
        return { topic, partition, headers: row.headers, nextOffset: row.base_offset + row.message_count, messages: await decode(row.messages, row.base_offset, offset) }
      const bound = (await bounds(topic)).find((candidate) => candidate.partition === partition)
      if (bound !== undefined && offset < bound.firstOffset)
        throw new LedgerError(
          'topic_truncated',
          `${topic}/${partition} begins at offset ${bound.firstOffset}: ${bound.firstOffset - offset} messages from ${offset} on were removed by retention`,
          `Ingest the source again, or start from offset ${bound.firstOffset}.`,
        )
      return null
    },
    async trim() {
      return database.transaction(async (session) => {
        const { rows } = await session.query<{ topic: string; next: number; gone: number }>(
          `with old as (
             delete from topic.batch b using topic.topic t
              where t.name = b.topic and t.retention is not null and b.appended_at < now() - t.retention
              returning b.topic, b.base_offset + b.message_count as next, b.message_count)
           select topic, max(next) as next, sum(message_count)::bigint as gone from old group by topic`,
        )
        for (const row of rows) await session.query('update topic.partition set first_offset = greatest(first_offset, $2) where topic = $1', [row.topic, row.next])
        return rows.reduce((sum, row) => sum + row.gone, 0)
      })
    },
  }
}
