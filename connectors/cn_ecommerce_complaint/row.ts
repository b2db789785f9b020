/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  投诉编号: requiredText,
  平台名称: requiredText,
  投诉时间: publishedDay,
  投诉类型: publishedText,
  投诉内容: publishedText,
  店铺编号: publishedText,
  店铺名称: publishedName,
  经营者代码: publishedText,
  买家电话: publishedText,
  处理时间: publishedDay,
  处理结果: publishedText,
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  投诉编号: ['complaint_no'],
  平台名称: ['platform'],
  投诉时间: ['complained_at'],
  投诉类型: ['type'],
  投诉内容: ['content'],
  订单编号: ['order_no'],
  店铺编号: ['shop_id'],
  店铺名称: ['shop_name'],
  经营者代码: ['seller_code', '经营者统一社会信用代码'],
  买家账号: ['buyer_account'],
  买家电话: ['buyer_phone'],
  处理时间: ['handled_at'],
  处理结果: ['result'],
}

export const CATEGORIES: Readonly<Record<string, string>> = {
  假冒商品: 'counterfeit',
  质量问题: 'quality',
  食品安全: 'food_safety',
  虚假宣传: 'false_advertising',
  禁售商品: 'prohibited_goods',
  售后服务: 'service',
}

export const RESULTS: Readonly<Record<string, string>> = {
  处理中: 'open',
  已退款: 'refunded',
  商品下架: 'listing_removed',
  店铺关闭: 'shop_closed',
  移送执法部门: 'handed_over',
  投诉不成立: 'unfounded',
  买家撤诉: 'withdrawn',
}
