/** Addresses: the numbers in them apart from the words, in Latin or Chinese writing. */
import { regionOf } from '../chinese/places.js'
import { folded, isCjk, isNothing, latinWords } from '../text/fold.js'
import { dice, diceOf, pairsOf, SHORT } from '../text/similarity.js'

export interface Address {
  /** House, lane and floor numbers in order, joined. */
  readonly numbers: string
  readonly first: string
  /** What is left, without kinds of streets. */
  readonly words: readonly string[]
  readonly joined: string
  /** The pairs of its letters, if it is long: of short ones they take more memory than time. */
  readonly pairs: Uint32Array | null
  readonly cjk: boolean
  /** Codes of the divisions of China that it begins with; none where it names none. */
  readonly regions: readonly string[]
}

const ABBREVIATED: Readonly<Record<string, string>> = {
  street: 'st',
  avenue: 'ave',
  av: 'ave',
  road: 'rd',
  boulevard: 'blvd',
  drive: 'dr',
  lane: 'ln',
  place: 'pl',
  court: 'ct',
  circuit: 'cct',
  crescent: 'cres',
  terrace: 'tce',
  parade: 'pde',
  square: 'sq',
  highway: 'hwy',
  parkway: 'pkwy',
  suite: 'ste',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
  strasse: 'st',
  str: 'st',
  saint: 'st',
  fort: 'ft',
  mount: 'mt',
  floor: 'fl',
  apartment: 'apt',
  room: 'rm',
  building: 'bldg',
}
const KINDS = new Set(
  'st ave rd blvd dr ln pl ct cct cres tce pde sq hwy pkwy way n s e w ne nw se sw the of at and near between'.split(
    ' ',
  ),
)

const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'〇○零一二三四五六七八九'].map((digit, at) => [digit, String(Math.max(0, at - 2))]),
)

/** Streets that are named after a day, and have no number: 八一路 is no neighbour of 五一路. */
const DAYS = /^(?:八一|七一|五一|五四|三八|九一八|一二九|十一)$/

/** 二三六巷一五号 is 236巷15号, 三十九号 is 39号. */
function arabic(text: string): string {
  return text.replace(/[〇○零一二三四五六七八九十百]+(?=([巷弄号楼室段邻之路街栋幢]))/g, (number, kind: string) => {
    if ((kind === '路' || kind === '街') && DAYS.test(number)) return number
    if (!/[十百]/.test(number)) return [...number].map((digit) => DIGITS[digit] ?? '').join('')
    let [sum, last] = [0, 0]
    for (const digit of number) {
      if (digit === '十' || digit === '百') {
        sum += (last === 0 ? 1 : last) * (digit === '十' ? 10 : 100)
        last = 0
      } else last = Number(DIGITS[digit] ?? 0)
    }
    return String(sum + last)
  })
}

export function readAddress(texts: readonly string[]): Address | null {
  const text = texts.filter((part) => part !== '').join(' ')
  if (isNothing(text)) return null
  if (isCjk(text)) {
    const { codes, rest: plain } = regionOf(arabic(folded(text.slice(0, LONGEST)).replace(/\s+/g, '')))
    const numbers = plain.match(/\d+/g) ?? []
    const joined = plain.replace(/\d+/g, '').replace(/[^\p{L}]/gu, '')
    return {
      numbers: numbers.join('-'),
      first: numbers[0] ?? '',
      words: [],
      joined,
      pairs: longPairs(joined),
      cjk: true,
      regions: codes,
    }
  }
  const words = latinWords(text.slice(0, LONGEST)).map((word) => ABBREVIATED[word] ?? word)
  const numbers = words.filter((word) => /^\d+[a-z]?$/.test(word))
  const rest = words.filter((word) => !/^\d+[a-z]?$/.test(word) && !KINDS.has(word))
  const joined = rest.join('')
  return {
    numbers: numbers.join('-'),
    first: numbers[0] ?? '',
    words: rest,
    joined,
    pairs: longPairs(joined),
    cjk: false,
    regions: [],
  }
}

/** What stands beyond so many characters tells no address. */
const LONGEST = 400

export const ADDRESS_LEVELS = [
  'same',
  'same number, street near',
  'same number, street alike',
  'street same, a number missing',
  'street same, other number',
  'alike',
  'different',
] as const

export function compareAddresses(a: Address, b: Address): number {
  // 中山路1号 is in every town.
  if (apart(a.regions, b.regions)) return 6
  const words = a.joined === b.joined ? 1 : contained(a, b) ? 0.95 : shared(a, b)
  if (words === 1 && a.numbers === b.numbers) return 0
  const missing = a.first === '' || b.first === ''
  const number = !missing && (a.first === b.first || a.numbers === b.numbers)
  if (number) return words >= 0.75 ? 1 : words >= 0.35 ? 2 : 6
  if (words >= 0.75) return missing ? 3 : 4
  return words >= 0.45 ? 5 : 6
}

/** True when both name divisions, and none of one can lie in one of the other. */
const apart = (a: readonly string[], b: readonly string[]) =>
  a.length > 0 && b.length > 0 && !a.some((x) => b.some((y) => x.startsWith(y) || y.startsWith(x)))

const longPairs = (joined: string) => (joined.length > SHORT ? pairsOf(joined) : null)
const shared = (a: Address, b: Address) =>
  a.pairs === null && b.pairs === null
    ? diceOf(a.joined, b.joined)
    : dice(a.pairs ?? pairsOf(a.joined), b.pairs ?? pairsOf(b.joined))

/** One address says less than the other, or the same in another order: all of its words stand in the other. */
function contained(a: Address, b: Address): boolean {
  if (a.cjk || b.cjk) {
    const [few, many] = a.joined.length < b.joined.length ? [a.joined, b.joined] : [b.joined, a.joined]
    return few.length > 3 && many.endsWith(few)
  }
  return within(a.words, b.words) || within(b.words, a.words)
}

const within = (few: readonly string[], many: readonly string[]) =>
  few.length > 0 && few.every((word) => many.includes(word))
