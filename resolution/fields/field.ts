/** What a field of a mention is to resolution: how its texts are read, compared, and used to find likely pairs. */

/** One outcome of a comparison, best first. `m`: how often the same party shows it; `u`: how often two random parties do. */
export interface Level {
  readonly label: string
  readonly m: number
  readonly u: number
  /** True: whatever else agrees, the two are not one party; they are related. */
  readonly related?: boolean
  /** True: m is taken as it is, and not learned: it holds given what stands in the texts. */
  readonly given?: boolean
}

/** A comparison that a field makes; most fields make one. */
export interface Slot {
  readonly name: string
  readonly levels: readonly Level[]
}

/** What comparing two values found, a place for each slot of the field. */
export interface Outcome {
  /** Index of the level; -1: nothing to compare. */
  readonly level: Int8Array
  /** How rare the agreement is, in bits; NaN: as rare as its level is in general. */
  readonly bits: Float64Array
}

/** Minus the binary logarithm of how often two random holders share the term. */
export type Rarity = (term: string) => number

export interface Field<V> {
  readonly name: string
  readonly slots: readonly Slot[]
  /** Reads the texts of the field's columns; null when they say nothing. */
  read(texts: readonly string[]): V | null
  /** Writes what it finds into the outcome, from place `at` on. */
  compare(a: V, b: V, rarity: Rarity, found: Outcome, at: number): void
  /** Keys under which likely pairs meet: two values that could well be one party's share at least one. */
  keys(value: V): readonly string[]
  /** What is counted to tell rare values from common ones. */
  terms(value: V): readonly string[]
  /** Patterns of a value that was not published whole; how many values would fit one is counted too. */
  patterns?(value: V): readonly string[]
  /** The patterns that a whole value would fit. */
  fits?(value: V): readonly string[]
  /** How often two random parties share a term, before anything is counted. */
  readonly termChance: number
}
