/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  场所编号: requiredText,
  场所名称: publishedName,
  场所类型: publishedText,
  地址: publishedText,
  行政区划代码: publishedText,
  原经营单位: publishedText,
  原单位代码: publishedText,
  原许可证号: publishedText,
  关停日期: publishedDay,
  关停原因: publishedText,
  列入日期: publishedDay,
  移出日期: publishedDay,
  管控责任单位: publishedText,
  管控状态: codeOf({ 在管: 'watched', 重点管控: 'watched_closely', 移出: 'removed', 误列: 'entered_in_error' }),
})

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  场所编号: ['CSBH'],
  场所名称: ['CSMC'],
  场所类型: ['CSLX'],
  地址: ['DZ', '场所地址'],
  行政区划代码: ['XZQH'],
  原经营单位: ['YJYDW'],
  原单位代码: ['YDWDM', '原单位统一社会信用代码'],
  原许可证号: ['YXKZH'],
  关停日期: ['GTRQ'],
  关停原因: ['GTYY'],
  列入日期: ['LRRQ'],
  移出日期: ['YCRQ'],
  管控责任单位: ['GKZRDW'],
  管控状态: ['GKZT'],
  房主: ['FZ', '户主'],
  房主证件号码: ['FZZJHM'],
  最近检查日期: ['ZJJCRQ'],
}

export const TYPES: Readonly<Record<string, string>> = {
  原生产作坊: 'former workshop',
  原仓库: 'former store',
  原零售点: 'former shop',
  空置民房: 'empty house',
}
