/** Outbox to topics: entities, grades, quarantine and corrections leave in the order in which they came about. */
import type { Message } from '../topics/log.js'
import { type OutboxEvent, takeEvents } from '../warehouse/outbox.js'
import { exclusively } from '../warehouse/positions.js'
import type { Stage } from './stage.js'

const EVENTS_AT_ONCE = 5000

/** Publishes until the outbox is empty; returns how many events left. */
export async function publish(stage: Stage): Promise<number> {
  let published = 0
  await exclusively(
    stage.database,
    'publish',
    () => stage.log.warn('another process publishes: waiting for it'),
    async () => {
      for (;;) {
        const left = await stage.database.transaction(async (session) => {
          const events = await takeEvents(session, EVENTS_AT_ONCE)
          const batches = await Promise.all(
            [...byTopic(events)]
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([topic, ofTopic]) => stage.topics.encode(topic, headersOf(topic, ofTopic), ofTopic.map(messageOf))),
          )
          for (const batch of batches) await stage.topics.append(batch, session)
          return events.length
        })
        if (left === 0) return
        published += left
        stage.progress({ stage: 'publish', what: 'events', done: published, total: null })
      }
    },
  )
  // The last stage tidies up: what is old enough and read by all its readers goes.
  await stage.topics.trim()
  return published
}

function byTopic(events: readonly OutboxEvent[]): Map<string, OutboxEvent[]> {
  const topics = new Map<string, OutboxEvent[]>()
  for (const event of events) {
    const ofTopic = topics.get(event.topic)
    if (ofTopic === undefined) topics.set(event.topic, [event])
    else ofTopic.push(event)
  }
  return topics
}

function headersOf(topic: string, events: readonly OutboxEvent[]) {
  return { type: topic, source: '/ledger', time: (events[0]?.occurred_at ?? new Date(0)).toISOString() }
}

function messageOf(event: OutboxEvent): Message {
  return { id: String(event.event_id), key: event.key, value: Buffer.from(event.value) }
}
