/**
 * Short names of companies against their full ones. A registered name is region, trade name, line of trade and legal form (企业名称登记管理规定, State
 * Council order 734 of 2020, art. 6); a short name leaves out some of these (珠海格力电器股份有限公司: 格力电器), or keeps the first character of each word
 * (北京汽车集团有限公司: 北汽). Nothing here knows any company.
 */
import type { ChineseName } from './name.js'
import { mayBeTrade, type Place, placeAt } from './places.js'
import { BY_LAST, CALLED, REGION_LETTERS, STEPPED } from './short_words.js'
import { isByShares, LICENSED, LOOSE, madeOf, TRADE_BEGINNINGS, TRADE_WORDS } from './words.js'

const LONGEST_SHORT = 8
export const LONGEST_FULL = 40

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
  // 青岛啤酒(西安)有限公司 is a company of 青岛啤酒; one limited by shares, 天顺风能(苏州)股份有限公司, is the one that is called so.
  if (isByShares(full.whole)) heads.add(full.withoutInner)
  let best: Shortened | null = null
  for (const head of heads) {
    const found = shortensHead(short, full, head)
    if (found !== null && found !== 'elsewhere') return found
    best ??= found
  }
  return best
}

function shortensHead(short: ChineseName, full: ChineseName, head: string): Shortened | null {
  const text = short.head
  const starts = startsOf(head, full)
  const rural = ruralBank(text)
  if (rural !== null && starts.some((at) => head.slice(at) === rural)) return 'part'
  if (starts.length === 1 && text.length > 2 && head.startsWith('中')) starts.push(1)
  for (const at of starts) {
    if (!head.startsWith(text, at)) continue
    const end = endOf(text, head, at)
    // 凯基金融控股 is 凯基|金融|控股: 凯基金 keeps a character of the second word.
    if (text.length === 3 && insideWord(head, end) && aligned(text, head, at, false)) return 'initials'
    return mayEnd(short, full, head, end) ? (goesTo(full, head.slice(end)) === null ? 'part' : 'elsewhere') : null
  }
  if (isByShares(full.whole) && starts.some((at) => keepsLast(text, head, at))) return 'part'
  // Of two characters the first is a region's, or the full name is of the whole country: 上汽, 东航.
  if (text.length === 2 && placeAt(head) === null && !head.startsWith('国家')) return null
  const from = text.length === 2 && !head.startsWith('中国') ? [0] : starts
  const isOpen = short.listed && text.length > 2 && isByShares(full.whole)
  return from.some((at) => aligned(text, head, at, isOpen)) ? 'initials' : null
}

/** Where a short name ends in a full one, the rest of a word that it gives for short taken in: 康欣新材|料. */
function endOf(text: string, head: string, at: number): number {
  const end = at + text.length
  for (const [word, called] of CALLED)
    if (word.startsWith(called) && text.endsWith(called) && head.startsWith(word, end - called.length))
      return end - called.length + word.length
  return end
}

/** The city or province that a text begins with, or what says its kind: 路桥 and 合作 are places too, and words far more often. */
function cityAt(text: string): Place | null {
  const place = placeAt(text)
  return place !== null && (place.length > place.name.length || place.codes.some((code) => code.length <= 4))
    ? place
    : null
}

/** True for a text that is the name of a city or province and nothing else. */
const isCity = (text: string) => cityAt(text)?.length === text.length

/** The place to which what is left of a name goes. Of a company limited by shares it is more likely a word (北方国际|合作), unless it stands in brackets. */
const goesTo = (full: ChineseName, rest: string) =>
  isByShares(full.whole) && full.withoutInner === full.head ? cityAt(rest) : placeAt(rest)

/** What the bank of a county-level city is in full: 常熟银行 is 常熟农村商业银行. Larger cities have banks of their own beside these (上海银行), and counties bear common words. */
function ruralBank(text: string): string | null {
  const place = text.endsWith('银行') ? placeAt(text) : null
  if (place === null || place.length + 2 !== text.length || place.codes.length > 1) return null
  const city = placeAt(`${place.name}市`)
  return city?.length === place.name.length + 1 && city.codes[0]?.length === 6 ? `${place.name}农村商业银行` : null
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
export function startsOf(head: string, { places }: ChineseName): number[] {
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
  if (OWN_LICENCE.test(rest) || (isMember && !(short.listed && isTrade(rest) && isByShares(full.whole)))) return false
  if (!tells(text) && !short.listed)
    return madeOf(rest, LITTLE) && !madeOf(withoutPlace(text), LOOSE) && /股份|集团/.test(full.whole)
  // 生物股份 is none of the firms whose trade begins so.
  if (TRADE_BEGINNINGS.has(text)) return false
  // 中国石油|化工 cuts a line of trade, and 中国太平|洋保险 a word.
  if (madeOf(withoutPlace(text), TRADE_WORDS) && insideWord(head, end)) return false
  if (text.length > 2 && rest.length > 2 && !isTrade(rest) && isTrade(rest.slice(1))) return false
  if (rest.length < 2) return !TRADE_WORDS.has(`${text.at(-1)}${rest}`)
  if (madeOf(rest, LOOSE)) return true
  if (LICENSED.test(text.slice(-2))) return insideWord(head, end)
  // 晋能控股|山西电力 is what 晋能控股 has in Shanxi.
  const place = full.places.length === 0 ? goesTo(full, rest) : null
  if (place !== null && place.length < rest.length && !madeOf(rest, TRADE_WORDS)) return false
  const own = tells(text) ? withoutPlace(text) : text
  // 宁德时代 is a company limited by shares, and not 宁德市时代商贸.
  if (text.length > 2) return own.length > 2 || own === text || /股份|集团/.test(full.whole)
  // Two characters may be anyone's, 武钢 and 武钢机械加工厂, unless both say that they are limited by shares, or a group: 牧原股份. What goes on in
  // another name is another firm (中信|国安信息).
  return isTradeOf(short, full, rest) && !LICENSED.test(rest) && sharesForm(short, full)
}

/**
 * Whether what stands behind two characters is a trade. Of one company limited by shares that another name shortens, it is one whatever its words are (中山|华帝|燃具), but behind
 * what may be the name of a group of the whole country (中信|国安信息产业).
 */
function isTradeOf(short: ChineseName, full: ChineseName, rest: string): boolean {
  if (isTrade(rest)) return true
  const isOne = short.listed ? isByShares(full.whole) : /集团股份有限公司$/.test(full.whole)
  return isOne && !/^[中国]/.test(short.head) && !isCity(short.head)
}

function withoutPlace(text: string): string {
  const own = text.slice(placeAt(text)?.length ?? 0)
  return own.length < 2 ? text : own
}

function sharesForm(short: ChineseName, full: ChineseName): boolean {
  if (short.hasForm) return full.whole.includes('集团')
  // Who is limited by shares and needs no region in the name is known by the trade name alone.
  return isByShares(full.whole) && (short.listed || full.places.length === 0)
}

/** A row of trades: 软件与技术服务. */
const isTrade = (text: string) => madeOf(text.replace(/[与和及暨]/g, ''), TRADE_WORDS)

const MOST_LEFT_OUT = 6

/**
 * Trade name and the last word of the trade, other words left out: 天音|通信|控股 is 天音控股. Behind a mere place only words of trades are, and where a licence is needed every word
 * counts.
 */
function keepsLast(text: string, full: string, at: number): boolean {
  for (let cut = 2; cut <= text.length - 2; cut++) {
    const [name, last] = [text.slice(0, cut), text.slice(cut)]
    if (!full.startsWith(name, at) || !tells(name)) continue
    const isPlace = isCity(name)
    for (const word of wordsCalled(last)) {
      const end = full.indexOf(word, at + cut)
      if (end < 0) continue
      const [between, rest] = [full.slice(at + cut, end), full.slice(end + word.length)]
      const mayBeAny = !isPlace && between.length > 1 && between.length <= MOST_LEFT_OUT && !/^[中国]/.test(name)
      if (!mayBeAny && !isTrade(between)) continue
      if (madeOf(rest, TRADE_WORDS) && !LICENSED.test(between + word)) return true
    }
  }
  return false
}

/** A word, and what it is said for short for. */
const wordsCalled = (text: string) => [text, ...CALLED.flatMap(([word, called]) => (called === text ? [word] : []))]

/**
 * Whether a short text can be what is kept of the full one from a place on, word by word. `isOpen`: any words may stand behind one that is kept in full (深赤湾A and
 * 深圳|赤湾|港航).
 */
function aligned(short: string, full: string, from: number, isOpen: boolean): boolean {
  // 海通国际证券 is another house than 海通证券.
  const stepped = LICENSED.test(short) ? [] : STEPPED
  return keeps(0, from, false)

  /** The same from `i` of the short text and `j` of the full one on; `whole`: the word before was kept in full. */
  function keeps(i: number, j: number, whole: boolean): boolean {
    if (i === short.length) return mayFollow(j, whole)
    if (j >= full.length) return false
    for (const word of stepped) if (i > 0 && full.startsWith(word, j) && keeps(i, j + word.length, whole)) return true
    // 台中|商业|银行 is 台中银; 上海银行 is another bank than 上海商业银行.
    if (i > 0 && i === short.length - 1 && full.startsWith('商业', j) && keeps(i, j + 2, whole)) return true
    for (const word of BY_LAST)
      if (full.startsWith(word, j) && short[i] === word.at(-1) && keeps(i + 1, j + word.length, false)) return true
    for (const [word, called] of CALLED)
      if ((i > 0 || !word.startsWith(called)) && full.startsWith(word, j) && short.startsWith(called, i))
        if (keeps(i + called.length, j + word.length, true)) return true
    if (i === 0 || full[j] === '第') {
      const place = placeAt(full.slice(j))
      const letter = place === null ? undefined : (REGION_LETTERS[place.name] ?? place.name[0])
      // 江苏银行 names the province in full: it is not 江苏苏州银行.
      const inFull = place !== null && short.startsWith(place.name, i)
      if (place !== null && !inFull && (short[i] === letter || short[i] === place.name[0]) && short.length > i + 1)
        if (keeps(i + 1, j + place.length, false)) return true
      if (inFull) return short.length > i + place.name.length && keeps(i + place.name.length, j + place.length, true)
      if (full[j] === '第' && short[i] === full[j + 1]) return keeps(i + 1, j + 2, false)
    }
    if (short[i] !== full[j]) return false
    if (short[i + 1] === full[j + 1] && keeps(i + 2, j + 2, true)) return true
    if (keeps(i + 1, j + 1, false)) return true
    // A number is never left out, nor what reinsures: 中铁四局 is not 中铁十四局.
    return !/[一二三四五六七八九十百\d再]/.test(full[j + 1] ?? '') && keeps(i + 1, j + 2, false)
  }

  /** Whether the full text may go on from `j` behind what is kept. */
  function mayFollow(j: number, whole: boolean): boolean {
    const rest = full.slice(j)
    if (madeOf(rest, ENDS)) return true
    if (!whole || insideWord(full, j) || withoutKinds(full.slice(0, j)).endsWith(short)) return false
    return madeOf(rest, TRADE_WORDS) || (isOpen && !LICENSED.test(rest) && !OWN_LICENCE.test(rest))
  }
}

/** True when a line of trade lies across the place: 石油|化工. */
export function insideWord(full: string, at: number): boolean {
  for (let from = Math.max(0, at - 4); from < at; from++)
    for (let to = at + 1; to <= Math.min(full.length, at + 4); to++)
      if (TRADE_WORDS.has(full.slice(from, to))) return true
  return false
}
/** What may stand behind the last word that a short name keeps. */
const ENDS = new Set([...LOOSE, ...STEPPED, '制造', '事业', '开发'])
