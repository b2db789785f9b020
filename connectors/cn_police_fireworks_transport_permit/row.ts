/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, optionalNumberText, requiredText } from '../../schemas/values.js'

/** A used permit has covered its journey and an expired one lapsed; both were good, and stay so for what they covered. */
const STATES = {
  有效: 'valid',
  已使用: 'used',
  已回缴: 'used',
  过期: 'expired',
  作废: 'void',
  撤销: 'cancelled',
} as const

export const row = z.strictObject({
  许可证编号: requiredText,
  托运人: publishedName,
  托运人代码: publishedText,
  收货单位: publishedText,
  收货单位代码: publishedText,
  承运人: publishedText,
  承运人代码: publishedText,
  货物名称: publishedText,
  数量: optionalNumberText,
  计量单位: publishedText,
  起运地: publishedText,
  到达地: publishedText,
  行驶路线: publishedText,
  有效期自: publishedDay,
  有效期至: publishedDay,
  签发机关: publishedText,
  签发日期: publishedDay,
  许可证状态: codeOf(STATES),
})

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  许可证编号: ['XKZBH', '烟花爆竹道路运输许可证编号'],
  托运人: ['TYR', '托运单位'],
  托运人代码: ['TYRDM'],
  收货单位: ['SHDW'],
  收货单位代码: ['SHDWDM'],
  承运人: ['CYR', '承运单位'],
  承运人代码: ['CYRDM'],
  货物名称: ['HWMC', '种类规格'],
  数量: ['SL'],
  计量单位: ['JLDW'],
  起运地: ['QYD', '起始地点'],
  到达地: ['DDD', '运达地点'],
  行驶路线: ['XSLX'],
  车牌号: ['CPH'],
  驾驶员: ['JSY'],
  驾驶员证件号码: ['JSYZJHM'],
  押运员: ['YYY'],
  有效期自: ['YXQZ'],
  有效期至: ['YXQZHI'],
  签发机关: ['QFJG'],
  签发日期: ['QFRQ'],
  许可证状态: ['ZT', '状态'],
}
