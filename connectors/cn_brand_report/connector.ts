/** Reports of a large enterprise about counterfeits of its brand: whose mark it is, who is reported, and what became of it. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { meaningOf, optionalMoney, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

const row = z.strictObject({
  报告编号: requiredText,
  报告日期: publishedDay,
  权利人: publishedName,
  权利人代码: publishedText,
  品牌: publishedText,
  商标注册号: publishedText,
  被举报对象: publishedText,
  被举报对象代码: publishedText,
  被举报地址: publishedText,
  店铺平台: publishedText,
  店铺编号: publishedText,
  线索渠道: publishedText,
  侵权类型: publishedText,
  情况说明: publishedText,
  处理日期: publishedDay,
  处理状态: publishedText,
  '悬赏金额(万元)': publishedText.transform((text): unknown => text).pipe(optionalMoney(4)),
})

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  报告编号: ['report_no'],
  报告日期: ['reported_on'],
  权利人: ['rights_holder'],
  权利人代码: ['rights_holder_code', '权利人统一社会信用代码'],
  品牌: ['brand'],
  商标注册号: ['trademark_no'],
  被举报对象: ['reported'],
  被举报对象代码: ['reported_code', '被举报对象统一社会信用代码'],
  被举报地址: ['reported_address'],
  店铺平台: ['shop_platform'],
  店铺编号: ['shop_id'],
  线索渠道: ['channel'],
  侵权类型: ['category'],
  情况说明: ['content'],
  处理日期: ['handled_on'],
  处理状态: ['state'],
  '悬赏金额(万元)': ['reward'],
  联系人: ['contact'],
  联系电话: ['contact_phone'],
}

const CHANNELS: Readonly<Record<string, string>> = {
  市场巡查: 'market_patrol',
  线上监测: 'online_monitoring',
  消费者反馈: 'consumer',
  经销商反映: 'dealer',
  物流拦截: 'logistics',
}
const CATEGORIES: Readonly<Record<string, string>> = {
  假冒注册商标: 'counterfeit_trademark',
  销售假冒商品: 'sale_of_counterfeits',
  制造商标标识: 'making_of_marks',
  仿冒包装: 'imitated_packaging',
}
const STATES: Readonly<Record<string, string>> = {
  待处理: 'open',
  已受理: 'accepted',
  已查处: 'acted_on',
  鉴定为真品: 'genuine',
  撤回: 'withdrawn',
}

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
        }),
      ],
    }
  },
})
