/** What will be done, from the seed alone. */
import type { Chance } from './chance.js'
import type { GroundName } from './ground.js'

export type Adapter = 'embedded' | 'kafka'

export interface PlannedStretch {
  /** Its files are those of the other adapter's stretch with the same number. */
  readonly leg: number
  readonly adapter: Adapter
  readonly ground: GroundName
  readonly runs: number
}

// How many faults a ledger goes through before it is looked at.
const LONGEST_STRETCH = 16
const GROUNDS: readonly GroundName[] = ['home', 'given']

/** Parts the runs into stretches of about equal length; grounds take turns. */
export function planStretches(runs: number, adapters: readonly Adapter[]): PlannedStretch[] {
  const legs = Math.ceil(runs / adapters.length / LONGEST_STRETCH)
  const count = Math.min(runs, legs * adapters.length)
  return Array.from({ length: count }, (_, index): PlannedStretch => {
    const [leg, adapter] = [Math.floor(index / adapters.length), adapters[index % adapters.length]]
    const ground = GROUNDS[leg % GROUNDS.length]
    if (adapter === undefined || ground === undefined) throw new Error('no adapter')
    return { leg, adapter, ground, runs: Math.floor(((index + 1) * runs) / count) - Math.floor((index * runs) / count) }
  })
}

/** The kind of the n-th fault on a ground: all kinds in a random order, then all of them in another. */
export function kindOf(chance: Chance, kinds: readonly string[], index: number): string {
  const round = chance.shuffled(`round/${Math.floor(index / kinds.length)}`, kinds)
  const kind = round[index % kinds.length]
  if (kind === undefined) throw new Error('no kind of fault is possible here')
  return kind
}
