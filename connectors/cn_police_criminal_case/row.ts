/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { Issue, Signal } from '../../schemas/outcome.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { meaningOf, optionalText, requiredText } from '../../schemas/values.js'
import { type Figure, figureOf } from './figures.js'

export const row = z.strictObject({
  案件编号: requiredText,
  案件名称: publishedText,
  案件类别: requiredText,
  涉嫌罪名: publishedText,
  简要案情: publishedText,
  办理阶段: requiredText,
  立案单位: requiredText,
  立案日期: publishedDay,
  破案日期: publishedDay,
  犯罪嫌疑人数: publishedText,
  刑事拘留人数: publishedText,
  逮捕人数: publishedText,
  涉案金额: publishedText,
  督办级别: optionalText,
  集群战役: publishedText,
  网络案件: publishedText,
  涉黑涉恶: publishedText,
  采取措施: publishedText,
  涉案单位名称: publishedText,
  涉案单位代码: publishedText,
})

type Found = z.infer<typeof row>

/** Each figure of the record, its column, and the unit in which a bare number stands there. */
export const FIGURES = [
  ['suspects', '犯罪嫌疑人数', 0],
  ['detained', '刑事拘留人数', 0],
  ['arrested', '逮捕人数', 0],
  ['amount', '涉案金额', 4],
] as const

type FigureName = (typeof FIGURES)[number][0]

export function figuresOf(found: Found) {
  const figures: Partial<Record<FigureName, Figure>> = {}
  const issues: (Issue & { code: 'number_invalid' | 'money_invalid' })[] = []
  for (const [name, field, places] of FIGURES) {
    const text = found[field]
    if (text === null) continue
    const figure = figureOf(text, places)
    const fits = figure !== undefined && (name === 'amount' || /^\d+$/.test(figure.value))
    if (fits) figures[name] = figure
    else {
      const code = name === 'amount' ? 'money_invalid' : 'number_invalid'
      issues.push({ field, code, message: `'${text.slice(0, 40)}' is no such figure`, value: text.slice(0, 200) })
    }
  }
  return { figures, issues }
}

/** What a list says of a cell; a word that it lacks is signalled. */
export function reader(signals: Signal[]) {
  return <T>(list: Readonly<Record<string, T>>, field: string, value: string | null): T | undefined => {
    const meaning = value === null ? undefined : meaningOf(list, value)
    if (value !== null && meaning === undefined) signals.push({ code: 'value_unknown', field, value })
    return meaning
  }
}

export const YES_OR_NO: Readonly<Record<string, boolean>> = { 是: true, 否: false, '1': true, '0': false }
