/** Keys that a decision to part two mentions takes from one of them, because both carry them. */

export interface Keys {
  readonly name: string | null
  readonly identifiers: readonly string[]
}

export interface Parting {
  /** Which of the two gives up its keys. */
  readonly from: 'a' | 'b'
  readonly name: boolean
  readonly identifiers: boolean
}

/** True when both carry one identifier that proves. */
export function shareProof(a: Keys, b: Keys): boolean {
  return a.identifiers.some((key) => b.identifiers.includes(key))
}

/**
 * What has to be taken from one of two mentions so that no key of both joins them; null when nothing has. `different` gives way to an identifier
 * that both carry, `never` to nothing. Of two that share no more than a name the one that no identifier proves gives it up, else the second named.
 */
export function partingOf(verdict: 'different' | 'never', a: Keys, b: Keys): Parting | null {
  const sameName = a.name !== null && a.name === b.name
  if (shareProof(a, b)) return verdict === 'never' ? { from: 'b', name: sameName, identifiers: true } : null
  if (!sameName) return null
  const from = a.identifiers.length === 0 && b.identifiers.length > 0 ? 'a' : 'b'
  return { from, name: true, identifiers: false }
}
