/** What sets two Chinese names apart, and whether that can be the same organisation. */
import anyAscii from 'any-ascii'
import { diceOf as dice, edits } from '../text/similarity.js'
import type { ChineseName } from './name.js'
import { compatible, type Place } from './places.js'
import { shortens } from './short.js'
import { LICENSED, LONGEST_NAME, LOOSE, WORKS } from './words.js'

/** How two names compare, best first. */
export const ORGANISATION_LEVELS = [
  'same',
  'same but for form or place',
  'near',
  'same as far as it is legible',
  'contained',
  'former name of the other',
  'alike',
  'faint',
  'works of the other',
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
  former: 5,
  alike: 6,
  faint: 7,
  works: 8,
  branch: 9,
  sibling: 10,
  different: 11,
} as const

/** Index of ORGANISATION_LEVELS. */
export function compareChinese(a: ChineseName, b: ChineseName): number {
  if (a.spelled === b.spelled) return LEVEL.same
  if (a.whole === b.whole) return LEVEL.form
  if (a.whole.length > LONGEST_NAME || b.whole.length > LONGEST_NAME) return LEVEL.different
  if (matchesLossy(a.whole, b.whole)) return LEVEL.legible
  const head = compareHeads(a, b)
  if (!inBranch(a) && !inBranch(b)) {
    if (a.registered === b.registered) return head
    const shortened = a.registered ? shortens(b, a) : shortens(a, b)
    return shortened === null ? head : Math.min(head, LEVEL.contained)
  }
  if (head > LEVEL.near)
    return head === LEVEL.alike && sameBranch(a, b) ? LEVEL.alike : head >= LEVEL.faint ? LEVEL.different : LEVEL.faint
  const branch = compareBranches(a, b)
  if (branch === 'same') return Math.max(head, LEVEL.form)
  if (branch === 'near') return Math.max(head, LEVEL.near)
  if (branch === 'other') return LEVEL.sibling
  return head <= LEVEL.form && WORKS.test(branchText(a) + branchText(b)) ? LEVEL.works : LEVEL.branch
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
    if (LOOSE.has(x + y)) return LEVEL.near
    // A full name has its region unless it has none at all: 宁德时代 is not 时代新材料科技. Two characters and no more may be anyone's.
    const unplaced = short.places.length > 0 && (x === '' ? b : a).places.length === 0
    return short.hasForm || unplaced || short.head.length < 3 ? LEVEL.alike : LEVEL.near
  }
  if ([...x].sort().join('') === [...y].sort().join('')) return LEVEL.near
  // 农业发展银行 is not 农业银行: of what stands under licence, every word counts.
  if (LICENSED.test(x) || LICENSED.test(y)) return dice(x, y) >= 0.3 ? LEVEL.alike : LEVEL.faint
  const [few, many] = x.length < y.length ? [x, y] : [y, x]
  if (many.startsWith(few) && LOOSE.has(many.slice(few.length))) return LEVEL.near
  if (many.endsWith(few) && LOOSE.has(many.slice(0, -few.length))) return LEVEL.near
  return dice(x, y) >= 0.3 ? LEVEL.alike : LEVEL.faint
}

const inBranch = ({ branchPlaces, branch }: ChineseName) => branch !== '' || branchPlaces.length > 0
const branchText = ({ branchPlaces, branch }: ChineseName) => branchPlaces.map(({ name }) => name).join('') + branch

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

/** The narrowest places that are named must be one place, or one in the other; and the widest too, where they are provinces or cities. */
function placesAgree(a: readonly Place[], b: readonly Place[]): boolean {
  const [x, y] = [a.at(-1), b.at(-1)]
  if (x === undefined || y === undefined) return true
  const [first, other] = [a[0] ?? x, b[0] ?? y]
  // Who may be called of China is decided by the State Council (企业名称登记管理规定, art. 12): 中国联通 is not 东莞联通.
  if ((first.name === '中国') !== (other.name === '中国')) return false
  return compatible(x, y) && (!isWide(first) || !isWide(other) || compatible(first, other))
}

const isWide = ({ codes }: Place) => codes.every((code) => code.length <= 4)

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

/** Longer names are told by the rest of them. */
const LONGEST_LOSSY = 60

/** What a name with one lost character looks like to others, the character as ?; null: none is lost, or more than one. */
export function patternOf({ whole }: ChineseName): string | null {
  const pattern = whole.replace(/[□\ufffd]/g, '?')
  return pattern.length <= LONGEST_LOSSY && pattern.split('?').length === 2 ? pattern : null
}

/** The patterns that a whole name would fit. */
export function patternsOf({ whole: text }: ChineseName): string[] {
  return text.includes('?') || text.length > LONGEST_LOSSY
    ? []
    : [...text].map((_, at) => `${text.slice(0, at)}?${text.slice(at + 1)}`)
}

const sameBranch = (a: ChineseName, b: ChineseName) => compareBranches(a, b) === 'same'

function compareBranches(a: ChineseName, b: ChineseName): 'same' | 'near' | 'one' | 'other' {
  if (!inBranch(a) || !inBranch(b)) return 'one'
  if (a.branch === b.branch) {
    if (a.branch.length > 3) return placesAgree(a.branchPlaces, b.branchPlaces) ? 'same' : 'other'
    // 支行 and no more: the place is its name.
    return a.branchPlaces.at(-1)?.name === b.branchPlaces.at(-1)?.name ? 'same' : 'other'
  }
  const [x, y] = [branchText(a), branchText(b)]
  if (x === y) return 'same'
  if ((x.endsWith(y) || y.endsWith(x)) && Math.min(x.length, y.length) > 4) return 'same'
  if (matchesLossy(a.branch, b.branch)) return 'near'
  return 'other'
}
