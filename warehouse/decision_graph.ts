/** What decisions say together: which of them contradict each other, and which take effect. */

export const VERDICTS = ['same', 'different', 'never'] as const
export type Verdict = (typeof VERDICTS)[number]

/** A decision between two units. */
export interface Edge {
  readonly decision_id: number
  readonly verdict: Verdict
  readonly a: string
  readonly b: string
}

type Chains = ReadonlyMap<string, readonly number[]>

/** The units that decisions `same` lead to from one, and by which decisions, as few as there are. */
function chainsFrom(start: string, edges: readonly Edge[]): Chains {
  const neighbours = new Map<string, { to: string; by: number }[]>()
  const add = (from: string, to: string, by: number) => {
    const known = neighbours.get(from)
    if (known === undefined) neighbours.set(from, [{ to, by }])
    else known.push({ to, by })
  }
  for (const { verdict, a, b, decision_id } of edges) {
    if (verdict !== 'same') continue
    add(a, b, decision_id)
    add(b, a, decision_id)
  }
  const chains = new Map<string, readonly number[]>([[start, []]])
  // A map gives the keys that are added while it is walked, in their order: nearest first.
  for (const [unit, chain] of chains)
    for (const { to, by } of neighbours.get(unit) ?? []) if (!chains.has(to)) chains.set(to, [...chain, by])
  return chains
}

/** The decisions that one more would contradict, as a chain from its one unit to its other; null when it contradicts none. */
export function contradictionOf(edges: readonly Edge[], proposed: Omit<Edge, 'decision_id'>): readonly number[] | null {
  const fromA = chainsFrom(proposed.a, edges)
  const joined = fromA.get(proposed.b)
  if (proposed.verdict !== 'same') return joined === undefined || joined.length === 0 ? null : joined
  if (joined !== undefined) return null
  const fromB = chainsFrom(proposed.b, edges)
  for (const { verdict, a, b, decision_id } of edges) {
    if (verdict === 'same') continue
    for (const [here, there] of [
      [a, b],
      [b, a],
    ] as const) {
      const [before, after] = [fromA.get(here), fromB.get(there)]
      if (before !== undefined && after !== undefined) return [...before, decision_id, ...[...after].reverse()]
    }
  }
  return null
}

/** Why a decision that nobody undid takes no effect. */
export type RestReason =
  /** The record was corrected, and names another party where the one stood. */
  | 'changed'
  /** The record names no such party any more. */
  | 'gone'
  /** What joined units since makes it contradict the decisions in `with`. */
  | 'contradicted'
  /** `different` of two whom identifiers that came since hold together, on both of them or on others. */
  | 'joined'

export interface Resting {
  readonly decision_id: number
  readonly reason: RestReason
  readonly with: readonly number[]
}

export interface Constraints {
  readonly mustLink: readonly Edge[]
  readonly cannotLink: readonly Edge[]
  /** In force, but without effect until somebody looks. */
  readonly resting: readonly Resting[]
}

/**
 * What takes effect of decisions between units. Where units have grown together since so that a chain of `same` joins two that were parted, the chain
 * rests: a missed link can be found later, a wrong one accuses somebody.
 */
export function settle(edges: readonly Edge[]): Constraints {
  // Of chains of one length the one of the earliest decisions: the same from wherever it is looked at.
  const ordered = [...edges].sort((x, y) => x.decision_id - y.decision_id)
  let mustLink = ordered.filter(({ verdict, a, b }) => verdict === 'same' && a !== b)
  const cannotLink: Edge[] = []
  const resting: Resting[] = []
  const partings = ordered.filter(({ verdict }) => verdict !== 'same')
  for (const parting of partings) {
    if (parting.a === parting.b) {
      resting.push({ decision_id: parting.decision_id, reason: 'joined', with: [] })
      continue
    }
    cannotLink.push(parting)
    for (;;) {
      const chain = chainsFrom(parting.a, mustLink).get(parting.b)
      if (chain === undefined) break
      mustLink = mustLink.filter(({ decision_id }) => !chain.includes(decision_id))
      for (const decision_id of chain)
        resting.push({ decision_id, reason: 'contradicted', with: [parting.decision_id] })
    }
  }
  return { mustLink, cannotLink, resting }
}
