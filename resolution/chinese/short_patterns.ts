/** The first characters by which short names and full ones are found, and counted. */
import type { ChineseName } from './name.js'
import { placeAt } from './places.js'
import { isShort, LONGEST_FULL, startsOf } from './short.js'
import { BY_LAST, REGION_LETTERS, STEPPED } from './short_words.js'
import { LICENSED } from './words.js'

/**
 * What registered names have that a short one may shorten: they are found by it, and those that have what one of them has are counted to tell how many are left open.
 * Where they begin, or go on behind a place, they have its first two characters, and its third somewhere behind; most have the two that stand behind its place, too.
 */
export function shortPatterns(name: ChineseName): string[] {
  if (!isShort(name)) return []
  const { head } = name
  const behind = head.slice(placeAt(head)?.length ?? 0)
  const twos = behind.length < 2 ? [head] : [head, behind]
  return [
    ...new Set(twos.flatMap((text) => [`~${text.slice(0, 2)}`, ...(text.length < 3 ? [] : [`~${text.slice(0, 3)}`])])),
  ]
}

/** How far behind its first character the second one of what is of China stands: 中国|联|合网络|通信. */
const FAR = 8

/** Of the patterns of short names those that a registered one has. */
export function shortFits(full: ChineseName, has: (pattern: string) => boolean): string[] {
  const { head, registered } = full
  if (!registered || head.length > LONGEST_FULL) return []
  const fits = new Set<string>()
  for (const two of beginnings(full)) {
    if (!has(two)) continue
    fits.add(two)
    for (let at = 2; at < head.length; at++) if (has(two + head[at])) fits.add(two + head[at])
  }
  return [...fits]
}

/**
 * Patterns of two characters under which a short name meets, in a ledger, the parties that are called for short: those of the whole country, groups, companies limited by
 * shares, and what builds (工程局). What banks and insurers are called for short is spelled out, and meets by that.
 */
export function shortMeetings(name: ChineseName): string[] {
  if (isShort(name)) return shortPatterns(name).filter(isCounted)
  const isCalledShort = name.registered && CALLED_SHORT.test(name.whole) && !LICENSED.test(name.line)
  return isCalledShort && name.head.length <= LONGEST_FULL ? [...beginnings(name)].filter(isCounted) : []
}
/** True for a pattern of two characters that are no province or city, with which all begin that are in it. */
export function isCounted(pattern: string): boolean {
  const [, ...two] = pattern
  const place = placeAt(two.join(''))
  return two.length === 2 && (place === null || place.codes.some((code) => code.length > 4))
}
const CALLED_SHORT = /^(?:中国|国家)|股份|集团|工程局/

/** The first two characters that short names of a registered one may have. */
function beginnings(full: ChineseName): Set<string> {
  const { head } = full
  const found = new Set<string>()
  const add = (first: string | undefined, second: string | undefined) => {
    if (first !== undefined && second !== undefined) found.add(`~${first}${second}`)
  }
  for (const at of startsOf(head, full)) {
    const rest = head.slice(at)
    add(rest[0], rest[1])
    // 中铁 is called without 中, and 第一汽车 without 第.
    if (rest[0] === '中' || rest[0] === '第') add(rest[1], rest[2])
    const far = head.slice(0, at) === '中国' || rest.startsWith('国家') ? FAR : 3
    for (let next = 2; next < far; next++) add(rest[0], rest[next])
    const place = placeAt(rest)
    if (place === null) continue
    const next = rest.slice(place.length)
    const after = STEPPED.find((word) => next.startsWith(word))?.length ?? 0
    const last = BY_LAST.find((word) => next.startsWith(word))?.at(-1)
    for (const letter of [place.name[0], REGION_LETTERS[place.name], place.name.at(-1)])
      for (const second of [next[0], next[after], last]) add(letter, second)
  }
  return found
}
