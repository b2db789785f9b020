/**
 * Remarks on the status of a party that registers and agencies write into its name: 样本有限公司(已注销), Sample Ltd (in liquidation). They are no part of the name:
 * a company that is being wound up is the same person in law. What else stands in brackets, a place or a person, is left alone.
 */
import { folded, isCjk, latinWords } from './fold.js'

/**
 * Statuses in Chinese characters, simplified.
 * - China: 企业信用信息公示系统 tells 存续, 在业, 开业, 在营, 在册, 吊销, 注销, 撤销, 迁出, 停业, 清算; 歇业 by art. 30 of 市场主体登记管理条例 (2021); 解散 and 清算 by art. 229 and 232 of
 *   公司法 (2023); 吊销 by its art. 46, 除名 by 深圳经济特区商事登记若干规定 (2020).
 * - Taiwan: 公司法 10 and 315 (命令解散, 解散), 24 (清算), 397 (废止); 商業登記法 17 and 18 (停业, 歇业); the register of polluters of the Ministry of Environment: 解列, 解除列管, 未列管, 重复管编.
 * - Japan: 法人番号公表サイト tells 清算结了, 合并解散 and 闭锁 as reasons for closing a record; 会社法 472 (休眠), 475 (清算).
 */
const CHINESE =
  '注销登记 注销 吊销 撤销 废止 解散 命令解散 合并解散 已合并 清算完结 清算结了 清算 歇业 停业 休业 暂停营业 停止营业 结束营业 停工 停产 关闭 关厂 闭锁 倒闭 宣告破产 破产 休眠 除名 迁出 存续 在业 开业 在营 在册 营业 解除列管 解列 未列管 列管 重复管编 管编重复 重复列管 重复'.split(
    ' ',
  )
/** What stands around a status: since when, already, not yet. */
const AROUND = '[\\d\\s年月日.,、/;:·\\-—]|已|于|经|未|中|了|并|及|且|现|公司|工厂'
const CHINESE_STATUS = new RegExp(`^(?:${AROUND})*(?:(?:${CHINESE.join('|')})(?:${AROUND})*)+$`)

/**
 * Statuses in Latin letters, without accents.
 * - English: Companies House (company_status: active, dissolved, liquidation, receivership, administration, closed, removed …); the Insolvency Act 1986, s. 39, s. 188 and sch. B1 par. 45, has it stand with the name;
 *   registers of the states of the USA (inactive, forfeited, revoked, suspended, withdrawn, merged …); GLEIF (inactive, lapsed, retired, annulled, duplicate).
 * - In liquidation, beside the name by law: German (GmbHG § 68, AktG § 269, OR Art. 739), French (Code de commerce L. 237-2), Italian (Codice civile 2487-bis), Spanish (Ley de Sociedades de Capital 371),
 *   Portuguese (CSC 146), Dutch (BW 2:19), Polish (KSH 274), Czech (občanský zákoník § 187), Slovak, Swedish and Danish, Norwegian, Romanian.
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
  if (name.length > LONGEST_NAME) return name
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
