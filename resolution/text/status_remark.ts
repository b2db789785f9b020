/**
 * Remarks on the status of a party that registers and agencies write into its name: 样本有限公司(已注销), Sample Ltd (in liquidation). They are no part of the name:
 * a company that is being wound up is the same person in law. What else stands in brackets, a place or a person, is left alone.
 */
import { folded, isCjk, isHanAlone, latinWords } from './fold.js'

/**
 * Statuses in Chinese characters, simplified: those that the public registers of companies of China (国家企业信用信息公示系统) and Taiwan, the Taiwanese register of
 * polluters (解列, 列管, 管编) and the Japanese one of corporate numbers (闭锁) tell.
 */
const CHINESE =
  '注销登记 注销 吊销 撤销 废止 解散 命令解散 合并解散 已合并 清算完结 清算结了 清算 歇业 停业 休业 暂停营业 停止营业 结束营业 停工 停产 关闭 关厂 闭锁 倒闭 宣告破产 破产 休眠 除名 迁出 存续 在业 开业 在营 在册 营业 解除列管 解列 未列管 列管 重复管编 管编重复 重复列管 重复'.split(
    ' ',
  )
/** What stands around a status: since when, already, not yet. */
const AROUND = '[\\d\\s年月日.,、/;:·\\-—]|已|于|经|未|中|了|并|及|且|现|公司|工厂'
const CHINESE_STATUS = new RegExp(`^(?:${AROUND})*(?:(?:${CHINESE.join('|')})(?:${AROUND})*)+$`)

/**
 * Statuses in Latin letters, without accents: those of Companies House, of the registers of states of the USA and of GLEIF, and what stands beside a name in
 * liquidation in the languages of Europe.
 */
const LIQUIDATION =
  'in liquidation|under liquidation|in voluntary liquidation|in compulsory liquidation|in liq|in liqu|in abwicklung|i l|i abw|en liquidation|in liquidazione|en liquidacion|em liquidacao|in liquidatie|in vereffening|w likwidacji|v likvidaci|v likvidacii|i likvidation|under avvikling|in lichidare'.split(
    '|',
  )
const LATIN = new Set([
  ...LIQUIDATION,
  ...'liquidation|liquidated|in administration|in receivership|in administrative receivership|in insolvency|in bankruptcy|in insolvenz|insolvent|bankrupt|dissolved|closed|inactive|active|defunct|ceased|ceased trading|terminated|deregistered|struck off|removed|cancelled|canceled|revoked|forfeited|suspended|withdrawn|expired|delinquent|lapsed|retired|annulled|duplicate|converted|merged|out of business|no longer trading|aufgelost|geloscht|erloschen|radiee|dissoute|cessata|disuelta|extinguida|en redressement judiciaire|w upadlosci'.split(
    '|',
  ),
])
/** What stands with a status: for how long, since when, by whom. */
const BESIDE = new Set('permanently temporarily administratively voluntarily now since'.split(' '))

/** Without brackets in liquidation stands behind the legal form; other words might be the name. */
const AT_END =
  /[\s,–-]+(?:in (?:liquidation|liq\.|liqu\.|abwicklung|liquidazione|liquidatie|vereffening|lichidare)|(?:en|i|under) (?:liquidation|likvidation|avvikling)|en liquidaci[oó]n|em liquida[cç][aã]o|în lichidare|w likwidacji|v likvidaci|v likvidácii|i\. ?l\.|i\. ?abw\.)\s*$/iu
const BRACKETS = / ?[([（［【〔]([^()[\]（）［］【】〔〕]*)[)\]）］】〕]/g
const LONGEST_REMARK = 60
/** What is longer is no name, and looking through it would take long. */
const LONGEST_NAME = 300

/** A name without remarks on its status; as it is where nothing else would be left. */
export function withoutStatus(name: string): string {
  if (name.length > LONGEST_NAME || isHanAlone(name)) return name
  const text = name.replace(BRACKETS, (whole, inside: string) => (isStatus(inside) ? '' : whole)).replace(AT_END, '')
  return /[\p{L}\p{N}]/u.test(text) ? text : name
}

function isStatus(text: string): boolean {
  if (text.length > LONGEST_REMARK) return false
  if (isCjk(text)) return CHINESE_STATUS.test(folded(text))
  const remarks = text
    .split(/[,;/]/)
    .map((part) => latinWords(part).filter((word) => !/^\d+$/.test(word) && !BESIDE.has(word)))
  const told = remarks.filter((words) => words.length > 0)
  return told.length > 0 && told.every((words) => LATIN.has(words.join(' ')))
}
