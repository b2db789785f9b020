/** Where one answer ends and the next begins. Weights are in bits: 0 is as likely as not, each bit doubles the odds. */

import { TERM_PRIOR } from './evidence.js'

/** Two mentions are held to be one party from these bits on: as likely as not. */
export const SAME_BITS = 0
/** Evidence between these bits and those of `same` is for people to decide: odds of one to ten. */
export const POSSIBLE_BITS = -3.3
/** The same for pairs that somebody gave to be compared, who had a reason to. */
export const POSSIBLE_GIVEN_BITS = -5
/** Pairs below these bits are not worth keeping. */
export const KEPT_BITS = -6
/** A value is rare while no more than about so many others have it. */
const RARE_BY = 5
/** The bits from which on a value is rare among so many mentions, as model/rarity.ts counts them. */
export const rareBits = (mentions: number): number => Math.log2((mentions + TERM_PRIOR) / RARE_BY)

/** What can be said of a pair. */
export const ANSWERS = ['same', 'related', 'possible', 'ambiguous', 'different'] as const
export type Answer = (typeof ANSWERS)[number]

/** The probability that bits of evidence stand for, taken at their word. */
export const probability = (bits: number): number => 1 / (1 + 2 ** -bits)

/** What fields say overlaps, so that their sum says too much: beyond even odds each bit counts half. Fitted to labelled sets of persons, shops, and firms, by log loss. */
const SHARE_BEYOND_EVEN = 0.5

/** The probability that two are one party, from the sum of their evidence. */
export const calibrated = (bits: number): number => probability(bits > 0 ? bits * SHARE_BEYOND_EVEN : bits)
