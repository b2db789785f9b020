/**
 * Short names of companies against their full ones. A registered name is region, trade name, line of trade and legal form (企业名称登记管理规定, State
 * Council order 734 of 2020, art. 6); a short name leaves out some of these (珠海格力电器股份有限公司: 格力电器), or keeps the first character of each word
 * (北京汽车集团有限公司: 北汽). Nothing here knows any company.
 */
import type { ChineseName } from './name.js'
import { placeAt } from './places.js'
import { LICENSED, LOOSE, madeOf, TRADE_WORDS } from './words.js'

/** Words that abbreviations step over. */
const STEPPED = ['国际', '工程', '网络', '集团', '控股', '实业', '科技', '股份']
/** Words that abbreviations take by their last character. */
const BY_LAST = ['银行', '石油', '电网', '中国']
/** What regions are called in one character (the official 简称 of provinces; 申 for Shanghai and 穗, 榕, 甬, 渝 as names use them). */
const REGION_LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  '北京京 天津津 河北冀 山西晋 内蒙古蒙 辽宁辽 吉林吉 黑龙江黑 上海沪 江苏苏 浙江浙 安徽皖 福建闽 江西赣 山东鲁 河南豫 湖北鄂 湖南湘 广东粤 广西桂 海南琼 重庆渝 四川川 贵州黔 云南滇 西藏藏 陕西陕 甘肃甘 青海青 宁夏宁 新疆新 广州穗 福州榕 宁波甬'
    .split(' ')
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
)
const LONGEST_SHORT = 8
const LONGEST_FULL = 40

/** A name that may stand for a longer one: no legal form but 集团, no branch or establishment, of two to eight characters. */
export const isShort = ({ head, branch, branchPlaces, registered }: ChineseName): boolean =>
  !registered &&
  branch === '' &&
  branchPlaces.length === 0 &&
  head.length >= 2 &&
  head.length <= LONGEST_SHORT &&
  !/(?:(?<!酒)店|(?<!机)场|[厂部所院站馆社校园会])$/.test(head)

/** How a short name stands to a registered one: it leaves words out, a place too (青岛啤酒 and 青岛啤酒(西安)有限公司), keeps a character of each, or neither. */
export function shortens(short: ChineseName, full: ChineseName): 'part' | 'elsewhere' | 'initials' | null {
  if (!isShort(short) || !full.registered || full.head.length > LONGEST_FULL) return null
  const starts = startsOf(full.head)
  const text = short.head
  if (tells(text) || short.spelled.endsWith('股份'))
    for (const at of starts)
      if (full.head.startsWith(text, at)) {
        const rest = full.head.slice(at + text.length)
        return mayEnd(short, full, rest) ? (placeAt(rest) === null ? 'part' : 'elsewhere') : null
      }
  // Of two characters the first is a region's, or the full name is of the whole country: 上汽, 东航.
  if (text.length === 2 && starts.length === 1 && !full.head.startsWith('国家')) return null
  return starts.some((at) => aligned(text, 0, full.head, at, false)) ? 'initials' : null
}

/** Where a name goes on when the places that it begins with are left out. */
function startsOf(head: string): number[] {
  const starts = [0]
  for (let at = 0; starts.length < 4; ) {
    const place = placeAt(head.slice(at))
    if (place === null || at + place.length >= head.length) break
    at += place.length
    starts.push(at)
  }
  return starts
}

/** True when a short name says more than places and lines of trade. */
function tells(text: string): boolean {
  const place = placeAt(text)
  const own = place === null ? text : text.slice(place.length)
  return own.length >= 2 && !madeOf(own, TRADE_WORDS)
}

/** Whether a name can be cut short before the rest of it. */
function mayEnd(short: ChineseName, full: ChineseName, rest: string): boolean {
  if (rest.length < 2 || madeOf(rest, LOOSE)) return true
  // 海通证券资产管理 has a licence of its own, and is not 海通证券.
  if (LICENSED.test(short.head.slice(-2))) return false
  // Two characters may be anyone's, 武钢 and 武钢机械加工厂, unless both say that they are limited by shares: 牧原股份.
  return short.head.length > 2 || (short.spelled.endsWith('股份') && full.spelled.includes('股份'))
}

/** Whether the short text from `i` on can be what is kept of the full one from `j` on, word by word; `whole`: the word before was kept in full. */
function aligned(short: string, i: number, full: string, j: number, whole: boolean): boolean {
  if (i === short.length) {
    const rest = full.slice(j)
    return (
      madeOf(rest, LOOSE) || madeOf(rest, STEPPED_WORDS) || (whole && madeOf(rest, TRADE_WORDS) && !insideWord(full, j))
    )
  }
  if (j >= full.length) return false
  for (const word of STEPPED)
    if (i > 0 && full.startsWith(word, j) && aligned(short, i, full, j + word.length, whole)) return true
  for (const word of BY_LAST)
    if (full.startsWith(word, j) && short[i] === word.at(-1) && aligned(short, i + 1, full, j + word.length, false))
      return true
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
  // A number is never left out: 中铁四局 is not 中铁十四局.
  return !/[一二三四五六七八九十百\d]/.test(full[j + 1] ?? '') && aligned(short, i + 1, full, j + 2, false)
}

/** True when a line of trade lies across the place: 石油|化工. */
function insideWord(full: string, at: number): boolean {
  for (let from = Math.max(0, at - 4); from < at; from++)
    for (let to = at + 1; to <= Math.min(full.length, at + 4); to++)
      if (TRADE_WORDS.has(full.slice(from, to))) return true
  return false
}
const STEPPED_WORDS = new Set(STEPPED)

/** Keys under which a short name meets the full ones that it may shorten: its first two characters. */
export const shortPatterns = (name: ChineseName): string[] => (isShort(name) ? [`~${name.head.slice(0, 2)}`] : [])

/** The keys of short names that a registered name may have. */
export function shortFits({ head, registered }: ChineseName): string[] {
  if (!registered || head.length > LONGEST_FULL) return []
  const fits = new Set<string>()
  for (const at of startsOf(head)) {
    const place = placeAt(head.slice(at))
    const rest = head.slice(at)
    fits.add(`~${rest.slice(0, 2)}`)
    fits.add(`~${rest[0]}${rest[2] ?? ''}`)
    fits.add(`~${rest[1]}${rest[2] ?? ''}`)
    if (place !== null) {
      const next = rest.slice(place.length)
      const after = STEPPED.find((word) => next.startsWith(word))?.length ?? 0
      for (const letter of [place.name[0], REGION_LETTERS[place.name], place.name.at(-1)])
        if (letter !== undefined) fits.add(`~${letter}${next[after] ?? ''}`).add(`~${letter}${next[0] ?? ''}`)
    }
  }
  return [...fits]
}
