/**
 * Short names of companies against their full ones. A registered name is region, trade name, line of trade and legal form (企业名称登记管理规定, State
 * Council order 734 of 2020, art. 6); a short name leaves out some of these (珠海格力电器股份有限公司: 格力电器), or keeps the first character of each word
 * (北京汽车集团有限公司: 北汽). Nothing here knows any company.
 */
import type { ChineseName } from './name.js'
import { mayBeTrade, placeAt } from './places.js'
import { LICENSED, LOOSE, madeOf, TRADE_WORDS } from './words.js'

/** Words that abbreviations step over. */
const STEPPED = ['国际', '工程', '网络', '集团', '控股', '实业', '科技', '股份', '综合']
/** Words that abbreviations take by their last character. */
const BY_LAST = ['银行', '石油', '电网', '中国', '有色', '水泥']
/** What some words of trades are called for short. */
const CALLED: readonly (readonly [string, string])[] = Object.entries({
  新能源: '新能',
  新材料: '新材',
  绿色能源: '绿能',
  风力发电: '风电',
  水力发电: '水电',
  火力发电: '火电',
  电力建设: '电建',
  高速公路: '高速',
  钢结构: '钢构',
  有色金属: '有色',
  房地产: '地产',
  轨道交通: '轨交',
  水利水电: '水电',
})
/** What regions are called in one character (the official 简称 of provinces; 申 for Shanghai and 穗, 榕, 甬, 渝 as names use them). */
const REGION_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  '北京京 天津津 河北冀 山西晋 内蒙古蒙 辽宁辽 吉林吉 黑龙江黑 上海沪 江苏苏 浙江浙 安徽皖 福建闽 江西赣 山东鲁 河南豫 湖北鄂 湖南湘 广东粤 广西桂 海南琼 重庆渝 四川川 贵州黔 云南滇 西藏藏 陕西陕 甘肃甘 青海青 宁夏宁 新疆新 广州穗 福州榕 宁波甬'
    .split(' ')
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
)
const LONGEST_SHORT = 8
const LONGEST_FULL = 40

/** A name that may stand for a longer one, with its branch if it names one: no legal form but 集团, no establishment, of two to eight characters. */
export const isShort = ({ head, registered }: ChineseName): boolean =>
  !registered &&
  head.length >= 2 &&
  head.length <= LONGEST_SHORT &&
  !/(?:(?<!酒)店|(?<!机)场|大[厦楼]|[厂部所院站馆社校园会])$/.test(head)

type Shortened = 'part' | 'elsewhere' | 'initials'

/** How a short name stands to a registered one: it leaves words out, a place too (青岛啤酒 and 青岛啤酒(西安)有限公司), keeps a character of each, or neither. */
export function shortens(short: ChineseName, full: ChineseName): Shortened | null {
  if (!isShort(short) || !full.registered || full.head.length > LONGEST_FULL) return null
  const heads = new Set([full.head, withoutKinds(full.head)])
  for (const head of heads) {
    const found = shortensHead(short, full, head)
    if (found !== null) return found
  }
  return null
}

function shortensHead(short: ChineseName, full: ChineseName, head: string): Shortened | null {
  const text = short.head
  const starts = startsOf(head, full)
  if (starts.length === 1 && text.length > 2 && head.startsWith('中')) starts.push(1)
  for (const at of starts) {
    if (!head.startsWith(text, at)) continue
    const end = at + text.length
    // 凯基金融控股 is 凯基|金融|控股: 凯基金 keeps a character of the second word.
    if (text.length === 3 && insideWord(head, end) && aligned(text, 0, head, at, false)) return 'initials'
    return mayEnd(short, full, head, end) ? (placeAt(head.slice(end)) === null ? 'part' : 'elsewhere') : null
  }
  if (full.whole.includes('股份') && starts.some((at) => keepsLast(text, head, at))) return 'part'
  // Of two characters the first is a region's, or the full name is of the whole country: 上汽, 东航.
  if (text.length === 2 && placeAt(head) === null && !head.startsWith('国家')) return null
  const from = text.length === 2 && !head.startsWith('中国') ? [0] : starts
  return from.some((at) => aligned(text, 0, head, at, false)) ? 'initials' : null
}

/** A head without the kinds of the divisions that it begins with: 宁德时代 for 宁德市时代. */
function withoutKinds(head: string): string {
  let plain = ''
  let rest = head
  for (let turn = 0; turn < 3; turn++) {
    const place = placeAt(rest)
    if (place === null || place.length >= rest.length || mayBeTrade(place)) break
    plain += place.name
    rest = rest.slice(place.length)
  }
  return plain + rest
}

/** True when a full name ends in a short one, behind what may be the name of its owner: 燕京|惠泉啤酒. It may as well be another firm's: 东方|明珠实业. */
export const endsAlike = (short: ChineseName, full: ChineseName): boolean =>
  isShort(short) && short.head.length > 2 && tells(short.head) && full.head.endsWith(short.head)

/** Where a name goes on when the places that it begins with are left out, with their kind or without (上海|市北高新). */
function startsOf(head: string, { places }: ChineseName): number[] {
  const starts = [0]
  for (let at = 0; starts.length < 6; ) {
    const place = placeAt(head.slice(at))
    if (place === null || at + place.length >= head.length) break
    if (mayBeTrade(place) && !places.some(({ name }) => name === place.name)) break
    if (place.length === place.name.length + 1) starts.push(at + place.name.length)
    at += place.length
    starts.push(at)
  }
  return starts
}

/** True when a short name says more than places and lines of trade. */
function tells(text: string): boolean {
  const place = placeAt(text)
  // Nobody is called of China by chance: 中国石油.
  if (place?.name === '中国') return text.length > 3
  // A place and one character more is a name of its own: 白云山, 万年青.
  const own = place === null || (mayBeTrade(place) && text.length < place.length + 2) ? text : text.slice(place.length)
  return own.length >= 2 && !madeOf(own, TRADE_WORDS)
}

/** What little words may be left out behind a place and its trade: 天津能源 is 天津能源投资集团, and not 天津能源化工. */
const LITTLE = new Set([...LOOSE, '投资', '建设', '开发', '设施', '高科技'])
/** Trades that have a licence: who is in one is called by it, and is another party than its owner (海通证券资产管理, 中国电力财务). */
const OWN_LICENCE = /证券|期货|基金|信托|财务|资产管理|租赁|担保|小额贷款|典当/

/** Whether a full name can be cut short at a place. */
function mayEnd(short: ChineseName, full: ChineseName, head: string, end: number): boolean {
  const [text, rest] = [short.head, head.slice(end)]
  // 中国电建集团山东电力建设 is a member of 中国电建.
  const isMember = end + full.head.length - head.length <= full.group
  if (OWN_LICENCE.test(rest) || (isMember && !(short.listed && isTrade(rest) && full.whole.includes('股份'))))
    return false
  if (!tells(text) && !short.listed)
    return madeOf(rest, LITTLE) && !madeOf(withoutPlace(text), LOOSE) && /股份|集团/.test(full.whole)
  if (rest.length < 2) return !TRADE_WORDS.has(`${text.at(-1)}${rest}`)
  if (madeOf(rest, LOOSE)) return true
  if (LICENSED.test(text.slice(-2))) return insideWord(head, end)
  // 晋能控股|山西电力 is what 晋能控股 has in Shanxi.
  const place = full.places.length === 0 ? placeAt(rest) : null
  if (place !== null && place.length < rest.length && !madeOf(rest, TRADE_WORDS)) return false
  const own = tells(text) ? withoutPlace(text) : text
  // 宁德时代 is a company limited by shares, and not 宁德市时代商贸.
  if (text.length > 2) return own.length > 2 || own === text || /股份|集团/.test(full.whole)
  // Two characters may be anyone's, 武钢 and 武钢机械加工厂, unless both say that they are limited by shares, or a group: 牧原股份. What goes on in
  // another name is another firm (中信|国安信息).
  return isTrade(rest) && !LICENSED.test(rest) && sharesForm(short, full)
}

function withoutPlace(text: string): string {
  const own = text.slice(placeAt(text)?.length ?? 0)
  return own.length < 2 ? text : own
}

function sharesForm(short: ChineseName, full: ChineseName): boolean {
  if (short.hasForm) return full.whole.includes('集团')
  // Who is limited by shares and needs no region in the name is known by the trade name alone.
  return full.whole.includes('股份') && (short.listed || full.places.length === 0)
}

/** A row of trades: 软件与技术服务. */
const isTrade = (text: string) => madeOf(text.replace(/[与和及暨]/g, ''), TRADE_WORDS)

/** Trade name and the last word of the trade, other words of it left out: 天音|通信|控股 is 天音控股. Where a licence is needed every word counts. */
function keepsLast(text: string, full: string, at: number): boolean {
  for (let cut = 2; cut <= text.length - 2; cut++) {
    const [name, last] = [text.slice(0, cut), text.slice(cut)]
    if (!full.startsWith(name, at) || !TRADE_WORDS.has(last) || !tells(name)) continue
    const end = full.indexOf(last, at + cut)
    if (end < 0) continue
    const [between, rest] = [full.slice(at + cut, end), full.slice(end + last.length)]
    if (isTrade(between) && madeOf(rest, ENDS) && !LICENSED.test(between + last)) return true
  }
  return false
}

/** Whether the short text from `i` on can be what is kept of the full one from `j` on, word by word; `whole`: the word before was kept in full. */
function aligned(short: string, i: number, full: string, j: number, whole: boolean): boolean {
  if (i === short.length) {
    const rest = full.slice(j)
    return (
      madeOf(rest, ENDS) ||
      (whole && madeOf(rest, TRADE_WORDS) && !insideWord(full, j) && !withoutKinds(full.slice(0, j)).endsWith(short))
    )
  }
  if (j >= full.length) return false
  for (const word of STEPPED)
    if (i > 0 && full.startsWith(word, j) && aligned(short, i, full, j + word.length, whole)) return true
  // 台中|商业|银行 is 台中银; 上海银行 is another bank than 上海商业银行.
  if (i > 0 && i === short.length - 1 && full.startsWith('商业', j) && aligned(short, i, full, j + 2, whole))
    return true
  for (const word of BY_LAST)
    if (full.startsWith(word, j) && short[i] === word.at(-1) && aligned(short, i + 1, full, j + word.length, false))
      return true
  for (const [word, called] of CALLED)
    if ((i > 0 || !word.startsWith(called)) && full.startsWith(word, j) && short.startsWith(called, i))
      if (aligned(short, i + called.length, full, j + word.length, true)) return true
  if (i === 0 || full[j] === '第') {
    const place = placeAt(full.slice(j))
    const letter = place === null ? undefined : (REGION_LETTERS[place.name] ?? place.name[0])
    // 江苏银行 names the province in full: it is not 江苏苏州银行.
    const inFull = place !== null && short.startsWith(place.name, i)
    if (place !== null && !inFull && (short[i] === letter || short[i] === place.name[0]) && short.length > i + 1)
      if (aligned(short, i + 1, full, j + place.length, false)) return true
    if (inFull)
      return short.length > i + place.name.length && aligned(short, i + place.name.length, full, j + place.length, true)
    if (full[j] === '第' && short[i] === full[j + 1]) return aligned(short, i + 1, full, j + 2, false)
  }
  if (short[i] !== full[j]) return false
  if (short[i + 1] === full[j + 1] && aligned(short, i + 2, full, j + 2, true)) return true
  if (aligned(short, i + 1, full, j + 1, false)) return true
  // A number is never left out, nor what reinsures: 中铁四局 is not 中铁十四局.
  return !/[一二三四五六七八九十百\d再]/.test(full[j + 1] ?? '') && aligned(short, i + 1, full, j + 2, false)
}

/** True when a line of trade lies across the place: 石油|化工. */
export function insideWord(full: string, at: number): boolean {
  for (let from = Math.max(0, at - 4); from < at; from++)
    for (let to = at + 1; to <= Math.min(full.length, at + 4); to++)
      if (TRADE_WORDS.has(full.slice(from, to))) return true
  return false
}
/** What may stand behind the last word that a short name keeps. */
const ENDS = new Set([...LOOSE, ...STEPPED, '制造', '事业'])

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
