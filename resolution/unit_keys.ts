/** Keys under which units that could be one meet, and the terms that are counted to tell rare from common. */
import { bodyKey } from './chinese/bodies.js'
import { placedBranch } from './chinese/name.js'
import { shortMeetings } from './chinese/short_patterns.js'
import type { Address } from './fields/address.js'
import { coreOf, organisation } from './fields/organisation.js'
import { person } from './fields/person.js'
import { address } from './fields/simple.js'
import { hashOf as unsignedHash } from './model/hash.js'
import type { Unit } from './unit.js'

/** A key as the warehouse keeps it, and in words. */
export interface UnitKey {
  readonly key: number
  readonly label: string
}

/** The hash of a text as the warehouse keeps it, a signed number of 32 bits. Two texts of one hash meet without need, and are told apart by comparing. */
export const hashOf = (text: string): number => unsignedHash(text, 0) | 0

const LETTERS = 'letters '

/** The last bit tells whether the key alone is worth comparing for: two neighbouring letters are not, two such pairs are. */
const keyOf = (label: string) => (label.startsWith(LETTERS) ? hashOf(label) & ~1 : hashOf(label) | 1)

/** What keys that two units share are worth: from `WORTH_COMPARING` on they are compared. */
export const worthOf = (key: number): number => ((key & 1) === 1 ? WORTH_COMPARING : 1)
export const WORTH_COMPARING = 2

/** Those of which shared keys are worth enough to compare them, in their order. */
export const worthComparing = <Id>(worth: ReadonlyMap<Id, number>): Id[] =>
  [...worth].flatMap(([other, sum]) => (sum >= WORTH_COMPARING ? [other] : []))

const MOST_NAME_KEYS = 40
const MOST_KEYS = 52

/** The keys of a unit; alike for equal units, whatever else there is. */
export function keysOf(unit: Unit): UnitKey[] {
  const texts = new Set<string>()
  for (const [scheme, values] of unit.others) for (const value of values) texts.add(`${scheme} ${value}`)
  for (const person of unit.representatives.slice(0, 4)) texts.add(`representative ${person}`)
  for (const text of unit.addresses.slice(0, 4).flatMap(addressKeys)) texts.add(text)
  for (const text of nameKeys(unit)) texts.add(text)
  return [...texts].slice(0, MOST_KEYS).map((label) => ({ key: keyOf(label), label }))
}

/** Of an address the whole of it, and its end with its number: what is left out is left out in front. */
const addressKeys = (value: Address) =>
  address
    .keys(value)
    .slice(0, 2)
    .map((key) => `address ${key}`)

function nameKeys({ name, person: called, regions }: Unit): string[] {
  if (called !== null) return [`person ${called.family?.latin ?? ''} ${called.given?.latin ?? ''}`]
  if (name === null) return []
  const [whole, trades, parts, shorts]: [string[], string[], string[], string[]] = [[], [], [], []]
  for (const one of name.all) {
    if ('latin' in one) {
      const words = [...one.latin.words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 4)
      whole.push(`name ${one.latin.joined}`)
      parts.push(...pairsOf(words).map((pair) => `words ${pair}`), ...words.slice(0, 2).map((word) => `word ${word}`))
    } else {
      const { whole: text, trade, line, body } = one.chinese
      const inFull = body === null ? null : bodyKey(body)
      whole.push(`name ${text}`)
      if (inFull !== null) whole.push(`body ${inFull}`)
      if (trade === '') continue
      whole.push(`trade ${trade}${line}`)
      // Who was called so may have been anywhere.
      for (const part of one.former === true ? PARTS : partsOf(regions)) trades.push(`trade ${trade} in ${part}`)
      // Names of one trade by place: those that are too many in a part of the world are few in a city.
      for (const region of regions.slice(0, 2)) parts.push(`trade ${trade} in ${region.slice(0, 4)}`)
      // Of all branches that are called alike those of one place and name.
      shorts.push(...shortMeetings(one.chinese).map((two) => `short ${two}${placedBranch(one.chinese)}`))
      parts.push(...neighbours(trade + line).map((pair) => `${LETTERS}${pair}`))
    }
  }
  return [...new Set([...whole, ...trades, ...parts, ...shorts])].slice(0, MOST_NAME_KEYS)
}

/**
 * Parts of the world, so large that parties seldom move from one to another: the north of China, its east, centre with the south, and west (first digits of GB/T 2260),
 * Taiwan, Hong Kong with Macau, and all other countries.
 */
const MAINLAND = ['north', 'east', 'south', 'west']
const PARTS = [...MAINLAND, 'TW', 'HK', 'abroad']
const PART_OF: Readonly<Record<string, string>> = {
  1: 'north',
  2: 'north',
  3: 'east',
  4: 'south',
  5: 'west',
  6: 'west',
  7: 'TW',
  8: 'HK',
  TW: 'TW',
  HK: 'HK',
  MO: 'HK',
}

/** The parts in which a party may be: of most a region tells it, and who tells none may be in any. Another line of trade in another part is another party. */
function partsOf(regions: readonly string[]): readonly string[] {
  return regions.length === 0 ? PARTS : [...new Set(regions.flatMap(partsOfRegion))]
}

function partsOfRegion(region: string): readonly string[] {
  const code = region.replace(/^CN-(?=TW|HK|MO)/, '')
  // 100000 and 156 are all of China: who is registered with the national authority is anywhere in it.
  if (/^(?:10|156$|[09]|CN)/.test(code)) return MAINLAND
  return [PART_OF[code.slice(0, /^\d/.test(code) ? 1 : 2)] ?? 'abroad']
}

const pairsOf = (words: readonly string[]) =>
  words.flatMap((word, at) => words.slice(at + 1).map((other) => [word, other].sort().join(' ')))

const neighbours = (text: string) =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))

/** What is counted of a unit: each term once. */
export function termsOf({ name, person: called, addresses, others }: Unit): Set<string> {
  const terms = new Set<string>()
  if (name !== null) {
    for (const term of organisation.terms(name)) terms.add(`name ${term}`)
    for (const one of name.all)
      if ('chinese' in one) for (const two of shortMeetings(one.chinese)) terms.add(`name ${two}`)
  }
  if (called !== null) for (const term of person.terms(called)) terms.add(`person ${term}`)
  for (const one of addresses) for (const term of address.terms(one)) terms.add(`address ${term}`)
  for (const [scheme, values] of others) for (const value of values) terms.add(`${scheme} ${value}`)
  return terms
}

/** Who holds the terms of a unit: units whose names differ in form or branch alone count once, lest a party make its own name common. */
export function holderOf({ id, name, regions }: Unit): number {
  if (name === null) return hashOf(id)
  return hashOf(`${coreOf(name)} ${regions[0]?.slice(0, 4) ?? ''}`)
}

/** A text that is alike for units that mostly share keys: what a name says of a party, then its place. */
export function sortedBy({ name, person: called, regions }: Unit): string {
  const region = regions[0] ?? ''
  if (called !== null) return `person ${called.family?.latin ?? ''} ${called.given?.latin ?? ''} ${region}`
  const first = name?.all[0]
  if (first === undefined) return ''
  return 'latin' in first
    ? `latin ${first.latin.joined} ${region}`
    : `chinese ${first.chinese.trade}${first.chinese.line} ${region}`
}
