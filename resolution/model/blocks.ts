/**
 * Which pairs are worth comparing: mentions that share a key. A key that too many share is not dropped: two of its kind together are tried
 * as a key (dynamic blocking, after McNeill, Kardes and Borthwick, 2012), and what is still too large is counted and told.
 */
import type { Mentions } from '../mention.js'
import { Growing } from './arrays.js'
import { type Entries, eachRun, keysOf, sharedKeys, sorted } from './block_keys.js'
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
/** Of the keys that too many share, so many of the rarest are combined. */
const COMBINED = 8

export function blocksOf(mentions: Mentions): Blocks {
  const count = mentions.ids.length
  const [kept, keptTwo, largeTwo] = levels(mentions, count)
  return index([kept, keptTwo, windows(largeTwo)], count, largeTwo)
}

/** What is kept of single keys and of two together, and what is too large still. What is worked out on the way is gone afterwards. */
function levels(mentions: Mentions, count: number): readonly [Entries, Entries, Entries] {
  const [kept, large] = parted(keysOf(mentions), count)
  return [kept, ...parted(combined(large, count), count)]
}

function parted(entries: Entries, count: number): [Entries, Entries] {
  const inOrder = sorted(entries)
  return divided(inOrder, mostFor(inOrder, count, budgetOf(count)))
}

/** So many members of a block that is too large meet at once, each half of them with the next half too. */
const WINDOW = 4

/** What is still too large, cut into windows that overlap: its members meet their neighbours, and are joined through them if they are one party. */
function windows(large: Entries): Entries {
  const [hash, mention] = [new Growing(), new Growing()]
  let window = 0
  eachRun(large, (from, to) => {
    for (let at = from; at < to; at += WINDOW / 2) {
      window++
      for (let one = at; one < Math.min(to, at + WINDOW); one++) {
        hash.push(window)
        mention.push(large.mention[one] ?? 0)
      }
      if (at + WINDOW >= to) break
    }
  })
  return { hash: hash.done(), mention: mention.done() }
}

/** The largest block size by which all blocks together stay within the budget of pairs. */
function mostFor(entries: Entries, count: number, budget: number): number {
  const sizes = new Map<number, number>()
  eachRun(entries, (from, to) => sizes.set(to - from, (sizes.get(to - from) ?? 0) + 1))
  let [pairs, most] = [0, 1]
  for (const [size, blocks] of [...sizes].sort(([a], [b]) => a - b)) {
    pairs += (blocks * size * (size - 1)) / 2
    if (pairs > Math.max(budget, 20_000) && size > 8) break
    most = size
  }
  return Math.min(most, count)
}

/** Blocks of two and more up to a size, and those beyond it. */
function divided(entries: Entries, most: number): [Entries, Entries] {
  const total = { fits: 0, large: 0 }
  eachRun(entries, (from, to) => {
    if (to - from > 1) total[to - from <= most ? 'fits' : 'large'] += to - from
  })
  const empty = (length: number) => ({ hash: new Uint32Array(length), mention: new Uint32Array(length), length: 0 })
  const [fits, large] = [empty(total.fits), empty(total.large)]
  eachRun(entries, (from, to) => {
    if (to - from < 2) return
    const into = to - from <= most ? fits : large
    into.hash.set(entries.hash.subarray(from, to), into.length)
    into.mention.set(entries.mention.subarray(from, to), into.length)
    into.length += to - from
  })
  return [fits, large]
}

/** Two keys of a mention that are too common alone, as one. */
function combined(large: Entries, count: number): Entries {
  const { start, keys, sizes } = byMention(large, count)
  // The rarest keys of each mention come first.
  const end = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    const [from, to] = [start[at] ?? 0, start[at + 1] ?? 0]
    end[at] = Math.min(to, from + COMBINED)
    if (to - from <= COMBINED) continue
    const order = Array.from({ length: to - from }, (_, one) => from + one)
    order.sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0) || (keys[a] ?? 0) - (keys[b] ?? 0))
    keys.set(
      order.slice(0, COMBINED).map((one) => keys[one] ?? 0),
      from,
    )
  }
  return sharedKeys(count, (call) => {
    for (let at = 0; at < count; at++)
      for (let i = start[at] ?? 0; i < (end[at] ?? 0); i++)
        for (let j = i + 1; j < (end[at] ?? 0); j++) call(together(keys[i] ?? 0, keys[j] ?? 0), at)
  })
}

/** Keys with the sizes of their blocks, mention by mention. */
function byMention({ hash, mention }: Entries, count: number) {
  const start = startsOf(mention, count)
  const next = start.slice()
  const keys = new Uint32Array(hash.length)
  const sizes = new Uint32Array(hash.length)
  eachRun({ hash, mention }, (from, to) => {
    for (let at = from; at < to; at++) {
      const one = mention[at] ?? 0
      const place = next[one] ?? 0
      next[one] = place + 1
      keys[place] = hash[at] ?? 0
      sizes[place] = to - from
    }
  })
  return { start, keys, sizes }
}

/** Where the entries of each mention begin, if they stand in the order of mentions. */
function startsOf(mention: Uint32Array, count: number): Uint32Array {
  const start = new Uint32Array(count + 1)
  for (const one of mention) start[one + 1] = (start[one + 1] ?? 0) + 1
  for (let at = 1; at <= count; at++) start[at] = (start[at] ?? 0) + (start[at - 1] ?? 0)
  return start
}

function index(kept: readonly Entries[], count: number, large: Entries): Blocks {
  const total = kept.reduce((sum, { hash }) => sum + hash.length, 0)
  const members = new Uint32Array(total)
  const starts = new Growing()
  let at = 0
  for (const entries of kept)
    eachRun(entries, (from, to) => {
      starts.push(at)
      members.set(entries.mention.subarray(from, to), at)
      at += to - from
    })
  starts.push(total)
  const from = startsOf(members, count)
  const next = from.slice()
  const blockOf = new Uint32Array(total)
  const start = starts.done()
  for (let block = 0; block + 1 < start.length; block++)
    for (let entry = start[block] ?? 0; entry < (start[block + 1] ?? 0); entry++) {
      const mention = members[entry] ?? 0
      blockOf[next[mention] ?? 0] = block
      next[mention] = (next[mention] ?? 0) + 1
    }
  let [keys, largest, holding] = [0, 0, 0]
  const holds = new Uint8Array(count)
  for (const member of large.mention)
    if (holds[member] === 0) {
      holds[member] = 1
      holding++
    }
  eachRun(large, (begin, end) => {
    keys++
    largest = Math.max(largest, end - begin)
  })
  return {
    from,
    blockOf,
    start,
    members,
    oversize: { keys, mentions: holding, largest },
  }
}
