/**
 * What one transaction of resolution touches. It is gathered in memory and not in temporary tables: for a single record those would have to be
 * emptied, analyzed and joined at several times the cost of what there is to do.
 */

/** A mention that was taken away, or went to another unit or entity, with what it was before. */
export interface Moved {
  readonly record_id: string
  readonly ordinal: number
  readonly old_id: string
  readonly old_unit: string
  /** As Postgres writes it: a Date would lose the microseconds. */
  readonly old_joined_at: string
  /** What its record called it; left out where the record is what it was. */
  readonly old_name?: string
}

type Place = Pick<Moved, 'record_id' | 'ordinal'>
const placeOf = ({ record_id, ordinal }: Place) => `${record_id}:${ordinal}`

export class Touched {
  /** When the transaction had resolution to itself: its own beginning may lie before that of one that it waited for. */
  readonly at: string
  /** Keys of identifiers that were taken from mentions. */
  readonly keys = new Set<string>()
  /** Anchors whose keys, mentions or decisions changed. */
  readonly anchors = new Set<string>()
  /** Keys of names that mentions had or have. */
  readonly names = new Set<string>()
  /** Units that mentions left or came to, and those of which something else is said now. */
  readonly units = new Set<string>()
  /** Units in which mentions are that are known by nothing but one of the names. */
  readonly bearers = new Set<string>()
  /** Units that became another entity, or came to be ambiguous or held, or are so no longer. */
  readonly settled = new Set<string>()
  /** The entities of units, as far as they are known. */
  readonly entityOf = new Map<string, string>()
  readonly #moved = new Map<string, Moved>()
  readonly #unit = new Map<string, string>()
  readonly #arrived = new Map<string, Place>()

  constructor(at: string) {
    this.at = at
  }

  /** The mentions that moved or were taken away, as they were before. */
  get moved(): readonly Moved[] {
    return [...this.#moved.values()]
  }

  /** The mentions that moved or were taken away, and those of records that are resolved. */
  get places(): readonly Place[] {
    return [...new Map<string, Place>([...this.#moved, ...this.#arrived]).values()]
  }

  /** Notes a mention that moved; what it was before the first move counts. */
  move(mention: Moved): void {
    const place = placeOf(mention)
    if (!this.#moved.has(place)) this.#moved.set(place, mention)
    this.units.add(mention.old_unit)
  }

  /** Notes the unit that a mention is of now. */
  place(mention: Place, unit: string): void {
    this.#unit.set(placeOf(mention), unit)
    this.units.add(unit)
  }

  /** Notes a mention of a record that is resolved, and its unit. */
  arrive(mention: Place, unit: string): void {
    this.#arrived.set(placeOf(mention), mention)
    this.place(mention, unit)
  }

  /** True for a mention of a record that is resolved: what it was before, if anything, is known. */
  arrived(mention: Place): boolean {
    return this.#arrived.has(placeOf(mention))
  }

  /** The unit that a mention was placed in; undefined when there is no such mention any more. */
  unitOf(mention: Place): string | undefined {
    return this.#unit.get(placeOf(mention))
  }
}
