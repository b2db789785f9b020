/** The list of seriously unlawful and dishonest parties of a provincial market regulator (严重违法失信名单): companies and persons. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { documentNumber, meaningOf, requiredDate, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

const COLUMNS = {
  当事人名称: ['企业名称', '当事人'],
  当事人类型: [],
  统一社会信用代码: [],
  证件号码: ['身份证件号码'],
  违法领域: ['类别'],
  列入事由: ['列入严重违法失信名单原因'],
  列入依据: [],
  列入决定书文号: [],
  列入日期: [],
  作出列入决定机关: ['作出决定机关(列入)'],
  移出事由: ['移出严重违法失信名单原因'],
  移出日期: [],
  法定代表人: [],
}

/** The fields of the national measures (order 44 of 2021), articles 5 to 10. Serves to notice a field that they do not have. */
const FIELDS: ReadonlySet<string> = new Set([
  '食品安全',
  '药品、医疗器械、化妆品',
  '质量安全',
  '侵害消费者权益',
  '破坏公平竞争秩序和扰乱市场秩序',
  '拒不执行行政决定',
])

const KINDS_OF_PARTY: Readonly<Record<string, Party['kind']>> = {
  企业: 'organisation',
  农民专业合作社: 'organisation',
  其他组织: 'organisation',
  个体工商户: 'sole_trader',
  自然人: 'person',
}

/** How an entry ends. A revoked one should never have been and counts towards nothing. */
const ENDS: Readonly<Record<string, { readonly status: string; readonly in_force: boolean }>> = {
  列入满三年: { status: 'removed', in_force: true },
  提前移出: { status: 'removed_early', in_force: true },
  列入决定被撤销: { status: 'revoked', in_force: false },
}

const row = z.strictObject({
  当事人名称: publishedName,
  当事人类型: publishedText,
  统一社会信用代码: publishedText,
  证件号码: publishedText,
  违法领域: publishedText,
  列入事由: publishedText,
  列入依据: publishedText,
  列入决定书文号: requiredText,
  列入日期: requiredDate,
  作出列入决定机关: requiredText,
  移出事由: publishedText,
  移出日期: publishedDay,
})

/** A key out of parts, alike for full-width and half-width signs, capitals and space. */
const keyOf = (...parts: readonly string[]) =>
  parts.join('|').normalize('NFKC').replace(/\s+/g, '').toUpperCase().slice(0, 800)

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
