/** Units where people keep two apart whom the identifiers of others would hold together. */
import { idOf } from '../core/ids.js'
import { componentsOf } from './components.js'

/** A mention with the keys of its identifiers. */
export interface Carrier {
  readonly id: string
  readonly keys: readonly string[]
}

type Pair = readonly [string, string]

/**
 * The unit of each carrier, so that none of `pairs` is of one unit. A key belongs to the one of the two that is fewer mentions away. Who carries keys
 * of both, or one that is as near to either, says that the two are one: nothing tells which of its keys is wrong, so that it joins neither, and is a
 * unit with those who carry exactly what it carries. Everybody else stays with the keys of its side; the smallest of them is the unit's id, as without
 * the pair. The result does not depend on the order of carriers or pairs, nor, unless the two share a key themselves, on which of a pair is named first.
 */
export function unitsApart(carriers: readonly Carrier[], pairs: readonly Pair[]): Map<string, string> {
  // One component at a time: whoever takes thousands of decisions at once has as many parties, and none is held against another.
  const components = componentsOf(carriers.map(({ keys }) => keys))
  const within = new Map<string, { carriers: Carrier[]; pairs: Pair[] }>()
  const componentById = new Map<string, string>()
  for (const carrier of carriers) {
    const component = components.get(carrier.keys[0] ?? '')
    if (component === undefined) continue
    componentById.set(carrier.id, component)
    const known = within.get(component)
    if (known === undefined) within.set(component, { carriers: [carrier], pairs: [] })
    else known.carriers.push(carrier)
  }
  for (const pair of pairs) {
    const [one, other] = pair.map((id) => componentById.get(id))
    if (one !== undefined && one === other) within.get(one)?.pairs.push(pair)
  }
  return new Map([...within.values()].flatMap(({ carriers, pairs }) => [...unitsWithin(carriers, pairs)]))
}

/** The same within one component. */
function unitsWithin(carriers: readonly Carrier[], pairs: readonly Pair[]): Map<string, string> {
  const apart = nearestFirst(carriers, pairs)
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

/**
 * Who is between one pair holds no other pair together any more, so that what comes first matters. It must not be what was decided first: the nearest
 * come first, as what keeps them apart is likeliest to keep others apart too.
 */
function nearestFirst(carriers: readonly Carrier[], pairs: readonly Pair[]): readonly Pair[] {
  if (pairs.length < 2) return pairs
  const bearers = bearersOf(carriers)
  const known = new Map(carriers.map((carrier) => [carrier.id, carrier]))
  const placed = pairs.map((pair) => {
    const [a, b] = [...pair].sort().map((id) => known.get(id))
    const from = a === undefined ? new Map<string, number>() : distances(a, bearers)
    const distance = Math.min(...(b?.keys ?? []).map((key) => from.get(key) ?? Infinity))
    return { pair, distance, ids: [...[...pair].sort(), ...pair].join(' ') }
  })
  placed.sort((x, y) => (x.distance === y.distance ? (x.ids < y.ids ? -1 : 1) : x.distance < y.distance ? -1 : 1))
  return placed.map(({ pair }) => pair)
}

function bearersOf(carriers: readonly Carrier[]): Map<string, Carrier[]> {
  const bearers = new Map<string, Carrier[]>()
  for (const carrier of carriers)
    for (const key of carrier.keys) {
      const known = bearers.get(key)
      if (known === undefined) bearers.set(key, [carrier])
      else known.push(carrier)
    }
  return bearers
}

function divide(group: readonly Carrier[], a: Carrier, b: Carrier): { groups: Carrier[][]; between: Carrier[] } {
  const bearers = bearersOf(group)
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
