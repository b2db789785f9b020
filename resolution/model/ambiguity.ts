/** Mentions that fit several parties equally: they are linked to none of them. */
import { MARGIN_BITS } from '../evidence.js'
import type { Mentions } from '../mention.js'
import { type Edge, Edges } from './edges.js'
import type { Scorer } from './score.js'

/** As MARGIN_BITS, where the names are not one: they are no sites of one party, so that the place tells more about which is meant. */
const MARGIN_OF_STRANGERS = 4
/** With so many of those that fit a short name the best is compared. */
const MOST_STRANGERS = 16
/** How far below even odds two are that a third shows to be strangers. */
export const TORN_BITS = 1
/** Less evidence than this makes no candidate, unless its name is as like as that of the best one. */
const CANDIDATE = -1

interface Candidate {
  readonly row: number
  readonly bits: number
}

/**
 * For every mention that two or more rows of a unique source fit equally well, that source: rows of it are certainly different parties, and nothing says
 * which one is meant. Pairs are those that are likely.
 */
export function ambiguous(
  scorer: Scorer,
  edges: Iterable<Edge>,
  unique: ReadonlySet<string>,
  least: number,
): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>()
  for (const { mention, source, all } of candidatesOf(scorer, edges, unique).values()) {
    if (all.length < 2) continue
    const [best, second] = fitting(scorer, mention, all)
    if (best === undefined || best.bits <= least || second === undefined) continue
    found.set(mention, (found.get(mention) ?? new Set()).add(source))
  }
  return found
}

/** For every mention that is torn, the rows that it fits equally. */
export function rowsOfTorn(
  scorer: Scorer,
  edges: Iterable<Edge>,
  unique: ReadonlySet<string>,
  torn: ReadonlyMap<number, ReadonlySet<string>>,
): Map<number, Set<number>> {
  const ofTorn = [...edges].filter(({ a, b }) => torn.has(a) || torn.has(b))
  const rows = new Map<number, Set<number>>()
  for (const { mention, source, all } of candidatesOf(scorer, ofTorn, unique).values()) {
    if (torn.get(mention)?.has(source) !== true) continue
    const fit = rows.get(mention) ?? new Set()
    for (const { row } of fitting(scorer, mention, all)) fit.add(row)
    rows.set(mention, fit)
  }
  return rows
}

interface Candidates {
  readonly mention: number
  readonly source: string
  readonly all: Candidate[]
}

function candidatesOf(
  { mentions: { sources } }: Scorer,
  edges: Iterable<Edge>,
  unique: ReadonlySet<string>,
): Map<string, Candidates> {
  const candidates = new Map<string, Candidates>()
  if (unique.size === 0) return candidates
  const note = (mention: number, row: number, bits: number) => {
    const source = sources[row] ?? ''
    if (!unique.has(source) || sources[mention] === source) return
    const key = `${mention}|${source}`
    const before = candidates.get(key)
    if (before === undefined) candidates.set(key, { mention, source, all: [{ row, bits }] })
    else before.all.push({ row, bits })
  }
  for (const { a, b, bits } of edges) {
    note(a, b, bits)
    note(b, a, bits)
  }
  return candidates
}

/** The pairs without those of a mention with a works of its party in a register that has a row of the very name: that one is meant. */
export function withoutWorks(scorer: Scorer, edges: Edges, unique: ReadonlySet<string>, least: number): Edges {
  if (unique.size === 0) return edges
  const { sources } = scorer.mentions
  const isWorks = Uint8Array.from(edges, ({ a, b }) => {
    scorer.compare(a, b)
    return scorer.meansWorks() ? 1 : 0
  })
  if (!isWorks.includes(1)) return edges
  const named = new Set<string>()
  const rows = ({ a, b }: Edge) =>
    [[a, b] as const, [b, a] as const].flatMap(([mention, row]) =>
      unique.has(sources[row] ?? '') ? [`${mention}|${sources[row]}`] : [],
    )
  let at = 0
  for (const edge of edges) if (isWorks[at++] === 0 && edge.bits > least) for (const key of rows(edge)) named.add(key)
  const kept = new Edges()
  at = 0
  for (const edge of edges)
    if (isWorks[at++] === 0 || !rows(edge).some((key) => named.has(key))) kept.push(edge.a, edge.b, edge.bits)
  return kept
}

/**
 * Brings the pairs of a short name that fits strangers equally below `least`: it is linked to none of them. What rows of unique sources fit is
 * told by `ambiguous`.
 */
export function lowerStrangers(scorer: Scorer, edges: Edges, unique: ReadonlySet<string>, least: number): void {
  const { sources } = scorer.mentions
  const partial = partialOnes(scorer.mentions)
  if (!partial.includes(1)) return
  const fits = new Map<number, Candidate[]>()
  for (const { a, b, bits } of edges) {
    for (const [mention, row] of [
      [a, b],
      [b, a],
    ] as const)
      if (!unique.has(sources[row] ?? '') && partial[mention] === 1 && partial[row] === 0) {
        const all = fits.get(mention)
        if (all === undefined) fits.set(mention, [{ row, bits }])
        else all.push({ row, bits })
      }
  }
  const torn = new Set<number>()
  for (const [mention, all] of fits) {
    const [best, ...others] = all.sort((x, y) => y.bits - x.bits)
    if (best === undefined || best.bits <= least) continue
    // What is called for short may mean whoever has a like name, and a name without its form and place alone those that have it.
    const level = nameLevel(scorer, mention, best)
    const isShort = scorer.slots[nameSlot(scorer)]?.labels[level] === CONTAINED
    const margin = { bits: MARGIN_BITS, level: isShort ? Number.POSITIVE_INFINITY : level }
    const near = asGood(scorer, mention, best, others, margin).slice(0, MOST_STRANGERS)
    if (near.some(({ row }) => scorer.weightOf(Math.max(best.row, row), Math.min(best.row, row)) <= least))
      torn.add(mention)
  }
  if (torn.size === 0) return
  for (let place = 0; place < edges.length; place++) {
    const { a, b } = edges.at(place)
    if (torn.has(a) || torn.has(b)) edges.lower(place, least - TORN_BITS)
  }
}

const CONTAINED = 'name contained'

/** 1 for the mentions of which a value may stand for those of several parties. */
function partialOnes({ columns, ids }: Mentions): Uint8Array {
  const partial = new Uint8Array(ids.length)
  for (const { field, of, distinct } of columns) {
    if (field.partial === undefined) continue
    const found = distinct.map((value) => field.partial?.(value) === true)
    for (let at = 0; at < of.length; at++) if (found[of[at] ?? -1] === true) partial[at] = 1
  }
  return partial
}

/** The best candidate, and those that fit as well as it does. */
function fitting(scorer: Scorer, mention: number, all: Candidate[]): Candidate[] {
  const [best, ...others] = all.sort((x, y) => y.bits - x.bits)
  if (best === undefined) return []
  const level = nameLevel(scorer, mention, best)
  const strangers = scorer.levels[nameSlot(scorer)]?.[level]?.strangers === true
  const margin = { bits: strangers ? MARGIN_OF_STRANGERS : MARGIN_BITS, level }
  return [best, ...asGood(scorer, mention, best, others, margin)]
}

/** Those that are less than so many bits behind the best, and are likely on other grounds or have a name that is as like: of that level or a better one. */
const asGood = (
  scorer: Scorer,
  mention: number,
  best: Candidate,
  others: readonly Candidate[],
  margin: { readonly bits: number; readonly level: number },
) =>
  others.filter(
    (other) =>
      best.bits - other.bits < margin.bits &&
      (other.bits > CANDIDATE || nameLevel(scorer, mention, other) <= margin.level),
  )

const nameSlot = ({ slots }: Scorer) => slots.findIndex(({ name }) => name === 'name')

/** How the names of a mention and a candidate compare. */
function nameLevel(scorer: Scorer, mention: number, { row }: Candidate): number {
  scorer.compare(mention, row)
  return scorer.found.level[nameSlot(scorer)] ?? -1
}
