/** Mentions that fit several parties equally: they are linked to none of them. */
import type { Edges } from './edges.js'
import type { Scorer } from './score.js'

/** Two candidates whose evidence is not this many bits apart fit equally. */
const MARGIN = 7
/** Less evidence than this makes no candidate, unless its name is as like as that of the best one. */
const CANDIDATE = -1

/**
 * For every mention that two or more rows of a unique source fit equally well, that source: rows of it are certainly different parties, and nothing says
 * which one is meant. Pairs are those that are likely.
 */
export function ambiguous(
  scorer: Scorer,
  edges: Edges,
  unique: ReadonlySet<string>,
  least: number,
): Map<number, Set<string>> {
  if (unique.size === 0) return new Map()
  const { sources } = scorer.mentions
  const candidates = new Map<string, Candidate[]>()
  const note = (mention: number, row: number, bits: number) => {
    const source = sources[row] ?? ''
    if (!unique.has(source) || sources[mention] === source) return
    const key = `${mention}|${source}`
    const all = candidates.get(key)
    if (all === undefined) candidates.set(key, [{ row, bits }])
    else all.push({ row, bits })
  }
  for (const { a, b, bits } of edges) {
    note(a, b, bits)
    note(b, a, bits)
  }
  const found = new Map<number, Set<string>>()
  for (const [key, all] of candidates) {
    if (all.length < 2) continue
    const at = key.indexOf('|')
    const mention = Number(key.slice(0, at))
    if (torn(scorer, mention, all, least)) found.set(mention, (found.get(mention) ?? new Set()).add(key.slice(at + 1)))
  }
  return found
}

interface Candidate {
  readonly row: number
  readonly bits: number
}

function torn(scorer: Scorer, mention: number, all: Candidate[], least: number): boolean {
  const [best, ...others] = all.sort((x, y) => y.bits - x.bits)
  if (best === undefined || best.bits <= least) return false
  const name = scorer.slots.findIndex((slot) => slot.name === 'name')
  const nameLevel = ({ row }: Candidate) => {
    scorer.compare(mention, row)
    return scorer.found.level[name] ?? -1
  }
  const level = nameLevel(best)
  return others.some(
    (other) => best.bits - other.bits < MARGIN && (other.bits > CANDIDATE || nameLevel(other) <= level),
  )
}
