/** What every adapter refuses in the same words. */
import { LedgerError } from '../core/errors.js'
import type { PartitionBounds } from './log.js'

export function unknownTopic(topic: string): LedgerError {
  return new LedgerError(
    'topic_unknown',
    `There is no topic ${topic}`,
    'List the topics with `riskledger topics list`.',
  )
}

/** A reader behind what retention removed is told how many messages it will never see. */
export function refuseTruncated({ topic, partition, firstOffset }: PartitionBounds, offset: number): void {
  if (offset >= firstOffset) return
  throw new LedgerError(
    'topic_truncated',
    `${topic}/${partition} begins at offset ${firstOffset}: ${firstOffset - offset} messages from ${offset} on were removed by retention`,
    `Ingest their source again with \`--full\`; \`riskledger topics replay load --topic ${topic} --from-start\` goes on with what is left.`,
  )
}

/** A topic that was deleted and made again, or lost its end: what is read on from the old position would be a part of something else. */
export function recreatedTopic(topic: string, partition: number, why: string): LedgerError {
  return new LedgerError(
    'topic_recreated',
    `${topic}/${partition} is not the topic that was read before: ${why}`,
    `\`riskledger topics replay load --topic ${topic} --from-start\` reads it from its beginning; what is known already changes nothing.`,
  )
}
