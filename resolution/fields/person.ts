/** The name of a person as a field: given and family name compared one by one, in the order that fits better. */
import type { Field } from './field.js'
import { compareParts, DIFFERENT, type NamePart, type PersonName, SAME, skeleton } from './person_name.js'

const GIVEN = [
  { label: 'given name same', m: 0.75, u: 0.005 },
  { label: 'given name near', m: 0.15, u: 0.004 },
  { label: 'given name alike', m: 0.06, u: 0.02 },
  { label: 'given name different', m: 0.04, u: 0.97 },
  // Brothers and twins share family name, address, telephone, and birth date; only a number that is one person's outweighs two names.
  { label: 'given name of other characters', m: 0.001, u: 0.02, given: true, related: true },
]
const OTHER_CHARACTERS = GIVEN.length - 1
const FAMILY = [
  { label: 'family name same', m: 0.78, u: 0.003 },
  { label: 'family name near', m: 0.12, u: 0.003 },
  { label: 'family name alike', m: 0.03, u: 0.02 },
  { label: 'family name different', m: 0.06, u: 0.97 },
]
const ORDER = [
  { label: 'names in the same order', m: 0.96, u: 0.96 },
  { label: 'given and family name swapped', m: 0.04, u: 0.96 },
]

const GENERATION = [
  { label: 'same generation', m: 0.997, u: 0.5 },
  { label: 'another generation (junior, senior)', m: 0.003, u: 0.5, related: true, given: true },
]

const latin = (part: NamePart | null) => part?.latin ?? ''

const worth = [4, 3, 1, -2]

export const person: Field<PersonName> = {
  name: 'person_name',
  slots: [
    { name: 'given_name', levels: GIVEN },
    { name: 'family_name', levels: FAMILY },
    { name: 'name_order', levels: ORDER },
    { name: 'generation', levels: GENERATION },
  ],
  termChance: 0.002,
  read: () => null,
  compare(a, b, rarity, found, at) {
    if (a.generation !== '' && b.generation !== '' && a.generation !== b.generation) found.level[at + 3] = 1
    const given = a.given && b.given ? compareParts(a.given, b.given) : -1
    const family = a.family && b.family ? compareParts(a.family, b.family) : -1
    const straight = (worth[given] ?? 0) + (worth[family] ?? 0)
    if (straight < 4) {
      const crossed = a.given && b.family ? compareParts(a.given, b.family) : -1
      const back = a.family && b.given ? compareParts(a.family, b.given) : -1
      const swapped = (worth[crossed] ?? 0) + (worth[back] ?? 0)
      if (swapped >= 3 && swapped > straight + 2) {
        // In an order that does not depend on which of the two mentions came first: the better agreement as family name.
        const first =
          crossed < 0 || (back >= 0 && (back < crossed || (back === crossed && latin(a.family) < latin(a.given))))
        put(first ? crossed : back, first ? a.given : a.family, 0)
        put(first ? back : crossed, first ? a.family : a.given, 1)
        found.level[at + 2] = 1
        return
      }
    }
    put(given === DIFFERENT && a.given?.cjk && b.given?.cjk ? OTHER_CHARACTERS : given, a.given, 0)
    put(family, a.family, 1)
    found.level[at + 2] = given >= 0 && family >= 0 ? 0 : -1

    function put(level: number, part: NamePart | null, slot: number): void {
      found.level[at + slot] = level
      if (level === SAME && part !== null) found.bits[at + slot] = rarity(part.latin)
    }
  },
  keys({ given, family }) {
    const keys: string[] = []
    // Both parts under one name: they may be swapped.
    for (const part of [given, family])
      if (part !== null) {
        keys.push(`n${part.latin}`)
        keys.push(`p${[...part.latin].sort().join('').slice(0, 6)}`)
        for (const word of part.words) if (word !== part.latin && word.length > 1) keys.push(`n${word}`)
      }
    return keys
  },
  patterns: ({ given, family }) =>
    [given, family].flatMap((part) => (part?.abjad === true ? [`c${skeleton(part)}`] : [])),
  fits: ({ given, family }, patterns) =>
    [given, family]
      .flatMap((part) => (part === null ? [] : [`c${skeleton(part)}`]))
      .filter((pattern) => patterns.has(pattern)),
  terms: ({ given, family }) => [given?.latin, family?.latin].filter((term) => term !== undefined),
}
