/**
 * Which pairs are worth comparing: mentions that share a key. A key that too many share is not dropped: two of its kind together are tried
 * as a key (dynamic blocking, after McNeill, Kardes and Borthwick, 2012), and what is still too large is counted and told.
 */
import { Growing, numbersFor } from './arrays.js'
import { keysOf, type PairInput, sharedKeys } from './block_keys.js'
import type { Entries } from './entries.js'
import { together } from './hash.js'

export interface Blocks {
  /** For each mention the range of its blocks in `blockOf`. */
  readonly from: Uint32Array
  readonly blockOf: Uint32Array
  /** For each block the range of its members, ascending. */
  readonly start: Uint32Array
  readonly members: Uint32Array
  readonly oversize: { readonly keys: number; readonly mentions: number; readonly largest: number }
}

/** So many pairs for each mention, once for single keys and once for two together. */
const PAIRS_A_MENTION = 60
/** Up to so many mentions; of more, sharing a common key says less and less, and fewer pairs find as much. */
export const MANY_MENTIONS = 30_000
const LEAST_PAIRS = 8
const budgetOf = (count: number) =>
  count * Math.max(LEAST_PAIRS, Math.ceil(PAIRS_A_MENTION * Math.min(1, MANY_MENTIONS / count)))
/** Of the keys that too many share, so many of the rarest are combined; among very many mentions fewer, which find as much in half as many pairs. */
const combinedOf = (count: number) => (count > 100_000 ? 6 : 8)

export function blocksOf(input: PairInput): Blocks {
  const { lists, oversize } = levels(input)
  return index(lists, input.mentions, oversize)
}

/** Calls with each block of some entries: the first that are its own, and the first that are not. */
type EachBlock = (entries: Entries, call: (from: number, to: number) => void) => void

const eachRun: EachBlock = (entries, call) => entries.eachRun(call)

/** What is kept of single keys and of two together, and what is too large still. What is worked out on the way is gone afterwards. */
function levels(input: PairInput): { readonly lists: Listed[]; readonly oversize: Blocks['oversize'] } {
  const count = input.mentions
  const one = keysOf(input)
  const two = combined(parted(one, count), count)
  const large = parted(two, count)
  const lists = [
    { entries: one, each: eachRun },
    { entries: two, each: eachRun },
    { entries: large, each: eachWindow },
  ]
  return { lists, oversize: oversizeOf(large, count) }
}

/** Leaves the blocks of a size that is worth comparing, in order; returns the entries of those that are too large. */
function parted(entries: Entries, count: number): Entries {
  entries.sort()
  return entries.divide(mostFor(entries, count, budgetOf(count)))
}

/** So many members of a block that is too large meet at once, each half of them with the next half too. */
const WINDOW = 4

/**
 * What is still too large, cut into windows that overlap: its members meet their neighbours, and are joined through them if they are one party. Who stands beside whom is
 * left to chance, so that what is learned of a party that is named often is how it slips, and not only that it repeats itself.
 */
const eachWindow: EachBlock = (large, call) => {
  large.eachRun((from, to) => {
    for (let at = from; at < to; at += WINDOW / 2) {
      call(at, Math.min(to, at + WINDOW))
      if (at + WINDOW >= to) break
    }
  })
}

/** The largest block size by which all blocks together stay within the budget of pairs. */
function mostFor(entries: Entries, count: number, budget: number): number {
  const sizes = new Map<number, number>()
  entries.eachRun((from, to) => sizes.set(to - from, (sizes.get(to - from) ?? 0) + 1))
  let [pairs, most] = [0, 1]
  for (const [size, blocks] of [...sizes].sort(([a], [b]) => a - b)) {
    pairs += (blocks * size * (size - 1)) / 2
    if (pairs > Math.max(budget, 20_000) && size > 8) break
    most = size
  }
  return Math.min(most, count)
}

/** Two keys of a mention that are too common alone, as one. */
function combined(large: Entries, count: number): Entries {
  const { start, keys, sizes } = byMention(large, count)
  const most = combinedOf(count)
  // The rarest keys of each mention come first.
  const end = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    const from = start[at] ?? 0
    const to = start[at + 1] ?? 0
    end[at] = Math.min(to, from + most)
    if (to - from > most) rarestFirst(keys, sizes, from, from + most, to)
  }
  return sharedKeys(count, (call) => {
    for (let at = 0; at < count; at++)
      for (let i = start[at] ?? 0; i < (end[at] ?? 0); i++)
        for (let j = i + 1; j < (end[at] ?? 0); j++) call(together(keys[i] ?? 0, keys[j] ?? 0), at)
  })
}

/** Puts the keys of a mention in order, those of the smallest blocks first, up to the place from which they are enough. */
function rarestFirst(keys: Uint32Array, sizes: Uint32Array, from: number, enough: number, to: number): void {
  for (let place = from; place < enough; place++) {
    let best = place
    for (let at = place + 1; at < to; at++) if (isRarer(keys, sizes, at, best)) best = at
    swap(keys, place, best)
    swap(sizes, place, best)
  }
}

function isRarer(keys: Uint32Array, sizes: Uint32Array, a: number, b: number): boolean {
  const more = (sizes[a] ?? 0) - (sizes[b] ?? 0)
  return more < 0 || (more === 0 && (keys[a] ?? 0) < (keys[b] ?? 0))
}

function swap(values: Uint32Array, a: number, b: number): void {
  const before = values[a] ?? 0
  values[a] = values[b] ?? 0
  values[b] = before
}

/** Keys with the sizes of their blocks, mention by mention. */
function byMention(entries: Entries, count: number) {
  const start = startsOf([{ entries, each: eachRun }], count)
  const next = start.slice()
  const keys = numbersFor(entries.length)
  const sizes = numbersFor(entries.length)
  entries.eachRun((from, to) => {
    for (let at = from; at < to; at++) {
      const one = entries.mention(at)
      const place = next[one] ?? 0
      next[one] = place + 1
      keys[place] = entries.hash(at)
      sizes[place] = to - from
    }
  })
  return { start, keys, sizes }
}

interface Listed {
  readonly entries: Entries
  readonly each: EachBlock
}

/** Where the places of each mention in blocks begin, if they stand in the order of mentions. */
function startsOf(all: readonly Listed[], count: number): Uint32Array {
  const start = new Uint32Array(count + 1)
  for (const { entries, each } of all)
    each(entries, (from, to) => {
      for (let at = from; at < to; at++) {
        const one = entries.mention(at)
        start[one + 1] = (start[one + 1] ?? 0) + 1
      }
    })
  for (let at = 1; at <= count; at++) start[at] = (start[at] ?? 0) + (start[at - 1] ?? 0)
  return start
}

/** Blocks by mention and mentions by block. Lets go of each list of entries when it is done: of a million mentions they are hundreds of megabytes. */
function index(lists: Listed[], count: number, oversize: Blocks['oversize']): Blocks {
  const from = startsOf(lists, count)
  const total = from[count] ?? 0
  const next = from.slice()
  const members = numbersFor(total)
  const blockOf = numbersFor(total)
  const starts = new Growing()
  let place = 0
  for (let list = lists.shift(); list !== undefined; list = lists.shift()) {
    const { entries, each } = list
    each(entries, (begin, end) => {
      const block = starts.length
      starts.push(place)
      for (let at = begin; at < end; at++) {
        const mention = entries.mention(at)
        members[place++] = mention
        const entry = next[mention] ?? 0
        blockOf[entry] = block
        next[mention] = entry + 1
      }
    })
  }
  starts.push(total)
  return { from, blockOf, start: starts.done(), members, oversize }
}

function oversizeOf(large: Entries, count: number): Blocks['oversize'] {
  let [keys, largest, mentions] = [0, 0, 0]
  const holds = new Uint8Array(count)
  large.eachRun((from, to) => {
    keys++
    largest = Math.max(largest, to - from)
    for (let at = from; at < to; at++) {
      if (holds[large.mention(at)] === 1) continue
      holds[large.mention(at)] = 1
      mentions++
    }
  })
  return { keys, mentions, largest }
}
