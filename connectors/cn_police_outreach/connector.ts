/** Outreach of a district police unit: leaflets, slogans, seminars with companies, consultations, with figures as reported. */
import { chineseParty } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { parseQuantity } from '../../schemas/quantity.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { ACTIVITIES, COLUMNS, row } from './row.js'

export const connector = defineConnector({
  title: 'Outreach of the police (宣传活动)',
  agency: {
    name: '沧州市公安局运河分局',
    name_en: 'Yunhe Branch, Cangzhou Public Security Bureau',
    uscc: null,
    level: 'district',
    region: '130903',
    source_class: 'police',
  },
  publisher: 'Yunhe Branch of the Cangzhou Public Security Bureau',
  licence: 'Not published in rows; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Count what was done to warn companies and the public, so that a report can be held against it.',
  legal_basis: "People's Police Law, article 2; Food Safety Law, article 10 (public education).",
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['活动编号', '活动类型', '主办单位'] }),
    synthetic: true,
  },
  cadence: { cron: '30 8 * * 1', time_zone: 'Asia/Shanghai', stale_after_days: 30 },
  mode: { type: 'append' },
  key: 'organiser / number of the activity (活动编号)',
  version_by: 'arrival',
  kinds: ['outreach'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: { 联系人: 'name of the officer to ask' },
  personal: ['联系人'],
  normalize(found, context) {
    if (found.活动类型 === '内部会议') return { ignored: 'a meeting of the unit itself, which reaches nobody outside' }
    const token = context.token.bind(context)
    const activity = meaningOf(ACTIVITIES, found.活动类型)
    const quantity = found.数量 === null ? null : parseQuantity(found.数量)
    const companies = (found.参与企业 ?? '')
      .split(/[、;；]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
    return {
      version_at: null,
      signals: activity === undefined ? [{ code: 'value_unknown', field: '活动类型', value: found.活动类型 }] : [],
      records: [
        draft('outreach', {
          source_key: `${found.主办单位}|${found.活动编号}`,
          valid_from: found.活动日期,
          in_force: true,
          status: 'held',
          authority: found.主办单位,
          parties: companies.map((name) => chineseParty('participant', name, {}, token)),
          flags: quantity === undefined ? ['figure_unread:数量'] : [],
          activity: activity ?? 'other',
          topic: found.活动主题,
          held_on: found.活动日期,
          quantity: quantity?.value ?? null,
          unit: quantity?.unit ?? null,
          bounds:
            quantity === undefined || quantity === null || quantity.bound === 'eq'
              ? []
              : [`quantity:${quantity.bound}`],
        }),
      ],
    }
  },
})
