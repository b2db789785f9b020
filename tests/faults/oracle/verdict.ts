/** What an oracle finds. */
export interface Finding {
  readonly what: 'lost' | 'doubled' | 'different' | 'order' | 'stuck'
  readonly count: number
  /** Where, and the first of them. */
  readonly where: string
}

const SHOWN = 3

/** One finding for all of a kind in a place; none where there are none. */
export function finding(what: Finding['what'], where: string, cases: readonly string[]): Finding[] {
  if (cases.length === 0) return []
  const shown = cases.slice(0, SHOWN).join(' | ')
  return [{ what, count: cases.length, where: `${where}: ${shown}${cases.length > SHOWN ? ' | …' : ''}` }]
}
