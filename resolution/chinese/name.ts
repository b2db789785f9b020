/** Chinese names of organisations taken apart: place, trade name, line of trade, legal form, branch. */
import { folded, spelling } from '../text/fold.js'
import { withoutStatus } from '../text/status_remark.js'
import { type Body, readBody } from './bodies.js'
import { mayBeTrade, type Place, placeAt } from './places.js'
import { spelledOut } from './spelled_out.js'
import { BRANCH, FORMS, LONGEST_NAME, madeOf, TRADE_WORDS } from './words.js'

export interface ChineseName {
  /** The name as it is spelled: 臺 is not 台 here. */
  readonly spelled: string
  /** The whole name, folded, without spaces and remarks. */
  readonly whole: string
  /** Places that the name begins with, from the largest. */
  readonly places: readonly Place[]
  /** What sets the name apart: 国联 in 无锡市国联发展（集团）有限公司. */
  readonly trade: string
  /** Its line of trade, without legal form: 发展. */
  readonly line: string
  /** A part of the organisation that the name means: 广州东环支行; '' for the whole. */
  readonly branch: string
  /** The places that the branch begins with. */
  readonly branchPlaces: readonly Place[]
  /** Names that it says it had before. */
  readonly former: readonly string[]
  /** What stands in brackets at the end and is no part of the name: a person, a note. */
  readonly aside: string
  readonly hasForm: boolean
  /** True when the form is one that a register gives: 集团 alone is none. */
  readonly registered: boolean
  /** Places, trade name and line of trade as one text. */
  readonly head: string
  /** The head without a place in brackets: 天顺风能(苏州). */
  readonly withoutInner: string
  /** How much of the head is the name of the group to which it belongs: 北新 in 北新集团建材; 0 where it is no member of one. */
  readonly group: number
  /** True where a short name says that its shares are listed: 牧原股份, 鲁泰A, *ST熊猫. */
  readonly listed: boolean
  /** The name as that of a public body, a school or a hospital; null: it is none. */
  readonly body: Body | null
}

/** Forms that a register gives. */
const REGISTERED = /有限|责任|合伙|总公司|股份公司|株式|企业社|实业社|合作社|个体|^(?:中国|国家).{2,}银行$/
/**
 * Short names on stock exchanges: marks of risk before them (*ST), kind of share or 股份 behind (京东方A), and what sets an issuer or its shares apart, such as a
 * foreign one (-KY), a depositary receipt (-DR), weighted votes (-W) or another par value (*).
 */
const LISTED = /^(?:\*?st)?(\p{Script=Han}.+?)(?:[ab]股?|股份|\*?-(?:创|[a-z]{1,2})|\*)?$/u

const FORMER = /\((?:原名?|曾用名|旧名|前称)[::]?([^()]*(?:\([^()]*\)[^()]*)*)\)/g
const INLINE = /^\((?:集团|控股|中国|香港|上海|北京|深圳|有限合伙|普通合伙|特殊普通合伙|株|有|筹)\)$/
const LONGEST_TRADE = Math.max(...[...TRADE_WORDS].map((word) => word.length))
/** Where a head ends when no legal form says so: 海通证券|北京中关村证券营业部. */
const HEAD_END = /^(.*?(?:公司|银行|证券|信用社|信用联社|合作联社|保险|集团))(.+)$/

/** A branch of a shop that has no legal form: 宇金润小吃店|苏州分公司. */
const SHOP_END = /^(.+?[店厂社部馆行])(.{2,8}(?:分公司|分店|营业部))$/

/** A branch is called by its place, 杭州分行, and may have a name that not all place: 郑州农业路支行. */
export const placedBranch = ({ branchPlaces, branch }: ChineseName) => (branchPlaces.at(-1)?.name ?? '') + branch

/** Takes a name apart; meant for names that hold Chinese characters. */
export function parseChinese(published: string): ChineseName {
  if (published.length > LONGEST_NAME) return unparsed(published)
  const name = withoutStatus(published)
  const former: string[] = []
  let text = folded(name)
    .replace(/\s+/g, '')
    .replace(/[[【〔{]/g, '(')
    .replace(/[\]】〕}]/g, ')')
  text = text.replace(FORMER, (_, old: string) => {
    if (old.length > 1) former.push(old)
    return ''
  })
  let aside = ''
  text = text.replace(/\([^()]*\)$/, (bracket) => {
    if (INLINE.test(bracket) || placeAt(bracket.slice(1)) !== null || /(?:公司|行|厂|店|部|院区|校区)\)$/.test(bracket))
      return bracket
    aside = bracket.slice(1, -1)
    return ''
  })
  text = spelledOut(text, name)
  const short = REGISTERED.test(text) ? text : text.replace(LISTED, '$1')
  const listed = short !== text
  const whole = short.replace(/[()\-—·,.、:]/g, '')
  const { head, tail } = split(short)
  const hasForm = FORM.test(head)
  const plain = bare(head)
  const { places, rest } = placesOf(plain)
  const { trade, line } = tradeOf(rest)
  // 分行 before 支行 says only to which it belongs.
  const branch = bare(tail).replace(/分行(?=.+(?:支行|分理处|储蓄所)$)/, '')
  const inBranch = placesOf(branch, 1)
  const registered = REGISTERED.test(head)
  return {
    spelled: spelling(name),
    whole,
    places,
    trade,
    line,
    branch: inBranch.rest,
    branchPlaces: inBranch.places,
    former,
    aside,
    hasForm,
    registered,
    head: plain,
    withoutInner: head.includes('(')
      ? bare(head.replace(INNER, (all, text: string) => (isPlace(text) ? '' : all)))
      : plain,
    group: bare(MEMBER.exec(head)?.[1] ?? '').length,
    listed,
    body: hasForm || registered ? null : readBody(whole, places),
  }
}

const FORM = new RegExp(FORMS.source)
const INNER = /\(([^()]+)\)/
const isPlace = (text: string) => placeAt(text)?.length === text.length

/** A member of a group bears the name of the group, and more behind it than a legal form. */
const MEMBER = /^(.{2,}?)集团(?!$|[()]|股份|有限|责任|控股|公司|总公司)/
const bare = (text: string) => text.replace(FORMS, '').replace(/[()\-—·,.、:]/g, '')

function unparsed(name: string): ChineseName {
  const whole = folded(name).replace(/[\s()\-—·,.、:]/g, '')
  const none = {
    places: [],
    line: '',
    branch: '',
    branchPlaces: [],
    former: [],
    aside: '',
    group: 0,
    listed: false,
    body: null,
  }
  return {
    ...none,
    spelled: spelling(name),
    whole,
    trade: whole,
    head: whole,
    withoutInner: whole,
    hasForm: true,
    registered: true,
  }
}

/** Head and branch: 浙江中国小商品城集团股份有限公司|国际商贸城第一分公司. */
function split(text: string): { head: string; tail: string } {
  if (!BRANCH.test(text.replace(/[()]/g, ''))) {
    // 二厂, 台中厂 and the like behind a legal form are caught by BRANCH; without it the whole text is the head.
    return { head: text, tail: '' }
  }
  const at = lastForm(text)
  if (at !== null && at < text.length) return { head: text.slice(0, at), tail: text.slice(at) }
  if (at !== null) return { head: text, tail: '' }
  const found = HEAD_END.exec(text) ?? SHOP_END.exec(text)
  if (found?.[1] !== undefined && found[2] !== undefined && found[2].length > 1)
    return { head: found[1], tail: found[2] }
  const begin = whereBranch(text)
  return { head: text.slice(0, begin), tail: text.slice(begin) }
}

/** Where the branch of a short name begins: with its place, or its number. 中石化|杭州分公司, 水电七局|第二分公司. */
function whereBranch(text: string): number {
  if (!OF_BRANCH.test(text)) return text.length
  for (let at = 2; at < text.length - 3; at++) {
    const rest = text.slice(at)
    const place = placeAt(rest)
    const begins = NUMBERED.test(rest) || (place !== null && OF_BRANCH.test(rest.slice(place.length)))
    // 上海浦东分公司 does not say whose it is.
    if (begins && placeAt(text)?.length !== at) return at
  }
  return text.length
}
const OF_BRANCH = /(?:分公司|支公司|分行|支行)$/
const NUMBERED = /^第[一二三四五六七八九十]+分公司$/

/** Where the last legal form of the head ends, those of the branch (分公司) left out. */
function lastForm(text: string): number | null {
  let end: number | null = null
  for (const form of text.matchAll(FORMS)) {
    if (form[0] === '公司' && /[分支]$/.test(text.slice(0, form.index))) continue
    end = form.index + form[0].length
  }
  return end
}

/** Takes places from the beginning, as long as something of two characters is left that is no mere line of trade. */
function placesOf(text: string, least = 2): { places: Place[]; rest: string } {
  const places: Place[] = []
  let rest = text
  for (let turn = 0; turn < 3; turn++) {
    const place = placeAt(rest)
    if (place === null) break
    const left = rest.slice(place.length)
    if (left.length < least) break
    const isShown = place.length > place.name.length
    if (least > 1 && !isShown && (TRADE_WORDS.has(left) || (mayBeTrade(place) && isTradeBut(left)))) break
    places.push(place)
    rest = left
  }
  return { places, rest }
}

/** Trades and no more, or one character before them: a trade name has two at least (企业名称登记管理规定, art. 8), so that 万年|青|水泥 is cut amiss. */
const isTradeBut = (text: string) => madeOf(text, TRADE_WORDS) || madeOf(text.slice(1), TRADE_WORDS)

/** Cuts words of trades from the end until none is left, or only two characters are. */
function tradeOf(text: string): { trade: string; line: string } {
  let end = text.length
  for (;;) {
    let cut = 0
    for (let length = Math.min(LONGEST_TRADE, end - 2); length >= 1 && cut === 0; length--)
      if (TRADE_WORDS.has(text.slice(end - length, end))) cut = length
    if (cut === 0) break
    end -= cut
  }
  return { trade: text.slice(0, end), line: text.slice(end) }
}
