/** What relates two parties that are not one: a branch of the other, or something rare that they share under different names. */
import type { Scorer } from './model/score.js'
import { rareBits } from './thresholds.js'

/** What relates parties that share it. The level of agreement is the first of each. */
const PERSON = 'legal_representative'
const SHARED = [PERSON, 'address', 'phone', 'email']
/** Labels of names that are not one name. */
const OTHER_NAME = new Set(['name faint', 'name different'])
const FORMER_NAME = 'name former name of the other'
const OTHER_GIVEN_NAME = 'given name different'

export class Relations {
  readonly #scorer: Scorer
  readonly #shared: readonly number[]
  readonly #name: number
  readonly #given: number
  readonly #rare: number

  constructor(scorer: Scorer) {
    this.#scorer = scorer
    const slotOf = (name: string) => scorer.slots.findIndex((slot) => slot.name === name)
    this.#shared = SHARED.map(slotOf).filter((slot) => slot >= 0)
    this.#name = slotOf('name')
    this.#given = slotOf('given_name')
    this.#rare = rareBits(scorer.mentions.ids.length)
  }

  /** How the two that were compared last are related; null: not that anything says so. */
  found(): string | null {
    const { slots, found, weights } = this.#scorer
    if (this.#scorer.related()) return slots[this.#name]?.labels[found.level[this.#name] ?? -1] ?? 'related'
    if (this.#labelOf(this.#name) === FORMER_NAME) return 'former name'
    if (!this.#namesDiffer()) return null
    for (const slot of this.#shared) {
      if (found.level[slot] !== 0) continue
      const own = found.bits[slot] ?? Number.NaN
      const bits = Number.isNaN(own) ? -(weights.u[slot]?.[0] ?? 0) : own
      if (bits < this.#rare) continue
      const shared = slots[slot]?.name ?? ''
      return shared === PERSON ? 'shared person (legal representative)' : `a shared ${shared.replace('_', ' ')}`
    }
    return null
  }

  #namesDiffer(): boolean {
    return OTHER_NAME.has(this.#labelOf(this.#name)) || this.#labelOf(this.#given) === OTHER_GIVEN_NAME
  }

  #labelOf(slot: number): string {
    const { slots, found } = this.#scorer
    return slots[slot]?.labels[found.level[slot] ?? -1] ?? ''
  }
}
