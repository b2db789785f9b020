/**
 * Which pairs are worth comparing: mentions that share a key. A key that too many share is not dropped: two of its kind together are tried
 * as a key (dynamic blocking, after McNeill, Kardes and Borthwick, 2012), and what is still too large is counted and told.
 */
import type { Mentions } from '../mention.js'

export interface Blocks {
  /** For each mention the range of its blocks in `blockOf`. */
  readonly from: Uint32Array
  readonly blockOf: Uint32Array
  /** For each block the range of its members, ascending. */
  readonly start: Uint32Array
  readonly members: Uint32Array
  readonly oversize: { readonly keys: number; readonly mentions: number; readonly largest: number }
}

/** FNV-1a over UTF-16, from a seed. */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
const together = (a: number, b: number) => {
  const [x, y] = a < b ? [a, b] : [b, a]
  return (Math.imul(x ^ (y >>> 16), 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ (x >>> 13)) >>> 0
}

/** Keys of mentions: hashes with who has them. */
interface Entries {
  readonly hash: Uint32Array
  readonly mention: Uint32Array
}

/** So many pairs for each mention, once for single keys and once for two together. */
const PAIRS_A_MENTION = 60
/** Up to so many mentions; of more, sharing a common key says less and less, and fewer pairs find as much. */
const MANY_MENTIONS = 30_000
const LEAST_PAIRS = 8
const budgetOf = (count: number) =>
  count * Math.max(LEAST_PAIRS, Math.ceil(PAIRS_A_MENTION * Math.min(1, MANY_MENTIONS / count)))
/** Of the keys that too many share, so many of the rarest are combined. */
const COMBINED = 8

export function blocksOf(mentions: Mentions): Blocks {
  const count = mentions.ids.length
  const first = sorted(keysOf(mentions))
  const most = mostFor(first, count, budgetOf(count))
  const [kept, large] = divided(first, most)
  const second = sorted(combined(large, count))
  const mostTwo = mostFor(second, count, budgetOf(count))
  const [keptTwo, largeTwo] = divided(second, mostTwo)
  return index([kept, keptTwo, windows(largeTwo)], count, largeTwo)
}

/** So many members of a block that is too large meet at once, each half of them with the next half too. */
const WINDOW = 8

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

/** The keys of all mentions, each value's worked out once. */
function keysOf({ columns, ids }: Mentions): Entries {
  const hash = new Growing()
  const mention = new Growing()
  columns.forEach(({ field, values }, column) => {
    const known = new Map<unknown, Uint32Array>()
    const wanted = new Set<string>()
    if (field.patterns !== undefined)
      for (const value of new Set(values))
        if (value !== null && value !== undefined) for (const pattern of field.patterns(value)) wanted.add(pattern)
    for (let at = 0; at < ids.length; at++) {
      const value = values[at]
      if (value === null || value === undefined) continue
      let keys = known.get(value)
      if (keys === undefined) {
        const patterns =
          wanted.size === 0
            ? []
            : [
                ...(field.patterns?.(value) ?? []),
                ...(field.fits?.(value) ?? []).filter((pattern) => wanted.has(pattern)),
              ]
        keys = new Uint32Array([
          ...new Set([...field.keys(value), ...patterns].map((key) => hashOf(key, column * 0x9e37))),
        ])
        known.set(value, keys)
      }
      for (const key of keys) {
        hash.push(key)
        mention.push(at)
      }
    }
  })
  return { hash: hash.done(), mention: mention.done() }
}

/** By hash, then mention: radix sort, 16 bits at a time; entries come in the order of mentions within a column only, so mentions are sorted too. */
function sorted({ hash, mention }: Entries): Entries {
  let [fromHash, fromMention] = [hash, mention]
  let toHash: Uint32Array = new Uint32Array(hash.length)
  let toMention: Uint32Array = new Uint32Array(hash.length)
  const passes: ((at: number) => number)[] = [
    (at) => (fromMention[at] ?? 0) & 0xffff,
    (at) => (fromMention[at] ?? 0) >>> 16,
    (at) => (fromHash[at] ?? 0) & 0xffff,
    (at) => (fromHash[at] ?? 0) >>> 16,
  ]
  for (const digit of passes) {
    const counts = new Uint32Array(65537)
    for (let at = 0; at < hash.length; at++) counts[digit(at) + 1] = (counts[digit(at) + 1] ?? 0) + 1
    for (let value = 1; value <= 65536; value++) counts[value] = (counts[value] ?? 0) + (counts[value - 1] ?? 0)
    for (let at = 0; at < hash.length; at++) {
      const value = digit(at)
      const to = counts[value] ?? 0
      counts[value] = to + 1
      toHash[to] = fromHash[at] ?? 0
      toMention[to] = fromMention[at] ?? 0
    }
    ;[fromHash, toHash, fromMention, toMention] = [toHash, fromHash, toMention, fromMention]
  }
  return { hash: fromHash, mention: fromMention }
}

/** Calls with each run of equal hashes. */
function eachRun({ hash }: Entries, call: (from: number, to: number) => void): void {
  for (let from = 0; from < hash.length; ) {
    let to = from + 1
    while (to < hash.length && hash[to] === hash[from]) to++
    call(from, to)
    from = to
  }
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
  const [fits, large] = [[new Growing(), new Growing()] as const, [new Growing(), new Growing()] as const]
  eachRun(entries, (from, to) => {
    if (to - from < 2) return
    const [hash, mention] = to - from <= most ? fits : large
    for (let at = from; at < to; at++) {
      hash.push(entries.hash[at] ?? 0)
      mention.push(entries.mention[at] ?? 0)
    }
  })
  return [
    { hash: fits[0].done(), mention: fits[1].done() },
    { hash: large[0].done(), mention: large[1].done() },
  ]
}

/** Two keys of a mention that are too common alone, as one. */
function combined(large: Entries, count: number): Entries {
  const size = new Map<number, number>()
  eachRun(large, (from, to) => size.set(large.hash[from] ?? 0, to - from))
  const keys: number[][] = Array.from({ length: count }, () => [])
  for (let at = 0; at < large.hash.length; at++) keys[large.mention[at] ?? 0]?.push(large.hash[at] ?? 0)
  const [hash, mention] = [new Growing(), new Growing()]
  keys.forEach((own, at) => {
    const rarest =
      own.length > COMBINED
        ? own.sort((a, b) => (size.get(a) ?? 0) - (size.get(b) ?? 0) || a - b).slice(0, COMBINED)
        : own
    for (let i = 0; i < rarest.length; i++)
      for (let j = i + 1; j < rarest.length; j++) {
        hash.push(together(rarest[i] ?? 0, rarest[j] ?? 0))
        mention.push(at)
      }
  })
  return { hash: hash.done(), mention: mention.done() }
}

function index(kept: readonly Entries[], count: number, large: Entries): Blocks {
  const total = kept.reduce((sum, { hash }) => sum + hash.length, 0)
  const members = new Uint32Array(total)
  const block = new Uint32Array(total)
  const starts = new Growing()
  let at = 0
  for (const entries of kept)
    eachRun(entries, (from, to) => {
      for (let one = from; one < to; one++) {
        block[at] = starts.length
        members[at++] = entries.mention[one] ?? 0
      }
      starts.push(at - (to - from))
    })
  starts.push(total)
  const from = new Uint32Array(count + 1)
  for (const member of members) from[member + 1] = (from[member + 1] ?? 0) + 1
  for (let mention = 1; mention <= count; mention++) from[mention] = (from[mention] ?? 0) + (from[mention - 1] ?? 0)
  const next = from.slice()
  const blockOf = new Uint32Array(total)
  for (let entry = 0; entry < total; entry++) {
    const mention = members[entry] ?? 0
    blockOf[next[mention] ?? 0] = block[entry] ?? 0
    next[mention] = (next[mention] ?? 0) + 1
  }
  let [keys, largest] = [0, 0]
  eachRun(large, (begin, end) => {
    keys++
    largest = Math.max(largest, end - begin)
  })
  return {
    from,
    blockOf,
    start: starts.done(),
    members,
    oversize: { keys, mentions: new Set(large.mention).size, largest },
  }
}

/** An array of unsigned numbers that grows. */
export class Growing {
  #held = new Uint32Array(1024)
  length = 0
  push(value: number): void {
    if (this.length === this.#held.length) {
      const larger = new Uint32Array(this.length * 2)
      larger.set(this.#held)
      this.#held = larger
    }
    this.#held[this.length++] = value
  }
  done(): Uint32Array {
    return this.#held.slice(0, this.length)
  }
}
