/** The double-publication layout for administrative penalties as it was from 2016 to 2018: codes, headers, kinds of penalty. */
import type { MEASURES } from '../../schemas/kinds/decisions.js'

/** Code to the Chinese names that headers use for it. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  CF_WSH: ['行政处罚决定书文号'],
  CF_CFMC: ['处罚名称', '案件名称'],
  CF_CFLB1: ['处罚类别1'],
  CF_CFLB2: ['处罚类别2'],
  CF_SY: ['处罚事由'],
  CF_YJ: ['处罚依据'],
  CF_XDR_MC: ['行政相对人名称'],
  CF_XDR_SHXYM: ['行政相对人代码_1', '行政相对人代码_1(统一社会信用代码)'],
  CF_XDR_ZDM: ['行政相对人代码_2', '行政相对人代码_2(组织机构代码)'],
  CF_XDR_GSDJ: ['行政相对人代码_3', '行政相对人代码_3(工商登记码)'],
  CF_XDR_SWDJ: ['行政相对人代码_4', '行政相对人代码_4(税务登记号)'],
  CF_XDR_SFZ: ['行政相对人代码_5', '行政相对人代码_5(居民身份证号)'],
  CF_FR: ['法定代表人姓名'],
  CF_JG: ['处罚结果'],
  CF_JDRQ: ['处罚决定日期'],
  CF_XZJG: ['处罚机关'],
  CF_ZT: ['当前状态'],
  DFBM: ['地方编码'],
  SJC: ['数据更新时间戳'],
  BZ: ['备注'],
}

/** Without these there is no penalty to speak of. */
export const REQUIRED = ['CF_WSH', 'CF_XDR_MC', 'CF_JDRQ', 'CF_XZJG'] as const

/**
 * Kinds of penalty in the words of the Administrative Penalty Law of 1996, article 8. Its fifth kind is suspension *or* revocation of a
 * licence: which of them it was, the list does not say, so that it is `other` here and flagged.
 */
export const KINDS_OF_PENALTY: Readonly<Record<string, (typeof MEASURES)[number]>> = {
  警告: 'warning',
  罚款: 'fine',
  没收违法所得: 'confiscation',
  没收非法财物: 'confiscation',
  '没收违法所得、没收非法财物': 'confiscation',
  责令停产停业: 'business_suspension',
  '暂扣或者吊销许可证、暂扣或者吊销执照': 'other',
  行政拘留: 'detention',
  其他: 'other',
}

/** The kind of which the list leaves open what it was. */
export const OPEN_KIND = '暂扣或者吊销许可证、暂扣或者吊销执照'
