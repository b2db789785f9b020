/** The messages of a log, whichever keeps it, in the order of their offsets. */
import { TOPICS } from '../../../schemas/topics.js'
import { embeddedLog } from '../../../topics/embedded.js'
import { connectAgain } from '../../../warehouse/database.js'
import type { Ground } from '../ground.js'
import { readStrange } from './strange.js'

export interface LoggedMessage {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly id: string
  readonly source: string
  readonly key: string
  /** Null for a tombstone. */
  readonly value: string | null
}

type LogGround = Pick<Ground, 'broker' | 'topicPrefix' | 'url'>

const NAMES = TOPICS.map(({ name }) => name)

/** Everything that is on the topics. */
export function readLog(ground: LogGround): Promise<LoggedMessage[]> {
  return ground.broker === undefined ? readEmbedded(ground) : readKafka(ground)
}

async function readEmbedded(ground: LogGround): Promise<LoggedMessage[]> {
  const database = connectAgain({ url: await ground.url(), role: null })
  const messages: LoggedMessage[] = []
  try {
    const log = embeddedLog(database)
    for (const { topic, partition, firstOffset, nextOffset } of await log.bounds())
      for (let offset = firstOffset; offset < nextOffset; ) {
        const batch = await log.read(topic, partition, offset)
        if (batch === null) throw new Error(`${topic}/${partition} has nothing at ${offset} and ends at ${nextOffset}`)
        for (const { id, key, value, offset: at } of batch.messages)
          messages.push({
            topic,
            partition,
            offset: at,
            id,
            source: batch.headers.source,
            key,
            value: value?.toString() ?? null,
          })
        offset = batch.nextOffset
      }
  } finally {
    await database.close()
  }
  return messages
}

async function readKafka({ broker, topicPrefix }: LogGround): Promise<LoggedMessage[]> {
  if (broker === undefined) throw new Error('no broker')
  const seen = await readStrange(
    broker,
    NAMES.map((name) => topicPrefix + name),
  )
  return seen.map(({ topic, partition, offset, key, value, headers }) => ({
    topic: topic.slice(topicPrefix.length),
    partition,
    offset,
    id: String(headers['ce_id'] ?? ''),
    source: String(headers['ce_source'] ?? ''),
    key: key?.toString() ?? '',
    value: value?.toString() ?? null,
  }))
}
