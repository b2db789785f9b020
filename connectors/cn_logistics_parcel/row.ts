/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { published, publishedDay, publishedMoney, publishedText } from '../../schemas/published_cells.js'
import { decimalWithin, fail, requiredText } from '../../schemas/values.js'

/** No parcel weighs a hundred tons: a heavier one is grams or a slip. */
const MOST_KG = 100_000

export const row = z.strictObject({
  运单号: requiredText,
  寄件时间: publishedDay,
  寄件单位: publishedText,
  寄件单位代码: publishedText,
  寄件电话: publishedText,
  收件单位: publishedText,
  收件电话: publishedText,
  寄件地: publishedText,
  收件地: publishedText,
  内件品名: publishedText,
  '重量(千克)': published(
    'weight',
    (text, ctx) =>
      decimalWithin(text, 0, MOST_KG) ?? fail(ctx, 'number_invalid', `'${text.slice(0, 40)}' is no weight`, text),
  ),
  '声明价值(元)': publishedMoney(0),
  运单状态: publishedText,
  验视结果: publishedText,
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  运单号: ['YDH', '快件编号'],
  寄件时间: ['JJSJ', '收寄时间'],
  寄件单位: ['JJDW'],
  寄件单位代码: ['JJDWDM', '寄件单位统一社会信用代码'],
  寄件人: ['JJR'],
  寄件电话: ['JJDH'],
  收件单位: ['SJDW'],
  收件人: ['SJR'],
  收件电话: ['SJDH'],
  寄件地: ['JJD'],
  收件地: ['SJD'],
  内件品名: ['NJPM', '托寄物'],
  '重量(千克)': ['ZL', '重量(kg)'],
  '声明价值(元)': ['SMJZ', '保价金额(元)'],
  运单状态: ['YDZT'],
  验视结果: ['YSJG', '收寄验视结果'],
}

export const STATES: Readonly<Record<string, string>> = {
  已收寄: 'accepted',
  运输中: 'in_transit',
  已签收: 'delivered',
  已退回: 'returned',
  已拦截: 'intercepted',
  已作废: 'void',
}
