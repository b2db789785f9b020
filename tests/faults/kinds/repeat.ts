/** Messages of records delivered again: some that were appended before are appended once more, in another order. */
import { embeddedLog } from '../../../topics/embedded.js'
import type { TopicLog } from '../../../topics/log.js'
import { connectAgain } from '../../../warehouse/database.js'
import type { BrokerBehindProxy } from '../broker.js'
import type { Chance } from '../chance.js'
import { type Fault, possible } from '../fault.js'
import type { Ground } from '../ground.js'
import { readStrange } from '../oracle/strange.js'

const TOPIC = 'riskledger.penalty.v1'
const MOST_BATCHES = 12
const MOST_MESSAGES = 1000

/** Through the port, as the pipeline itself appends: whole batches. */
async function repeatEmbedded(ground: Ground, chance: Chance): Promise<string | undefined> {
  const database = connectAgain({ url: await ground.url(), role: null })
  try {
    const log: TopicLog = embeddedLog(database)
    const { rows } = await database.pool.query<{ base_offset: number }>(
      'select base_offset from topic.batch where topic = $1 order by base_offset',
      [TOPIC],
    )
    const sample = chance.shuffled('batch', rows).slice(0, chance.whole('batches', 1, MOST_BATCHES))
    let messages = 0
    for (const { base_offset: offset } of sample) {
      const batch = await log.read(TOPIC, 0, offset)
      if (batch === null) continue
      const again = await log.encode(TOPIC, batch.headers, batch.messages)
      await database.transaction((session) => log.appendWithin(again, session))
      messages += batch.messages.length
    }
    return messages === 0 ? undefined : `${messages} messages in ${sample.length} batches`
  } finally {
    await database.close()
  }
}

/** As a stranger's producer sends what a stranger's consumer saw. */
async function repeatKafka(broker: BrokerBehindProxy, prefix: string, chance: Chance): Promise<string | undefined> {
  const wire = prefix + TOPIC
  const seen = await readStrange(broker, [wire])
  const sample = chance.shuffled('message', seen).slice(0, chance.whole('messages', 1, MOST_MESSAGES))
  if (sample.length === 0) return undefined
  const producer = broker.stranger().producer({ allowAutoTopicCreation: false })
  await producer.connect()
  try {
    const messages = sample.map(({ partition, key, value, headers }) => ({ partition, key, value, headers }))
    await producer.send({ topic: wire, messages })
  } finally {
    await producer.disconnect()
  }
  return `${sample.length} of ${seen.length} messages`
}

export const REPEATS: Readonly<Record<string, Fault>> = {
  repeat: {
    about: 'messages of records that were appended before, appended again in another order',
    missing: possible,
    inject: ({ ground, chance }) =>
      ground.broker === undefined
        ? repeatEmbedded(ground, chance)
        : repeatKafka(ground.broker, ground.topicPrefix, chance),
  },
}
