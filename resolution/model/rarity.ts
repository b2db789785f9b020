/** How rare a term is among the parties that mentions name: holders are counted, not mentions, so that a party that is named often does not make its own name common. */
import { sharingBits } from '../evidence.js'
import { type Column, type Mentions, nameColumns } from '../mention.js'
import { orderOf } from './arrays.js'
import { fittedBy } from './patterns.js'
import { TermCounts } from './term_counts.js'

/** Mentions by the number of who they are to a count. */
interface Holders {
  readonly of: readonly number[]
  readonly count: number
}

/** Counts of terms by distinct holder, for each column; bits by McNeill-style smoothing: (holders beside the two compared + prior) / (all + weight of the prior). */
export class Rarities {
  readonly #columns: readonly { readonly counts: TermCounts; readonly holders: number; readonly isNumber: boolean }[]

  constructor(mentions: Mentions) {
    const { columns, ids } = mentions
    const names = nameColumns(columns)
    const byName = holders(
      names.map(({ of }) => of),
      ids.length,
    )
    const byCore = holders(names.map(coresOf), ids.length)
    const places = placesIn(mentions)
    this.#columns = columns.map((column) => {
      const isNumber = column.field.name.startsWith('identifier.')
      const { of, count } = isNumber ? byCore : byName
      const held = column.field.name === 'organisation_name' ? places : {}
      return { counts: counted(column, held.placed ?? of, held), holders: count, isNumber }
    })
  }

  /** Bits of sharing a term of a column; `holders`: as how many holders the two compared were counted, two where their names differ. */
  bits(column: number, chance: number, term: string, holders = 1): number {
    const found = this.#columns[column]
    if (found === undefined) return 0
    // A number joins mentions under different names, as after a change of name: both are among its holders. What else they share mostly comes with one name.
    const others = Math.max(0, found.counts.of(term) - (found.isNumber ? 2 : holders))
    return sharingBits(others, found.holders, chance)
  }
}

/** What tells where a mention is, the narrowest first. */
const SITES = ['address', 'postcode', 'city', 'region']

/** Where the holders of names are. A mention without counts with none. */
interface Places {
  /** Mentions by their addresses; undefined: there are none. */
  readonly placed?: readonly number[] | undefined
  /** Mentions by the narrowest place that they tell; undefined: there are none. Few files need it. */
  readonly sites?: () => readonly number[] | undefined
}

/** A name at many addresses is one of many sites. */
function placesIn({ columns, ids }: Mentions): Places {
  const numbered = (name: string) => {
    const column = columns.find(({ field }) => field.name === name)
    return column === undefined ? undefined : numberedBy(column, (value) => column.field.terms(value)[0] ?? '')
  }
  const sites = () => {
    const found = SITES.map(numbered)
    if (found.every((of) => of === undefined)) return undefined
    return ids.map((_, at) => {
      const rank = found.findIndex((of) => (of?.[at] ?? -1) >= 0)
      return rank < 0 ? -1 : (found[rank]?.[at] ?? 0) * SITES.length + rank
    })
  }
  return { placed: numbered('address'), sites }
}

/** Numbers values by their cores: spellings of a name are one holder of a number, and other names are others. */
function coresOf(column: Column): readonly number[] {
  const { core } = column.field
  return core === undefined ? column.of : numberedBy(column, core)
}

/** Numbers mentions by a text of their values; -1: they have none. */
function numberedBy({ of, distinct }: Column, textOf: (value: unknown) => string): readonly number[] {
  const numbers = numbersOf(distinct.map((value) => textOf(value)))
  return of.map((value) => (value < 0 ? -1 : (numbers[value] ?? -1)))
}

/** A number for each text, one for those that are equal. */
function numbersOf(texts: readonly string[]): number[] {
  const known = new Map<string, number>()
  for (const text of texts) if (!known.has(text)) known.set(text, known.size)
  return texts.map((text) => known.get(text) ?? -1)
}

/** Numbers mentions by their names: equal names are one holder, and a mention without a name is one of its own. */
function holders(names: readonly (readonly number[])[], mentions: number): Holders {
  const known = new Map<number, number>()
  const of: number[] = []
  let count = 0
  for (let at = 0; at < mentions; at++) {
    const first = names[0]?.[at] ?? -1
    const second = names[1]?.[at] ?? -1
    const key = first * (mentions + 1) + second
    const holder = first < 0 && second < 0 ? undefined : known.get(key)
    if (holder === undefined && (first >= 0 || second >= 0)) known.set(key, count)
    of.push(holder ?? count++)
  }
  return { of, count }
}

/**
 * Counts each term once for each holder of each value that has it. Values that are spellings of one count together, each pattern that they fit once for each of their places if
 * holders are places, else once; and what they are as a whole once for each site.
 */
function counted(column: Column, holderOf: readonly number[], { placed, sites }: Places): TermCounts {
  const counts = new TermCounts()
  const { field, of, distinct } = column
  const held = holdersOf(of, holderOf, distinct.length)
  distinct.forEach((value, number) => {
    const times = held[number] ?? 0
    if (times > 0) for (const term of field.terms(value)) counts.add(term, times)
  })
  const fitted = fittedBy(column)
  const hasWholes = distinct.some((value) => (field.wholes?.(value) ?? []).length > 0)
  if (fitted.length === 0 && !hasWholes) return counts
  const spellings = numbersOf(distinct.map((value, number) => field.spelling?.(value) ?? String(number)))
  const ofSpelling = of.map((value) => (value < 0 ? -1 : (spellings[value] ?? -1)))
  const heldBy = (places: readonly number[] | undefined) =>
    places === undefined ? undefined : holdersOf(ofSpelling, places, distinct.length)
  const [inPlaces, atSites] = [heldBy(placed), hasWholes ? heldBy(sites?.()) : undefined]
  const seen = new Set<number>()
  distinct.forEach((value, number) => {
    const spelling = spellings[number] ?? number
    if (seen.has(spelling)) return
    seen.add(spelling)
    for (const pattern of fitted[number] ?? [])
      counts.add(pattern, inPlaces === undefined ? 1 : (inPlaces[spelling] ?? 0))
    for (const whole of field.wholes?.(value) ?? [])
      counts.add(whole, atSites === undefined ? 1 : (atSites[spelling] ?? 0))
  })
  return counts
}

/** How many holders each value has. */
function holdersOf(of: readonly number[], holderOf: readonly number[], values: number): Uint32Array {
  const held = new Uint32Array(values)
  const order = orderOf(of.length, [new Uint32Array(holderOf), new Uint32Array(of)])
  let lastValue = -1
  let lastHolder = -1
  for (const at of order) {
    const value = of[at] ?? -1
    const holder = holderOf[at] ?? -1
    if (value < 0 || holder < 0 || (value === lastValue && holder === lastHolder)) continue
    held[value] = (held[value] ?? 0) + 1
    lastValue = value
    lastHolder = holder
  }
  return held
}
