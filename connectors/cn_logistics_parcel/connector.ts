/** Parcels of an express company: what was declared, and which units sent and took it. Persons are tokens of their telephone. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, row, STATES } from './row.js'

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
