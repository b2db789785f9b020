/**
 * What the warehouse weighs evidence with. Released, not learned on the way: what is joined must not depend on what came first. Another
 * version makes other links; `riskledger resolve --rebuild` takes it up, and `riskledger status` says that it is due.
 *
 * Version 2, November 2026, by `npm run eval:resolution -- --calibrate` (bench/calibrate_resolution.ts). CHANCES: by expectation and maximisation without
 * labels, from first guesses, on the samples of all connectors, Taiwan's register and penalties (PRTR), Japan's labour violations, double
 * publication in China (synthetic), FDA recalls, and seven public sets: febrl4, fake1000, chi_childcare, fodors_zagat, senzing_truth,
 * cn_company_pairs, tw_prtr_link; no set counts for more than 400 pairs. CURVES: from the labels of those sets that hold records.
 *
 * Version 3 weighs as version 2, and tells public bodies, schools and hospitals by place and part (chinese/compare_bodies.ts).
 * Version 4 also tells who only begins with the name of an authority from it, and compares who shares a trade name alone within a part of the world.
 * Version 5 compares addresses alike either way round. Version 6 spells out what banks and insurers are called for short, counts branches by their places, and has keys by
 * which who is called for short meets the registered name. Version 7 leaves any words out of what is limited by shares (chinese/short.ts), and knows legal forms that are written in full
 * in Latin letters.
 */

import type { Calibration, Curve } from './calibration.js'

/** How often the same party shows a level (m), and how often two parties of one block that are not the same do (u). */
export interface Chances {
  readonly m: number
  readonly u: number
}

/** Also raised when names are read otherwise, because keys and counts follow from that. */
export const PARAMETERS_VERSION = 7

/** By the label of the level, as the fields have them. */
export const CHANCES: Readonly<Record<string, Chances>> = {
  'name same': { m: 0.6, u: 8.9e-6 },
  'name same but for form or place': { m: 0.18, u: 5.2e-5 },
  'name near': { m: 0.066, u: 5.4e-6 },
  'name same as far as it is legible': { m: 0.9, u: 1e-5 },
  'name contained': { m: 0.066, u: 0.0003 },
  // Not learned: too few say what they were called before.
  'name former name of the other': { m: 0.1, u: 1e-5 },
  'name alike': { m: 0.066, u: 0.0058 },
  'name faint': { m: 0.014, u: 0.083 },
  'name works of the other': { m: 0.6, u: 1e-5 },
  'name branch of the other': { m: 0.6, u: 1e-5 },
  'name other branch': { m: 0.002, u: 0.003 },
  'name parent or subsidiary': { m: 0.6, u: 1e-5 },
  'name different': { m: 0.0067, u: 0.91 },
  'given name same': { m: 0.79, u: 0.0041 },
  'given name near': { m: 0.18, u: 0.0044 },
  'given name alike': { m: 0.02, u: 0.0097 },
  'given name different': { m: 0.014, u: 0.98 },
  'given name of other characters': { m: 0.04, u: 0.97 },
  'family name same': { m: 0.79, u: 0.0096 },
  'family name near': { m: 0.18, u: 0.0028 },
  'family name alike': { m: 0.0087, u: 0.0039 },
  'family name different': { m: 0.017, u: 0.98 },
  'names in the same order': { m: 0.84, u: 0.99 },
  'given and family name swapped': { m: 0.16, u: 0.0065 },
  'same generation': { m: 1, u: 0.49 },
  'another generation (junior, senior)': { m: 0.0032, u: 0.51 },
  'address same': { m: 0.61, u: 0.00086 },
  'address same number, street near': { m: 0.17, u: 0.00019 },
  'address same number, street alike': { m: 0.04, u: 7.6e-5 },
  'address street same, a number missing': { m: 0.028, u: 0.00018 },
  'address street same, other number': { m: 0.057, u: 0.0032 },
  'address alike': { m: 0.018, u: 0.0032 },
  'address different': { m: 0.075, u: 0.99 },
  'region same': { m: 0.86, u: 0.12 },
  'region within the other': { m: 0.027, u: 0.00033 },
  'region different': { m: 0.11, u: 0.88 },
  // A party has several licences and telephones: another one says little.
  'identifier same': { m: 0.83, u: 0.0051 },
  'identifier different': { m: 0.17, u: 0.99 },
}

/** The calibration before any reviewer has said anything: the bits as they are. */
export const CALIBRATION: Calibration = { slope: 1, shift: 0 }

/** What share of pairs is one party, by their calibrated bits; for those of which more than the name agrees, and for the others. */
export const CURVES: { readonly corroborated: Curve; readonly open: Curve } = {
  corroborated: [
    [-14, 0.2046],
    [-10, 0.5369],
    [-6, 0.8346],
    [-3, 0.8346],
    [0, 0.8531],
    [3, 0.9723],
    [6, 0.9723],
    [9, 0.9723],
    [12, 0.9723],
    [16, 0.9818],
    [20, 0.9818],
    [26, 0.9918],
  ],
  open: [
    [-14, 0.0048],
    [-10, 0.0283],
    [-6, 0.2114],
    [-3, 0.3809],
    [0, 0.5259],
    [3, 0.551],
    [6, 0.6183],
    [9, 0.6183],
    [12, 0.6183],
    [16, 0.6183],
    [20, 0.6183],
    [26, 0.6183],
  ],
}

/** Calibrated bits from which two units are one, where more than the name agrees: of all such pairs of the labelled sets, 99 in 100 are. */
export const SAME_BITS = Math.log2(99)
/** Calibrated bits from which a person should look: as likely as not. */
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
