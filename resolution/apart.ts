/** Units where people keep two apart whom the identifiers of others would hold together. */
import { idOf } from '../core/ids.js'
import { componentsOf } from './components.js'

/** A mention with the keys of its identifiers. */
export interface Carrier {
  readonly id: string
  readonly keys: readonly string[]
}

/**
 * The unit of each carrier, so that no pair of `apart` is of one unit. A key belongs to the one of the two that is fewer mentions away. Who carries keys
 * of both, or one that is as near to either, says that the two are one: nothing tells which of its keys is wrong, so that it joins neither, and is a
 * unit with those who carry exactly what it carries. Everybody else stays with the keys of its side; the smallest of them is the unit's id, as without
 * the pair. The result does not depend on the order of the carriers, nor, unless the two share a key themselves, on which of a pair is named first.
 */
export function unitsApart(
  carriers: readonly Carrier[],
  apart: readonly (readonly [string, string])[],
): Map<string, string> {
  let groups = [carriers]
  const between: Carrier[] = []
  for (const [a, b] of apart)
    groups = groups.flatMap((group) => {
      const [one, other] = [a, b].map((id) => group.find((carrier) => carrier.id === id))
      if (one === undefined || other === undefined) return [group]
      const divided = divide(group, one, other)
      between.push(...divided.between)
      return divided.groups
    })
  const units = new Map(between.map(({ id, keys }) => [id, idOf('apart', ...[...keys].sort())]))
  for (const group of groups) {
    const components = componentsOf(group.map(({ keys }) => keys))
    for (const { id, keys } of group) {
      const unit = components.get(keys[0] ?? '')
      if (unit !== undefined) units.set(id, unit)
    }
  }
  // Two that share a key themselves: the second goes out.
  for (const [a, b] of apart) if (units.has(a) && units.get(a) === units.get(b)) units.set(b, idOf('apart', b))
  return units
}

function divide(group: readonly Carrier[], a: Carrier, b: Carrier): { groups: Carrier[][]; between: Carrier[] } {
  const bearers = new Map<string, Carrier[]>()
  for (const carrier of group)
    for (const key of carrier.keys) {
      const known = bearers.get(key)
      if (known === undefined) bearers.set(key, [carrier])
      else known.push(carrier)
    }
  const [fromA, fromB] = [distances(a, bearers), distances(b, bearers)]
  const sideOf = (key: string) => {
    const [toA, toB] = [fromA.get(key) ?? Infinity, fromB.get(key) ?? Infinity]
    return toA === toB ? 0 : Math.sign(toA - toB)
  }
  const groups = new Map<number, Carrier[]>([-1, 0, 1].map((side) => [side, []]))
  const between: Carrier[] = []
  for (const carrier of group) {
    const [side, another] = new Set(carrier.keys.map(sideOf))
    if (another === undefined) groups.get(side ?? 0)?.push(carrier)
    else between.push(carrier)
  }
  return { groups: [...groups.values()], between }
}

/** How many mentions away each key is, over the mentions that carry keys together. */
function distances(from: Carrier, bearers: ReadonlyMap<string, readonly Carrier[]>): Map<string, number> {
  const distance = new Map(from.keys.map((key) => [key, 1]))
  const seen = new Set([from])
  // A map gives the keys that are added while it is walked, in their order: nearest first.
  for (const [key, so] of distance)
    for (const carrier of bearers.get(key) ?? []) {
      if (seen.has(carrier)) continue
      seen.add(carrier)
      for (const next of carrier.keys) if (!distance.has(next)) distance.set(next, so + 1)
    }
  return distance
}
