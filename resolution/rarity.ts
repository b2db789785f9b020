/** How rare a term is in a ledger: as it was counted last, else as it is in general. */

import type { TermCounts } from '../schemas/links.js'
import { isCounted } from './chinese/short_patterns.js'
import { sharingBits } from './evidence.js'
import type { Rarity } from './fields/field.js'
import { FREQUENT_WORDS } from './frequent_words.js'
import { UNITS_ASSUMED } from './parameters.js'
import { hashOf } from './unit_keys.js'

/** How large a part of all persons bears a given or a family name. */
const PERSON_NAME = 2e-3
/** How large a part of all bears a short trade name, in a ledger that has not counted enough to know. */
const SHORT_TRADE = 2e-4

export class TermRarity {
  readonly #counts: TermCounts | null
  readonly #units: number
  readonly #known = new Map<string, number>()

  constructor(counts: TermCounts | null) {
    this.#counts = counts
    // A few units say little of how common their words are: it is their lot that they are in one ledger.
    this.#units = Math.max(counts?.units ?? 0, UNITS_ASSUMED)
  }

  /** Logarithm of the odds that two units are one, before anything is compared. */
  get prior(): number {
    return -Math.log2(this.#units)
  }

  /** The rarity of terms of one field. */
  of(field: string, chance: number): Rarity {
    return (term) => {
      const text = `${field} ${term}`
      let bits = this.#known.get(text)
      if (bits === undefined) {
        bits = sharingBits(this.#others(text, term), this.#units, chance)
        if (this.#known.size > 500_000) this.#known.clear()
        this.#known.set(text, bits)
      }
      return bits
    }
  }

  #others(text: string, term: string): number {
    // A pattern of a name that is not wholly legible: each letter that is leaves one name in sixteen.
    if (text.startsWith('name ') && term.includes('?')) return this.#units * 2 ** -Math.min(17, 4 * (term.length - 1))
    // Patterns of short names that are not counted say nothing, nor do first words in Latin letters.
    if ((text.startsWith('name ~') && !isCounted(term)) || text.startsWith('name ^')) return this.#units
    const counted = Math.max(0, (this.#counts?.holders.get(hashOf(text)) ?? 0) - 1)
    const few = this.#counts === null || this.#counts.units < UNITS_ASSUMED
    return few ? Math.max(counted, this.#units * assumedShare(text, term)) : counted
  }
}

function assumedShare(text: string, term: string): number {
  if (text.startsWith('person ')) return PERSON_NAME
  if (!text.startsWith('name ')) return 0
  return term.startsWith('t') && term.length <= 3 ? SHORT_TRADE : (FREQUENT_WORDS.get(term) ?? 0)
}
