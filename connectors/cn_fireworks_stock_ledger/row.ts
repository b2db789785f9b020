/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { chineseParty } from '../../schemas/chinese_party.js'
import type { Issue } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, optionalNumberText, requiredText } from '../../schemas/values.js'
import type { NormalizeContext } from '../define.js'
import { type Figure, figureOf } from './figures.js'

export const row = z.strictObject({
  上报企业: publishedName,
  企业代码: publishedText,
  单据编号: publishedText,
  行号: optionalNumberText,
  单据类型: codeOf({ 入库: 'in', 出库: 'out', 盘点: 'count', 作废: 'void' }),
  日期: publishedDay,
  仓库: requiredText,
  产品名称: publishedText,
  数量: optionalNumberText,
  单位: publishedText,
  // A box of one product holds grams of charge, a box of another kilograms: without its factor a box is not comparable.
  每单位含药量: optionalNumberText,
  往来单位: publishedText,
  往来单位代码: publishedText,
  许可证件号: publishedText,
  核定最大储存量: optionalNumberText,
  在库人数: optionalNumberText,
  核定人数: optionalNumberText,
})

type Found = z.infer<typeof row>

const FIGURES = ['数量', '每单位含药量', '核定最大储存量', '在库人数', '核定人数'] as const

export function figuresOf(found: Found) {
  const figures: Partial<Record<(typeof FIGURES)[number], Figure>> = {}
  const issues: (Issue & { code: 'number_invalid' })[] = []
  for (const field of FIGURES) {
    const text = found[field]
    if (text === null || /^[/—-]$/.test(text)) continue
    const figure = figureOf(text)
    if (figure !== undefined) figures[field] = figure
    else
      issues.push({
        field,
        code: 'number_invalid',
        message: `'${text.slice(0, 40)}' is no quantity`,
        value: text.slice(0, 200),
      })
  }
  return { figures, issues }
}

/** A company, a document and its line, or its product where lines have no number; a count without a document is the one of its store, product and day. */
export function keyOf(found: Found, holder: Party | undefined): string {
  // A sole trader's citizen number may stand where the code belongs: the party has its token, and so has the key.
  const company = holder?.identifiers[0]?.value ?? found.上报企业
  const parts =
    found.单据编号 === null
      ? [company, found.仓库, found.产品名称 ?? '', found.日期 ?? '']
      : [company, found.单据编号, found.行号 ?? found.产品名称 ?? '']
  return parts.map((part) => part.normalize('NFKC').slice(0, 180)).join('|')
}

export function partiesOf(found: Found, context: NormalizeContext): Party[] {
  const token = context.token.bind(context)
  const holder = chineseParty('holder', found.上报企业, { uscc: found.企业代码 }, token)
  if (found.往来单位 === null || found.单据类型 === 'count') return [holder]
  const role = found.单据类型 === 'out' ? 'recipient' : 'supplier'
  return [holder, chineseParty(role, found.往来单位, { uscc: found.往来单位代码 }, token)]
}
