/** Fields of one plain value each: dates, places, telephone numbers, mail addresses, identifiers, attributes. */
import { folded, isCjk, isNothing, latinWords } from '../text/fold.js'
import { diceOf as dice, edits, jaroWinkler } from '../text/similarity.js'
import { ADDRESS_LEVELS, type Address, compareAddresses, readAddress } from './address.js'
import { type CalendarDay, readDay } from './date.js'
import type { Field, Level } from './field.js'

const levels = (name: string, table: readonly (readonly [string, number, number])[]): Level[] =>
  table.map(([label, m, u]) => ({ label: `${name} ${label}`, m, u }))

/** A day of birth or founding. */
export const birthDate: Field<CalendarDay> = {
  name: 'birth_date',
  slots: [
    {
      name: 'birth_date',
      levels: levels('birth date', [
        ['same', 0.78, 4e-5],
        ['with one slip', 0.1, 1.5e-3],
        ['within a month', 0.03, 2e-3],
        ['within a year', 0.02, 2.5e-2],
        ['within ten years', 0.025, 0.2],
        ['different', 0.025, 0.77],
      ]),
    },
  ],
  termChance: 4e-5,
  read: ([text = '']) => readDay(text),
  compare(a, b, rarity, found, at) {
    if (a.text === b.text) {
      found.level[at] = 0
      found.bits[at] = rarity(a.text)
      return
    }
    const apart = Math.abs(a.ordinal - b.ordinal)
    const swapped = a.year === b.year && a.month === b.day && a.day === b.month
    found.level[at] =
      swapped || edits(a.text, b.text, 1) === 1 ? 1 : apart <= 31 ? 2 : apart <= 366 ? 3 : apart <= 3660 ? 4 : 5
  },
  keys: ({ text, year, month, day }) => [
    `d${text}`,
    `y${year}`,
    `m${month}-${day}`,
    `z${year}-${Math.min(month, day)}-${Math.max(month, day)}`,
  ],
  terms: ({ text }) => [text],
}

export const address: Field<Address> = {
  name: 'address',
  slots: [
    {
      name: 'address',
      levels: ADDRESS_LEVELS.map((label, index) => ({
        label: `address ${label}`,
        m: [0.5, 0.17, 0.05, 0.06, 0.07, 0.05, 0.1][index] ?? 0,
        u: [2e-5, 3e-5, 2e-4, 4e-4, 3e-3, 1e-2, 0.985][index] ?? 0,
      })),
    },
  ],
  termChance: 2e-5,
  read: readAddress,
  compare(a, b, rarity, found, at) {
    const level = compareAddresses(a, b)
    found.level[at] = level
    if (level < 2) found.bits[at] = Math.min(rarity(term(a)), rarity(term(b))) - level * 0.5
  },
  keys(value) {
    const { first, words, joined, numbers } = value
    if (value.cjk)
      return [`a${term(value)}`, `k${joined.slice(-4)}${first}`, ...(numbers === '' ? [] : [`n${numbers}`])]
    return [
      `a${term(value)}`,
      ...words.slice(0, 4).map((word) => `w${first}${word}`),
      ...words.slice(0, 3).map((word) => `o${word}`),
    ]
  },
  terms: (value) => [term(value)],
}
const term = ({ first, joined }: Address) => `${first} ${joined}`

/** Digits only; a national number is the end of an international one. */
export const phone: Field<string> = {
  name: 'phone',
  slots: [
    {
      name: 'phone',
      levels: levels('phone', [
        ['same', 0.7, 1e-5],
        ['with one slip', 0.04, 3e-5],
        ['different', 0.26, 0.99996],
      ]),
    },
  ],
  termChance: 1e-5,
  read([text = '']) {
    const digits = text
      .normalize('NFKC')
      .replace(/\D/g, '')
      .replace(/^(?:0086|86(?=1\d{10}$))/, '')
    return digits.length < 5 || /^(.)\1*$/.test(digits) ? null : digits
  },
  compare(a, b, rarity, found, at) {
    const length = Math.min(a.length, b.length)
    const [x, y] = [a.slice(-length), b.slice(-length)]
    const tail = Math.min(length, 7)
    const same = x === y || (length >= 9 && a.slice(-8) === b.slice(-8))
    found.level[at] = same ? 0 : edits(x, y, 1) === 1 && length >= 7 ? 1 : 2
    if (same) found.bits[at] = rarity(a.slice(-tail))
  },
  keys: (value) => [`f${value.slice(-7)}`, `e${value.slice(-4)}`],
  terms: (value) => [value.slice(-7)],
}

export const email: Field<string> = {
  name: 'email',
  slots: [
    {
      name: 'email',
      levels: levels('mail address', [
        ['same', 0.72, 2e-6],
        ['of the same name', 0.05, 1e-4],
        ['near', 0.13, 1e-4],
        ['different', 0.1, 0.9998],
      ]),
    },
  ],
  termChance: 2e-6,
  read([text = '']) {
    const plain =
      /[^\s<>]+@[^\s<>]*/.exec(text.normalize('NFKC').toLowerCase())?.[0] ?? text.normalize('NFKC').toLowerCase().trim()
    return plain.length < 3 || isNothing(plain) ? null : plain
  },
  compare(a, b, rarity, found, at) {
    const [x, y] = [a.split('@')[0] ?? '', b.split('@')[0] ?? '']
    found.level[at] =
      a === b
        ? 0
        : x === y && x.length > 3
          ? 1
          : edits(a, b, 3) <= 3 && dice(a, b) >= 0.7
            ? 2
            : jaroWinkler(x, y) >= 0.92 && x.length > 5
              ? 2
              : 3
    if (a === b) found.bits[at] = rarity(a)
  },
  keys(value) {
    const [local = '', host = ''] = value.split('@')
    return [`e${value}`, `l${local}`, `h${local.slice(0, 3)}${host.slice(0, 4)}`]
  },
  terms: (value) => [value],
}

/** A number that some authority gave out. */
export const identifier = (scheme: string): Field<string> => ({
  name: `identifier.${scheme}`,
  slots: [
    {
      name: `identifier.${scheme}`,
      levels: levels(scheme, [
        ['same', 0.9, 1e-6],
        ['with one slip', 0.07, 1e-5],
        ['different', 0.03, 0.99999],
      ]),
    },
  ],
  termChance: 1e-6,
  read([text = '']) {
    const plain = text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
    return plain.length < 3 || isNothing(plain) || /^(.)\1*$/.test(plain) ? null : plain
  },
  compare(a, b, rarity, found, at) {
    found.level[at] = a === b ? 0 : a.length > 4 && edits(a, b, 1) === 1 ? 1 : 2
    if (a === b) found.bits[at] = rarity(a)
  },
  keys: (value) => [`i${value}`, `s${value.slice(0, 4)}`, `t${value.slice(-4)}`],
  terms: (value) => [value],
})

/** A place or a trait: few values, many holders. */
export const trait = (name: string, place: boolean): Field<string> => ({
  name,
  slots: [
    {
      name,
      levels: levels(name, [
        ['same', place ? 0.82 : 0.7, 0.05],
        ['near', 0.07, 0.01],
        ['different', place ? 0.11 : 0.23, 0.94],
      ]),
    },
  ],
  termChance: 0.02,
  read([text = '']) {
    if (isNothing(text)) return null
    const plain = isCjk(text)
      ? folded(text)
          .replace(/\s+/g, '')
          .replace(/[省市县区]$/, '')
      : latinWords(text).join(' ')
    return plain === '' || plain === 'unknown' || plain === 'u' ? null : plain
  },
  compare(a, b, rarity, found, at) {
    if (a === b) {
      found.level[at] = 0
      found.bits[at] = Math.min(rarity(a), 12)
      return
    }
    const [few, many] = a.length < b.length ? [a, b] : [b, a]
    found.level[at] =
      many.startsWith(few) ||
      (few.length > 3 && many.includes(few)) ||
      jaroWinkler(a, b) >= 0.9 ||
      (a.length > 3 && edits(a, b, 1) === 1)
        ? 1
        : 2
  },
  keys: (value) => [`v${value}`, ...(place ? [`f${value.slice(0, 3)}`] : [])],
  terms: (value) => [value],
})
