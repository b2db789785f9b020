/** Waits until the crew has done all that there is to do. */
import { setTimeout as sleep } from 'node:timers/promises'
import { KIND_NAMES } from '../../schemas/record.js'
import { recordTopic } from '../../schemas/topics.js'
import type { Ground } from './ground.js'
import { type Finding, finding } from './oracle/verdict.js'

const GIVE_UP_MS = 150_000
const LOOK_MS = 200
const TOPICS = KIND_NAMES.map(recordTopic)

interface Left {
  readonly place: string
  readonly waiting: number
}

/** What still waits when the patience is over. */
export async function settle(ground: Ground): Promise<Finding[]> {
  for (const end = Date.now() + GIVE_UP_MS; ; await sleep(LOOK_MS)) {
    const left = await whatIsLeft(ground).catch((error: unknown) => [String(error)])
    if (left.length === 0) return []
    if (Date.now() > end) return finding('stuck', `still to do ${GIVE_UP_MS / 1000} s after the last fault`, left)
  }
}

async function whatIsLeft(ground: Ground): Promise<string[]> {
  const ends = await endsOf(ground)
  const rows = await ground.query<Left>(
    `select 'runs that are read and not loaded' as place, count(*) as waiting from store.run where status = 'read'
     union all select 'events in the outbox', count(*) from store.outbox
     union all select 'entities to assess', count(*) from store.unassessed
     union all select 'loads to resolve', count(*) from store.load where not resolved
     union all select e.place, e.next_offset - coalesce(p.next_offset, 0) from unnest($1::text[], $2::bigint[]) as e (place, next_offset)
       left join topic.position p on p.consumer = 'load' and p.topic || '/' || p.partition = e.place`,
    [ends.map(({ place }) => place), ends.map(({ waiting }) => waiting)],
  )
  return rows.filter(({ waiting }) => waiting > 0).map(({ place, waiting }) => `${waiting} ${place}`)
}

/** Where the partitions of records end. */
async function endsOf({ broker, topicPrefix, query }: Ground): Promise<Left[]> {
  if (broker === undefined)
    return query<Left>(
      "select topic || '/' || partition as place, next_offset as waiting from topic.partition where topic = any ($1)",
      [TOPICS],
    )
  const admin = broker.stranger().admin()
  await admin.connect()
  try {
    const found = await Promise.all(
      TOPICS.map(async (topic) =>
        (await admin.fetchTopicOffsets(topicPrefix + topic)).map(({ partition, high }) => ({
          place: `${topic}/${partition}`,
          waiting: Number(high),
        })),
      ),
    )
    return found.flat()
  } finally {
    await admin.disconnect()
  }
}
