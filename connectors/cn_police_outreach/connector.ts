/** Outreach of a district police unit: leaflets, slogans, seminars with companies, consultations, with figures as reported. */
import { z } from 'zod'
import { chineseParty } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { parseQuantity } from '../../schemas/quantity.js'
import { meaningOf, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

const row = z.strictObject({
  活动编号: requiredText,
  活动类型: requiredText,
  活动主题: publishedText,
  活动日期: publishedDay,
  数量: publishedText,
  主办单位: requiredText,
  参与企业: publishedText,
})

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  活动编号: ['HDBH'],
  活动类型: ['HDLX'],
  活动主题: ['HDZT'],
  活动日期: ['HDRQ'],
  数量: ['SL'],
  主办单位: ['ZBDW'],
  参与企业: ['CYQY'],
  联系人: ['LXR'],
}

const ACTIVITIES: Readonly<Record<string, string>> = {
  发放宣传单: 'leaflets',
  张贴标语: 'slogans',
  企业座谈: 'seminars',
  接受咨询: 'consultations',
  培训: 'training',
  线上宣传: 'online',
}

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
