/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { published, publishedDay, publishedMoney, publishedText } from '../../schemas/published_cells.js'
import { decimalWithin, fail, meaningOf, requiredText } from '../../schemas/values.js'

/** What is heavier is no parcel: the weight is in grams, or a slip. */
const MOST_KG = 100_000

/** Currencies by the code that customs used before ISO 4217, by ISO 4217, and by name. */
const CURRENCIES: Readonly<Record<string, string>> = {
  '110': 'HKD',
  '116': 'JPY',
  '142': 'CNY',
  '300': 'EUR',
  '303': 'GBP',
  '502': 'USD',
  HKD: 'HKD',
  JPY: 'JPY',
  CNY: 'CNY',
  EUR: 'EUR',
  GBP: 'GBP',
  USD: 'USD',
  人民币: 'CNY',
  美元: 'USD',
}

export const row = z.strictObject({
  分运单号: requiredText,
  进出境标志: requiredText,
  申报日期: publishedDay,
  申报单位: publishedText,
  申报单位代码: publishedText,
  海关注册编码: publishedText,
  境内个人电话: publishedText,
  申报品名: publishedText,
  '毛重(千克)': published(
    'weight',
    (text, ctx) =>
      decimalWithin(text, 0, MOST_KG) ?? fail(ctx, 'number_invalid', `'${text.slice(0, 40)}' is no weight`, text),
  ),
  申报价值: publishedMoney(0),
  币制: published(
    'currency',
    (text, ctx): string =>
      meaningOf(CURRENCIES, text) ?? fail(ctx, 'code_unknown', `'${text.slice(0, 40)}' is no currency here`, text),
  ),
  启运地: publishedText,
  目的地: publishedText,
  查验日期: publishedDay,
  查验结论: publishedText,
  查验情况: publishedText,
  查验海关: requiredText,
})

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  分运单号: ['ASS_BILL_NO', '邮件号码'],
  进出境标志: ['I_E_FLAG'],
  申报日期: ['D_DATE'],
  申报单位: ['AGENT_NAME'],
  申报单位代码: ['AGENT_CODE_SCC', '申报单位统一社会信用代码'],
  海关注册编码: ['AGENT_CODE'],
  境内个人: ['OWNER_NAME'],
  境内个人电话: ['OWNER_TEL'],
  申报品名: ['G_NAME', '主要货物名称'],
  '毛重(千克)': ['GROSS_WT'],
  申报价值: ['DECL_TOTAL'],
  币制: ['CURR_CODE'],
  启运地: ['TRADE_COUNTRY', '启运国(地区)'],
  目的地: ['DEST', '运抵地'],
  查验日期: ['EXAM_DATE'],
  查验结论: ['EXAM_RESULT'],
  查验情况: ['EXAM_NOTE'],
  查验海关: ['CUSTOMS_NAME'],
}

/** Inbound or outbound: who stands in the row is then the recipient or the sender. */
export const DIRECTIONS: Readonly<Record<string, 'recipient' | 'sender'>> = {
  I: 'recipient',
  进境: 'recipient',
  E: 'sender',
  出境: 'sender',
}

export const RESULTS: Readonly<Record<string, string>> = {
  未见异常: 'released',
  申报不符: 'misdeclared',
  涉嫌侵权: 'suspected_infringement',
  禁限物品: 'prohibited_article',
  检疫不合格: 'quarantine_failed',
  移交缉私: 'handed_to_police',
  未查验: 'not_examined',
}
