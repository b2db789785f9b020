/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { decimalWithin, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  移送文书号: publishedText,
  案号: publishedText,
  移送机关: requiredText,
  接收机关: publishedText,
  涉案单位: publishedText,
  统一社会信用代码: publishedText,
  涉嫌罪名: publishedText,
  承办人数: publishedText,
  报告日期: publishedDay,
  批准日期: publishedDay,
  移送日期: publishedDay,
  受理日期: publishedDay,
  立案日期: publishedDay,
  不予立案日期: publishedDay,
  不予立案理由: publishedText,
  申请复议日期: publishedDay,
  移送材料: publishedText,
  办理状态: publishedText,
})

type Found = z.infer<typeof row>

/** The steps in the order in which the law takes them; a refusal stands where the filing would. */
const STEPS = ['报告日期', '批准日期', '移送日期', '受理日期', '立案日期', '申请复议日期'] as const

export function flagsOf(found: Found): string[] {
  const flags: string[] = []
  let before: string | null = null
  for (const step of STEPS) {
    // A refused case may be filed after reconsideration: then the filing comes last.
    if (step === '立案日期' && found.申请复议日期 !== null) continue
    const day = found[step]
    if (day !== null && before !== null && day < before) flags.push(`out_of_order:${step}`)
    before = day ?? before
  }
  if (found.承办人数 !== null) {
    const officers = decimalWithin(found.承办人数.replace(/[人名]$/, ''), 0, 1000)
    if (officers === undefined) flags.push('figure_unread:承办人数')
    else if (Number(officers) < 2) flags.push('fewer_than_two:承办人数')
  }
  if (found.不予立案日期 !== null && found.不予立案理由 === null) flags.push('required_missing:不予立案理由')
  return flags
}
