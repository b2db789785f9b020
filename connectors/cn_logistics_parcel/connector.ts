/** Parcels of an express company: what was declared, and which units sent and took it. Persons are tokens of their telephone. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { decimalWithin, fail, meaningOf, optionalMoney, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

/** No parcel weighs a hundred tons: a heavier one is grams or a slip. */
const MOST_KG = 100_000

const row = z.strictObject({
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
  '重量(千克)': publishedText.transform((text, ctx): string | null =>
    text === null
      ? null
      : (decimalWithin(text, 0, MOST_KG) ?? fail(ctx, 'number_invalid', `'${text.slice(0, 40)}' is no weight`, text)),
  ),
  '声明价值(元)': publishedText.transform((text): unknown => text).pipe(optionalMoney(0)),
  运单状态: publishedText,
  验视结果: publishedText,
})

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
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

const STATES: Readonly<Record<string, string>> = {
  已收寄: 'accepted',
  运输中: 'in_transit',
  已签收: 'delivered',
  已退回: 'returned',
  已拦截: 'intercepted',
  已作废: 'void',
}

export const connector = defineConnector({
  title: 'Parcels of an express company (快件运单)',
  agency: {
    name: '中国邮政速递物流股份有限公司',
    name_en: 'China Postal Express & Logistics Co., Ltd.',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'logistics_ecommerce',
  },
  publisher: 'The express company, on request of the authority that investigates',
  licence: 'Not published, for investigations only; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'See by which channel counterfeit goods and forbidden articles travel, from which sender to which place.',
  legal_basis:
    'Interim Regulation on Express Delivery, articles 22 (identity), 31 (inspection of contents) and 32 (duty to report); Personal Information Protection Law, article 34.',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['运单号'] }),
    synthetic: true,
  },
  cadence: { cron: '10 3 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 3 },
  mode: { type: 'append' },
  key: 'waybill number (运单号)',
  version_by: 'arrival',
  kinds: ['parcel'],
  volume: { min: 10, max: 100_000_000 },
  row,
  ignored: {
    寄件人: 'name of the person who hands it in; the token of the telephone tells one from another',
    收件人: 'name of the person who takes it',
  },
  personal: ['寄件人', '寄件电话', '收件人', '收件电话'],
  normalize(found, context) {
    if (found.运单状态 === '测试件') return { ignored: 'a test of the sorting line, not a parcel' }
    const token = context.token.bind(context)
    const waybillNo = found.运单号.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
    const signals: Signal[] = []
    const status = found.运单状态 === null ? 'not_stated' : meaningOf(STATES, found.运单状态)
    if (status === undefined) signals.push({ code: 'value_unknown', field: '运单状态', value: String(found.运单状态) })
    const parties: Party[] = []
    // Who is no unit stays without a name: the word stands for one person or another.
    const { 寄件单位: sender, 寄件电话: phone, 收件单位: recipient, 收件电话: recipientPhone } = found
    if (sender !== null) parties.push(chineseParty('sender', sender, { uscc: found.寄件单位代码, phone }, token))
    else if (phone !== null) parties.push(chineseParty('sender', '寄件人', { phone, kind: 'person' }, token))
    if (recipient !== null) parties.push(chineseParty('recipient', recipient, { phone: recipientPhone }, token))
    else if (recipientPhone !== null)
      parties.push(chineseParty('recipient', '收件人', { phone: recipientPhone, kind: 'person' }, token))
    const flags = failedChecks(parties)
    if (found.内件品名 === null) flags.push('required_missing:内件品名')
    if (sender === null && found.寄件单位代码 !== null) flags.push('required_missing:寄件单位')
    return {
      version_at: null,
      signals,
      records: [
        draft('parcel', {
          source_key: waybillNo,
          valid_from: found.寄件时间,
          in_force: status !== 'void',
          status: status ?? 'other',
          parties,
          flags,
          waybill_no: waybillNo,
          goods: found.内件品名,
          weight_kg: found['重量(千克)'],
          declared_value: found['声明价值(元)'],
          currency: found['声明价值(元)'] === null ? null : 'CNY',
          origin: found.寄件地,
          destination: found.收件地,
          shipped_on: found.寄件时间,
          finding: found.验视结果,
        }),
      ],
    }
  },
})
