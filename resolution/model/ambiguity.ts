/** Mentions that fit several parties equally: they are linked to none of them. */
import type { Mentions } from '../mention.js'
import type { Edge } from './cluster.js'

/** Two candidates whose evidence is not this many bits apart fit equally. */
const MARGIN = 7
/** Less evidence than this makes no candidate. */
const CANDIDATE = -4

/**
 * For every mention that two or more rows of a unique source fit equally well, that source: rows of it are certainly different parties, and nothing says
 * which one is meant. Pairs are those that are likely.
 */
export function ambiguous({ sources }: Mentions, edges: readonly Edge[], unique: ReadonlySet<string>, least: number): Map<number, Set<string>> {
  const best = new Map<string, [number, number]>()
  const note = (mention: number, row: number, bits: number) => {
    const source = sources[row] ?? ''
    if (!unique.has(source) || sources[mention] === source) return
    const key = `${mention}|${source}`
    const [first, second] = best.get(key) ?? [-Infinity, -Infinity]
    best.set(key, bits > first ? [bits, first] : [first, Math.max(second, bits)])
  }
  for (const { a, b, bits } of edges) {
    note(a, b, bits)
    note(b, a, bits)
  }
  const found = new Map<number, Set<string>>()
  for (const [key, [first, second]] of best)
    if (first > least && second > CANDIDATE && first - second < MARGIN) {
      const at = key.indexOf('|')
      const mention = Number(key.slice(0, at))
      found.set(mention, (found.get(mention) ?? new Set()).add(key.slice(at + 1)))
    }
  return found
}
