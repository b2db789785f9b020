/** Pairs that somebody gives to be compared: nothing is known of them but what they say. */
import { whyOf } from './explain.js'
import type { Mentions } from './mention.js'
import { Scorer } from './model/score.js'
import type { PairAnswer } from './pair_answers.js'
import { Relations } from './relations.js'
import { type Answer, calibrated, POSSIBLE_GIVEN_BITS, SAME_BITS } from './thresholds.js'

/**
 * The odds before anything is compared. Who gives a pair suspects something, so that they do not fall with the number of pairs: they are those of a
 * thousand organisations; persons share whole names far more often.
 */
const PRIOR = { organisation: -10, person: -14 }

/**
 * Compares given pairs: the mentions 2n and 2n + 1 are one. How often a name occurs in a list of pairs says nothing of how rare it is, so that names
 * count by their level alone; a number or an address that many pairs share counts less, never more, than its level.
 */
export class GivenPairs {
  readonly #scorer: Scorer
  readonly #relations: Relations
  readonly #name: number

  constructor(mentions: Mentions) {
    this.#scorer = new Scorer(mentions)
    this.#relations = new Relations(this.#scorer)
    this.#name = this.#scorer.slots.findIndex(({ name }) => name === 'name')
  }

  answer(pair: number): PairAnswer {
    const scorer = this.#scorer
    const [a, b] = [2 * pair, 2 * pair + 1]
    scorer.compare(a, b)
    const { level, bits } = scorer.found
    bits.forEach((own, slot) => {
      const general = -(scorer.weights.u[slot]?.[level[slot] ?? -1] ?? 0)
      bits[slot] = slot === this.#name ? Number.NaN : Math.min(own, general)
    })
    const isOrganisation = (level[this.#name] ?? -1) >= 0
    scorer.weights.prior = isOrganisation ? PRIOR.organisation : PRIOR.person
    const weight = scorer.weight()
    const relation = this.#relations.found()
    const [answer, remark] = answerOf(weight, relation, scorer.related())
    return { a, b, probability: calibrated(weight), answer, why: whyOf(scorer.parts(), scorer.weights.prior, remark) }
  }
}

function answerOf(weight: number, relation: string | null, certainly: boolean): [Answer, string] {
  if (relation !== null && (certainly || weight <= SAME_BITS)) return ['related', `related: ${relation}`]
  if (weight > SAME_BITS) return ['same', '']
  return [weight > POSSIBLE_GIVEN_BITS ? 'possible' : 'different', '']
}
