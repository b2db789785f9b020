/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, requiredText } from '../../schemas/values.js'

/** 停业 is a pause that the bureau was told of, 歇业 the end; only what was taken away or given back is no longer in force. */
const STATES = {
  有效: 'valid',
  停业: 'paused',
  过期失效: 'expired',
  歇业: 'closed',
  注销: 'deregistered',
  收回: 'taken_back',
  撤销: 'cancelled',
  撤回: 'withdrawn',
  取消资格: 'disqualified',
} as const

export const IN_FORCE: ReadonlySet<string> = new Set(['valid', 'paused', 'expired'])

export const row = z.strictObject({
  许可证号: requiredText,
  字号: publishedText,
  经营者姓名: publishedName,
  统一社会信用代码: publishedText,
  经营者证件号码: publishedText,
  经营场所: publishedText,
  许可范围: publishedText,
  供货单位: publishedText,
  许可证状态: codeOf(STATES),
  发证机关: publishedText,
  发证日期: publishedDay,
  有效期起: publishedDay,
  有效期止: publishedDay,
})

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  许可证号: ['烟草专卖零售许可证号', '许可证号码'],
  字号: ['企业（字号）名称', '字号名称'],
  经营者姓名: ['负责人姓名', '负责人（经营者）姓名'],
  统一社会信用代码: [],
  经营者证件号码: ['身份证号码'],
  联系电话: [],
  经营场所: ['经营地址'],
  许可范围: [],
  供货单位: [],
  市场类型: [],
  许可证状态: ['状态'],
  发证机关: [],
  发证日期: ['签发日期'],
  有效期起: ['有效期限自'],
  有效期止: ['有效期限至'],
}
