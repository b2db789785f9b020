/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { requiredDate, requiredText } from '../../schemas/values.js'

export const COLUMNS = {
  企业名称: [],
  '统一社会信用代码/注册号': ['统一社会信用代码', '注册号'],
  类型: ['企业类型'],
  列入经营异常名录原因: ['列入原因'],
  列入日期: [],
  '作出决定机关(列入)': ['列入决定机关', '列入机关'],
  移出经营异常名录原因: ['移出原因'],
  移出日期: [],
  '作出决定机关(移出)': ['移出决定机关', '移出机关'],
  法定代表人: ['法定代表人(负责人)'],
  序号: [],
}

export const row = z.strictObject({
  企业名称: publishedName,
  '统一社会信用代码/注册号': publishedText,
  类型: publishedText,
  列入经营异常名录原因: requiredText,
  列入日期: requiredDate,
  '作出决定机关(列入)': requiredText,
  移出经营异常名录原因: publishedText,
  移出日期: publishedDay,
})

export const SOLE_TRADER = /个体/

/** A reason as the list writes it: half-width signs and no space. */
export const plainReason = (text: string) => text.replace(/\s+/g, '').replace(/[。；;]$/, '')

/** A key out of parts, alike for full-width and half-width signs, capitals and space. */
export const keyOf = (...parts: readonly string[]) =>
  parts.join('|').normalize('NFKC').replace(/\s+/g, '').toUpperCase().slice(0, 800)
