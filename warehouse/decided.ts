/** Which party of a record a decision means, after whatever has become of the record since. */

export interface SeenIdentifier {
  readonly scheme: string
  readonly issuer: string
  readonly value: string
}

/** A mention as it stood when somebody decided on it. */
export interface Seen {
  readonly connector: string
  readonly source_key: string
  readonly kind: string
  readonly role: string
  readonly name: string
  readonly region: string | null
  /** Those that prove: of schemes in which one value is one party, and not failing their check. */
  readonly identifiers: readonly SeenIdentifier[]
}

export interface PartyNow {
  readonly ordinal: number
  readonly role: string
  readonly name: string
  readonly identifiers: readonly SeenIdentifier[]
}

export interface Meant {
  readonly ordinal: number
  /** False: the party in that place is no longer like the one that was decided on. */
  readonly fits: boolean
}

/**
 * The party that is meant: of those that still are like the one seen, the likest; of several equally like, the one in its old place. When none is,
 * the one in its place, as not fitting; null when the record has no such place any more. A record that only gives its parties another order
 * changes nothing, and a decision never passes to somebody else in silence.
 */
export function meant(ordinal: number, seen: Seen, parties: readonly PartyNow[]): Meant | null {
  const ranked = parties.map((party) => ({ party, rank: likeness(seen, party) }))
  const best = Math.max(0, ...ranked.map(({ rank }) => rank))
  const likest = best === 0 ? [] : ranked.filter(({ rank }) => rank === best).map(({ party }) => party)
  const [only] = likest
  const found = likest.find((party) => party.ordinal === ordinal) ?? (likest.length === 1 ? only : undefined)
  if (found !== undefined) return { ordinal: found.ordinal, fits: true }
  return parties.some((party) => party.ordinal === ordinal) ? { ordinal, fits: false } : null
}

/** 0: another party. An identifier in common says more than a name, and a role decides between equals. */
function likeness(seen: Seen, party: PartyNow): number {
  const ofScheme = seen.identifiers.flatMap((one) =>
    party.identifiers
      .filter(({ scheme, issuer }) => scheme === one.scheme && issuer === one.issuer)
      .map((now) => now.value === one.value),
  )
  const shares = ofScheme.includes(true)
  // The same name under another identifier of the same kind is somebody else of that name.
  if (!shares && (party.name !== seen.name || ofScheme.length > 0)) return 0
  return (shares ? 3 : 1) + (party.role === seen.role ? 1 : 0)
}
