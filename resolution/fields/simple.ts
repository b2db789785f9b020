/** Fields of one plain value each: dates, places, telephone numbers, mail addresses, attributes. */
import { comparablePhones, isHotline } from '../../schemas/phones.js'
import { folded, isCjk, isNothing, latinWords } from '../text/fold.js'
import { diceOf as dice, edits, jaroWinkler } from '../text/similarity.js'
import { ADDRESS_LEVELS, type Address, compareAddresses, readAddress } from './address.js'
import { type CalendarDay, readDay } from './date.js'
import type { Field, Level } from './field.js'

const levels = (name: string, table: readonly (readonly [string, number, number])[]): Level[] =>
  table.map(([label, m, u]) => ({ label: `${name} ${label}`, m, u }))

/** What systems write where they know no day: the first and last that their calendars have. */
const NO_DAYS = new Set(['17530101', '18991230', '18991231', '19000101', '11111111'])
const [FIRST_YEAR, LAST_YEAR] = [1000, 2100]

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
      ]).map((level, index) => ({ ...level, conflicts: index > 0 })),
    },
  ],
  termChance: 4e-5,
  read([text = '']) {
    const day = readDay(text)
    return day === null || NO_DAYS.has(day.text) || day.year < FIRST_YEAR || day.year > LAST_YEAR ? null : day
  },
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

/** What says that a number is written as in China, or that a cell holds several. */
const CHINESE_PHONE = /[、；或转轉]|\+86|0086|^\s*0\d{2,3}\D?\d{7,8}|^\s*1[3-9]\d{9}\s*$/
/** A number that was made unreadable is many people's: 138****5678. */
const MASKED = /[*＊]{2}|\d[xX]{3}/

/** Digits only; a national number is the end of an international one. Of a cell with several numbers the first counts; an extension is not compared. */
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
    if (MASKED.test(text)) return null
    const [first] = CHINESE_PHONE.test(text) ? comparablePhones(text.slice(0, 200)) : [text]
    const digits = (first ?? '').normalize('NFKC').replace(/x\d+$/, '').replace(/\D/g, '').slice(0, 30)
    return digits.length < 5 || /^(.)\1*$/.test(digits) || isHotline(digits) ? null : digits
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

/** RFC 5321, 4.5.3.1: 64 octets before the @ and 255 behind it. */
const LONGEST_MAIL = 320

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
  read([cell = '']) {
    const text = cell.slice(0, LONGEST_MAIL)
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
            : jaroWinkler(x, y) >= 0.92 && Math.min(x.length, y.length) > 5
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
