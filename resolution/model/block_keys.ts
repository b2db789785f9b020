/** The keys of mentions, as hashes: each value's are worked out once, and those of a single mention, most of them, are never kept. */
import type { Column, Mentions } from '../mention.js'
import { Growing } from './arrays.js'
import { Entries } from './entries.js'
import { hashOf } from './hash.js'
import { fittedBy } from './patterns.js'

/** The keys of the values of a column. */
interface ValueKeys {
  /** The number of the value of each mention. */
  readonly of: readonly number[]
  /** For each value the range of its keys. */
  readonly start: Uint32Array
  readonly keys: Uint32Array
}

/** Bits of the table that tells keys of one mention from others. A key that shares its place with another is kept in vain. */
const [LEAST_BITS, MOST_BITS] = [10, 25]

/** How often each place of a table was met, up to two: two bits for each, so that much of the table stays near the processor. */
class Times {
  readonly #held: Uint8Array

  constructor(bits: number) {
    this.#held = new Uint8Array(1 << (bits - 2))
  }

  of(place: number): number {
    return ((this.#held[place >>> 2] ?? 0) >>> ((place & 3) << 1)) & 3
  }

  /** How often it was met before. */
  add(place: number): number {
    const before = this.of(place)
    if (before < 2) this.#held[place >>> 2] = (this.#held[place >>> 2] ?? 0) + (1 << ((place & 3) << 1))
    return before
  }
}

type KeyCall = (key: number, mention: number) => void

/** The keys that two mentions or more have, in the order of mentions; `each` calls with all keys, mention by mention, and is asked twice. */
export function sharedKeys(mentions: number, each: (call: KeyCall) => void): Entries {
  let bits = LEAST_BITS
  while (bits < MOST_BITS && 1 << bits < 64 * mentions) bits++
  const shift = 32 - bits
  const times = new Times(bits)
  let total = 0
  each((key) => {
    const before = times.add(key >>> shift)
    total += before === 0 ? 0 : before === 1 ? 2 : 1
  })
  const entries = new Entries(total)
  each((key, at) => {
    if (times.of(key >>> shift) >= 2) entries.push(key, at)
  })
  return entries
}

/** The keys that two mentions or more have, in the order of mentions. */
export function keysOf({ columns, ids }: Mentions): Entries {
  const all = columns.map(valueKeys)
  return sharedKeys(ids.length, (call) => eachKey(all, ids.length, call))
}

function eachKey(all: readonly ValueKeys[], mentions: number, call: KeyCall): void {
  for (let at = 0; at < mentions; at++)
    for (const { of, start, keys } of all) {
      const value = of[at] ?? -1
      if (value < 0) continue
      for (let key = start[value] ?? 0; key < (start[value + 1] ?? 0); key++) call(keys[key] ?? 0, at)
    }
}

function valueKeys(column: Column, index: number): ValueKeys {
  const { field, of, distinct } = column
  const fitted = fittedBy(column)
  const keys = new Growing()
  const start = new Uint32Array(distinct.length + 1)
  distinct.forEach((value, number) => {
    const begin = keys.length
    const add = (key: string) => {
      const hash = hashOf(key, index * 0x9e37)
      if (!keys.holds(hash, begin)) keys.push(hash)
    }
    for (const key of field.keys(value)) add(key)
    for (const pattern of field.patterns?.(value) ?? []) add(pattern)
    for (const pattern of fitted[number] ?? []) add(pattern)
    start[number + 1] = keys.length
  })
  return { of, start, keys: keys.done() }
}
