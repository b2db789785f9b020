/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, requiredText } from '../../schemas/values.js'

export const COLUMNS = {
  修复决定书文号: ['信用修复决定书文号'],
  信用主体名称: ['企业名称'],
  统一社会信用代码: [],
  修复类型: ['失信信息类型'],
  行政处罚决定书文号: ['失信信息文号'],
  认定机关: ['处罚机关'],
  申请日期: [],
  信用承诺: [],
  承诺书摘要: [],
  修复结果: [],
  修复决定日期: ['决定日期'],
  停止公示日期: [],
  受理机构: [],
  经办人: [],
  联系电话: [],
}

export const row = z.strictObject({
  修复决定书文号: publishedText,
  信用主体名称: publishedName,
  统一社会信用代码: publishedText,
  修复类型: requiredText,
  行政处罚决定书文号: publishedText,
  认定机关: publishedText,
  申请日期: publishedDay,
  信用承诺: publishedText,
  承诺书摘要: publishedText,
  修复结果: codeOf({
    准予修复: 'repaired',
    不予修复: 'refused',
    撤销修复: 'revoked',
    受理中: 'open',
    申请人撤回: 'withdrawn',
  }),
  修复决定日期: publishedDay,
  停止公示日期: publishedDay,
  受理机构: publishedText,
  联系电话: publishedText,
})

export const REPAIRED: Readonly<Record<string, 'penalty' | 'list_entry' | 'other'>> = {
  行政处罚信息: 'penalty',
  经营异常名录: 'list_entry',
  严重失信主体名单: 'list_entry',
  失信被执行人名单: 'list_entry',
  其他失信信息: 'other',
}
