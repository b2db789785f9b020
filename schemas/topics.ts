/** The table of topics: the one place that names them, and says what is on each. */
import type { z } from 'zod'
import { correctionEvent, entityEvent, gradeEvent, quarantineEvent } from './events.js'
import { KIND_NAMES, type Kind, RECORD_MESSAGES } from './record.js'

export interface TopicDeclaration {
  readonly name: string
  readonly about: string
  /** What the key of a message is; order is kept per key. */
  readonly key: string
  /**
   * Compacted: only the last message of a key has to be kept. A null value is then a tombstone: there is nothing under the key any
   * more. Whatever else is said of a key is said before its state, so that compaction never takes the state for it.
   */
  readonly compacted: boolean
  /** The value of a message, tombstones aside. */
  readonly value: z.ZodType
}

/** The topic of a record kind. */
export function recordTopic(kind: Kind): string {
  return `riskledger.${kind}.v1`
}

/** The kind of the records on a topic; undefined for a topic of events. */
export function kindOf(topic: string): Kind | undefined {
  return KIND_NAMES.find((kind) => recordTopic(kind) === topic)
}

export const ENTITY_TOPIC = 'riskledger.entity.v1'
export const GRADE_TOPIC = 'riskledger.grade.v1'
export const QUARANTINE_TOPIC = 'riskledger.quarantine.v1'
export const CORRECTION_TOPIC = 'riskledger.correction.v1'

export const TOPICS: readonly TopicDeclaration[] = [
  ...KIND_NAMES.map((kind) => ({
    name: recordTopic(kind),
    about: `every accepted ${kind} record, as its source row said it`,
    key: 'connector/source_key',
    compacted: false,
    value: RECORD_MESSAGES[kind],
  })),
  {
    name: ENTITY_TOPIC,
    about: 'an entity made, changed, split, merged into another, or ended',
    key: 'entity id',
    compacted: true,
    value: entityEvent,
  },
  {
    name: GRADE_TOPIC,
    about: 'the current grade of an entity, or that it has none any more',
    key: 'entity id',
    compacted: true,
    value: gradeEvent,
  },
  {
    name: QUARANTINE_TOPIC,
    about: 'a row, file or message that could not be accepted, and later what was decided of it',
    key: 'quarantine id',
    compacted: false,
    value: quarantineEvent,
  },
  {
    name: CORRECTION_TOPIC,
    about: 'a record replaced by a later version or absent from a full snapshot; names the version that ended',
    key: 'connector/source_key',
    compacted: false,
    value: correctionEvent,
  },
]
