/** How pieces of evidence come together, for files and for the warehouse alike. */

/** The weight of what is known of a term before anything is counted, in holders. */
export const TERM_PRIOR = 200

/** Bits of sharing a term that `others` of so many holders have too; `chance`: how often two random parties share one, before anything is counted. */
export const sharingBits = (others: number, holders: number, chance: number): number =>
  -Math.log2((others + TERM_PRIOR * chance) / (holders + TERM_PRIOR))

/** Fields that say where a party is, and that many parties have in common. */
export const SHARED_PLACES = ['city', 'region', 'postcode', 'country'] as const

/** How much of what other words of the place say is news, beside the strongest. */
export const PLACE_SHARE = 0.3

/** Of what says where a party is, the strongest for (`most`) and against (`least`, not above 0) counts in full: the rest of the sum mostly follows from it. */
export const placeBits = (sum: number, most: number, least: number): number =>
  most + least + (sum - most - least) * PLACE_SHARE

/** What a pair weighs at most for or against its groups. */
export const CLIP_BITS = 12
/** Two candidates whose evidence is less than this apart fit equally. */
export const MARGIN_BITS = 7
