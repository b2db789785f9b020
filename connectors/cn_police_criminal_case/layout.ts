/** The case ledger of a provincial police department: columns with the codes of its case system, and its code lists. */
import type { FIELDS_OF_CRIME } from '../../schemas/kinds/cases.js'

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  案件编号: ['AJBH'],
  案件名称: ['AJMC'],
  案件类别: ['AJLB'],
  涉嫌罪名: ['SXZM', '罪名'],
  简要案情: ['JYAQ'],
  办理阶段: ['BLJD'],
  立案单位: ['LADW'],
  立案日期: ['LARQ', '立案时间'],
  破案日期: ['PARQ', '破案时间'],
  犯罪嫌疑人数: ['XYRS'],
  刑事拘留人数: ['XJRS', '刑拘人数'],
  逮捕人数: ['DBRS'],
  涉案金额: ['涉案金额（万元）', 'SAJE'],
  督办级别: ['DBJB'],
  集群战役: ['JQZY'],
  网络案件: ['SFWL', '是否网络案件'],
  涉黑涉恶: ['SFSH', '是否涉黑涉恶'],
  采取措施: ['CQCS'],
  涉案单位名称: ['SADWMC'],
  涉案单位代码: ['SADWDM', '涉案单位统一社会信用代码'],
  主要嫌疑人: ['ZYXYR'],
  嫌疑人证件号码: ['XYRZJHM'],
}

/** Without these there is no case to speak of. */
export const REQUIRED = ['案件编号', '案件类别', '立案单位'] as const

/** The categories of the province's bulletin; a case is in one of them. */
export const FIELDS: Readonly<Record<string, (typeof FIELDS_OF_CRIME)[number]>> = {
  食品: 'food',
  药品: 'drug',
  环境: 'environment',
  其他环境: 'environment',
  知识产权: 'ip',
  制假售假: 'ip',
  野生动物: 'wildlife',
  烟花爆竹: 'fireworks',
  // Gang cases are a category of their own there, and no field of crime.
  涉黑涉恶: 'other',
  其他: 'other',
}

export const STAGES: Readonly<Record<string, string>> = {
  立案侦查: 'filed',
  破案: 'solved',
  移送审查起诉: 'sent_for_prosecution',
  提起公诉: 'prosecuted',
  判决: 'judged',
  撤销案件: 'withdrawn',
  不予起诉: 'not_prosecuted',
}

/** 无 is an answer here and no missing value: nobody supervises the case. */
export const SUPERVISION: Readonly<Record<string, 'none' | 'city' | 'province' | 'ministry'>> = {
  无: 'none',
  未督办: 'none',
  市局督办: 'city',
  省厅督办: 'province',
  公安部督办: 'ministry',
}
