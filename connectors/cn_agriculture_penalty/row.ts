/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { MEASURES } from '../../schemas/kinds/decisions.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { optionalMoney, requiredDate, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  处罚决定书文号: requiredText,
  当事人: publishedName,
  统一社会信用代码: publishedText,
  身份证号: publishedText,
  案件类别: publishedText,
  涉案产品: publishedText,
  生产批号: publishedText,
  标称生产企业: publishedText,
  违法事实: publishedText,
  违法行为发生日期: publishedDay,
  处罚依据: publishedText,
  处罚种类: publishedText,
  '没收违法所得(元)': optionalMoney(0),
  '罚款(元)': optionalMoney(0),
  处罚决定日期: requiredDate,
  案件状态: publishedText,
  处罚机关: requiredText,
})

/** Column to the other spellings of its header; the tables are kept with tabs, because products hold commas. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  处罚决定书文号: ['行政处罚决定书文号', '文号'],
  当事人: ['当事人名称'],
  统一社会信用代码: [],
  身份证号: ['公民身份号码'],
  案件类别: ['执法领域'],
  涉案产品: ['产品名称'],
  生产批号: ['批号'],
  标称生产企业: ['标签标注的生产企业'],
  违法事实: ['案由'],
  违法行为发生日期: [],
  处罚依据: [],
  处罚种类: [],
  '没收违法所得(元)': ['违法所得(元)'],
  '罚款(元)': ['罚款金额(元)'],
  货值金额: ['货值金额(元)'],
  处罚决定日期: ['决定日期'],
  案件状态: [],
  处罚机关: ['执法机关'],
  执法人员: ['承办人'],
}

export const CATEGORIES = new Set(['农药', '种子', '兽药', '饲料', '肥料', '农产品质量安全', '动物防疫', '农机'])

/** Agricultural law names the goods and licences with each measure: 没收违法经营的农药, 吊销兽药经营许可证. The first pattern that fits tells. */
export const MEASURES_OF: readonly (readonly [RegExp, (typeof MEASURES)[number]])[] = [
  [/^警告$/, 'warning'],
  [/^通报批评$/, 'public_criticism'],
  [/^(?:并处)?罚款$/, 'fine'],
  [/^没收/, 'confiscation'],
  [/^暂扣.*(?:证|件)$/, 'licence_suspension'],
  [/^吊销.*(?:证|件|文号)$/, 'licence_revocation'],
  [/^责令(?:停产停业|停业整顿|停产整顿|停止经营)$/, 'business_suspension'],
  [/^责令关闭$/, 'closure'],
  [/^(?:\S+年内|终身)?(?:不得|禁止)从事/, 'occupation_ban'],
]

export const STATES: Readonly<Record<string, string>> = {
  已结案: 'in_force',
  执行中: 'in_force',
  已撤销: 'revoked',
  移送公安: 'transferred_to_police',
}

/** One cell may name who ordered the product and who made it: `委托方：…；受托方：…`. */
export function namesOf(cell: string | null): string[] {
  const names = (cell ?? '').split(/[;；]/).map((name) => name.replace(/^(?:委托|受托)方[:：]/, '').trim())
  return names.filter((name) => name !== '')
}
