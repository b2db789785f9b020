/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedMoney, publishedText } from '../../schemas/published_cells.js'
import { requiredText } from '../../schemas/values.js'

/** Money in a cell that may hold a stroke, in units of 10^`places` yuan. */

export const row = z.strictObject({
  登记编号: requiredText,
  登记时间: publishedDay,
  来源渠道: publishedText,
  诉求类型: requiredText,
  问题类别: publishedText,
  内容: publishedText,
  被举报单位: publishedText,
  统一社会信用代码: publishedText,
  被举报地址: publishedText,
  举报人证件号码: publishedText,
  举报人电话: publishedText,
  承办单位: publishedText,
  办结日期: publishedDay,
  办理结果: publishedText,
  '奖励金额(元)': publishedMoney(0),
  '奖励金额(万元)': publishedMoney(4),
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  登记编号: ['DJBH'],
  登记时间: ['DJSJ'],
  来源渠道: ['LYQD'],
  诉求类型: ['SQLX'],
  问题类别: ['WTLB'],
  内容: ['NR', '举报内容'],
  被举报单位: ['BJBDW'],
  统一社会信用代码: ['BJBDWDM', '被举报单位代码'],
  被举报地址: ['BJBDZ'],
  举报人: ['JBR', '举报人姓名'],
  举报人证件号码: ['JBRZJHM'],
  举报人电话: ['JBRDH'],
  承办单位: ['CBDW'],
  办结日期: ['BJRQ'],
  办理结果: ['BLJG'],
  '奖励金额(元)': ['JLJE'],
  '奖励金额(万元)': ['JLJEWY'],
}

export const CHANNELS: Readonly<Record<string, string>> = {
  '12315电话': 'hotline',
  '12345转办': 'hotline',
  举报信箱: 'mailbox',
  来访: 'in_person',
  网络平台: 'web',
}

export const TYPES: Readonly<Record<string, 'tip_off' | 'complaint' | 'question'>> = {
  举报: 'tip_off',
  投诉: 'complaint',
  咨询: 'question',
}

export const RESULTS: Readonly<Record<string, string>> = {
  办理中: 'open',
  立案: 'case_filed',
  不予立案: 'no_case',
  调解成功: 'mediated',
  移送公安: 'handed_to_police',
  举报不实: 'unfounded',
  撤回: 'withdrawn',
}
