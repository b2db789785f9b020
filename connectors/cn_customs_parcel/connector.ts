/** Postal articles and express parcels that customs examined at the border: declared goods, value, and what was found. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, DIRECTIONS, RESULTS, row } from './row.js'

export const connector = defineConnector({
  title: 'Cross-border parcels examined by customs (进出境邮件快件查验)',
  agency: {
    name: '中华人民共和国南昌海关',
    name_en: 'Nanchang Customs District',
    uscc: null,
    level: 'province',
    region: '360000',
    source_class: 'administration',
  },
  publisher: 'The customs district, for the authorities it shares examinations with',
  licence: 'Not published, for official use; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'See which goods cross the border under another name, and who declares them.',
  legal_basis:
    'Customs Law, articles 28 (examination) and 46 to 49 (articles); Regulation on Customs Protection of Intellectual Property Rights; Personal Information Protection Law, article 34.',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['分运单号', '进出境标志', '查验海关'] }),
    synthetic: true,
  },
  cadence: { cron: '40 5 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 5 },
  mode: { type: 'append' },
  key: 'customs house / number of the parcel (分运单号)',
  version_by: 'arrival',
  kinds: ['parcel'],
  volume: { min: 10, max: 20_000_000 },
  row,
  ignored: { 境内个人: 'name of the person at home; the token of the telephone tells one from another' },
  personal: ['境内个人', '境内个人电话'],
  normalize(found, context) {
    const role = meaningOf(DIRECTIONS, found.进出境标志)
    if (role === undefined) {
      const message = `'${found.进出境标志.slice(0, 40)}' is none of ${Object.keys(DIRECTIONS).join(', ')}`
      return { issues: [{ field: '进出境标志', code: 'code_unknown', message, value: found.进出境标志.slice(0, 200) }] }
    }
    // An amount in no currency says nothing, and none may be supposed at the border.
    if (found.申报价值 !== null && found.币制 === null)
      return {
        issues: [{ field: '币制', code: 'required_missing', message: 'the value has no currency', value: null }],
      }
    const token = context.token.bind(context)
    const signals: Signal[] = []
    const status = found.查验结论 === null ? 'not_stated' : meaningOf(RESULTS, found.查验结论)
    if (status === undefined) signals.push({ code: 'value_unknown', field: '查验结论', value: String(found.查验结论) })
    const { 申报单位: unit, 境内个人电话: phone } = found
    const others = [{ scheme: 'cn_licence' as const, issuer: '海关', value: found.海关注册编码 }]
    const units = unit === null ? [] : [chineseParty(role, unit, { uscc: found.申报单位代码, others }, token)]
    const person = role === 'sender' ? '寄件人' : '收件人'
    const persons =
      unit !== null || phone === null ? [] : [chineseParty(role, person, { phone, kind: 'person' }, token)]
    return {
      version_at: null,
      signals,
      records: [
        draft('parcel', {
          source_key: `${found.查验海关}|${found.分运单号}`,
          valid_from: found.查验日期 ?? found.申报日期,
          in_force: true,
          status: status ?? 'other',
          authority: found.查验海关,
          parties: [...units, ...persons],
          flags: failedChecks(units),
          waybill_no: found.分运单号,
          goods: found.申报品名,
          weight_kg: found['毛重(千克)'],
          declared_value: found.申报价值,
          currency: found.申报价值 === null ? null : found.币制,
          origin: found.启运地,
          destination: found.目的地,
          shipped_on: found.申报日期,
          finding: found.查验情况 ?? found.查验结论,
        }),
      ],
    }
  },
})
