/** How rare a term is among the parties that mentions name: holders are counted, not mentions, so that a party that is named often does not make its own name common. */
import type { Column, Mentions } from '../mention.js'

/** Counts of terms by distinct holder, for each column; bits by McNeill-style smoothing: (holders beside the two compared + prior) / (all + weight of the prior). */
export class Rarities {
  readonly #counts: Map<string, number>[] = []
  readonly #holders: number
  readonly #isNumber: readonly boolean[]
  static readonly #PRIOR = 200

  constructor(mentions: Mentions) {
    const names = mentions.columns.filter(
      ({ field }) => field.name === 'person_name' || field.name === 'organisation_name',
    )
    const holderOf = holders(names, mentions.ids.length)
    this.#isNumber = mentions.columns.map(({ field }) => field.name.startsWith('identifier.'))
    this.#holders = holderOf.count
    const places = addresses(mentions)
    for (const column of mentions.columns)
      this.#counts.push(
        count(column, column.field.name === 'organisation_name' && places !== undefined ? places : holderOf.of),
      )
  }

  /** Bits of sharing a term of a column; `holders`: as how many holders the two compared were counted, two where their names differ. */
  bits(column: number, chance: number, term: string, holders = 1): number {
    const counted = this.#counts[column]?.get(term) ?? 0
    // A number joins mentions under different names, as after a change of name: both are among its holders. What else they share mostly comes with one name.
    const others = Math.max(0, counted - (this.#isNumber[column] === true ? 2 : holders))
    return -Math.log2((others + Rarities.#PRIOR * chance) / (this.#holders + Rarities.#PRIOR))
  }
}

/** Numbers mentions by their addresses, for names: a name at many addresses is one of many sites. A mention without an address counts with none. */
function addresses({ columns, ids }: Mentions): Int32Array | undefined {
  const column = columns.find(({ field }) => field.name === 'address')
  if (column === undefined) return undefined
  const known = new Map<string, number>()
  return Int32Array.from(ids, (_, at) => {
    const value = column.values[at]
    if (value === null || value === undefined) return -1
    const [term = ''] = column.field.terms(value)
    let number = known.get(term)
    if (number === undefined) {
      number = known.size
      known.set(term, number)
    }
    return number
  })
}

/** Numbers mentions by their names: equal names are one holder. */
function holders(names: readonly Column[], mentions: number): { of: Int32Array; count: number } {
  const of = new Int32Array(mentions)
  const known = new Map<unknown, Map<unknown, number>>()
  let count = 0
  for (let at = 0; at < mentions; at++) {
    const [first, second] = [names[0]?.values[at] ?? null, names[1]?.values[at] ?? null]
    if (first === null && second === null) {
      of[at] = count++
      continue
    }
    let seconds = known.get(first)
    if (seconds === undefined) {
      seconds = new Map()
      known.set(first, seconds)
    }
    let holder = seconds.get(second)
    if (holder === undefined) {
      holder = count++
      seconds.set(second, holder)
    }
    of[at] = holder
  }
  return { of, count }
}

function count({ field, values }: Column, holderOf: Int32Array): Map<string, number> {
  const counts = new Map<string, number>()
  const wanted = new Set<string>()
  if (field.patterns !== undefined)
    for (const value of new Set(values))
      if (value !== null && value !== undefined) for (const pattern of field.patterns(value)) wanted.add(pattern)
  const seen = new Map<unknown, Set<number> | number>()
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (value === null || value === undefined) continue
    const holder = holderOf[at] ?? -1
    if (holder < 0) continue
    const before = seen.get(value)
    if (before === holder || (before instanceof Set && before.has(holder))) continue
    if (before === undefined) seen.set(value, holder)
    else if (before instanceof Set) before.add(holder)
    else seen.set(value, new Set([before, holder]))
    for (const term of field.terms(value)) counts.set(term, (counts.get(term) ?? 0) + 1)
    if (wanted.size > 0)
      for (const term of field.fits?.(value) ?? []) if (wanted.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  return counts
}
