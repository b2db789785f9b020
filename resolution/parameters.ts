/**
 * What the warehouse weighs evidence with. Released, not learned on the way: what is joined must not depend on what came first. Another
 * version makes other links; `riskledger resolve --rebuild` takes it up, and `riskledger status` says that it is due.
 */

/** How often the same party shows a level (m), and how often two parties of one block that are not the same do (u). */
export interface Chances {
  readonly m: number
  readonly u: number
}

/** Also raised when names are read otherwise, because keys and counts follow from that. 2: remarks on status are no part of a name. */
export const PARAMETERS_VERSION = 2

/** By the label of the level, as the fields have them. */
export const CHANCES: Readonly<Record<string, Chances>> = {
  'name same': { m: 0.6, u: 1e-5 },
  'name same but for form or place': { m: 0.12, u: 1e-5 },
  'name near': { m: 0.08, u: 3e-5 },
  'name same as far as it is legible': { m: 0.9, u: 1e-5 },
  'name contained': { m: 0.08, u: 1e-4 },
  'name alike': { m: 0.04, u: 1e-3 },
  'name faint': { m: 0.04, u: 2e-2 },
  'name works of the other': { m: 0.6, u: 1e-5 },
  'name branch of the other': { m: 0.6, u: 1e-5 },
  'name other branch': { m: 0.002, u: 3e-3 },
  'name parent or subsidiary': { m: 0.6, u: 1e-5 },
  'name different': { m: 0.01, u: 0.97 },
  'given name same': { m: 0.75, u: 0.005 },
  'given name near': { m: 0.15, u: 0.004 },
  'given name alike': { m: 0.06, u: 0.02 },
  'given name different': { m: 0.04, u: 0.97 },
  'given name of other characters': { m: 0.04, u: 0.97 },
  'family name same': { m: 0.78, u: 0.003 },
  'family name near': { m: 0.12, u: 0.003 },
  'family name alike': { m: 0.03, u: 0.02 },
  'family name different': { m: 0.06, u: 0.97 },
  'names in the same order': { m: 0.96, u: 0.96 },
  'given and family name swapped': { m: 0.04, u: 0.96 },
  'same generation': { m: 0.997, u: 0.5 },
  'another generation (junior, senior)': { m: 0.003, u: 0.5 },
  'address same': { m: 0.5, u: 2e-5 },
  'address same number, street near': { m: 0.17, u: 3e-5 },
  'address same number, street alike': { m: 0.05, u: 2e-4 },
  'address street same, a number missing': { m: 0.06, u: 4e-4 },
  'address street same, other number': { m: 0.07, u: 3e-3 },
  'address alike': { m: 0.05, u: 1e-2 },
  'address different': { m: 0.1, u: 0.985 },
  'region same': { m: 0.82, u: 0.05 },
  'region within the other': { m: 0.1, u: 0.03 },
  'region different': { m: 0.08, u: 0.92 },
  // A party has several licences and telephones: another one says little.
  'identifier same': { m: 0.6, u: 1e-6 },
  'identifier different': { m: 0.4, u: 0.999999 },
}

/** Bits from which two units are one: a probability of 0.99. */
export const SAME_BITS = Math.log2(99)
/** Bits from which a person should look: as likely as not. */
export const POSSIBLE_BITS = 0
/** What a pair without a link weighs: they were compared and found unlike, or shared no key. */
export const UNLINKED_BITS = -6
/** A component of more units than this is left to people. */
export const MOST_UNITS_A_COMPONENT = 60
/** A key that more units than this share says too little. */
export const MOST_UNITS_A_KEY = 40

/** How many units a ledger is taken to have at least. */
export const UNITS_ASSUMED = 20_000

/** So many times as many units as were counted last, and what is rare may be rare no more: an agreement that then is twice as common weighs a bit less. */
export const GROWN_TIMES = 2
