/** Pairs that somebody gives to be compared: nothing is known of them but what they say. */
import { whyOf } from './explain.js'
import { type OrganisationName, organisation } from './fields/organisation.js'
import type { Mentions } from './mention.js'
import { type Part, Scorer } from './model/score.js'
import type { PairAnswer } from './pair_answers.js'
import { Relations } from './relations.js'
import { type Answer, calibrated, POSSIBLE_GIVEN_BITS, rareBits, SAME_BITS } from './thresholds.js'

/**
 * The odds before anything is compared. Who gives a pair suspects something, so that they do not fall with the number of pairs: they are those of a
 * thousand organisations; persons share whole names far more often.
 */
const PRIOR = { organisation: -10, person: -14 }

/** Two under different names who share one thing, such as an address, are neighbours; from these bits on they share so much that they are one. */
const RENAMED_BITS = 8

/** The slots of names. */
const NAMES = new Set(['name', 'given_name', 'family_name', 'name_order', 'generation'])

/**
 * Compares given pairs: the mentions 2n and 2n + 1 are one. How often a name occurs in a list of pairs says nothing of how rare it is, so that names
 * count by their level alone; so does all else that agrees, unless many share it.
 */
export class GivenPairs {
  readonly #scorer: Scorer
  readonly #relations: Relations
  readonly #name: number
  readonly #rare: number

  constructor(mentions: Mentions) {
    this.#scorer = new Scorer(mentions)
    this.#rare = rareBits(mentions.ids.length)
    this.#relations = new Relations(this.#scorer)
    this.#name = this.#scorer.slots.findIndex(({ name }) => name === 'name')
  }

  answer(pair: number): PairAnswer {
    const scorer = this.#scorer
    const [a, b] = [2 * pair, 2 * pair + 1]
    scorer.compare(a, b)
    const { level, bits } = scorer.found
    bits.forEach((own, slot) => {
      const isShared = slot !== this.#name && own < this.#rare
      if (!isShared) bits[slot] = Number.NaN
    })
    const isOrganisation = (level[this.#name] ?? -1) >= 0
    scorer.weights.prior = isOrganisation ? PRIOR.organisation : PRIOR.person
    const weight = scorer.weight()
    const relation = this.#relations.found()
    const parts = scorer.parts()
    // Silence is no evidence that two are apart.
    const [answer, remark]: [Answer, string] =
      parts.length === 0
        ? ['possible', 'nothing to compare']
        : answerOf(weight, relation, scorer.related(), this.#unproven(parts, isOrganisation, a, b))
    return { a, b, probability: calibrated(weight), answer, why: whyOf(parts, scorer.weights.prior, remark) }
  }

  /** Why names that are all that agrees prove nothing; null when they do, or are not all. */
  #unproven(parts: readonly Part[], isOrganisation: boolean, a: number, b: number): string | null {
    if (parts.some(({ slot, bits }) => bits > 0 && !NAMES.has(slot))) return null
    if (!isOrganisation) return 'a name alone is many people’s'
    const contained = parts.some(({ label }) => label === 'name contained')
    return contained && this.#isLatin(a) && this.#isLatin(b) ? 'one name says more than the other' : null
  }

  #isLatin(mention: number): boolean {
    const column = this.#scorer.mentions.columns.find(({ field }) => field.name === organisation.name)
    const name = column?.distinct[column.of[mention] ?? -1] as OrganisationName | null | undefined
    return name?.all.every((one) => 'latin' in one) === true
  }
}

function answerOf(
  weight: number,
  relation: string | null,
  certainly: boolean,
  unproven: string | null,
): [Answer, string] {
  if (relation !== null && (certainly || weight <= RENAMED_BITS)) return ['related', `related: ${relation}`]
  if (weight > SAME_BITS) return unproven === null ? ['same', ''] : ['possible', unproven]
  return [weight > POSSIBLE_GIVEN_BITS ? 'possible' : 'different', '']
}
