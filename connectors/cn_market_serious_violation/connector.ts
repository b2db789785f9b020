/** The list of seriously unlawful and dishonest parties of a provincial market regulator (严重违法失信名单): companies and persons. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, ENDS, FIELDS, KINDS_OF_PARTY, keyOf, row } from './row.js'

export const connector = defineConnector({
  title: 'List of seriously unlawful and dishonest parties (严重违法失信名单)',
  agency: {
    name: '浙江省市场监督管理局',
    name_en: 'Zhejiang Administration for Market Regulation',
    uscc: null,
    level: 'province',
    region: '330000',
    source_class: 'administration',
  },
  publisher: 'National Enterprise Credit Information Publicity System, pages of the province',
  licence: 'Public by law; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who was found to break the law gravely, whom every department treats with more supervision.',
  legal_basis:
    'Measures on the List of Seriously Unlawful and Dishonest Parties in Market Regulation (order 44 of 2021 of the State Administration for Market Regulation).',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: COLUMNS,
      required: ['当事人名称', '列入决定书文号', '列入日期'],
    }),
    synthetic: true,
  },
  cadence: { cron: '20 3 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 14 },
  mode: { type: 'snapshot', max_drop: 0.1 },
  key: 'deciding organ / number of the decision, with all kinds of bracket alike / party',
  version_by: 'arrival',
  kinds: ['list_entry'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: { 法定代表人: 'name of the legal representative: a person, and no proof of who the party is' },
  personal: ['证件号码'],
  normalize(found, context) {
    const signals: Signal[] = []
    const unknown = (field: string, value: string) => signals.push({ code: 'value_unknown', field, value })
    const kind = found.当事人类型 === null ? undefined : meaningOf(KINDS_OF_PARTY, found.当事人类型)
    if (found.当事人类型 !== null && kind === undefined) unknown('当事人类型', found.当事人类型)
    if (found.违法领域 !== null && !FIELDS.has(found.违法领域)) unknown('违法领域', found.违法领域)
    const end = found.移出事由 === null ? undefined : meaningOf(ENDS, found.移出事由)
    if (found.移出事由 !== null && end === undefined) unknown('移出事由', found.移出事由)
    const party = chineseParty(
      'listed',
      found.当事人名称,
      { uscc: found.统一社会信用代码, document: found.证件号码, ...(kind === undefined ? {} : { kind }) },
      context.token,
    )
    const flags = failedChecks([party])
    const removedOn = found.移出日期
    if (found.移出事由 !== null && removedOn === null) flags.push('removal_date_missing:移出日期')
    if (removedOn !== null && removedOn < found.列入日期) flags.push('removed_before_listed:移出日期')
    const gone = found.移出事由 !== null || removedOn !== null
    const organ = found.作出列入决定机关
    const reason = [found.违法领域, found.列入事由].filter((part) => part !== null).join('：')
    const record = draft('list_entry', {
      source_key: keyOf(organ, documentNumber(found.列入决定书文号), found.当事人名称),
      valid_from: found.列入日期,
      // Three years by the measures, unless it ends early: the end is what the list says and not what the rule foresees.
      valid_to: removedOn,
      in_force: end?.in_force ?? true,
      status: gone ? (end?.status ?? 'removed') : 'listed',
      authority: organ,
      parties: [party],
      flags,
      list: '市场监督管理严重违法失信名单',
      reason: reason === '' ? null : reason,
      legal_basis: found.列入依据,
      listed_on: found.列入日期,
      removed_on: removedOn,
    })
    return { version_at: null, signals, records: [record] }
  },
})
