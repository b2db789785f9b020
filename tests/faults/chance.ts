/**
 * Seeded decisions. Each has a name, and follows from the seed and the name alone: the first 48 bits of sha256(seed/…/name) as a part of 2^48. So one
 * decision does not hang on how many came before it, and any one of them can be worked out by hand.
 */
import { createHash } from 'node:crypto'

const BITS = 48

export class Chance {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** The decisions of a part of the whole. */
  of(part: string | number): Chance {
    return new Chance(`${this.path}/${part}`)
  }

  /** From 0 to just below 1. */
  unit(name: string): number {
    const digest = createHash('sha256').update(`${this.path}/${name}`).digest('hex')
    return Number.parseInt(digest.slice(0, BITS / 4), 16) / 2 ** BITS
  }

  /** A whole number, both ends included. */
  whole(name: string, from: number, to: number): number {
    return from + Math.floor(this.unit(name) * (to - from + 1))
  }

  pick<T>(name: string, list: readonly T[]): T {
    const [found] = list.slice(Math.floor(this.unit(name) * list.length))
    if (found === undefined) throw new Error(`nothing to pick ${name} from`)
    return found
  }

  shuffled<T>(name: string, list: readonly T[]): T[] {
    return list
      .map((item, index) => ({ item, order: this.unit(`${name}/${index}`) }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item)
  }
}
