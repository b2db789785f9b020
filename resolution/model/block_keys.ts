/** The keys of mentions, as hashes: each value's are worked out once, and those of a single mention, most of them, are never kept. */
import { SHARED_PLACES } from '../evidence.js'
import type { Column, Mentions } from '../mention.js'
import { Growing, numbersFor } from './arrays.js'
import { Entries } from './entries.js'
import { hashOf } from './hash.js'
import { fittedBy } from './patterns.js'

/** The keys of the values of a column. */
interface ValueKeys {
  /** For each value the range of its keys. */
  readonly start: Uint32Array
  readonly keys: Uint32Array
}

/** What tells the pairs among those who share blocks. What is long of it is shared by the threads that see it. */
export interface PairRows {
  /** How many mentions there are. */
  readonly mentions: number
  /** The numbers of the values of each mention, one for each column; -1: it has none. */
  readonly rows: Int32Array
  /** For each column whether to share a value of it is a reason to compare two. */
  readonly own: readonly boolean[]
  /** For each mention the number of the unique source of which it is a row; -1: it is of no such source. */
  readonly registers: Int32Array
}

/** What pairs are found by. */
export interface PairInput extends PairRows {
  readonly columns: readonly ValueKeys[]
}

/** That two share one of these is no reason to compare them. */
const PLACES: ReadonlySet<string> = new Set(SHARED_PLACES)

export function pairInput(
  { ids, sources, columns }: Mentions,
  rows: Int32Array,
  unique: ReadonlySet<string>,
): PairInput {
  const numbers = new Map([...unique].map((source, number) => [source, number]))
  return {
    mentions: ids.length,
    rows,
    columns: columns.map(valueKeys),
    own: columns.map(({ field }) => !PLACES.has(field.name)),
    registers: Int32Array.from(sources, (source) => numbers.get(source) ?? -1),
  }
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
export function keysOf(input: PairInput): Entries {
  return sharedKeys(input.mentions, (call) => eachKey(input, call))
}

function eachKey({ mentions, rows, columns }: PairInput, call: KeyCall): void {
  for (let at = 0; at < mentions; at++)
    for (let column = 0; column < columns.length; column++) {
      const value = rows[at * columns.length + column] ?? -1
      const { start, keys } = columns[column] as ValueKeys
      if (value < 0) continue
      for (let key = start[value] ?? 0; key < (start[value + 1] ?? 0); key++) call(keys[key] ?? 0, at)
    }
}

/** The keys of the values of a column, the `index`-th of its mentions. */
function valueKeys(column: Column, index: number): ValueKeys {
  const { field, distinct } = column
  const fitted = fittedBy(column)
  const keys = new Growing()
  const start = numbersFor(distinct.length + 1)
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
  return { start, keys: keys.done() }
}
