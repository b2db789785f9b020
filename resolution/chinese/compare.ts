/** What sets two Chinese names apart, and whether that can be the same organisation. */
import anyAscii from 'any-ascii'
import { diceOf as dice, edits } from '../text/similarity.js'
import type { ChineseName } from './name.js'
import { compatible, type Place } from './places.js'
import { LOOSE } from './words.js'

/** How two names compare, best first. */
export const ORGANISATION_LEVELS = [
  'same',
  'same but for form or place',
  'near',
  'same as far as it is legible',
  'contained',
  'alike',
  'faint',
  'branch of the other',
  'other branch',
  'different',
] as const
export const LEVEL = {
  same: 0,
  form: 1,
  near: 2,
  legible: 3,
  contained: 4,
  alike: 5,
  faint: 6,
  branch: 7,
  sibling: 8,
  different: 9,
} as const

/** Index of ORGANISATION_LEVELS. */
export function compareChinese(a: ChineseName, b: ChineseName): number {
  if (a.spelled === b.spelled) return LEVEL.same
  if (a.whole === b.whole) return LEVEL.form
  if (matchesLossy(a.whole, b.whole)) return LEVEL.legible
  const head = compareHeads(a, b)
  if (a.branch === '' && b.branch === '' && a.branchPlaces.length === 0 && b.branchPlaces.length === 0) return head
  if (head > LEVEL.near)
    return head === LEVEL.alike && sameBranch(a, b) ? LEVEL.alike : head >= LEVEL.faint ? LEVEL.different : LEVEL.faint
  const branch = compareBranches(a, b)
  if (branch === 'same') return Math.max(head, LEVEL.form)
  if (branch === 'near') return Math.max(head, LEVEL.near)
  return branch === 'one' ? LEVEL.branch : LEVEL.sibling
}

/** The heads of two names; without their branches. */
function compareHeads(a: ChineseName, b: ChineseName): number {
  const [x, y] = [a.trade + a.line, b.trade + b.line]
  if (!placesAgree(a.places, b.places)) return x === y ? LEVEL.faint : LEVEL.different
  if (x === y) return LEVEL.form
  if (soundsSame(placed(a) + x, placed(b) + y)) return LEVEL.near
  if (a.trade === b.trade) return a.trade.length < 2 ? LEVEL.different : compareLines(a, b)
  const [short, long] = a.whole.length < b.whole.length ? [a.whole, b.whole] : [b.whole, a.whole]
  if (short.length >= 8 && long.endsWith(short)) return LEVEL.near
  // One character more or less may be a slip (理工雷 and 理工雷科) or another name; another character in its place is another name: 晋南 and 晋北.
  const longer = Math.max(x.length, y.length)
  if (a.line === b.line && Math.abs(x.length - y.length) === 1 && longer >= 5 && edits(x, y, 1) === 1)
    return LEVEL.alike
  const alike = dice(x, y)
  if (alike >= 0.75 && longer >= 8) return LEVEL.alike
  return alike >= 0.5 ? LEVEL.faint : LEVEL.different
}

/** Two lines of trade under one trade name. */
function compareLines(a: ChineseName, b: ChineseName): number {
  const [x, y] = [a.line, b.line]
  if (x === '' || y === '') {
    const short = x === '' ? a : b
    return short.hasForm && !LOOSE.has(x + y) ? LEVEL.alike : LEVEL.near
  }
  if ([...x].sort().join('') === [...y].sort().join('')) return LEVEL.near
  const [few, many] = x.length < y.length ? [x, y] : [y, x]
  if (many.startsWith(few) && LOOSE.has(many.slice(few.length))) return LEVEL.near
  if (many.endsWith(few) && LOOSE.has(many.slice(0, -few.length))) return LEVEL.near
  return dice(x, y) >= 0.3 ? LEVEL.alike : LEVEL.faint
}

const placed = ({ places }: ChineseName) => places.map(({ name }) => name).join('')

/** The same but for one or two characters that are said alike: 游轮 and 邮轮. */
function soundsSame(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 4) return false
  let other = 0
  for (let at = 0; at < a.length; at++) {
    if (a[at] === b[at]) continue
    if (soundOf(a[at] ?? '') !== soundOf(b[at] ?? '')) return false
    other++
  }
  return other <= 2
}

const sounds = new Map<string, string>()
function soundOf(letter: string): string {
  let sound = sounds.get(letter)
  if (sound === undefined) {
    sound = anyAscii(letter).toLowerCase()
    sounds.set(letter, sound)
  }
  return sound
}

/** The narrowest places that are named must be one place, or one in the other. */
function placesAgree(a: readonly Place[], b: readonly Place[]): boolean {
  const [x, y] = [a.at(-1), b.at(-1)]
  return x === undefined || y === undefined || compatible(x, y)
}

/** Characters that were lost stand as ? or □ in what was published. */
const LOST = /[?□\ufffd]/

function matchesLossy(a: string, b: string): boolean {
  if (a.length !== b.length || !(LOST.test(a) || LOST.test(b))) return false
  let known = 0
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? '', b[at] ?? '']
    if (LOST.test(x) || LOST.test(y)) continue
    if (x !== y) return false
    known++
  }
  return known > 0
}

/** What a name with one lost character looks like to others, the character as ?; null: none is lost, or more than one. */
export function patternOf({ whole }: ChineseName): string | null {
  const pattern = whole.replace(/[□\ufffd]/g, '?')
  return pattern.split('?').length === 2 ? pattern : null
}

/** The patterns that a whole name would fit. */
export function patternsOf({ whole: text }: ChineseName): string[] {
  return text.includes('?') ? [] : [...text].map((_, at) => `${text.slice(0, at)}?${text.slice(at + 1)}`)
}

const sameBranch = (a: ChineseName, b: ChineseName) => compareBranches(a, b) === 'same'

function compareBranches(a: ChineseName, b: ChineseName): 'same' | 'near' | 'one' | 'other' {
  const none = (name: ChineseName) => name.branch === '' && name.branchPlaces.length === 0
  if (none(a) || none(b)) return 'one'
  if (a.branch === b.branch) {
    if (a.branch.length > 3) return placesAgree(a.branchPlaces, b.branchPlaces) ? 'same' : 'other'
    // 支行 and no more: the place is its name.
    return a.branchPlaces.at(-1)?.name === b.branchPlaces.at(-1)?.name ? 'same' : 'other'
  }
  const [x, y] = [a, b].map(({ branchPlaces, branch }) => branchPlaces.map(({ name }) => name).join('') + branch)
  if (x === y) return 'same'
  if (x !== undefined && y !== undefined && (x.endsWith(y) || y.endsWith(x)) && Math.min(x.length, y.length) > 4)
    return 'same'
  if (matchesLossy(a.branch, b.branch)) return 'near'
  return 'other'
}
