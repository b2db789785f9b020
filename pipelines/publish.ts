/** Outbox to topics: entities, grades, quarantine and corrections leave in the order in which they came about. */
import type { Message } from '../topics/log.js'
import { asMember, type Ownership } from '../warehouse/members.js'
import { anyEvents, type OutboxEvent, takeEvents } from '../warehouse/outbox.js'
import { fence } from '../warehouse/positions.js'
import { goOnWithout, keepPace, type Pace, type Stage, UNTIL_CAUGHT_UP } from './stage.js'

const EVENTS_AT_ONCE = 5000
// In a row. More often it is somebody who publishes under our name to the same topics.
const MOST_FENCED = 5

const CONSUMER = 'publish'
// The outbox is one queue: whoever owns it publishes, and others stand by.
const OUTBOX = [{ topic: 'outbox', partition: 0 }]

/** Publishes until the outbox is empty; returns how many events left. One that was appended and not yet taken away leaves again, under the same id. */
export async function publish(stage: Stage, pace: Pace = UNTIL_CAUGHT_UP): Promise<number> {
  let published = 0
  await asMember(stage.database, CONSUMER, stage.sessionTimeoutSeconds, async (member) => {
    let fenced = 0
    const some = async () => {
      // Who is no member any more hears of it here, and has to become one again.
      const owned = await member.share(OUTBOX)
      try {
        const left = owned.length === 0 ? 0 : await publishSome(stage, owned)
        fenced = 0
        published += left
        if (left > 0) stage.progress({ stage: 'publish', what: 'events', done: published, total: null })
        return left > 0
      } catch (error) {
        // Where several begin at once, one may take what another has just taken; and it may be this one that has it then.
        if (++fenced === MOST_FENCED) throw error
        goOnWithout(stage, member, error)
        return true
      }
    }
    await keepPace(pace, some, () => anyEvents(stage.database))
  })
  // The last stage tidies up: what is old enough and read by all its readers goes.
  await stage.topics.trim()
  return published
}

async function publishSome(stage: Stage, owned: readonly Ownership[]): Promise<number> {
  // Before the fence: who was stopped here has lost its right by the time it looks, and who is stopped later is refused by the log.
  const alone = { name: CONSUMER, epoch: owned[0]?.epoch ?? 0 }
  await stage.topics.openAlone(alone)
  return stage.database.transaction(async (session) => {
    await fence(session, owned)
    const events = await takeEvents(session, EVENTS_AT_ONCE)
    const batches = await Promise.all(
      [...byTopic(events)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([topic, ofTopic]) =>
          stage.topics.encode(topic, headersOf(stage, topic, ofTopic), ofTopic.map(messageOf)),
        ),
    )
    await stage.topics.appendAhead(batches, alone)
    for (const batch of batches) await stage.topics.appendWithin(batch, session)
    return events.length
  })
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

function headersOf({ ledgerId }: Stage, topic: string, events: readonly OutboxEvent[]) {
  // Another ledger on the same topics numbers its events anew.
  const source = `/ledgers/${ledgerId}`
  return { type: topic, source, time: (events[0]?.occurred_at ?? new Date(0)).toISOString() }
}

function messageOf(event: OutboxEvent): Message {
  return { id: String(event.event_id), key: event.key, value: event.value === null ? null : Buffer.from(event.value) }
}
