/** Pairs that somebody gives to be compared: nothing is known of them but what they say. */
import { whyOf } from './explain.js'
import type { Mentions } from './mention.js'
import { Scorer } from './model/score.js'
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
      parts.length === 0 ? ['possible', 'nothing to compare'] : answerOf(weight, relation, scorer.related())
    return { a, b, probability: calibrated(weight), answer, why: whyOf(parts, scorer.weights.prior, remark) }
  }
}

function answerOf(weight: number, relation: string | null, certainly: boolean): [Answer, string] {
  if (relation !== null && (certainly || weight <= RENAMED_BITS)) return ['related', `related: ${relation}`]
  if (weight > SAME_BITS) return ['same', '']
  return [weight > POSSIBLE_GIVEN_BITS ? 'possible' : 'different', '']
}
