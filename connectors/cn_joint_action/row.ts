/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  行动编号: requiredText,
  行动名称: requiredText,
  领域: publishedText,
  牵头单位: requiredText,
  参与单位: publishedText,
  行动日期: publishedDay,
  行动次数: publishedText,
  出动人员: publishedText,
  检查单位数: publishedText,
  整改问题数: publishedText,
  行政立案数: publishedText,
  行政拘留人数: publishedText,
  刑事立案数: publishedText,
  被查单位: publishedText,
  被查单位代码: publishedText,
  状态: publishedText,
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  行动编号: ['XDBH'],
  行动名称: ['XDMC'],
  领域: ['LY'],
  牵头单位: ['QTDW'],
  参与单位: ['CYDW', '配合单位'],
  行动日期: ['XDRQ'],
  行动次数: ['XDCS'],
  出动人员: ['CDRY', '出动执法人员(人次)'],
  检查单位数: ['JCDWS'],
  整改问题数: ['ZGWTS'],
  行政立案数: ['XZLAS'],
  行政拘留人数: ['XZJLRS'],
  刑事立案数: ['XSLAS'],
  被查单位: ['BCDW'],
  被查单位代码: ['BCDWDM'],
  负责人: ['FZR'],
  状态: ['ZT'],
}

/** Each figure of the record and the column that holds it. */
export const FIGURES = [
  ['actions', '行动次数'],
  ['officers', '出动人员'],
  ['units_inspected', '检查单位数'],
  ['problems_rectified', '整改问题数'],
  ['administrative_cases', '行政立案数'],
  ['administrative_detentions', '行政拘留人数'],
  ['criminal_cases', '刑事立案数'],
] as const
