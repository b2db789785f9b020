/** What has to leave on topics: taken away in the transaction that appends it. */
import type { Database, Session } from './database.js'

export interface OutboxEvent {
  readonly event_id: number
  readonly topic: string
  readonly key: string
  /** JSON text; null is a tombstone. */
  readonly value: string | null
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

/** True when there are events to publish. */
export async function anyEvents(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ any: boolean }>('select exists (select from store.outbox) as any')
  return rows[0]?.any === true
}
