/** What two units agree and differ in, before it is weighed. */
import { LEVEL } from './chinese/compare.js'
import type { Field, Outcome, Rarity } from './fields/field.js'
import { organisation } from './fields/organisation.js'
import { person } from './fields/person.js'
import { address } from './fields/simple.js'
import type { TermRarity } from './rarity.js'
import { isCjk } from './text/fold.js'
import { elsewhere, type Unit } from './unit.js'

/** One thing that was compared. */
export interface Observed {
  readonly about: 'name' | 'identifier' | 'address' | 'region'
  readonly slot: number
  readonly level: number
  /** As the released chances have it. */
  readonly label: string
  /** As people read it. */
  readonly what: string
  /** How rare the agreement is, in bits; NaN: as rare as its level is in general. */
  readonly rarity: number
  /** The label of the best level, and how rare it would be here that the two agree in full: nothing less may say more than that. */
  readonly best: string
  readonly bestRarity: number
}

export interface Observation {
  /** How the names compare: an index of the levels of organisation names; for persons LEVEL.same, alike where the name is many people's, or sibling for father and son. */
  readonly level: number
  readonly observed: readonly Observed[]
  /** True: names such as these are never one party's. */
  readonly apart: boolean
}

const MOST_ADDRESSES = 6
/** The slot of persons' names that tells junior from senior. */
const GENERATION = 3

export class UnitComparer {
  readonly #rarity: TermRarity
  readonly #of: { readonly name: Rarity; readonly address: Rarity; readonly person: Rarity }
  /** How rare each value is in full, a number for each slot of its field. */
  readonly #full = new WeakMap<object, readonly number[]>()

  constructor(rarity: TermRarity) {
    this.#rarity = rarity
    this.#of = {
      name: rarity.of('name', organisation.termChance),
      address: rarity.of('address', address.termChance),
      person: rarity.of('person', person.termChance),
    }
  }

  /** Null when one is a person and the other is not, or one has no name. */
  compare(a: Unit, b: Unit): Observation | null {
    if ((a.kind === 'person') !== (b.kind === 'person')) return null
    const names = a.kind === 'person' ? this.#persons(a, b) : this.#names(a, b)
    if (names === null) return null
    const places = [regions(a, b), this.#addresses(a, b)].filter((one) => one !== null)
    return { ...names, observed: [...names.observed, ...this.#identifiers(a, b), ...places] }
  }

  #names(a: Unit, b: Unit): Observation | null {
    if (a.name === null || b.name === null) return null
    const observed = this.#field('name', organisation, a.name, b.name, this.#of.name)
    const level = observed[0]?.level ?? LEVEL.different
    return { level, observed, apart: level === LEVEL.sibling }
  }

  #persons(a: Unit, b: Unit): Observation | null {
    if (a.person === null || b.person === null) return null
    const observed = this.#field('name', person, a.person, b.person, this.#of.person)
    const parts = observed.filter(({ slot }) => slot < 2)
    if (parts.some(({ level }) => level > 1)) return { level: LEVEL.different, observed, apart: true }
    if (observed.some(({ slot, level }) => slot === GENERATION && level > 0))
      return { level: LEVEL.sibling, observed, apart: false }
    // 张某某 and half a name are many people's; 秀英 and 秀莹 are two names.
    const spelled = isCjk(a.person.given?.folded ?? '') && parts.some(({ level }) => level > 0)
    return { level: parts.length < 2 || spelled ? LEVEL.alike : LEVEL.same, observed, apart: false }
  }

  #addresses(a: Unit, b: Unit): Observed | null {
    let best: Observed | null = null
    for (const x of a.addresses.slice(0, MOST_ADDRESSES))
      for (const y of b.addresses.slice(0, MOST_ADDRESSES)) {
        const [found] = this.#field('address', address, x, y, this.#of.address)
        if (found !== undefined && (best === null || isBetter(found, best))) best = found
      }
    return best
  }

  #identifiers(a: Unit, b: Unit): Observed[] {
    const found: Observed[] = []
    for (const [scheme, values] of a.others) {
      const others = b.others.get(scheme)
      if (others === undefined) continue
      const shared = values.filter((value) => others.includes(value))
      const [name = ''] = scheme.split(' ')
      const what = scheme === 'organisation code' ? scheme : name
      const level = shared.length === 0 ? 1 : 0
      const rarity = level === 1 ? Number.NaN : Math.max(...shared.map(this.#rarity.of(scheme, 1e-6)))
      const label = `identifier ${level === 1 ? 'different' : 'same'}`
      const said = what + label.slice('identifier'.length)
      found.push({
        about: 'identifier',
        slot: 0,
        level,
        label,
        what: said,
        rarity,
        best: label,
        bestRarity: Number.NaN,
      })
    }
    return found
  }

  #field<V extends object>(about: Observed['about'], field: Field<V>, a: V, b: V, rarity: Rarity): Observed[] {
    const { level, bits } = outcomeOf(field, a, b, rarity, FOUND)
    const observed: Observed[] = []
    for (const [slot, { levels }] of field.slots.entries()) {
      const at = level[slot] ?? -1
      const label = levels[at]?.label
      if (label === undefined) continue
      // The last level says that the two differ: no agreement says less.
      const bestRarity = at === levels.length - 1 ? Number.NaN : this.#fullOf(field, a, b, rarity, slot)
      const best = levels[0]?.label ?? label
      observed.push({ about, slot, level: at, label, what: label, rarity: bits[slot] ?? Number.NaN, best, bestRarity })
    }
    return observed
  }

  /** How rare it would be that the two agree in full. */
  #fullOf<V extends object>(field: Field<V>, a: V, b: V, rarity: Rarity, slot: number): number {
    const [x, y] = [this.#ownOf(field, a, rarity), this.#ownOf(field, b, rarity)]
    return Math.min(x[slot] ?? Number.NaN, y[slot] ?? Number.NaN)
  }

  #ownOf<V extends object>(field: Field<V>, value: V, rarity: Rarity): readonly number[] {
    let full = this.#full.get(value)
    if (full === undefined) {
      full = [...outcomeOf(field, value, value, rarity, FULL).bits.subarray(0, field.slots.length)]
      this.#full.set(value, full)
    }
    return full
  }
}

const MOST_SLOTS = Math.max(...[organisation, person, address].map(({ slots }) => slots.length))
const outcome = (): Outcome => ({ level: new Int8Array(MOST_SLOTS), bits: new Float64Array(MOST_SLOTS) })
/** What two values, and a value beside itself, were found to agree in: written again and again, because there are millions of pairs. */
const [FOUND, FULL] = [outcome(), outcome()]

function outcomeOf<V>(field: Field<V>, a: V, b: V, rarity: Rarity, into: Outcome): Outcome {
  into.level.fill(-1)
  into.bits.fill(Number.NaN)
  field.compare(a, b, rarity, into, 0)
  return into
}

/** A better level, or a rarer agreement at the same. */
const isBetter = (one: Observed, other: Observed) =>
  one.level < other.level || (one.level === other.level && one.rarity > other.rarity)

function regions(a: Unit, b: Unit): Observed | null {
  if (a.regions.length === 0 || b.regions.length === 0) return null
  const level = a.regions.some((region) => b.regions.includes(region)) ? 0 : elsewhere(a, b) ? 2 : 1
  const label = ['region same', 'region within the other', 'region different'][level] ?? ''
  const none = Number.NaN
  return { about: 'region', slot: 0, level, label, what: label, rarity: none, best: 'region same', bestRarity: none }
}
