/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, optionalText } from '../../schemas/values.js'

/** Only whether somebody may handle food: what the illness is stays with the clinic. */
const CONCLUSIONS = { 合格: 'fit', 健康: 'fit', 不合格: 'unfit', 调离: 'unfit', 注销: 'withdrawn' } as const

export const TRADES = new Set(['餐饮服务', '食品销售', '食品生产', '学校食堂', '集体配餐', '保健食品'])

export const row = z.strictObject({
  健康证编号: publishedText,
  姓名: publishedName,
  身份证号: publishedText,
  联系电话: optionalText,
  从业单位: publishedText,
  单位统一社会信用代码: publishedText,
  单位地址: publishedText,
  从业类别: publishedText,
  岗位: publishedText,
  体检结论: codeOf(CONCLUSIONS),
  发证机构: publishedText,
  发证日期: publishedDay,
  有效期至: publishedDay,
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  健康证编号: ['健康证明编号', '健康合格证编号'],
  姓名: ['从业人员姓名'],
  性别: [],
  身份证号: ['身份证号码', '公民身份号码'],
  联系电话: ['手机号码'],
  从业单位: ['工作单位'],
  单位统一社会信用代码: ['统一社会信用代码'],
  单位地址: ['经营场所'],
  从业类别: [],
  岗位: ['工种'],
  体检结论: ['结论'],
  检出疾病: [],
  发证机构: ['体检机构'],
  发证日期: ['体检日期'],
  有效期至: [],
}
