/** What every adapter refuses in the same words. */
import { LedgerError } from '../core/errors.js'
import { nameOf, type Partition } from '../warehouse/members.js'
import type { PartitionBounds, ReadMessage } from './log.js'

export function unknownTopic(topic: string): LedgerError {
  return new LedgerError(
    'topic_unknown',
    `There is no topic ${topic}`,
    'List the topics with `riskledger topics list`.',
  )
}

/** A reader behind what retention removed is told how many messages it will never see. */
export function refuseTruncated(bound: PartitionBounds, offset: number): void {
  const { topic, firstOffset } = bound
  if (offset >= firstOffset) return
  throw new LedgerError(
    'topic_truncated',
    `${nameOf(bound)} begins at offset ${firstOffset}: ${firstOffset - offset} messages from ${offset} on were removed by retention`,
    `Ingest their source again with \`--full\`; \`riskledger topics replay load --topic ${topic} --from-start\` goes on with what is left.`,
  )
}

/**
 * The message before a place must be the one that was read last. `found` is the first message from there on: where it is a later one (compaction took the
 * other away, or it was the mark of a transaction), that tells nothing.
 */
export function refuseOther(
  { topic, partition }: Partition,
  last: { readonly offset: number; readonly id: string },
  found: ReadMessage | undefined,
): void {
  if (found?.offset !== last.offset || found.id === last.id) return
  const why = `another message than the one that was read last is at offset ${last.offset}`
  throw recreatedTopic(topic, partition, why)
}

/** A topic that was deleted and made again, or lost its end: what is read on from the old position would be a part of something else. */
export function recreatedTopic(topic: string, partition: number, why: string): LedgerError {
  return new LedgerError(
    'topic_recreated',
    `${nameOf({ topic, partition })} is not the topic that was read before: ${why}`,
    `\`riskledger topics replay load --topic ${topic} --from-start\` reads it from its beginning; what is known already changes nothing.`,
  )
}
