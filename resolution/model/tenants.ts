/** Strangers at one address, or with the telephone of somebody who acts for all of them. */
import { Edges } from './edges.js'

/** How far below even odds two are that a third shows to be strangers. */
const STRANGER_BITS = 1

/**
 * The pairs, with those of strangers brought below `least`. `unlike`: the pairs that are alike in all but their names, which have nothing in common. Two of these may be one party
 * that was renamed; three of which no two share anything of a name share an office.
 */
export function withoutTenants(edges: Edges, unlike: Edges, least: number): Edges {
  const met = new Map<number, Set<number>>()
  const meet = (one: number, other: number) => {
    const known = met.get(one)
    if (known === undefined) met.set(one, new Set([other]))
    else known.add(other)
  }
  for (const { a, b } of unlike) {
    meet(a, b)
    meet(b, a)
  }
  const haveThird = (a: number, b: number) => {
    const [ofA, ofB] = [met.get(a), met.get(b)]
    if (ofA?.has(b) !== true || ofB === undefined) return false
    const [few, many] = ofA.size < ofB.size ? [ofA, ofB] : [ofB, ofA]
    for (const third of few) if (many.has(third)) return true
    return false
  }
  if (met.size < 3) return edges
  const kept = new Edges()
  for (const { a, b, bits } of edges) kept.push(a, b, bits > least && haveThird(a, b) ? least - STRANGER_BITS : bits)
  return kept
}
