/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { draft } from '../../schemas/draft.js'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, documentNumber, parseDate, requiredText } from '../../schemas/values.js'
import { INDUSTRIES } from './checklist.js'

export const COLUMNS = {
  任务编号: [],
  任务状态: [],
  检查类型: [],
  被检查单位: ['被检查单位名称'],
  统一社会信用代码: [],
  经营地址: [],
  负责人: [],
  联系电话: [],
  行业类别: ['行业类别代码'],
  重点区域: ['重点区域代码'],
  责任网格: [],
  所属分局: ['分局'],
  检查日期: [],
  检查人员: [],
  检查项: ['检查项结果'],
  检查结论: [],
  风险等级: [],
  责令改正文书号: [],
  责令改正日期: [],
  改正期限: [],
  改正完成日期: [],
}

export const row = z.strictObject({
  任务编号: requiredText,
  任务状态: codeOf({ 已办结: 'done', 待检查: 'open', 已撤回: 'withdrawn' }),
  检查类型: publishedText,
  被检查单位: publishedName,
  统一社会信用代码: publishedText,
  经营地址: publishedText,
  联系电话: publishedText,
  行业类别: codeOf(INDUSTRIES),
  重点区域: publishedText,
  责任网格: publishedText,
  所属分局: publishedText,
  检查日期: publishedDay,
  检查项: publishedText,
  检查结论: publishedText,
  风险等级: publishedText,
  责令改正文书号: publishedText,
  责令改正日期: publishedDay,
  改正期限: publishedText,
  改正完成日期: publishedDay,
})

type Found = z.infer<typeof row>

export const CONCLUSIONS: Readonly<Record<string, 'passed' | 'failed' | 'partly' | 'closed'>> = {
  符合: 'passed',
  基本符合: 'partly',
  不符合: 'failed',
  已停业: 'closed',
}

/** The order to put right what the inspection found, with its own number. */
export function orderOf(
  found: Found,
  documentText: string,
  party: Party,
  violations: readonly string[],
  flags: string[],
) {
  const documentNo = documentNumber(documentText)
  const due = found.改正期限 === null ? null : parseDate(found.改正期限)
  const orderedOn = found.责令改正日期 ?? found.检查日期
  return draft('rectification_order', {
    source_key: `责令改正|${documentNo}`.slice(0, 800),
    valid_from: orderedOn,
    valid_to: found.改正完成日期,
    in_force: true,
    status: found.改正完成日期 === null ? 'ordered' : 'completed',
    authority: found.所属分局 ?? '南昌市市场监督管理局',
    parties: [{ ...party, role: 'ordered' }],
    // An order without a day that can be read is an order all the same.
    flags: due === undefined ? [...flags, 'term_unread:改正期限'] : flags,
    document_no: documentNo,
    violation: violations.length === 0 ? null : violations.join('；'),
    ordered_on: orderedOn,
    due_on: due ?? null,
    completed_on: found.改正完成日期,
  })
}
