/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedName, publishedText } from '../../schemas/published_cells.js'
import { decimalWithin, optionalNumberText, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  排污单位名称: publishedName,
  统一社会信用代码: publishedText,
  排污许可证编号: publishedText,
  行政区划代码: publishedText,
  监测点编码: requiredText,
  监测点名称: publishedText,
  监测类型: publishedText,
  污染物: requiredText,
  数据类型: publishedText,
  监测时间: requiredText,
  监测值: optionalNumberText,
  标准限值: optionalNumberText,
  单位: publishedText,
  数据标记: publishedText,
  超标原因: publishedText,
})

export const MEDIA: Readonly<Record<string, 'air' | 'water' | 'noise' | 'soil'>> = {
  废气: 'air',
  无组织废气: 'air',
  废水: 'water',
  雨水: 'water',
  噪声: 'noise',
  土壤: 'soil',
}

/** Marks of HJ 212 on a value. With any of those below nothing was measured; N is a normal value, T one above what the analyser can tell. */
export const NOT_MEASURED: Readonly<Record<string, string>> = {
  F: 'the plant stood still: nothing was measured',
  M: 'the analyser was maintained: nothing was measured',
  C: 'the analyser was calibrated: nothing was measured',
  D: 'the analyser was out of order: nothing was measured',
  B: 'the line to the analyser was down: nothing was measured',
}

export const MARKS = new Set(['N', 'T'])

/** A value as the ledger holds it; null with a flag when it is no single number (the limit of pH is a range). */
export function measured(text: string | null, field: string, flags: string[]): string | null {
  if (text === null || /^[/—-]$/.test(text)) return null
  const value = decimalWithin(text, -1e9, 1e9)
  if (value === undefined) flags.push(`number_invalid:${field}`)
  return value ?? null
}
