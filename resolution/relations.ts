/** What relates two parties that are not one: a branch of the other, or something rare that they share under different names. */
import type { Scorer } from './model/score.js'
import { rareBits } from './thresholds.js'

/** What relates parties that share it. The level of agreement is the first of each. */
const PERSON = 'legal_representative'
const SHARED = [PERSON, 'address', 'phone', 'email']
/** Labels of names that are not one name. */
const OTHER_NAME = new Set(['name faint', 'name different'])
const FORMER_NAME = 'name former name of the other'
const OTHER_GIVEN_NAME = new Set(['given name different', 'given name of other characters'])

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
    const related = this.#scorer.related() ? this.#relatedBy() : null
    if (related !== null) return related
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

  /** The level that relates the two; null when all there is is that they have two names. */
  #relatedBy(): string | null {
    const { levels, found } = this.#scorer
    const labels = levels.flatMap((all, slot) => {
      const level = all[found.level[slot] ?? -1]
      return level?.related === true && slot !== this.#given ? [level.label] : []
    })
    return labels[0] ?? null
  }

  #namesDiffer(): boolean {
    return OTHER_NAME.has(this.#labelOf(this.#name)) || OTHER_GIVEN_NAME.has(this.#labelOf(this.#given))
  }

  #labelOf(slot: number): string {
    const { slots, found } = this.#scorer
    return slots[slot]?.labels[found.level[slot] ?? -1] ?? ''
  }
}
