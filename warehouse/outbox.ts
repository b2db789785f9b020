/** What has to leave on topics: taken away in the transaction that appends it. */
import type { Session } from './database.js'

export interface OutboxEvent {
  readonly event_id: number
  readonly topic: string
  readonly key: string
  /** JSON text. */
  readonly value: string
  readonly occurred_at: Date
}

/** Takes the oldest events, in the order in which they were written; they are gone when the transaction commits. */
export async function takeEvents(session: Session, limit: number): Promise<OutboxEvent[]> {
  const { rows } = await session.query<OutboxEvent>(
    `with taken as (delete from store.outbox where event_id in (select event_id from store.outbox order by event_id limit $1) returning *)
     select event_id, topic, key, value::text as value, occurred_at from taken order by event_id`,
    [limit],
  )
  return rows
}
