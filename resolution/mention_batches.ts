/** Mentions read by two threads: one reads the table and what is short, the other names, addresses and codes, which take as long as all else. */
import type { Field } from './fields/field.js'
import type { Mapping } from './mapping.js'
import { MentionReader, type Mentions, readValue } from './mention.js'

/** None of these is read as a text: of equal texts each would be a value here. The values of all others are such as can be sent to a thread. */
const LATER = new Set(['person_name', 'organisation_name', 'address', 'identifier.uscc'])
const isLater = ({ name }: Field<unknown>) => LATER.has(name)

/** Mentions as one thread hands them to the other. */
export interface MentionBatch {
  readonly ids: readonly string[]
  readonly sources: readonly string[]
  /** For each column the numbers of the values of these mentions, and the values that came for the first time: of what is read later its texts. */
  readonly columns: readonly { readonly of: Int32Array; readonly distinct: readonly unknown[] }[]
}

/** Reads mentions without what is left to the other thread. */
export class BatchReader {
  readonly #reader: MentionReader

  constructor(mapping: Mapping) {
    this.#reader = new MentionReader(mapping, (field, texts) => (isLater(field) ? texts : readValue(field, texts)))
  }

  readonly add: MentionReader['add'] = (id, source, texts) => this.#reader.add(id, source, texts)

  /** What was added since this was last asked for. */
  take(): MentionBatch {
    const { ids, sources, columns } = this.#reader.mentions
    return {
      ids: ids.splice(0),
      sources: sources.splice(0),
      columns: columns.map(({ of, distinct }) => ({ of: Int32Array.from(of.splice(0)), distinct: distinct.splice(0) })),
    }
  }

  /** How many of all had no name of any kind. */
  get nameless(): number {
    return this.#reader.mentions.nameless
  }
}

/** Puts batches together, in their order, and reads what was left in them. */
export class JoinedMentions {
  readonly #mentions: Mentions
  /** For each column the numbers of its values here by their numbers there; -1: what was left says nothing. */
  readonly #numbers: readonly number[][]

  constructor(mapping: Mapping) {
    this.#mentions = new MentionReader(mapping).mentions
    this.#numbers = this.#mentions.columns.map(() => [])
  }

  add(batch: MentionBatch): void {
    const { ids, sources, columns } = this.#mentions
    for (const id of batch.ids) ids.push(id)
    for (const source of batch.sources) sources.push(source)
    columns.forEach(({ field, of, distinct }, index) => {
      const numbers = this.#numbers[index] ?? []
      const added = batch.columns[index]
      for (const value of added?.distinct ?? []) {
        const read = isLater(field) ? readValue(field, value as readonly string[]) : value
        numbers.push(read === null ? -1 : distinct.push(read) - 1)
      }
      for (const number of added?.of ?? []) of.push(numbers[number] ?? -1)
    })
  }

  /** All mentions, as one reader would have read them. */
  done(nameless: number): Mentions {
    this.#mentions.nameless = nameless
    return this.#mentions
  }
}
