/** Units and the links between them: what resolution works out and the warehouse keeps. */

/** What exact joins hold to be one party, with all that its mentions say. */
export interface UnitRow {
  readonly unit_id: string
  readonly kind: string
  readonly joined_by: 'identifier' | 'name' | 'alone'
  readonly names: readonly string[]
  readonly regions: readonly string[]
  readonly addresses: readonly string[]
  /** '+' where it proves, '@' where it is that of the legal representative, else '-'; scheme, issuer, value, check status, with a tab between. */
  readonly identifiers: readonly string[]
}

export type Answer = 'same' | 'related' | 'possible' | 'different'

/** How two parties that are not one are related. `group`: a group and a company of its name; `generation`: father and son; `former`: the one says that it was called as the other is; `shared_person`: one legal representative. */
export const RELATIONS = ['branch', 'works', 'site', 'group', 'generation', 'former', 'shared_person'] as const
export type Relation = (typeof RELATIONS)[number]

/** One thing that was found when two units were compared, and what it weighs. */
export interface Finding {
  readonly what: string
  readonly bits: number
}

/** What a finding weighs that makes it certain that two are not one. */
export const NEVER_ONE_BITS = -1000

export interface Link {
  readonly a: string
  readonly b: string
  readonly bits: number
  readonly answer: Answer
  /** Null where the answer is not related. */
  readonly relation: Relation | null
}

/** What a reviewer said of two units; it outranks the machine. */
export interface Decision {
  readonly a: string
  readonly b: string
  readonly verdict: 'same' | 'different'
}

/** How many parties have a term, by its hash, as it was counted in a ledger last; terms of one alone are left out. */
export interface TermCounts {
  readonly units: number
  readonly holders: ReadonlyMap<number, number>
}
