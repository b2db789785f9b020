/** The list of enterprises with abnormal operations (经营异常名录): entry and removal, each with its reason and its organ. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { REASONS, REASONS_OF_REMOVAL } from './reasons.js'
import { COLUMNS, keyOf, plainReason, row, SOLE_TRADER } from './row.js'

export const connector = defineConnector({
  title: 'List of enterprises with abnormal operations (经营异常名录)',
  agency: {
    name: '国家市场监督管理总局',
    name_en: 'State Administration for Market Regulation',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'administration',
  },
  publisher: 'National Enterprise Credit Information Publicity System (国家企业信用信息公示系统)',
  licence: 'Public by law; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which enterprises hide: no annual report, false information, nobody at the registered address.',
  legal_basis:
    'Interim Regulation on Enterprise Information Publicity, article 17; Interim Measures on the List of Abnormal Operations (2014).',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['企业名称', '列入日期'] }),
    synthetic: true,
  },
  cadence: { cron: '0 3 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 7 },
  mode: { type: 'snapshot', max_drop: 0.1 },
  key: 'code of the enterprise (its name where it has none) / day of entry / reason of entry',
  version_by: 'arrival',
  kinds: ['list_entry'],
  volume: { min: 10, max: 20_000_000 },
  row,
  ignored: {
    '作出决定机关(移出)': 'who removed the entry; the reason and the day say what counts',
    法定代表人: 'name of the legal representative: a person, and no proof of who the party is',
    序号: 'place in the export, another one each time',
  },
  personal: [],
  normalize(found, context) {
    const signals: Signal[] = []
    const reason = plainReason(found.列入经营异常名录原因)
    if (!REASONS.has(reason)) signals.push({ code: 'value_unknown', field: '列入经营异常名录原因', value: reason })
    const removedOn = found.移出日期
    const removal = found.移出经营异常名录原因 === null ? null : plainReason(found.移出经营异常名录原因)
    const ended = removal === null ? undefined : meaningOf(REASONS_OF_REMOVAL, removal)
    if (removal !== null && ended === undefined)
      signals.push({ code: 'value_unknown', field: '移出经营异常名录原因', value: removal })
    const code = found['统一社会信用代码/注册号']
    const isRegistration = code !== null && /^\d{13}(\d{2})?$/.test(code)
    const party = chineseParty(
      'listed',
      found.企业名称,
      {
        uscc: isRegistration ? null : code,
        businessRegistration: isRegistration ? code : null,
        ...(found.类型 === null ? {} : { kind: SOLE_TRADER.test(found.类型) ? 'sole_trader' : 'organisation' }),
      },
      context.token,
    )
    const flags = failedChecks([party])
    if (removal !== null && removedOn === null) flags.push('removal_date_missing:移出日期')
    if (removedOn !== null && removedOn < found.列入日期) flags.push('removed_before_listed:移出日期')
    const gone = removal !== null || removedOn !== null
    const record = draft('list_entry', {
      source_key: keyOf(code ?? found.企业名称, found.列入日期, reason),
      valid_from: found.列入日期,
      valid_to: removedOn,
      in_force: ended !== 'entered_in_error',
      status: gone ? (ended ?? 'removed') : 'listed',
      authority: found['作出决定机关(列入)'],
      parties: [party],
      flags,
      list: '经营异常名录',
      reason,
      legal_basis: /《[^》]+》第[一二三四五六七八九十百]+条/.exec(reason)?.[0] ?? null,
      listed_on: found.列入日期,
      removed_on: removedOn,
    })
    return { version_at: null, signals, records: [record] }
  },
})
