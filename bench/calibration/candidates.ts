/** The pairs of units that the warehouse would compare, and how rare their terms are as a rebuild would count them. */
import { MOST_UNITS_A_KEY } from '../../resolution/parameters.js'
import { TermRarity } from '../../resolution/rarity.js'
import type { Unit } from '../../resolution/unit.js'
import { hashOf, holderOf, keysOf, termsOf, WORTH_COMPARING, worthOf } from '../../resolution/unit_keys.js'
import type { UnitSet } from './labelled_units.js'

export function rarityOf(units: readonly Unit[]): TermRarity {
  const holders = new Map<number, Set<number>>()
  for (const unit of units)
    for (const term of termsOf(unit)) {
      const hash = hashOf(term)
      const known = holders.get(hash)
      if (known === undefined) holders.set(hash, new Set([holderOf(unit)]))
      else known.add(holderOf(unit))
    }
  const counts = [...holders].flatMap(([term, { size }]): [number, number][] => (size > 1 ? [[term, size]] : []))
  return new TermRarity({ units: units.length, holders: new Map(counts) })
}

/** Calls with each pair once, as places in the set. */
export function eachCandidate(set: UnitSet, call: (a: number, b: number) => void): void {
  if (set.given !== null) {
    for (const [a, b] of set.given) call(a, b)
    return
  }
  const blocks = new Map<number, number[]>()
  const own = set.units.map((unit) => [...new Set(keysOf(unit).map(({ key }) => key))])
  for (const [at, keys] of own.entries())
    for (const key of keys) {
      const known = blocks.get(key)
      if (known === undefined) blocks.set(key, [at])
      else known.push(at)
    }
  for (const [at, keys] of own.entries()) {
    const worth = new Map<number, number>()
    for (const key of keys) {
      const block = blocks.get(key) ?? []
      if (block.length > MOST_UNITS_A_KEY) continue
      for (const other of block) if (other > at) worth.set(other, (worth.get(other) ?? 0) + worthOf(key))
    }
    for (const [other, sum] of worth) if (sum >= WORTH_COMPARING) call(at, other)
  }
}
