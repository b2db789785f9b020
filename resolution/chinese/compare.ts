/** What sets two Chinese names apart, and whether that can be the same organisation. */
import anyAscii from 'any-ascii'
import { diceOf as dice, edits } from '../text/similarity.js'
import type { ChineseName } from './name.js'
import { compatible, type Place } from './places.js'
import { endsAlike, insideWord, shortens } from './short.js'
import {
  FORMS,
  isByShares,
  LICENSED,
  LONGEST_NAME,
  LOOSE,
  licencesDiffer,
  madeOf,
  TRADE_WORDS,
  WORKS,
} from './words.js'

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
  'parent or subsidiary',
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
  group: 11,
  different: 12,
} as const

/** Index of ORGANISATION_LEVELS. */
export function compareChinese(a: ChineseName, b: ChineseName): number {
  if (a.spelled === b.spelled) return LEVEL.same
  if (a.whole === b.whole) return LEVEL.form
  if (a.whole.length > LONGEST_NAME || b.whole.length > LONGEST_NAME) return LEVEL.different
  if (matchesLossy(a.whole, b.whole)) return LEVEL.legible
  const head = Math.min(compareHeads(a, b), a.registered === b.registered ? LEVEL.different : compareShort(a, b))
  if (!inBranch(a) && !inBranch(b)) {
    if (head > LEVEL.alike || (head === LEVEL.alike && a.trade !== b.trade)) return head
    return inOneGroup(a, b) ? LEVEL.group : elsewhere(a, b) ? LEVEL.alike : head
  }
  if (head > LEVEL.contained) {
    if (head !== LEVEL.alike || !sameBranch(a, b)) return head >= LEVEL.faint ? LEVEL.different : LEVEL.faint
    const mayBeOne = a.registered === b.registered || hasOwnName(a.branch) || LICENSED.test(a.line + b.line)
    return mayBeOne ? LEVEL.alike : LEVEL.different
  }
  const branch = compareBranches(a, b)
  if (branch === 'same') {
    if (inOneGroup(a, b)) return LEVEL.group
    const isMember = isInGroup(a, b) || isInGroup(b, a) || isOfMember(a, b, head)
    return isMember ? LEVEL.different : Math.max(head, LEVEL.form)
  }
  if (branch === 'near') return Math.max(head, LEVEL.near)
  if (branch === 'other') return LEVEL.sibling
  return head <= LEVEL.form && WORKS.test(branchText(a) + branchText(b)) ? LEVEL.works : LEVEL.branch
}

/** 青岛海尔 is a company of 海尔集团公司. */
const isInGroup = (one: ChineseName, group: ChineseName) =>
  isGroup(group.spelled) && !isGroup(one.spelled) && group.places.length < one.places.length

/** Members of a group have branches in one city, and are called alike: 中石化温州分公司 is that of 中国石油化工股份有限公司, and not of 中石化石油工程设计有限公司. */
function isOfMember(a: ChineseName, b: ChineseName, head: number): boolean {
  const [short, full] = a.registered ? [b, a] : [a, b]
  if (short.registered || !full.registered || head <= LEVEL.form) return false
  const isLarge = full.group === 0 && /股份|集团|工程局|银行|保险/.test(full.whole)
  if (head === LEVEL.contained) {
    const at = full.head.indexOf(short.head)
    const rest = at < 0 ? '' : full.head.slice(at + short.head.length)
    const isOther = at >= 0 && insideWord(full.head, at + short.head.length)
    return short.head.length < 3 || !isLarge || isOther || !madeOf(rest, TRADE_WORDS)
  }
  return (!isLarge || short.trade.length < 3) && short.line !== full.line
}

/** 红光路支行 has a name, 分公司, 第二分公司 and 中心支公司 have none. */
export const hasOwnName = (branch: string) => branch.replace(NAMELESS, '') !== ''
const NAMELESS =
  /^第?[一二三四五六七八九十\d]+|中心|营销|服务|营业|销售|[分支][行公司社部所店厂局院校]*|[行公司社部所店厂局院校处室]+$/g

/**
 * A group (集团) is no company limited by shares (股份) of its name, which it owns, and neither is who holds (控股) its company: a company names its form in
 * full (企业名称登记管理规定, art. 10), and a group that is itself limited by shares is called both.
 */
function inOneGroup(a: ChineseName, b: ChineseName): boolean {
  const [x, y] = [a.spelled, b.spelled]
  if (ownsByName(x, y) || ownsByName(y, x)) return true
  return a.registered && b.registered && (holdsByName(x, y) || holdsByName(y, x))
}
const ownsByName = (owner: string, owned: string) =>
  isGroup(owner) && !isByShares(owner) && isByShares(owned) && !isGroup(owned)
const holdsByName = (holder: string, held: string) =>
  holder.includes('控股') && !isGroup(holder) && !held.includes('控股')
const isGroup = (name: string) => /集[团團]/.test(name)

/**
 * A registered name begins with the place that registers it (企业名称登记管理规定, art. 7), and a public body's with the one that it serves: 江西宏达 is not 南昌宏达,
 * though Nanchang lies in Jiangxi. What others call a shop may name any place that it lies in.
 */
function elsewhere(a: ChineseName, b: ChineseName): boolean {
  const [x, y] = [a.places.at(-1), b.places.at(-1)]
  if (x === undefined || y === undefined || x.codes.some((code) => y.codes.includes(code))) return false
  return (a.registered && b.registered) || (PUBLIC.test(a.whole) && PUBLIC.test(b.whole))
}
const PUBLIC =
  /(?:局|委员会|委|政府|法院|检察院|医院|学校|中学|小学|大学|学院|幼儿园|协会|总会|联社|信用社|银行|研究院|研究所)$/

/** A name that no register has, against a registered one. */
function compareShort(a: ChineseName, b: ChineseName): number {
  const [short, full] = a.registered ? [b, a] : [a, b]
  const shortened = formsClash(short, full) ? null : shortens(short, full)
  if (shortened === 'elsewhere') return LEVEL.alike
  if (shortened !== null) return LEVEL.contained
  return endsAlike(short, full) ? LEVEL.alike : LEVEL.different
}

/** The heads of two names; without their branches. */
function compareHeads(a: ChineseName, b: ChineseName): number {
  const [x, y] = [a.trade + a.line, b.trade + b.line]
  if (!placesAgree(a.places, b.places)) return x === y ? LEVEL.faint : LEVEL.different
  const clash = formsClash(a, b) || formsClash(b, a)
  if (x === y) return clash || listedApart(a, b) || listedApart(b, a) ? LEVEL.alike : LEVEL.form
  if (soundsSame(placed(a) + x, placed(b) + y) || (x.length !== y.length && once(x) === once(y))) return LEVEL.near
  if (a.trade === b.trade) {
    if (a.trade.length < 2) return LEVEL.different
    // 能源国际投资 and 四川省能源投资 share a trade, and no name.
    const isName = a.places.length > 0 === b.places.length > 0 || !TRADE_WORDS.has(a.trade)
    return isName ? Math.max(compareLines(a, b), clash ? LEVEL.alike : LEVEL.same) : LEVEL.faint
  }
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

/** A short name that says what form the party has, and a registered one that has another: 申能集团 holds 申能股份有限公司. */
const formsClash = (short: ChineseName, full: ChineseName) =>
  !short.registered &&
  full.registered &&
  ((short.head !== short.whole && short.whole.endsWith('集团') && !/集团|控股/.test(full.whole)) ||
    (short.spelled.endsWith('股份') && !isByShares(full.whole)))

/** An exchange gives each issuer a name of its own: 黑猫股份 is not 陕西黑猫. */
const listedApart = (one: ChineseName, other: ChineseName) =>
  isByShares(one.spelled) && !one.registered && one.places.length === 0 && other.places.length > 0 && !other.registered

/** Two lines of trade under one trade name. */
function compareLines(a: ChineseName, b: ChineseName): number {
  const [x, y] = [a.line, b.line]
  // Of two names as registers have them, every word counts: only another line of trade may have the same trade name (企业名称登记管理规定, art. 17).
  const loose = a.registered && b.registered ? LEVEL.alike : LEVEL.near
  if (x === '' || y === '') {
    const [short, full] = x === '' ? [a, b] : [b, a]
    // A full name has its region unless it has none at all: 宁德时代 is not 时代新材料科技, nor 宁波中百 中百控股.
    const unplaced = short.places.length > 0 && full.places.length === 0
    if (unplaced && !short.registered) return LEVEL.alike
    if (LOOSE.has(x + y)) return isGroup(a.spelled) && isGroup(b.spelled) ? LEVEL.near : loose
    // Two characters and no more may be anyone's: 阳谷华泰 is not 山东华泰纸业.
    return short.hasForm || unplaced || short.trade.length < 3 ? LEVEL.alike : LEVEL.near
  }
  if ([...x].sort().join('') === [...y].sort().join('')) return LEVEL.near
  if (licencesDiffer(x, y)) return LEVEL.faint
  // 农业发展银行 is not 农业银行: of what stands under licence, every word counts.
  if (LICENSED.test(x) || LICENSED.test(y)) return dice(x, y) >= 0.3 ? LEVEL.alike : LEVEL.faint
  const [few, many] = x.length < y.length ? [x, y] : [y, x]
  if (many.startsWith(few) && LOOSE.has(many.slice(few.length))) return loose
  if (many.endsWith(few) && LOOSE.has(many.slice(0, -few.length))) return loose
  return dice(x, y) >= 0.3 ? LEVEL.alike : LEVEL.faint
}

const inBranch = ({ branchPlaces, branch }: ChineseName) => branch !== '' || branchPlaces.length > 0
const branchText = ({ branchPlaces, branch }: ChineseName) => branchPlaces.map(({ name }) => name).join('') + branch

const placed = ({ places }: ChineseName) => places.map(({ name }) => name).join('')

/** A word that was written twice by mistake stands once: 传媒传媒置业. */
const once = (text: string) => text.replace(/(..)\1/g, '$1')

/** The same but for one or two characters that are said alike: 游轮 and 邮轮. Of a few characters each tells: 国瑞科技 is not 国睿科技. */
function soundsSame(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 6) return false
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
  // Who is called of China is so by leave of the state, and is nobody of a city: 中国联通 is not 东莞联通.
  if ((first.name === '中国') !== (other.name === '中国')) return false
  return compatible(x, y) && (!isWide(first) || !isWide(other) || compatible(first, other))
}

const isWide = ({ codes }: Place) => codes.every((code) => code.length <= 4)

/** Characters that were lost stand as ? or □ in what was published. */
const LOST = /[?□\ufffd]/

function matchesLossy(a: string, b: string): boolean {
  if (a.length !== b.length || !(LOST.test(a) || LOST.test(b))) return false
  let known = ''
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? '', b[at] ?? '']
    if (LOST.test(x) || LOST.test(y)) continue
    if (x !== y) return false
    known += x
  }
  // A legal form and no more is everybody's.
  return known.replace(FORMS, '') !== ''
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

/** The widest of several places are two. */
function liesElsewhere([a, ...more]: readonly Place[], [b, ...others]: readonly Place[]): boolean {
  return a !== undefined && b !== undefined && more.length > 0 && others.length > 0 && !compatible(a, b)
}

function compareBranches(a: ChineseName, b: ChineseName): 'same' | 'near' | 'one' | 'other' {
  if (!inBranch(a) || !inBranch(b)) return 'one'
  if (a.branch === b.branch) {
    if (a.branch.length > 3) return placesAgree(a.branchPlaces, b.branchPlaces) ? 'same' : 'other'
    // 支行 and no more: the place is its name. There is a 城关 in Lanzhou and one in Tianshui.
    const isOnePlace = a.branchPlaces.at(-1)?.name === b.branchPlaces.at(-1)?.name
    return isOnePlace && !liesElsewhere(a.branchPlaces, b.branchPlaces) ? 'same' : 'other'
  }
  const [x, y] = [branchText(a), branchText(b)]
  if (x === y) return 'same'
  const least = Math.min(x.length, y.length)
  if ((x.endsWith(y) || y.endsWith(x)) && (least > 4 || (least > 3 && x.endsWith('矿')))) return 'same'
  if (matchesLossy(a.branch, b.branch)) return 'near'
  return 'other'
}
