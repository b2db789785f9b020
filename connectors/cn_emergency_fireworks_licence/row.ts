/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { shiftDecimal } from '../../schemas/decimals.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, requiredText } from '../../schemas/values.js'

/** Retail is licensed for the year, or for the weeks around the Spring Festival. */
const TRADES = {
  批发: 'wholesale',
  零售: 'retail',
  '零售(长期)': 'retail',
  '零售（长期）': 'retail',
  '零售(季节性)': 'retail_seasonal',
  '零售（季节性）': 'retail_seasonal',
} as const

const STATES = {
  有效: 'valid',
  过期: 'expired',
  暂扣: 'suspended',
  吊销: 'revoked',
  撤销: 'cancelled',
  注销: 'deregistered',
} as const

// 暂扣 takes the paper away for a time; what it allowed is not allowed meanwhile.
export const IN_FORCE: ReadonlySet<string> = new Set(['valid', 'expired'])

export const row = z.strictObject({
  许可证编号: requiredText,
  单位名称: publishedName,
  统一社会信用代码: publishedText,
  许可类型: codeOf(TRADES),
  许可范围: publishedText,
  经营场所: publishedText,
  仓库地址: publishedText,
  核定最大储存量: publishedText,
  发证机关: publishedText,
  发证日期: publishedDay,
  有效期自: publishedDay,
  有效期至: publishedDay,
  证书状态: codeOf(STATES),
})

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  许可证编号: ['许可证号', '证书编号'],
  单位名称: ['企业名称', '零售点名称'],
  统一社会信用代码: [],
  主要负责人: ['负责人'],
  许可类型: ['经营类型'],
  许可范围: ['经营范围'],
  经营场所: ['地址', '零售点地址'],
  仓库地址: ['储存地址'],
  核定最大储存量: ['限制存放量', '核定储存量'],
  发证机关: [],
  发证日期: ['许可日期'],
  有效期自: [],
  有效期至: ['有效期止'],
  证书状态: ['状态'],
}

const QUANTITY = /^(?:不超过|限)?([\d,]+(?:\.\d+)?)(kg|公斤|千克|吨|t|箱|件)(\(?(?:净)?药量\)?|\(?毛重\)?)?$/i

const MASS_PLACES: Readonly<Record<string, number>> = { kg: 0, 公斤: 0, 千克: 0, 吨: 3, t: 3 }

/**
 * The most that may be stored. The maximum of State Council order 455 is a mass of explosive charge, `kg`; boxes, and a mass that includes paper
 * and clay, keep their own unit and compare with nothing else.
 */
export function maximumOf(text: string, flags: string[]) {
  const match = QUANTITY.exec(text.length > 60 ? '' : text.normalize('NFKC').replace(/\s+/g, ''))
  const unit = String(match?.[2]).toLowerCase()
  const places = MASS_PLACES[unit]
  const value = match === null ? undefined : shiftDecimal(String(match[1]), places ?? 0)
  if (value === undefined) {
    flags.push('number_invalid:核定最大储存量')
    return {}
  }
  if (places === undefined) return { approved_quantity: value, approved_unit: unit }
  const weighed = match?.[3] ?? ''
  if (weighed === '') flags.push('charge_not_stated:核定最大储存量')
  return { approved_quantity: value, approved_unit: weighed.includes('毛重') ? 'kg gross' : 'kg' }
}
