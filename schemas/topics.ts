/** The table of topics: the one place that names them. */
import { KIND_NAMES, type Kind } from './record.js'

export interface TopicDeclaration {
  readonly name: string
  readonly about: string
  /** Compacted: only the last message of a key has to be kept. */
  readonly compacted: boolean
}

/** The topic of a record kind; its key is `connector/source_key`. */
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
    about: `every accepted ${kind} record, as its source row said it; key connector/source_key`,
    compacted: false,
  })),
  { name: ENTITY_TOPIC, about: 'an entity made or changed; key entity id', compacted: true },
  { name: GRADE_TOPIC, about: 'the current grade of an entity; key entity id', compacted: true },
  { name: QUARANTINE_TOPIC, about: 'a row or file that could not be accepted; key quarantine id', compacted: false },
  {
    name: CORRECTION_TOPIC,
    about: 'a record withdrawn or replaced by a later version; key connector/source_key',
    compacted: false,
  },
]
