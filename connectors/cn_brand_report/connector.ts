/** Reports of a large enterprise about counterfeits of its brand: whose mark it is, who is reported, and what became of it. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { parseQuantity } from '../../schemas/quantity.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { CATEGORIES, CHANNELS, COLUMNS, row, STATES } from './row.js'

export const connector = defineConnector({
  title: 'Reports of counterfeits by a brand owner (企业打假报告)',
  agency: {
    name: '样本润滑油（中国）有限公司',
    name_en: 'Sample Lubricants (China) Co., Ltd.',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'enterprise',
  },
  publisher: 'The brand protection department of the enterprise, to the authorities that it reports to',
  licence: 'Not published; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Hear of counterfeits from those who know the genuine goods, and see who is reported by several.',
  legal_basis:
    'Trademark Law, articles 57, 60 and 61 (report to the authorities); Personal Information Protection Law, article 13.',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['报告编号', '权利人'] }),
    synthetic: true,
  },
  cadence: { cron: '0 10 * * 1-5', time_zone: 'Asia/Shanghai', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'rights holder / number of the report (报告编号)',
  version_by: 'arrival',
  kinds: ['tip_off'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: {
    联系人: 'name of the employee to ask',
    联系电话: 'telephone of the employee to ask; the rights holder is who reports',
  },
  personal: ['联系人', '联系电话'],
  normalize(found, context) {
    if (found.处理状态 === '草稿') return { ignored: 'a draft that was not sent' }
    const token = context.token.bind(context)
    const signals: Signal[] = []
    const meaning = (list: Readonly<Record<string, string>>, field: string, value: string | null) => {
      if (value === null) return null
      const known = meaningOf(list, value)
      if (known === undefined) signals.push({ code: 'value_unknown', field, value })
      return known ?? 'other'
    }
    const status = meaning(STATES, '处理状态', found.处理状态) ?? 'not_stated'
    const holder = chineseParty('rights_holder', found.权利人, { uscc: found.权利人代码 }, token)
    const { 被举报对象: name, 店铺平台: platform, 店铺编号: shop } = found
    // The number of a shop means nothing without its platform.
    const others = platform === null ? [] : [{ scheme: 'shop' as const, issuer: platform, value: shop }]
    const codes = { uscc: found.被举报对象代码, address: found.被举报地址, others }
    const reported = name === null ? [] : [chineseParty('reported', name, codes, token)]
    const platforms = platform === null ? [] : [chineseParty('platform', platform, { kind: 'organisation' }, token)]
    const parties = [holder, ...reported, ...platforms]
    const flags = failedChecks(parties)
    if (platform === null && shop !== null) flags.push('required_missing:店铺平台')
    const mark = [found.品牌, found.商标注册号 === null ? null : `商标注册号${found.商标注册号}`]
    const content = [...mark, found.情况说明].filter((part) => part !== null).join('；')
    const quantity = found.涉案数量 === null ? null : parseQuantity(found.涉案数量)
    if (quantity === undefined) flags.push('figure_unread:涉案数量')
    const reward = found['悬赏金额(万元)']
    return {
      version_at: null,
      signals,
      records: [
        draft('tip_off', {
          source_key: `${found.权利人}|${found.报告编号}`,
          valid_from: found.报告日期,
          in_force: status !== 'genuine' && status !== 'withdrawn',
          status,
          authority: null,
          parties,
          flags,
          report_no: found.报告编号,
          channel: meaning(CHANNELS, '线索渠道', found.线索渠道),
          category: meaning(CATEGORIES, '侵权类型', found.侵权类型),
          content: content === '' ? null : content,
          received_on: found.报告日期,
          handled_on: found.处理日期,
          result: found.处理状态,
          reward_amount: reward,
          currency: reward === null ? null : 'CNY',
          quantity: quantity?.value ?? null,
          unit: quantity?.unit ?? null,
          bounds: quantity == null || quantity.bound === 'eq' ? [] : [`quantity:${quantity.bound}`],
        }),
      ],
    }
  },
})
