/** Complaints of buyers to an e-commerce platform about its shops. Who complains is a token. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { CATEGORIES, COLUMNS, RESULTS, row } from './row.js'

export const connector = defineConnector({
  title: 'Complaints on an e-commerce platform (平台投诉)',
  agency: {
    name: '样本集市（电子商务平台经营者）',
    name_en: 'Sample Market, an e-commerce platform',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'logistics_ecommerce',
  },
  publisher: 'The platform, to the authorities it judges leads with',
  licence: 'Not published; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'See which shops gather complaints about counterfeit and unsafe goods before anybody reports a case.',
  legal_basis:
    'E-Commerce Law, articles 25 (data for authorities) and 59 (complaints); Personal Information Protection Law, article 13.',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['投诉编号', '平台名称', '店铺名称'] }),
    synthetic: true,
  },
  cadence: { cron: '30 2 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 2 },
  mode: { type: 'append' },
  key: 'platform / number of the complaint (投诉编号)',
  version_by: 'arrival',
  kinds: ['tip_off'],
  volume: { min: 10, max: 50_000_000 },
  row,
  ignored: {
    订单编号: 'number of the order: leads to one purchase of one person, and to nothing about the shop',
    买家账号: 'account of the buyer; the token of the telephone tells one buyer from another',
  },
  personal: ['买家账号', '买家电话'],
  normalize(found, context) {
    if (found.投诉类型 === '咨询') return { ignored: 'a question, not a complaint' }
    const token = context.token.bind(context)
    const signals: Signal[] = []
    const meaning = (list: Readonly<Record<string, string>>, field: string, value: string | null) => {
      if (value === null) return null
      const known = meaningOf(list, value)
      if (known === undefined) signals.push({ code: 'value_unknown', field, value })
      return known ?? 'other'
    }
    const status = meaning(RESULTS, '处理结果', found.处理结果) ?? 'not_stated'
    const others = [{ scheme: 'shop' as const, issuer: found.平台名称, value: found.店铺编号 }]
    const shop = chineseParty('reported', found.店铺名称, { uscc: found.经营者代码, others }, token)
    const platform = chineseParty('platform', found.平台名称, { kind: 'organisation' }, token)
    const { 买家电话: phone } = found
    const buyers = phone === null ? [] : [chineseParty('reporter', '投诉人', { phone, kind: 'person' }, token)]
    return {
      version_at: null,
      signals,
      records: [
        draft('tip_off', {
          source_key: `${found.平台名称}|${found.投诉编号}`,
          valid_from: found.投诉时间,
          // What was taken back or found untrue is kept and counts towards nothing.
          in_force: status !== 'withdrawn' && status !== 'unfounded',
          status,
          authority: null,
          parties: [shop, platform, ...buyers],
          flags: failedChecks([shop]),
          report_no: found.投诉编号,
          channel: 'platform_complaint',
          category: meaning(CATEGORIES, '投诉类型', found.投诉类型),
          content: found.投诉内容,
          received_on: found.投诉时间,
          handled_on: found.处理时间,
          result: found.处理结果,
        }),
      ],
    }
  },
})
