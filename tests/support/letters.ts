import type { Random } from '../../bench/fuzz/random.js'

/** So many Chinese characters by chance, as names and streets are made up of. */
export const letters = (next: Random, count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(0x4e00 + next.below(4000))).join('')
