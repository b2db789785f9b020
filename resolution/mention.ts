/** Mentions as resolution works on them: their fields read once, side by side in columns. */

import { SHARED_PLACES } from './evidence.js'
import { email, phone } from './fields/contact.js'
import type { Field } from './fields/field.js'
import { chineseCode, identifier } from './fields/identifier.js'
import { organisation } from './fields/organisation.js'
import { person } from './fields/person.js'
import { type PersonName, personName, splitName } from './fields/person_name.js'
import { region } from './fields/region.js'
import { address, birthDate, trait } from './fields/simple.js'
import type { Mapping } from './mapping.js'
import { isCjk } from './text/fold.js'

/** The texts of a mention by role. */
export type Texts = Readonly<Record<string, readonly string[]>>

/** One field of all mentions. Each distinct value has a number, so that what is worked out for a value is worked out once. */
export interface Column<V = unknown> {
  readonly field: Field<V>
  /** The number of the value of each mention; -1: it has none. */
  readonly of: number[]
  /** The values by their numbers. */
  readonly distinct: V[]
}

export interface Mentions {
  readonly ids: string[]
  readonly sources: string[]
  readonly columns: Column[]
  /** Mentions without a name of any kind. */
  nameless: number
}

const ORGANISATION_WORDS =
  /\b(?:inc|corp|llc|ltd|limited|company|co|gmbh|export|exports|group|bank|school|university|services?|works|holdings?|international|association)\b/i

/** Ends of short Chinese names that are no person's: 便民超市, 宏达公司. */
const ESTABLISHMENT =
  /(?:公司|集团|集團|超市|商店|商行|小吃|餐厅|餐廳|饭店|酒店|[^\s](?:店|厂|廠|社|馆|館|银行|銀行|医院|醫院|学校|學校|中心|工厂|工廠|合作社|工程行|企业|企業|实业|實業|科技|贸易|貿易))$/

/** The columns that hold what mentions are called; of each mention one has a value at most. */
export const nameColumns = (columns: readonly Column[]): Column[] =>
  columns.filter(({ field }) => field.name === 'person_name' || field.name === 'organisation_name')

/** A text for each mention that is the same for those that say the same in every column. */
export const sayingOf =
  ({ columns }: Mentions) =>
  (mention: number): string =>
    columns.map(({ of }) => of[mention]).join(' ')

/** A column for every role of the mapping, empty. */
export function emptyMentions(mapping: Mapping): Mentions {
  const roles = Object.keys(mapping.columns)
  const has = (...wanted: string[]) => wanted.some((role) => roles.includes(role))
  const fields: Field<unknown>[] = []
  if (mapping.kind !== 'organisation') fields.push(person)
  if (mapping.kind !== 'person' && has('name', 'other_name')) fields.push(organisation)
  if (has('birth_date')) fields.push(birthDate)
  if (has('address')) fields.push(address)
  for (const role of SHARED_PLACES) if (has(role)) fields.push(role === 'postcode' ? trait(role, true) : region(role))
  if (has('phone')) fields.push(phone)
  if (has('email')) fields.push(email)
  if (has(...(chineseCode.roles ?? []))) fields.push(chineseCode)
  for (const role of roles) {
    if (role.startsWith('identifier.') && chineseCode.roles?.includes(role) !== true)
      fields.push(identifier(role.slice(11)))
    if (role.startsWith('attribute.') || role === 'legal_representative') fields.push(trait(role, false))
  }
  return {
    ids: [],
    sources: [],
    columns: fields.map((field): Column => ({ field, of: [], distinct: [] })),
    nameless: 0,
  }
}

/** Puts mentions in the order of their ids, where they are, and their values in the order in which they come first then. */
export function putInOrder({ ids, sources, columns }: Mentions): void {
  const order = ids
    .map((_, at) => at)
    .sort((a, b) => compareTexts(ids[a] ?? '', ids[b] ?? '') || compareTexts(sources[a] ?? '', sources[b] ?? ''))
  permute(ids, order)
  permute(sources, order)
  for (const { of, distinct } of columns) {
    permute(of, order)
    putValuesInOrder(of, distinct)
  }
}

function putValuesInOrder(of: number[], distinct: unknown[]): void {
  const numbers = new Int32Array(distinct.length).fill(-1)
  const order: number[] = []
  for (let at = 0; at < of.length; at++) {
    const before = of[at] ?? -1
    if (before < 0) continue
    if (numbers[before] === -1) numbers[before] = order.push(before) - 1
    of[at] = numbers[before] ?? -1
  }
  permute(distinct, order)
}

function permute<V>(all: V[], order: readonly number[]): void {
  const before = all.slice()
  order.forEach((from, to) => {
    all[to] = before[from] as V
  })
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const NAMES = ['name', 'other_name']

/** Stands between the texts of a key. */
const BETWEEN = '\u0001'

/** A text that is the same for those who say the same; '': they say nothing. */
function keyOf(texts: readonly string[]): string {
  const [first = ''] = texts
  if (texts.length < 2 && !first.includes(BETWEEN)) return first
  if (texts.every((text) => text === '')) return ''
  return texts.some((text) => text.includes(BETWEEN)) ? `${BETWEEN}${JSON.stringify(texts)}` : texts.join(BETWEEN)
}

/** The numbers of the values that texts were read as, and of those that are texts themselves: several texts may say the same. */
interface Known {
  readonly byText: Map<string, number>
  readonly byValue: Map<string, number>
  /** How many values there are. */
  count: number
}

/** What texts say in a field; null: nothing. */
export const readValue = (field: Field<unknown>, texts: readonly string[]): unknown =>
  field.name === 'person_name' ? personOf(texts) : field.read(texts)

/** Reads mentions; none once they have been put in order. */
export class MentionReader {
  readonly mentions: Mentions
  readonly #mapping: Mapping
  readonly #known: readonly Known[]
  readonly #read: typeof readValue
  /** The roles of each column. */
  readonly #roles: readonly (readonly string[])[]

  /** `read`: how the texts of a field are read. */
  constructor(mapping: Mapping, read: typeof readValue = readValue) {
    this.#mapping = mapping
    this.#read = read
    this.mentions = emptyMentions(mapping)
    this.#roles = this.mentions.columns.map(({ field }) => field.roles ?? [field.name])
    this.#known = this.mentions.columns.map(() => ({ byText: new Map(), byValue: new Map(), count: 0 }))
  }

  add(id: string, source: string, texts: Texts): void {
    const { ids, sources, columns } = this.mentions
    ids.push(id)
    sources.push(source)
    const names = textsOf(NAMES, texts).filter((text) => text !== '')
    const given = texts['given_name']?.[0] ?? ''
    const family = texts['family_name']?.[0] ?? ''
    const isPerson =
      this.#mapping.kind === 'person' ||
      (this.#mapping.kind === 'any' &&
        (given !== '' ||
          family !== '' ||
          (texts['birth_date'] ?? []).some((text) => text !== '') ||
          names.some(looksPersonal)))
    if (names.length === 0 && given === '' && family === '') this.mentions.nameless++
    const inParts = given !== '' || family !== ''
    const personal = !isPerson ? [] : inParts ? [given, texts['middle_name']?.[0] ?? '', family] : names
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index] as Column
      const { name } = column.field
      const raw =
        name === 'person_name'
          ? personal
          : name === 'organisation_name'
            ? isPerson
              ? []
              : names
            : textsOf(this.#roles[index] ?? [], texts)
      column.of.push(this.#numberOf(index, column, raw))
    }
  }

  /** The number of what texts say in a column, a new one if nothing said it before; -1: they say nothing. */
  #numberOf(index: number, column: Column, texts: readonly string[]): number {
    const known = this.#known[index] as Known
    const key = keyOf(texts)
    if (key === '') return -1
    const before = known.byText.get(key)
    if (before !== undefined) return before
    const number = this.#numberOfNew(known, column, texts)
    known.byText.set(key, number)
    return number
  }

  #numberOfNew(known: Known, { field, distinct }: Column, texts: readonly string[]): number {
    const value = this.#read(field, texts)
    if (value === null) return -1
    const before = typeof value === 'string' ? known.byValue.get(value) : undefined
    if (before !== undefined) return before
    distinct.push(value)
    if (typeof value === 'string') known.byValue.set(value, known.count)
    return known.count++
  }
}

const textsOf = (roles: readonly string[], texts: Texts): readonly string[] =>
  roles.length === 1 ? (texts[roles[0] ?? ''] ?? []) : roles.flatMap((role) => texts[role] ?? [])

function looksPersonal(name: string): boolean {
  if (ORGANISATION_WORDS.test(name)) return false
  if (/^[^,]+,\s*\S+/.test(name)) return true
  if (isCjk(name)) return name.length <= 4 && !ESTABLISHMENT.test(name)
  const words = name.trim().split(/\s+/)
  return words.length >= 2 && words.length <= 3
}

function personOf(texts: readonly string[]): PersonName | null {
  const value =
    texts.length === 3
      ? personName(texts[0] ?? '', texts[1] ?? '', texts[2] ?? '')
      : splitName(texts.find((text) => text !== '') ?? '')
  return value.given === null && value.family === null ? null : value
}
