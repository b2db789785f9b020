/** Two units compared: how much speaks for one party, what speaks against it, and which of the four answers follows. */
import { type Answer, type Finding, NEVER_ONE_BITS, type Relation } from '../schemas/links.js'
import { type Calibration, calibratedBits, shareAt } from './calibration.js'
import { LEVEL } from './chinese/compare.js'
import { compareOrganisations, isLeftOpen } from './chinese/compare_bodies.js'
import { placeBits } from './evidence.js'
import { CALIBRATION, CHANCES, type Chances, CURVES, POSSIBLE_BITS, SAME_BITS } from './parameters.js'
import type { TermRarity } from './rarity.js'
import { conflictOf, type Unit } from './unit.js'
import { type Observation, type Observed, UnitComparer } from './unit_compare.js'

export interface Judgement {
  readonly answer: Answer
  /** The sum of what was found, prior included. */
  readonly bits: number
  /** The share of such pairs that are one party; 0 where a rule says that the two are not. */
  readonly probability: number
  readonly why: readonly Finding[]
  /** How two are related; null where the answer is another. */
  readonly relation: Relation | null
}

export class UnitScorer {
  readonly comparer: UnitComparer
  /** How bits become a probability. */
  readonly calibration: Calibration
  readonly #prior: number
  readonly #chances: Readonly<Record<string, Chances>>

  constructor(rarity: TermRarity, calibration = CALIBRATION, chances = CHANCES) {
    this.comparer = new UnitComparer(rarity)
    this.calibration = calibration
    this.#prior = rounded(rarity.prior)
    this.#chances = chances
  }

  /** Null when the two are not at all likely to be one. */
  judge(a: Unit, b: Unit): Judgement | null {
    const compared = this.comparer.compare(a, b)
    // Most pairs end here.
    if (compared === null || compared.apart || !this.#matters(a, b, compared)) return null
    const found = this.#weighed(a, b, compared)
    const sure = calibratedBits(found.bits, this.calibration)
    const answer = answerTo(a, b, found, sure) ?? personShared(a, b, found)
    if (answer === null) return null
    const isOpen = answer.answer === 'same' || answer.answer === 'possible'
    return { relation: null, ...answer, bits: found.bits, probability: isOpen ? shareAt(curveFor(found), sure) : 0 }
  }

  /** All that speaks for and against; null when nothing could make the two one. */
  weigh(a: Unit, b: Unit): Compared | null {
    const compared = this.comparer.compare(a, b)
    return compared === null || compared.apart ? null : this.#weighed(a, b, compared)
  }

  /** False where the evidence is too little for any answer. */
  #matters(a: Unit, b: Unit, { level, observed }: Observation): boolean {
    if (level === LEVEL.former || isPersonShared(a, b)) return true
    const bits = sumOf(observed, this.#prior, (one) => roundedWeight(one, this.#chances))
    return calibratedBits(bits, this.calibration) >= POSSIBLE_BITS
  }

  #weighed(a: Unit, b: Unit, found: Observation): Compared {
    const { weighed, bits } = evidenceOf(found.observed, this.#prior, this.#chances)
    const why = weighed.map(({ what, bits: own }) => ({ what, bits: own }))
    why.push({ what: 'before anything was compared', bits: this.#prior })
    const identifiers = weighed.filter(({ about }) => about === 'identifier')
    const address = weighed.find(({ about }) => about === 'address')?.level ?? -1
    const corroborated = isCorroborated(a, b, found.level, weighed, address)
    return { level: found.level, bits, why, identifiers, address, corroborated }
  }
}
/** What a name alone leaves open is less likely than its bits say. */
export const curveFor = ({ corroborated }: Compared) => (corroborated ? CURVES.corroborated : CURVES.open)

const rounded = (bits: number) => Math.round(bits * 100) / 100
const roundedWeight = (found: Observed, chances: Readonly<Record<string, Chances>>) => rounded(weight(found, chances))
const isPlace = ({ about }: Observed) => about === 'address' || about === 'region'

export interface Weighed extends Observed {
  readonly bits: number
}

export interface Compared {
  readonly level: number
  readonly bits: number
  readonly why: readonly Finding[]
  readonly identifiers: readonly Weighed[]
  /** The level of the addresses; -1: one has none. */
  readonly address: number
  /** False: the names alone speak for one party, which is for a person to judge. */
  readonly corroborated: boolean
}

/** What was found with its bits, and their sum. Of what says where the two are, the strongest counts in full. */
export function evidenceOf(
  observed: readonly Observed[],
  prior: number,
  chances: Readonly<Record<string, Chances>>,
): { readonly weighed: readonly Weighed[]; readonly bits: number } {
  const weighed = observed.map((one) => ({ ...one, bits: roundedWeight(one, chances) }))
  return { weighed, bits: sumOf(weighed, prior, ({ bits }) => bits) }
}

function sumOf<One extends Observed>(observed: readonly One[], prior: number, bitsIn: (one: One) => number): number {
  let [sum, places, most, least] = [prior, 0, 0, 0]
  for (const one of observed) {
    const bits = bitsIn(one)
    if (!isPlace(one)) {
      sum += bits
      continue
    }
    places += bits
    most = Math.max(most, bits)
    least = Math.min(least, bits)
  }
  return rounded(sum + placeBits(places, most, least))
}

/**
 * Bits of what was found: how much likelier one party shows it than two; its rarity in place of u where the agreement has one of its own. Agreeing in
 * part never says more than agreeing in full would.
 */
export function weight(found: Observed, chances: Readonly<Record<string, Chances>>): number {
  const { label, rarity, best, bestRarity } = found
  const bits = bitsOf(label, rarity, chances)
  return label === best ? bits : Math.min(bits, bitsOf(best, bestRarity, chances))
}

function bitsOf(label: string, rarity: number, chances: Readonly<Record<string, Chances>>): number {
  const { m, u } = chancesOf(label, chances)
  return Math.log2(m) + (Number.isNaN(rarity) ? -Math.log2(u) : rarity)
}

function chancesOf(label: string, chances: Readonly<Record<string, Chances>>): Chances {
  const found = chances[label]
  if (found === undefined) throw new Error(`no chances for the level '${label}'`)
  return found
}

type Answered = Pick<Judgement, 'answer' | 'why'> & { readonly relation?: Relation }

/** How two are related that compare at a level, whatever else agrees. */
const RELATED: Readonly<Record<number, Relation>> = {
  [LEVEL.works]: 'works',
  [LEVEL.branch]: 'branch',
  [LEVEL.group]: 'group',
  [LEVEL.sibling]: 'generation',
}

/** `sure`: the calibrated bits. */
function answerTo(a: Unit, b: Unit, found: Compared, sure: number): Answered | null {
  const { level, why, identifiers } = found
  const isFormer = level === LEVEL.former && a.kind === b.kind
  if (sure < POSSIBLE_BITS && !isFormer) return null
  const relation = RELATED[level]
  if (relation !== undefined) return { answer: 'related', relation, why }
  const conflict = conflictOf(a, b)
  const identified = identifiers.some(({ bits }) => bits > 0)
  if (conflict !== undefined)
    return level <= LEVEL.near || identified || isFormer
      ? { answer: 'different', why: [...why, { what: `another valid ${conflict}`, bits: NEVER_ONE_BITS }] }
      : null
  if (a.kind !== b.kind)
    return level <= LEVEL.contained
      ? { answer: 'related', relation: 'site', why: [...why, { what: 'a site beside a company', bits: 0 }] }
      : null
  // Two shops of one name at two addresses.
  const elsewhere = found.address === NUMBER_OTHER || found.address > ADDRESS_ALIKE
  if (isShop(a, b) && !identified && elsewhere) return level <= LEVEL.near ? { answer: 'different', why } : null
  const located = identified || (found.address >= 0 && found.address <= NUMBER_SAME)
  const named = level <= LEVEL.former || (level === LEVEL.alike && located && isOpen(a, b))
  if (found.corroborated && named && sure >= SAME_BITS) return { answer: 'same', why }
  if (isFormer) return { answer: 'related', relation: 'former', why }
  if (level > LEVEL.alike && !identified) return null
  return a.kind === 'person' && !found.corroborated ? null : { answer: 'possible', why }
}

/** Two companies that nothing else links have one legal representative. */
function personShared(a: Unit, b: Unit, { why }: Compared): Answered | null {
  if (!isPersonShared(a, b)) return null
  return { answer: 'related', relation: 'shared_person', why: [...why, { what: 'one legal representative', bits: 0 }] }
}

const isPersonShared = (a: Unit, b: Unit) => a.representatives.some((person) => b.representatives.includes(person))

/** True for 人民医院 and 深圳市人民医院: whose the one is the name does not say, and where it is, or a number that it bears, does. */
function isOpen(a: Unit, b: Unit): boolean {
  const others = b.name?.all ?? []
  return (a.name?.all ?? []).some((x) =>
    others.some(
      (y) =>
        'chinese' in x &&
        'chinese' in y &&
        x.former !== true &&
        y.former !== true &&
        isLeftOpen(x.chinese, y.chinese) &&
        compareOrganisations(x.chinese, y.chinese) === LEVEL.alike,
    ),
  )
}

/** A site, or what is written over a shop: such a name is nobody's own. */
const isShop = (a: Unit, b: Unit) => a.kind === 'site' || (a.kind === 'party' && !a.ownName && !b.ownName)

/** Whether more than names that are alike speaks for one party: what a name alone leaves open, a place or a number can close. */
function isCorroborated(a: Unit, b: Unit, level: number, weighed: readonly Weighed[], address: number): boolean {
  if (address >= 0 && address <= NUMBER_SAME) return true
  const identified = weighed.some(({ about, bits }) => about === 'identifier' && bits > 0)
  // Two shops of one firm share its telephone; a site is where it is.
  if (identified) return a.kind !== 'site' || address <= NUMBER_MISSING
  const placed = weighed.some(({ about, level: at }) => about === 'region' && at <= 1)
  // A name alone proves no person, no site, no shop, no company whose place is unknown, and not that two that are proven each are one.
  const proven = a.joinedBy === 'identifier' && b.joinedBy === 'identifier'
  // 东 and 冬 are said alike, and are two companies of one town as well as a slip.
  // A former name may be another's by now.
  if (level === LEVEL.former) return false
  return a.kind === 'party' && !isShop(a, b) && !proven && placed && (level < LEVEL.near || sharesTrade(a, b))
}

/** Levels of addresses. */
const [NUMBER_SAME, NUMBER_MISSING, NUMBER_OTHER, ADDRESS_ALIKE] = [2, 3, 4, 5]

/** In Chinese names the same trade name, letter by letter; names in Latin letters are near by few letters of many. */
function sharesTrade(a: Unit, b: Unit): boolean {
  if (a.name === null || b.name === null) return true
  const others = b.name.all
  return a.name.all.some((x) =>
    others.some((y) => !('chinese' in x && 'chinese' in y) || x.chinese.trade === y.chinese.trade),
  )
}
