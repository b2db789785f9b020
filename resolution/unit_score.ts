/** Two units compared: how much speaks for one party, what speaks against it, and which of the four answers follows. */
import type { Answer, Finding } from '../schemas/links.js'
import { LEVEL } from './chinese/compare.js'
import { placeBits } from './evidence.js'
import type { Field, Outcome, Rarity } from './fields/field.js'
import { organisation } from './fields/organisation.js'
import { person } from './fields/person.js'
import { address } from './fields/simple.js'
import { CHANCES, POSSIBLE_BITS, SAME_BITS } from './parameters.js'
import type { TermRarity } from './rarity.js'
import { isCjk } from './text/fold.js'
import { conflictOf, type Unit, within } from './unit.js'

export interface Judgement {
  readonly answer: Answer
  readonly bits: number
  readonly why: readonly Finding[]
}

interface Places {
  readonly name: Rarity
  readonly address: Rarity
  readonly person: Rarity
}

export class UnitScorer {
  readonly #rarity: TermRarity
  readonly #of: Places

  constructor(rarity: TermRarity) {
    this.#rarity = rarity
    this.#of = {
      name: rarity.of('name', organisation.termChance),
      address: rarity.of('address', address.termChance),
      person: rarity.of('person', person.termChance),
    }
  }

  /** Null when the two are not at all likely to be one. */
  judge(a: Unit, b: Unit): Judgement | null {
    const found = this.weigh(a, b)
    return found === null || found.bits < POSSIBLE_BITS ? null : answered(a, b, found)
  }

  /** All that speaks for and against; null when nothing could make the two one. */
  weigh(a: Unit, b: Unit): Compared | null {
    if ((a.kind === 'person') !== (b.kind === 'person')) return null
    const [name, level] = a.kind === 'person' ? this.#persons(a, b) : this.#names(a, b)
    if (name === null) return null
    const identifiers = this.#identifiers(a, b)
    const places = [regions(a, b), this.#addresses(a, b)].filter((found) => found !== null)
    const bits = rounded(
      this.#rarity.prior +
        [...name, ...identifiers].reduce((sum, found) => sum + found.bits, 0) +
        placesTogether(places),
    )
    const why = [...name, ...identifiers, ...places].map(({ what, bits: own }) => ({ what, bits: own }))
    why.push({ what: 'before anything was compared', bits: rounded(this.#rarity.prior) })
    return { level, bits, why, identifiers, places }
  }

  #names(a: Unit, b: Unit): [Finding[] | null, number] {
    if (a.name === null || b.name === null) return [null, -1]
    const [found] = compared(organisation, a.name, b.name, this.#of.name)
    if (found === undefined || found.level === LEVEL.sibling) return [null, -1]
    return [[found], found.level]
  }

  #persons(a: Unit, b: Unit): [Finding[] | null, number] {
    if (a.person === null || b.person === null) return [null, -1]
    const found = compared(person, a.person, b.person, this.#of.person)
    const parts = found.filter(({ slot }) => slot < 2)
    if (parts.some(({ level }) => level > 1)) return [null, -1]
    if (found.some(({ slot, level }) => slot === 3 && level > 0)) return [found, LEVEL.sibling]
    // 张某某 and half a name are many people's; 秀英 and 秀莹 are two names.
    const spelled = isCjk(a.person.given?.folded ?? '') && parts.some(({ level }) => level > 0)
    return [found, parts.length < 2 || spelled ? LEVEL.alike : LEVEL.same]
  }

  #addresses(a: Unit, b: Unit): Found | null {
    let best: Found | null = null
    for (const x of a.addresses.slice(0, MOST_ADDRESSES))
      for (const y of b.addresses.slice(0, MOST_ADDRESSES)) {
        const [found] = compared(address, x, y, this.#of.address)
        if (found !== undefined && (best === null || found.bits > best.bits)) best = found
      }
    return best
  }

  #identifiers(a: Unit, b: Unit): Finding[] {
    const found: Finding[] = []
    for (const [scheme, values] of a.others) {
      const others = b.others.get(scheme)
      if (others === undefined) continue
      const shared = values.filter((value) => others.includes(value))
      const [name = ''] = scheme.split(' ')
      const what = scheme === 'organisation code' ? scheme : name
      if (shared.length === 0) found.push({ what: `${what} different`, bits: rounded(weight('identifier different')) })
      else {
        const rarity = this.#rarity.of(scheme, 1e-6)
        const most = Math.max(...shared.map(rarity))
        found.push({ what: `${what} same`, bits: rounded(weight('identifier same', most)) })
      }
    }
    return found
  }
}

const MOST_ADDRESSES = 6
const rounded = (bits: number) => Math.round(bits * 100) / 100

export interface Found extends Finding {
  readonly slot: number
  readonly level: number
}

/** Bits of a level: how much likelier the same party shows it than another; `rarity` in place of u where the agreement has one of its own. */
function weight(label: string, rarity = Number.NaN): number {
  const chances = CHANCES[label]
  if (chances === undefined) throw new Error(`no chances for the level '${label}'`)
  return Math.log2(chances.m) + (Number.isNaN(rarity) ? -Math.log2(chances.u) : rarity)
}

function compared<V>(field: Field<V>, a: V, b: V, rarity: Rarity): Found[] {
  const slots = field.slots.length
  const outcome: Outcome = { level: new Int8Array(slots).fill(-1), bits: new Float64Array(slots).fill(Number.NaN) }
  field.compare(a, b, rarity, outcome, 0)
  return field.slots.flatMap(({ levels }, slot) => {
    const level = outcome.level[slot] ?? -1
    const label = levels[level]?.label
    return label === undefined ? [] : [{ slot, level, what: label, bits: rounded(weight(label, outcome.bits[slot])) }]
  })
}

function regions(a: Unit, b: Unit): Found | null {
  if (a.regions.length === 0 || b.regions.length === 0) return null
  const level = a.regions.some((region) => b.regions.includes(region))
    ? 0
    : a.regions.some((x) => b.regions.some((y) => within(x, y) || within(y, x)))
      ? 1
      : 2
  const what = ['region same', 'region within the other', 'region different'][level] ?? ''
  return { slot: 0, level, what, bits: rounded(weight(what)) }
}

/** All that says where the two are, together. */
function placesTogether(places: readonly Finding[]): number {
  const bits = places.map((place) => place.bits)
  return placeBits(
    bits.reduce((sum, value) => sum + value, 0),
    Math.max(0, ...bits),
    Math.min(0, ...bits),
  )
}

export interface Compared {
  readonly level: number
  readonly bits: number
  readonly why: readonly Finding[]
  readonly identifiers: readonly Finding[]
  readonly places: readonly Found[]
}

const RELATED: ReadonlySet<number> = new Set([LEVEL.works, LEVEL.branch, LEVEL.sibling, LEVEL.group])

function answered(a: Unit, b: Unit, { level, bits, why, identifiers, places }: Compared): Judgement | null {
  const conflict = conflictOf(a, b)
  if (RELATED.has(level)) return { answer: 'related', bits, why }
  const identified = identifiers.some((found) => found.bits > 0)
  if (conflict !== undefined)
    return level <= LEVEL.near || identified
      ? { answer: 'different', bits, why: [...why, { what: `another valid ${conflict}`, bits: -1000 }] }
      : null
  if (a.kind !== b.kind)
    return level <= LEVEL.contained
      ? { answer: 'related', bits, why: [...why, { what: 'a site beside a company', bits: 0 }] }
      : null
  const addressed = places.some(({ what, level: at }) => what.startsWith('address') && at <= 2)
  const placed = addressed || places.some(({ what, level: at }) => what.startsWith('region') && at <= 1)
  // A name alone proves no person, no site, no company whose place is unknown, and not that two that are proven each are one.
  const proven = a.joinedBy === 'identifier' && b.joinedBy === 'identifier'
  // Nor that two shops of one town are one: their names are nobody's own.
  const own = a.ownName || b.ownName
  const isShop = a.kind === 'site' || (a.kind === 'party' && !own)
  if (isShop && !identified && places.some(({ what, level: at }) => what.startsWith('address') && (at === 4 || at > 5)))
    return level <= LEVEL.near ? { answer: 'different', bits, why } : null
  const corroborated = identified || (a.kind === 'party' && !proven && own ? placed : addressed)
  // 东 and 冬 are said alike, and are two companies of one town as well as a slip.
  const sameLetters = level < LEVEL.near || sharesTrade(a, b)
  const likely = level <= LEVEL.contained && corroborated && (sameLetters || identified || addressed)
  if (likely && bits >= SAME_BITS) return { answer: 'same', bits, why }
  if (level > LEVEL.alike && !identified) return null
  return a.kind === 'person' && !corroborated ? null : { answer: 'possible', bits, why }
}

/** In Chinese names the same trade name, letter by letter; names in Latin letters are near by few letters of many. */
function sharesTrade(a: Unit, b: Unit): boolean {
  if (a.name === null || b.name === null) return true
  const others = b.name.all
  return a.name.all.some((x) =>
    others.some((y) => !('chinese' in x && 'chinese' in y) || x.chinese.trade === y.chinese.trade),
  )
}
