/** Tip-offs at the hotline of a market regulator, with what became of them and the reward. Who reports is a token, never a name. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { CHANNELS, COLUMNS, RESULTS, row, TYPES } from './row.js'

export const connector = defineConnector({
  title: 'Tip-offs at a hotline, with rewards (12315举报)',
  agency: {
    name: '江阴市市场监督管理局',
    name_en: 'Jiangyin Administration for Market Regulation',
    uscc: null,
    level: 'county',
    region: '320281',
    source_class: 'administration',
  },
  publisher: 'The regulator, from its register of complaints and tip-offs',
  licence: 'Not published, for official use; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'See whom the public reports and for what, and that who reports is heard and rewarded.',
  legal_basis:
    'Interim Measures for Handling Complaints and Reports in Market Regulation (2019, order 20); Interim Measures for Rewarding Reports of Serious Violations (2021); Personal Information Protection Law, article 34.',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['登记编号', '诉求类型'] }),
    synthetic: true,
  },
  cadence: { cron: '15 * * * *', time_zone: 'Asia/Shanghai', stale_after_days: 2 },
  mode: { type: 'append' },
  key: 'number in the register (登记编号)',
  version_by: 'arrival',
  kinds: ['tip_off'],
  volume: { min: 10, max: 10_000_000 },
  row,
  ignored: { 举报人: 'name of the person who reports: the law keeps it secret, and tokens tell one from another' },
  personal: ['举报人', '举报人证件号码', '举报人电话'],
  normalize(found, context) {
    const type = meaningOf(TYPES, found.诉求类型)
    if (type === 'question') return { ignored: 'a question, not a tip-off' }
    const yuan = found['奖励金额(元)']
    const tenThousands = found['奖励金额(万元)']
    if (yuan !== null && tenThousands !== null && yuan !== tenThousands) {
      const message = `the reward is ${yuan} yuan in one column and ${tenThousands} in the other`
      return { issues: [{ field: '奖励金额(元)', code: 'value_invalid', message, value: yuan }] }
    }
    const token = context.token.bind(context)
    const signals: Signal[] = []
    if (type === undefined) signals.push({ code: 'value_unknown', field: '诉求类型', value: found.诉求类型 })
    const meaning = (list: Readonly<Record<string, string>>, field: string, value: string | null) => {
      if (value === null) return null
      const known = meaningOf(list, value)
      if (known === undefined) signals.push({ code: 'value_unknown', field, value })
      return known ?? 'other'
    }
    const status = meaning(RESULTS, '办理结果', found.办理结果) ?? 'not_stated'
    const { 被举报单位: name, 统一社会信用代码: uscc, 被举报地址: address } = found
    const reported = name === null ? [] : [chineseParty('reported', name, { uscc, address }, token)]
    const { 举报人证件号码: document, 举报人电话: phone } = found
    const reporters =
      document === null && phone === null
        ? []
        : [chineseParty('reporter', '举报人', { document, phone, kind: 'person' }, token)]
    const reward = yuan ?? tenThousands
    const flags = failedChecks(reported)
    if (reward !== null && reward !== '0' && reporters.length === 0) flags.push('required_missing:举报人电话')
    return {
      version_at: null,
      signals,
      records: [
        draft('tip_off', {
          source_key: found.登记编号,
          valid_from: found.登记时间,
          in_force: status !== 'unfounded' && status !== 'withdrawn',
          status,
          authority: found.承办单位,
          parties: [...reported, ...reporters],
          flags,
          report_no: found.登记编号,
          channel: meaning(CHANNELS, '来源渠道', found.来源渠道),
          category: found.问题类别,
          content: found.内容,
          received_on: found.登记时间,
          handled_on: found.办结日期,
          result: found.办理结果,
          reward_amount: reward,
          currency: reward === null ? null : 'CNY',
        }),
      ],
    }
  },
})
