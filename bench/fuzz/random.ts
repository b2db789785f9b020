/** Seeded numbers, fast: the same seed gives the same inputs on every machine. */

import { seeded } from '../../core/random.js'

export class Random {
  /** From 0 to just below 1. */
  readonly unit: () => number

  constructor(seed: number) {
    this.unit = seeded(seed)
  }

  below(end: number): number {
    return Math.floor(this.unit() * end)
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from')
    return list[this.below(list.length)] as T
  }
}
