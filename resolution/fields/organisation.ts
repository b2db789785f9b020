/** The name of an organisation as a field. */
import { isAnyones } from '../chinese/anyones.js'
import { bodyKey } from '../chinese/bodies.js'
import { hasOwnName, LEVEL, ORGANISATION_LEVELS, patternOf, patternsOf } from '../chinese/compare.js'
import { compareOrganisations, isLeftOpen } from '../chinese/compare_bodies.js'
import { type ChineseName, parseChinese, placedBranch } from '../chinese/name.js'
import { divisionCode, placeAt } from '../chinese/places.js'
import { isShort } from '../chinese/short.js'
import { shortFits, shortPatterns } from '../chinese/short_patterns.js'
import { LICENSED } from '../chinese/words.js'
import { isCjk, isNothing } from '../text/fold.js'
import type { Field, Rarity } from './field.js'
import { compareLatin, latinFits, latinPatterns, MOST_BITS, wholeOf } from './latin_compare.js'
import { hasLegalForm, type LatinName, parseLatin } from './organisation_name.js'
import { calledBits, MOST_BRANCH_BITS, shortBits } from './short_bits.js'

/** `former`: what a party says that it was called before. */
type One = ({ readonly chinese: ChineseName } | { readonly latin: LatinName }) & { readonly former?: boolean }
export interface OrganisationName {
  readonly all: readonly One[]
}

/** m and u of the levels of a name, best first. */
const CHANCES: readonly (readonly [number, number])[] = [
  [0.6, 1e-5],
  [0.12, 1e-5],
  [0.08, 3e-5],
  [0.9, 1e-5],
  [0.08, 1e-5],
  [0.1, 1e-5],
  [0.04, 1e-3],
  [0.04, 2e-2],
  [0.02, 1e-5],
  [0.01, 1e-3],
  [0.002, 3e-3],
  [0.002, 1e-5],
  [0.05, 0.97],
]
/** Too few pairs show these to learn from. */
const GIVEN: ReadonlySet<number> = new Set([LEVEL.legible, LEVEL.works, LEVEL.group, LEVEL.former])
const RELATED: ReadonlySet<number> = new Set([LEVEL.works, LEVEL.branch, LEVEL.sibling, LEVEL.group])
/** A company and works of it: no more than a place that agrees can make up for. */
const MOST_WORKS_BITS = 20

/** A body's name that does not say its place: in the ledger a region that agrees makes it one for people to look at. */
const MOST_OPEN_BITS = 16

/** A name may have gone to another since: no more than an address that agrees can make up for. */
const MOST_FORMER_BITS = 12

const readOne = (text: string): One => (isCjk(text) ? { chinese: parseChinese(text) } : { latin: parseLatin(text) })

const readFormer = (text: string): One => ({ ...readOne(text), former: true })

export const organisation: Field<OrganisationName> = {
  name: 'organisation_name',
  slots: [
    {
      name: 'name',
      levels: ORGANISATION_LEVELS.map((label, index) => ({
        label: `name ${label}`,
        m: CHANCES[index]?.[0] ?? 0,
        u: CHANCES[index]?.[1] ?? 0,
        related: RELATED.has(index),
        strangers: index === LEVEL.legible,
        unlessRegistered: index === LEVEL.works,
        given: GIVEN.has(index),
        // Those of whom more is alike are mostly strangers, of one place and one line of trade.
        bounded: index === LEVEL.faint,
        unlike: index === LEVEL.different,
      })),
    },
  ],
  termChance: 1e-4,
  read(texts) {
    const named = texts
      .filter((text) => !isNothing(text))
      .flatMap((text): One[] => {
        const one = readOne(text)
        return 'chinese' in one
          ? [one, ...one.chinese.former.map(readFormer)]
          : one.latin.words.length === 0
            ? []
            : [one]
      })
    return named.length === 0 ? null : { all: named }
  },
  compare(a, b, rarity, found, at) {
    found.level[at] = LEVEL.different
    found.bits[at] = Number.NaN
    // There are millions of pairs, most with one name on either side: nothing is made on the way.
    for (let x = 0; x < a.all.length; x++)
      for (let y = 0; y < b.all.length; y++) {
        const one = inTime(a.all[x] as One, b.all[y] as One, compareOne(a.all[x] as One, b.all[y] as One, rarity))
        const level = one[0]
        const bits = one[1]
        const best: number = found.level[at] ?? LEVEL.different
        if (level > best || (level === best && !(bits > (found.bits[at] ?? Number.NaN)))) continue
        found.level[at] = level
        found.bits[at] = bits
      }
  },
  partial: ({ all }) => all.every((one) => 'chinese' in one && isShort(one.chinese)),
  keys: ({ all }) => all.flatMap(keysOf),
  core: coreOf,
  wholes: ({ all }) => all.flatMap((one) => ('latin' in one ? wholeOf(one.latin) : [])),
  anyones: ({ all }) => all.every((one) => one.former === true || ('chinese' in one && isAnyones(one.chinese))),
  spelling: ({ all }) => all.map((one) => ('latin' in one ? one.latin.joined : one.chinese.whole)).join(' '),
  terms: ({ all }) => [...new Set(all.flatMap(termsOf))],
  patterns: ({ all }) =>
    all.flatMap((one) =>
      'latin' in one ? latinPatterns(one.latin) : [patternOf(one.chinese) ?? [], shortPatterns(one.chinese)].flat(),
    ),
  fits({ all }, patterns) {
    const has = (pattern: string) => patterns.has(pattern)
    return all.flatMap((one) => {
      if ('latin' in one) return latinFits(one.latin, has)
      const lossy = patterns.hasLength(one.chinese.whole.length) ? patternsOf(one.chinese).filter(has) : []
      return [...lossy, ...shortFits(one.chinese, has)]
    })
  },
}

/**
 * True for a name that is one party's in its region: a company's, by its legal form, or one that begins with the place where it is, as those of authorities and of
 * registered sole traders do. Many shops may be called 便民超市, Joe's Diner, or 沙县小吃 all over the country. `regions`: codes of GB/T 2260 or ISO 3166.
 */
export function isOwnName(name: string, regions: readonly string[]): boolean {
  if (!isCjk(name)) return hasLegalForm(name)
  const { hasForm, registered, places } = parseChinese(name)
  if (hasForm || registered) return true
  const codes = places.at(-1)?.codes ?? []
  const here = (region: string) => {
    const code = divisionCode(region)
    return code === null || codes.some((one) => one.startsWith(code) || code.startsWith(one))
  }
  return codes.length > 0 && (regions.length === 0 || regions.some(here))
}

/** A name without place, form and branch: spellings of one party's name mostly share it. */
export function coreOf({ all }: OrganisationName): string {
  const [one] = all
  if (one === undefined) return ''
  return 'latin' in one ? one.latin.joined : one.chinese.trade + one.chinese.line
}

/** Names of which one is a former one never make two the same by themselves. */
function inTime(a: One, b: One, [level, bits]: [number, number]): [number, number] {
  if (a.former !== true && b.former !== true) return [level, bits]
  return level > LEVEL.former ? [LEVEL.different, Number.NaN] : [LEVEL.former, Math.min(MOST_FORMER_BITS, bits)]
}

function compareOne(a: One, b: One, rarity: Rarity): [number, number] {
  if ('chinese' in a && 'chinese' in b) {
    const level = compareOrganisations(a.chinese, b.chinese)
    if (level === LEVEL.works) return [level, Math.min(MOST_WORKS_BITS, chineseBits(a.chinese, b.chinese, rarity))]
    if (level === LEVEL.contained) return [level, shortBits(a.chinese, b.chinese, rarity)]
    if (level === LEVEL.alike && isLeftOpen(a.chinese, b.chinese))
      return [level, Math.min(MOST_OPEN_BITS, chineseBits(a.chinese, b.chinese, rarity))]
    if (level === LEVEL.alike && hasOwnName(a.chinese.branch) && !areOfOneCity(a.chinese, b.chinese))
      return [level, branchBits(a.chinese, b.chinese, rarity)]
    if (level > LEVEL.legible) return [level, Number.NaN]
    if (level === LEVEL.same) return [level, Math.min(MOST_BITS, rarity(`a${a.chinese.spelled}`))]
    if (level === LEVEL.legible) return [level, legibleBits(a.chinese, b.chinese, rarity)]
    if (a.chinese.whole === b.chinese.whole)
      return [level, Math.min(22, rarity(`a${a.chinese.spelled}`), rarity(`a${b.chinese.spelled}`)) - 2]
    return [
      level,
      Math.min(
        MOST_BITS,
        Math.max(chineseBits(a.chinese, b.chinese, rarity), calledBits(a.chinese, b.chinese, rarity)),
      ),
    ]
  }
  if ('latin' in a && 'latin' in b) return compareLatin(a.latin, b.latin, rarity)
  return [LEVEL.different, Number.NaN]
}

function chineseBits(a: ChineseName, b: ChineseName, rarity: Rarity): number {
  let bits =
    a.trade === b.trade
      ? Math.min(18, rarity(`t${a.trade}`, 2))
      : Math.min(rarity(`t${a.trade}`), rarity(`t${b.trade}`), 18) - 3
  // Lines of trade that agree say no less than two that differ.
  if (a.line !== '' && a.line === b.line) bits += Math.max(1, Math.min(6, rarity(`l${a.line}`)))
  else if (a.line !== '' && b.line !== '') bits += 1
  if (a.places.length > 0 && b.places.length > 0) bits += 2
  return bits + branchTermBits(a, b, rarity)
}

/** What it says that two names name one branch: all members of a group have one in each city, so that it says much of those of one head alone. */
function branchTermBits(a: ChineseName, b: ChineseName, rarity: Rarity): number {
  if (a.branch === '' || a.branch !== b.branch) return 0
  const [one, other] = [placedBranch(a), placedBranch(b)]
  const isOne = one === other && a.trade === b.trade && a.line === b.line
  if (!isOne && !hasOwnName(a.branch)) return 0
  return Math.min(MOST_BRANCH_BITS, rarity(`b${isOne ? one : a.branch}`))
}

/** 广州银行 and 广州农村商业银行 both have a branch 海珠支行: they are called by their city, and have no trade name. */
function areOfOneCity(a: ChineseName, b: ChineseName): boolean {
  const place = LICENSED.test(a.line + b.line) ? placeAt(a.trade) : null
  return place?.length === a.trade.length && place.codes.every((code) => code.length <= 4)
}

/** Another line of trade under one trade name, and the same branch: as telling as trade name and branch are rare together. */
function branchBits(a: ChineseName, b: ChineseName, rarity: Rarity): number {
  const trade = a.trade === b.trade ? Math.min(18, rarity(`t${a.trade}`)) : 8
  return Math.min(MOST_BITS, trade + branchTermBits(a, b, rarity))
}

/** How few names the pattern would fit, and what the branch adds. */
function legibleBits(a: ChineseName, b: ChineseName, rarity: Rarity): number {
  const pattern = patternOf(a) ?? patternOf(b)
  const known = [...a.trade].filter((letter, at) => letter === b.trade[at]).length
  return pattern === null ? Math.min(17, known * 7) : Math.min(17, rarity(pattern))
}

function keysOf(one: One): string[] {
  if ('latin' in one) {
    const { words, joined } = one.latin
    return [
      `j${joined}`,
      ...words.slice(0, MOST_KEYS).map((word) => `w${word}`),
      ...(words.length < 3 ? [`s${joined.slice(0, 5)}`] : []),
    ]
  }
  const { trade, line, whole, branch, body } = one.chinese
  const inFull = body === null ? null : bodyKey(body)
  return [
    `a${whole}`,
    ...(inFull === null ? [] : [`b${inFull}`]),
    `t${trade}`,
    `h${trade}${line}`,
    ...neighbours(trade + line).map((pair) => `g${pair}`),
    ...neighbours(branch).map((pair) => `r${pair}`),
  ]
}

function termsOf(one: One): string[] {
  if ('latin' in one) return one.latin.words.map((word) => `w${word}`)
  const { trade, line, branch, spelled } = one.chinese
  const branches = branch === '' ? [] : [...new Set([`b${branch}`, `b${placedBranch(one.chinese)}`])]
  return [`a${spelled}`, `t${trade}`, ...(line === '' ? [] : [`l${line}`]), ...branches]
}

/** A name of ordinary length has fewer keys. */
const MOST_KEYS = 60

/** The pairs of neighbouring characters. */
const neighbours = (text: string) =>
  Array.from({ length: Math.max(0, Math.min(MOST_KEYS, text.length - 1)) }, (_, at) => text.slice(at, at + 2))
