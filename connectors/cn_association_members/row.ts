/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  会员证号: requiredText,
  会员名称: publishedName,
  统一社会信用代码: publishedText,
  会员级别: publishedText,
  所属行业: publishedText,
  入会日期: publishedDay,
  有效期至: publishedDay,
  会籍状态: publishedText,
  地址: publishedText,
  更新日期: publishedDay,
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  会员证号: ['会员编号'],
  会员名称: ['单位名称'],
  统一社会信用代码: ['信用代码'],
  会员级别: ['会员类别'],
  所属行业: ['行业类别'],
  入会日期: ['入会时间'],
  有效期至: ['会籍有效期至'],
  会籍状态: ['状态'],
  地址: ['单位地址'],
  更新日期: ['更新时间'],
  法定代表人: ['负责人'],
  联系电话: ['电话'],
}

export const RANKS = new Set(['会长单位', '副会长单位', '常务理事单位', '理事单位', '会员单位'])

export const STATES: Readonly<Record<string, string>> = {
  有效: 'member',
  暂停: 'suspended',
  退会: 'left',
  除名: 'expelled',
}
