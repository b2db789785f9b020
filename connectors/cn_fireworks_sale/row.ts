/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, optionalMoney, optionalNumberText, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  销售单号: requiredText,
  销售日期: publishedDay,
  销售单位: publishedName,
  销售单位代码: publishedText,
  经营许可证号: publishedText,
  购买方: publishedText,
  购买方类型: publishedText,
  购买方代码: publishedText,
  购买人证件号码: publishedText,
  购买人电话: publishedText,
  购买许可证号: publishedText,
  产品名称: publishedText,
  数量: optionalNumberText,
  单位: publishedText,
  '金额(元)': optionalMoney(0),
  状态: codeOf({ 正常: 'sold', 退货: 'returned', 作废: 'void' }),
})

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  销售单号: ['单据编号'],
  销售日期: ['销售时间'],
  销售单位: ['零售点'],
  销售单位代码: ['统一社会信用代码'],
  经营许可证号: [],
  购买方: ['购买单位或个人'],
  购买方类型: [],
  购买方代码: [],
  购买人证件号码: ['身份证号'],
  购买人电话: ['联系电话'],
  购买许可证号: ['燃放许可证号', '运输许可证号'],
  产品名称: [],
  产品级别: [],
  数量: [],
  单位: [],
  '金额(元)': ['销售金额(元)'],
  状态: [],
}

export const BUYERS: Readonly<Record<string, 'organisation' | 'sole_trader' | 'person'>> = {
  单位: 'organisation',
  个体工商户: 'sole_trader',
  个人: 'person',
}

// What sellers write where nobody asked who buys, or for a permit.
export const NOBODY = new Set(['散客', '未登记', '匿名'])

export const NO_PERMIT = new Set(['未出示', '无证', '未提供'])
