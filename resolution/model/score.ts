/** Weight of evidence that two mentions are one party, in bits: Fellegi and Sunter (1969), with the rarity of what agrees. */
import { PLACE_SHARE, placeBits, SHARED_PLACES } from '../evidence.js'
import type { Level, Outcome, Slot } from '../fields/field.js'
import type { Mentions } from '../mention.js'
import { rareBits } from '../thresholds.js'
import { ComparedColumn } from './compared_column.js'
import { Elsewhere } from './elsewhere.js'
import { Rarities } from './rarity.js'
import { rowsOf } from './rows.js'
import { SourcePairs } from './source_pairs.js'

/** m and u of every level of every slot, as binary logarithms. */
export interface Weights {
  readonly m: Float64Array[]
  readonly u: Float64Array[]
  /** m for each pair of sources, by its number: how parties slip is the habit of who writes. Where there is one pair only, it is `m` itself. */
  readonly mOfSources: readonly Float64Array[][]
  /** Logarithm of the odds that two random mentions are one party. */
  prior: number
}

/** What the outcome of one comparison adds to the weight. */
export interface Part {
  readonly slot: string
  readonly label: string
  readonly bits: number
}

export interface SlotPlace {
  readonly name: string
  readonly labels: readonly string[]
}

export class Scorer {
  readonly found: Outcome
  readonly slots: readonly SlotPlace[]
  readonly weights: Weights
  readonly sourcePairs: SourcePairs
  /** The pair of sources of the two that were compared last. */
  #pair = 0
  readonly #place: Uint8Array
  /** The levels of each slot. */
  readonly levels: readonly (readonly Level[])[]
  /** The slots that tell names without anything in common, and those of what strangers at one address do not share. */
  readonly #names: readonly number[]
  readonly #own: readonly number[]
  /** What each level does beside its weight: 1 the two are related, 2 they are two parties, 3 they are with another such, 4 they are one, however their names stand to each other. */
  readonly #against: Uint8Array[]
  /** 1 for mentions that are rows of a unique source. */
  readonly #registered: Uint8Array
  /** Whether one of the two that were compared last is a row of a register, and the other is not. */
  #withRegister = false
  readonly #elsewhere: Elsewhere | undefined
  readonly #columns: readonly ComparedColumn[]
  /** The columns that can rule a party out, and all others. */
  readonly #excluding: readonly number[]
  readonly #others: readonly number[]
  /** The numbers of the values of each mention, one for each column. */
  readonly #rows: Int32Array

  readonly mentions: Mentions

  constructor(
    mentions: Mentions,
    unique: ReadonlySet<string> = new Set(),
    rows: Int32Array = rowsOf(mentions.columns, mentions.ids.length),
  ) {
    this.mentions = mentions
    const rarities = new Rarities(mentions)
    const slots = mentions.columns.flatMap(({ field }) => field.slots)
    this.slots = slots.map(({ name, levels }) => ({ name, labels: levels.map(({ label }) => label) }))
    this.found = { level: new Int8Array(slots.length), bits: new Float64Array(slots.length) }
    this.sourcePairs = new SourcePairs(mentions.sources)
    const guessed = () => slots.map(({ levels }) => Float64Array.from(levels, ({ m }) => Math.log2(m)))
    const m = guessed()
    this.weights = {
      m,
      u: slots.map(({ levels }) => Float64Array.from(levels, ({ u }) => Math.log2(u))),
      mOfSources: this.sourcePairs.count === 1 ? [m] : Array.from({ length: this.sourcePairs.count }, guessed),
      prior: -Math.log2(Math.max(FEW, mentions.ids.length)),
    }
    this.#place = Uint8Array.from(slots, ({ name }) => (PLACES.has(name) ? 1 : 0))
    this.#against = slots.map(({ levels }) =>
      Uint8Array.from(levels, ({ related, vetoes, conflicts, proves }) =>
        vetoes === true ? 2 : related === true ? 1 : conflicts === true ? 3 : proves === true ? 4 : 0,
      ),
    )
    const placesOf = (is: (slot: Slot) => boolean) => slots.flatMap((slot, at) => (is(slot) ? [at] : []))
    this.#names = placesOf(({ levels }) => levels.some(({ unlike }) => unlike === true))
    this.#own = placesOf(({ name }) => name !== 'phone' && !PLACES.has(name))
    this.levels = slots.map(({ levels }) => levels)
    this.#elsewhere = Elsewhere.of(
      mentions,
      slots.map(({ name }) => name),
      unique,
    )
    this.#registered = Uint8Array.from(mentions.sources, (source) => (unique.has(source) ? 1 : 0))
    let at = 0
    this.#columns = mentions.columns.map((column, index) => {
      const place = at
      at += column.field.slots.length
      const bits = (term: string, holders = 1) => rarities.bits(index, column.field.termChance, term, holders)
      const rarity = Object.assign(bits, { few: rareBits(mentions.ids.length) })
      return new ComparedColumn(column, place, rarity)
    })
    this.#excluding = mentions.columns.flatMap(({ field }, index) =>
      field.slots.some(({ levels }) => levels.some(({ vetoes }) => vetoes === true)) ? [index] : [],
    )
    this.#others = mentions.columns.flatMap((_, index) => (this.#excluding.includes(index) ? [] : [index]))
    this.#rows = rows
  }

  /** The numbers of the mention's values that can rule a party out, such as a valid code; none where it has none. */
  exclusive(mention: number): number[] {
    const from = mention * this.#columns.length
    return this.#excluding.map((column) => this.#rows[from + column] ?? -1).filter((value) => value >= 0)
  }

  /** Compares two mentions, into `found`. */
  compare(a: number, b: number): void {
    this.#begin(a, b)
    for (const column of this.#excluding) this.#compareIn(column, a, b)
    this.#compareOthers(a, b)
  }

  #compareOthers(a: number, b: number): void {
    for (const column of this.#others) this.#compareIn(column, a, b)
    this.#elsewhere?.bound(a, b, this.found)
  }

  #begin(a: number, b: number): void {
    const { level, bits } = this.found
    this.#withRegister = this.#registered[a] !== this.#registered[b]
    this.#pair = this.sourcePairs.pairOf(a, b)
    for (let slot = 0; slot < level.length; slot++) {
      level[slot] = -1
      bits[slot] = Number.NaN
    }
  }

  /** True if both have a value in the column. */
  #compareIn(column: number, a: number, b: number): boolean {
    const width = this.#columns.length
    const x = this.#rows[a * width + column] ?? -1
    const y = this.#rows[b * width + column] ?? -1
    if (x < 0 || y < 0) return false
    this.#columns[column]?.compare(x, y, this.found)
    return true
  }

  #isRuledOut(): boolean {
    const { level } = this.found
    for (let slot = 0; slot < level.length; slot++) if (this.#against[slot]?.[level[slot] ?? -1] === 2) return true
    return false
  }

  /** Bits for or against a match of what was found, prior included. Of what says where a party is, the strongest counts in full: the rest mostly follows from it. */
  weight(
    level: Int8Array = this.found.level,
    bits: Float64Array = this.found.bits,
    from = 0,
    forgiven = false,
    pair = this.#pair,
  ): number {
    const { u, mOfSources } = this.weights
    const m = mOfSources[pair] ?? this.weights.m
    let sum = this.weights.prior
    let most = 0
    let least = 0
    let all = 0
    let related = 0
    let conflicts = 0
    let proofs = 0
    for (let slot = 0; slot < this.slots.length; slot++) {
      const at = level[from + slot] ?? -1
      if (at < 0) continue
      const against = this.#against[slot]?.[at] ?? 0
      const own = bits[from + slot] ?? Number.NaN
      if (against === 1) related++
      else if (against === 2) conflicts += 2
      else if (against === 3) conflicts++
      else if (against === 4 && !(own <= PROOF_BITS)) proofs++
      const value = (m[slot]?.[at] ?? 0) + (Number.isNaN(own) ? -(u[slot]?.[at] ?? 0) : own)
      if (this.#place[slot] === 0) sum += value
      else {
        all += value
        if (value > most) most = value
        if (value < least) least = value
      }
    }
    if (conflicts > 1) sum -= VETO_BITS
    if (proofs === 0 && !forgiven) sum -= related * RELATED_BITS
    return sum + placeBits(all, most, least)
  }

  weightOf(a: number, b: number): number {
    this.compare(a, b)
    return this.#weightFound()
  }

  /** As `weightOf`; of two that a veto rules out -VETO_BITS, with nothing else compared. */
  quickWeightOf(a: number, b: number): number {
    this.#begin(a, b)
    for (const column of this.#excluding) if (this.#compareIn(column, a, b) && this.#isRuledOut()) return -VETO_BITS
    this.#compareOthers(a, b)
    return this.#weightFound()
  }

  #weightFound(): number {
    const { level, bits } = this.found
    return this.weight(level, bits, 0, this.#withRegister && this.meansWorks())
  }

  /** What `compare` found makes the two related only where neither is the row of a register. */
  meansWorks(): boolean {
    return this.levels.some((levels, slot) => levels[this.found.level[slot] ?? -1]?.unlessRegistered === true)
  }

  /** What `compare` found are names without anything in common, and nothing that agrees but the address, the telephone, and the place. */
  areUnlike(): boolean {
    const { level } = this.found
    const at = (slot: number) => this.levels[slot]?.[level[slot] ?? -1]
    if (!this.#names.some((slot) => at(slot)?.unlike === true)) return false
    return !this.#own.some((slot) => (at(slot)?.m ?? 0) > (at(slot)?.u ?? 0))
  }

  /** What `weight()` of `found` is the sum of, beside the prior, in the order of the slots. */
  parts(): Part[] {
    const parts: { slot: string; label: string; bits: number }[] = []
    const places: { bits: number }[] = []
    const related = this.related()
    const { u, mOfSources } = this.weights
    const m = mOfSources[this.#pair] ?? this.weights.m
    for (const [slot, { name, labels }] of this.slots.entries()) {
      const at = this.found.level[slot] ?? -1
      if (at < 0) continue
      const own = this.found.bits[slot] ?? Number.NaN
      const bits = (m[slot]?.[at] ?? 0) + (Number.isNaN(own) ? -(u[slot]?.[at] ?? 0) : own)
      const against = this.#against[slot]?.[at] ?? 0
      const apart = against === 1 && related ? RELATED_BITS : against === 2 ? VETO_BITS : 0
      const part = { slot: name, label: labels[at] ?? name, bits: bits - apart }
      parts.push(part)
      if (this.#place[slot] === 1) places.push(part)
    }
    places.sort((x, y) => x.bits - y.bits)
    const [least, most] = [places[0], places.at(-1)]
    for (const part of places)
      if (!((part === most && part.bits > 0) || (part === least && part.bits < 0))) part.bits *= PLACE_SHARE
    return parts
  }

  /** Whether what was found says that the two are related, whatever else agrees; a code that proves, or a register that means its works, says otherwise. */
  related(): boolean {
    const { level, bits } = this.found
    let related = false
    for (let slot = 0; slot < this.slots.length; slot++) {
      const against = this.#against[slot]?.[level[slot] ?? -1] ?? 0
      if (against === 4 && !((bits[slot] ?? Number.NaN) <= PROOF_BITS)) return false
      if (against === 1) related = true
    }
    return related && !(this.#withRegister && this.meansWorks())
  }
}

/** A file of a few mentions was not drawn at random: two of them are not the likelier to be one party. */
const FEW = 1000
/** What outweighs all evidence that two are one party. */
const RELATED_BITS = 40
/** An identifier proves only while few have it: from these bits of rarity on, or where how many have it is not asked. */
const PROOF_BITS = 6
/** What rules it out that they are. */
export const VETO_BITS = 1000
const PLACES: ReadonlySet<string> = new Set(['address', ...SHARED_PLACES])
