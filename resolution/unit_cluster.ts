/** Entities out of units: one component of links at a time, from the links alone, whatever order they came in. */
import type { Decision, Link } from '../schemas/links.js'
import { CLIP_BITS, MARGIN_BITS } from './evidence.js'
import { MOST_UNITS_A_COMPONENT, UNLINKED_BITS } from './parameters.js'
import { conflictOf, elsewhere, type Unit } from './unit.js'

/** What became of a unit. */
export interface Settled {
  readonly entity: string
  readonly ambiguous: boolean
  readonly held: boolean
}

/** The links and decisions around some units, by unit. */
export class Neighbourhood {
  readonly #units: ReadonlyMap<string, Unit>
  readonly #links = new Map<string, Map<string, Link>>()
  readonly #decided = new Map<string, Map<string, Decision['verdict']>>()

  /** Contradictory decisions of two units: those that part win. */
  constructor(units: ReadonlyMap<string, Unit>, links: readonly Link[], decisions: readonly Decision[]) {
    this.#units = units
    for (const link of links) {
      put(this.#links, link.a, link.b, link)
      put(this.#links, link.b, link.a, link)
    }
    for (const { a, b, verdict } of decisions)
      for (const [x, y] of [
        [a, b],
        [b, a],
      ] as const)
        if (this.#decided.get(x)?.get(y) !== 'different') put(this.#decided, x, y, verdict)
  }

  get units(): ReadonlyMap<string, Unit> {
    return this.#units
  }
  linksOf = (unit: string): Iterable<[string, Link]> => this.#links.get(unit)?.entries() ?? []
  link = (a: string, b: string): Link | undefined => this.#links.get(a)?.get(b)
  decided = (a: string, b: string): Decision['verdict'] | undefined => this.#decided.get(a)?.get(b)
  decisionsOf = (unit: string): Iterable<[string, Decision['verdict']]> => this.#decided.get(unit)?.entries() ?? []

  /**
   * True when the two are never one: a reviewer said so, or their identifiers or the answer of their link do. Two that are possible in two places are no
   * more one because a third, known by a wider place, is like both.
   */
  apart(a: string, b: string): boolean {
    const decided = this.decided(a, b)
    if (decided !== undefined) return decided === 'different'
    const link = this.link(a, b)
    if (link?.answer === 'different' || (link?.answer === 'related' && !LOOSE.has(link.relation))) return true
    const [x, y] = [this.#units.get(a), this.#units.get(b)]
    if (x === undefined || y === undefined) return false
    return conflictOf(x, y) !== undefined || (link?.answer === 'possible' && elsewhere(x, y))
  }
}

/** A former name and a shared person relate two, and do not rule out that other evidence makes them one. */
const LOOSE: ReadonlySet<Link['relation']> = new Set(['former', 'shared_person'])

function put<V>(into: Map<string, Map<string, V>>, a: string, b: string, value: V): void {
  const known = into.get(a)
  if (known === undefined) into.set(a, new Map([[b, value]]))
  else known.set(b, value)
}

/** The units that hang together with `seeds` by links and decisions of sameness, each component in the order of its ids. */
export function componentsAround(seeds: Iterable<string>, around: Neighbourhood): string[][] {
  const seen = new Set<string>()
  const components: string[][] = []
  for (const seed of seeds) {
    if (seen.has(seed) || !around.units.has(seed)) continue
    seen.add(seed)
    const component = [seed]
    for (let at = 0; at < component.length; at++) {
      const unit = component[at] ?? ''
      const near = [
        ...[...around.linksOf(unit)].flatMap(([other, { answer }]) => (answer === 'same' ? [other] : [])),
        ...[...around.decisionsOf(unit)].flatMap(([other, verdict]) => (verdict === 'same' ? [other] : [])),
      ]
      for (const other of near) {
        if (seen.has(other) || !around.units.has(other)) continue
        seen.add(other)
        component.push(other)
      }
    }
    components.push(component.sort())
  }
  return components
}

/** Works out the entities of one component. */
export function settle(component: readonly string[], around: Neighbourhood): Map<string, Settled> {
  const held = component.length > MOST_UNITS_A_COMPONENT
  const ambiguous = new Set(held ? [] : component.filter((unit) => isAmbiguous(unit, around)))
  const groups = new Groups(component, around)
  for (const a of component)
    for (const [b, verdict] of [...around.decisionsOf(a)].sort(byFirst))
      if (verdict === 'same' && a < b) groups.join(a, b)
  if (!held) {
    const links = component.flatMap((a) =>
      [...around.linksOf(a)].flatMap(([b, link]) =>
        a < b && link.answer === 'same' && !ambiguous.has(a) && !ambiguous.has(b) ? [link] : [],
      ),
    )
    links.sort((x, y) => y.bits - x.bits || (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1))
    // What two groups could not be before, they may be once one of them has grown.
    for (let again = true; again; )
      again = links.reduce((joined, { a, b }) => (groups.likely(a, b) && groups.join(a, b)) || joined, false)
  }
  const settled = new Map<string, Settled>()
  for (const members of groups.all()) {
    const entity = bestOf(members, around)
    for (const unit of members) settled.set(unit, { entity, ambiguous: ambiguous.has(unit), held })
  }
  return settled
}

const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1)

/** Several units that exclude each other fit it about equally well. */
function isAmbiguous(unit: string, around: Neighbourhood): boolean {
  const fitting = [...around.linksOf(unit)].filter(
    ([other, { answer }]) => (answer === 'same' || answer === 'possible') && !around.apart(unit, other),
  )
  const best = Math.max(...fitting.map(([, { bits }]) => bits))
  const near = fitting.flatMap(([other, { bits }]) => (best - bits < MARGIN_BITS ? [other] : []))
  if (near.some((other) => around.decided(unit, other) === 'same')) return false
  return near.some((x, at) => near.slice(at + 1).some((y) => around.apart(x, y)))
}

/** Groups of units that grow. */
class Groups {
  readonly #around: Neighbourhood
  readonly #of = new Map<string, string[]>()

  constructor(units: readonly string[], around: Neighbourhood) {
    this.#around = around
    for (const unit of units) this.#of.set(unit, [unit])
  }

  all(): Iterable<string[]> {
    return new Set(this.#of.values())
  }

  /** The mean evidence over all pairs between the groups of two units is for one party. */
  likely(a: string, b: string): boolean {
    const [x, y] = [this.#groupOf(a), this.#groupOf(b)]
    let sum = 0
    for (const one of x)
      for (const other of y) {
        const bits = this.#around.link(one, other)?.bits ?? UNLINKED_BITS
        sum += Math.max(-CLIP_BITS, Math.min(CLIP_BITS, bits))
      }
    return sum >= 0
  }

  /** Makes the groups of two units one; false when they are one, or must not be. */
  join(a: string, b: string): boolean {
    const [x, y] = [this.#groupOf(a), this.#groupOf(b)]
    if (x === y || x.some((one) => y.some((other) => this.#around.apart(one, other)))) return false
    const all = [...x, ...y].sort()
    for (const unit of all) this.#of.set(unit, all)
    return true
  }

  #groupOf(unit: string): string[] {
    return this.#of.get(unit) ?? [unit]
  }
}

const RANK = { identifier: 0, name: 1, alone: 2 } as const

/** The unit that names the entity: held together by the best proof, of those the smallest key. */
function bestOf(members: readonly string[], { units }: Neighbourhood): string {
  const rank = (unit: string) => RANK[units.get(unit)?.joinedBy ?? 'alone']
  return members.reduce((best, unit) =>
    rank(unit) < rank(best) || (rank(unit) === rank(best) && unit < best) ? unit : best,
  )
}
