/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedMoney, publishedName, publishedText } from '../../schemas/published_cells.js'
import { requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  报告编号: requiredText,
  报告日期: publishedDay,
  权利人: publishedName,
  权利人代码: publishedText,
  品牌: publishedText,
  商标注册号: publishedText,
  被举报对象: publishedText,
  被举报对象代码: publishedText,
  被举报地址: publishedText,
  店铺平台: publishedText,
  店铺编号: publishedText,
  线索渠道: publishedText,
  侵权类型: publishedText,
  情况说明: publishedText,
  涉案数量: publishedText,
  处理日期: publishedDay,
  处理状态: publishedText,
  '悬赏金额(万元)': publishedMoney(4),
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  报告编号: ['report_no'],
  报告日期: ['reported_on'],
  权利人: ['rights_holder'],
  权利人代码: ['rights_holder_code', '权利人统一社会信用代码'],
  品牌: ['brand'],
  商标注册号: ['trademark_no'],
  被举报对象: ['reported'],
  被举报对象代码: ['reported_code', '被举报对象统一社会信用代码'],
  被举报地址: ['reported_address'],
  店铺平台: ['shop_platform'],
  店铺编号: ['shop_id'],
  线索渠道: ['channel'],
  侵权类型: ['category'],
  情况说明: ['content'],
  涉案数量: ['quantity'],
  处理日期: ['handled_on'],
  处理状态: ['state'],
  '悬赏金额(万元)': ['reward'],
  联系人: ['contact'],
  联系电话: ['contact_phone'],
}

export const CHANNELS: Readonly<Record<string, string>> = {
  市场巡查: 'market_patrol',
  线上监测: 'online_monitoring',
  消费者反馈: 'consumer',
  经销商反映: 'dealer',
  物流拦截: 'logistics',
}

export const CATEGORIES: Readonly<Record<string, string>> = {
  假冒注册商标: 'counterfeit_trademark',
  销售假冒商品: 'sale_of_counterfeits',
  制造商标标识: 'making_of_marks',
  仿冒包装: 'imitated_packaging',
}

export const STATES: Readonly<Record<string, string>> = {
  待处理: 'open',
  已受理: 'accepted',
  已查处: 'acted_on',
  鉴定为真品: 'genuine',
  撤回: 'withdrawn',
}
