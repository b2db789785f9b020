/** What a field of a mention is to resolution: how its texts are read, compared, and used to find likely pairs. */

/** One outcome of a comparison, best first. `m`: how often the same party shows it; `u`: how often two random parties do. */
export interface Level {
  readonly label: string
  readonly m: number
  readonly u: number
  /** True: whatever else agrees, the two are not one party; they are related. */
  readonly related?: boolean
  /** True: a row of a unique source, a register, may be meant all the same: it holds the party under this name and no other. */
  readonly unlessRegistered?: boolean
  /** True: several that fit at this level are strangers to each other, not sites of one party. */
  readonly strangers?: boolean
  /** True: the two are one party even where their names say branch and company, as long as few share the value. */
  readonly proves?: boolean
  /** True: whatever else agrees, the two are two parties. */
  readonly vetoes?: boolean
  /** True: another field that conflicts too makes it certain that the two are two parties. */
  readonly conflicts?: boolean
  /** True: m is taken as it is, and not learned: it holds given what stands in the texts. */
  readonly given?: boolean
  /** True: the two have nothing in common here. */
  readonly unlike?: boolean
  /** True: m is learned, and never above the first guess: more pairs than that which show it are no matches. */
  readonly bounded?: boolean
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

/** Minus the binary logarithm of how often two random holders share the term; `holders`: as how many the two compared count, two where their names differ. */
export interface Rarity {
  (term: string, holders?: number): number
  /** The bits of a term that a few others have too, if that is known: what has less is no longer one party's. */
  readonly few?: number
}

export interface Field<V> {
  readonly name: string
  readonly slots: readonly Slot[]
  /** The roles of a mapping whose texts it reads; its own name where none are given. */
  readonly roles?: readonly string[]
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
  /** Those of the patterns of others that a whole value fits; values that are spellings of one are counted once for each. */
  fits?(value: V, patterns: Patterns): readonly string[]
  /** What is left of a name without what spellings of one party's name differ in. */
  core?(value: V): string
  /** What spellings of a value are as a whole: it is counted at how many places that is. */
  wholes?(value: V): readonly string[]
  /** True for a name that several parties may have, each in its town. */
  anyones?(value: V): boolean
  /** A text that is the same for spellings of one value. */
  spelling?(value: V): string
  /** True for a value that may stand for those of several parties, such as a short name. */
  partial?(value: V): boolean
  /** How often two random parties share a term, before anything is counted. */
  readonly termChance: number
}

/** Patterns of texts that are not known whole. */
export class Patterns {
  readonly #all = new Set<string>()
  readonly #lengths = new Set<number>()

  get size(): number {
    return this.#all.size
  }

  add(pattern: string): void {
    this.#all.add(pattern)
    this.#lengths.add(pattern.length)
  }

  has(pattern: string): boolean {
    return this.#all.has(pattern)
  }

  /** Whether any is so long: a text of another length needs no trying. */
  hasLength(length: number): boolean {
    return this.#lengths.has(length)
  }
}

/** Levels of a comparison, each under its label with m and u. */
export const levelsOf = (name: string, table: readonly (readonly [string, number, number])[]): Level[] =>
  table.map(([label, m, u]) => ({ label: `${name} ${label}`, m, u }))
