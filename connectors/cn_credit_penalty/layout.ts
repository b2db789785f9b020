/** The double-publication layout for administrative penalties (双公示, 2018): columns by code, with their names in headers. */
import type { MEASURES } from '../../schemas/kinds/decisions.js'

/** Code to the Chinese names that headers use for it. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  CF_XDR_MC: ['行政相对人名称'],
  CF_XDR_LB: ['行政相对人类别'],
  CF_XDR_SHXYM: ['统一社会信用代码', '行政相对人代码_1', '行政相对人代码_1(统一社会信用代码)'],
  CF_XDR_GSZC: ['工商注册号', '行政相对人代码_2', '行政相对人代码_2(工商注册号)'],
  CF_XDR_ZZJG: ['组织机构代码', '行政相对人代码_3', '行政相对人代码_3(组织机构代码)'],
  CF_XDR_SWDJ: ['税务登记号', '行政相对人代码_4', '行政相对人代码_4(税务登记号)'],
  CF_XDR_SYDW: ['事业单位证书号', '行政相对人代码_5', '行政相对人代码_5(事业单位证书号)'],
  CF_XDR_SHZZ: ['社会组织登记证号', '行政相对人代码_6', '行政相对人代码_6(社会组织登记证号)'],
  CF_FRDB: ['法定代表人', '法定代表人姓名'],
  CF_FR_ZJLX: ['法定代表人证件类型'],
  CF_FR_ZJHM: ['法定代表人证件号码', 'CF_FR_SFZH', '法定代表人身份证号'],
  CF_XDR_ZJLX: ['证件类型'],
  CF_XDR_ZJHM: ['证件号码'],
  CF_WSH: ['行政处罚决定书文号'],
  CF_WFXW: ['违法行为类型'],
  CF_SY: ['违法事实'],
  CF_YJ: ['处罚依据'],
  CF_CFLB: ['处罚类别'],
  CF_NR: ['处罚内容'],
  CF_NR_FK: ['罚款金额(万元)'],
  CF_NR_WFFF: ['没收违法所得(万元)', '没收违法所得、没收非法财物的金额(万元)'],
  CF_NR_ZKDX: ['暂扣或吊销证照名称及编号'],
  CF_JDRQ: ['处罚决定日期'],
  CF_YXQ: ['处罚有效期'],
  CF_GSJZQ: ['公示截止期', '公示截止日期'],
  CF_CFJG: ['处罚机关'],
  CF_CFJGDM: ['处罚机关统一社会信用代码'],
  CF_SJLY: ['数据来源单位'],
  CF_SJLYDM: ['数据来源单位统一社会信用代码'],
  BZ: ['备注'],
}

/** Without these there is no penalty to speak of. */
export const REQUIRED = ['CF_XDR_MC', 'CF_XDR_LB', 'CF_WSH', 'CF_JDRQ', 'CF_CFJG'] as const

/** Kinds of penalty as the layout writes them (Administrative Penalty Law 2021, article 9), several joined by `;`. */
export const KINDS_OF_PENALTY: Readonly<Record<string, (typeof MEASURES)[number]>> = {
  警告: 'warning',
  通报批评: 'public_criticism',
  罚款: 'fine',
  没收违法所得: 'confiscation',
  没收非法财物: 'confiscation',
  '没收违法所得、没收非法财物': 'confiscation',
  暂扣许可证件: 'licence_suspension',
  降低资质等级: 'licence_downgrade',
  吊销许可证件: 'licence_revocation',
  限制开展生产经营活动: 'business_restriction',
  责令停产停业: 'business_suspension',
  责令关闭: 'closure',
  限制从业: 'occupation_ban',
  行政拘留: 'detention',
  其他: 'other',
}
