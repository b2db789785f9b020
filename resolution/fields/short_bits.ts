/** How much a short name says that fits a full one. */
import { type ChineseName, placedBranch } from '../chinese/name.js'
import { isShort, shortens } from '../chinese/short.js'
import { shortFits, shortPatterns } from '../chinese/short_patterns.js'
import type { Rarity } from './field.js'

/** A short name leaves room for others. */
export const MOST_SHORT_BITS = 17
export const MOST_BRANCH_BITS = 8

/** As rare as the full names are that may be called so, and its branch is. */
export function shortBits(a: ChineseName, b: ChineseName, rarity: Rarity): number {
  const [short, full] = isShort(a) ? [a, b] : [b, a]
  const patterns = shortPatterns(short)
  const open = shortFits(full, (pattern) => patterns.includes(pattern))
  const bits = Math.max(0, ...open.map((pattern) => rarity(pattern, 2)))
  const branch = a.branch === '' ? 0 : Math.min(MOST_BRANCH_BITS, rarity(`b${placedBranch(a)}`))
  return Math.min(MOST_SHORT_BITS, bits + branch)
}

/** What a short name says that keeps all words of a full one but such as come and go: 中关村 and 中关村科技发展(控股). */
export function calledBits(a: ChineseName, b: ChineseName, rarity: Rarity): number {
  if (a.registered === b.registered) return 0
  const [short, full] = a.registered ? [b, a] : [a, b]
  // Two characters are many companies' trade name.
  return short.head.length > 2 && shortens(short, full) === 'part' ? shortBits(short, full, rarity) : 0
}
