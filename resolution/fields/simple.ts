/** Fields of one plain value each: dates, places, attributes. */
import { folded, isCjk, isNothing, latinWords } from '../text/fold.js'
import { edits, jaroWinkler } from '../text/similarity.js'
import { ADDRESS_LEVELS, type Address, compareAddresses, readAddress } from './address.js'
import { type CalendarDay, readDay, readImpossibleDay } from './date.js'
import { type Field, levelsOf as levels } from './field.js'

/** Of several columns the first that holds something. */
const firstOf = (texts: readonly string[]) => texts.find((text) => text.trim() !== '') ?? ''

/** What systems write where they know no day: the first and last that their calendars have. */
const NO_DAYS = new Set(['17530101', '18991230', '18991231', '19000101', '11111111', '99991231'])
const [FIRST_YEAR, LAST_YEAR] = [1000, 2100]

const isPossible = ({ ordinal }: CalendarDay) => !Number.isNaN(ordinal)

/** One digit is another, or day and month stand in each other's place. */
const isOneSlip = (a: CalendarDay, b: CalendarDay) =>
  (a.year === b.year && a.month === b.day && a.day === b.month) || edits(a.text, b.text, 1) === 1

/** A day of birth or founding. */
export const birthDate: Field<CalendarDay> = {
  name: 'birth_date',
  slots: [
    {
      name: 'birth_date',
      levels: levels('birth date', [
        ['same', 0.78, 4e-5],
        ['with one slip', 0.1, 1.5e-3],
        ['with another month or day', 0.03, 1.3e-3],
        ['in another year', 0.005, 2.5e-3],
        ['within a month', 0.03, 1e-3],
        ['within a year', 0.02, 2.5e-2],
        ['within ten years', 0.025, 0.2],
        ['different', 0.025, 0.77],
        // Of those of one name and another day many are two persons, father and son among them: what is learned from them may not say more than these.
      ]).map((level, index) => ({ ...level, conflicts: index > 0, bounded: index > 1 && index < 5 })),
    },
  ],
  termChance: 4e-5,
  read(texts) {
    const text = firstOf(texts)
    const day = readDay(text)
    const said = day !== null && day.year <= LAST_YEAR ? day : readImpossibleDay(text)
    return said === null || said.year < FIRST_YEAR || NO_DAYS.has(said.text) ? null : said
  },
  compare(a, b, rarity, found, at) {
    if (a.text === b.text) {
      found.level[at] = 0
      found.bits[at] = rarity(a.text)
    } else if (isOneSlip(a, b)) found.level[at] = 1
    else if (a.year === b.year && (a.month === b.month || a.day === b.day)) found.level[at] = 2
    else if (a.month === b.month && a.day === b.day) found.level[at] = 3
    else if (isPossible(a) && isPossible(b)) {
      const apart = Math.abs(a.ordinal - b.ordinal)
      found.level[at] = apart <= 31 ? 4 : apart <= 366 ? 5 : apart <= 3660 ? 6 : 7
    } else if (Math.abs(a.year - b.year) > 10) found.level[at] = 7
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
  read(texts) {
    const text = firstOf(texts)
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
