/** Penalties of an agriculture bureau for pesticides, seeds, veterinary drugs and feed: one row a decision. Amounts are in yuan. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { MEASURES } from '../../schemas/kinds/decisions.js'
import type { Signal } from '../../schemas/outcome.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { documentNumber, meaningOf, optionalMoney, requiredDate, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

const row = z.strictObject({
  处罚决定书文号: requiredText,
  当事人: publishedName,
  统一社会信用代码: publishedText,
  身份证号: publishedText,
  案件类别: publishedText,
  涉案产品: publishedText,
  生产批号: publishedText,
  标称生产企业: publishedText,
  违法事实: publishedText,
  违法行为发生日期: publishedDay,
  处罚依据: publishedText,
  处罚种类: publishedText,
  '没收违法所得(元)': optionalMoney(0),
  '罚款(元)': optionalMoney(0),
  处罚决定日期: requiredDate,
  案件状态: publishedText,
  处罚机关: requiredText,
})

/** Column to the other spellings of its header; the tables are kept with tabs, because products hold commas. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  处罚决定书文号: ['行政处罚决定书文号', '文号'],
  当事人: ['当事人名称'],
  统一社会信用代码: [],
  身份证号: ['公民身份号码'],
  案件类别: ['执法领域'],
  涉案产品: ['产品名称'],
  生产批号: ['批号'],
  标称生产企业: ['标签标注的生产企业'],
  违法事实: ['案由'],
  违法行为发生日期: [],
  处罚依据: [],
  处罚种类: [],
  '没收违法所得(元)': ['违法所得(元)'],
  '罚款(元)': ['罚款金额(元)'],
  货值金额: ['货值金额(元)'],
  处罚决定日期: ['决定日期'],
  案件状态: [],
  处罚机关: ['执法机关'],
  执法人员: ['承办人'],
}
const CATEGORIES = new Set(['农药', '种子', '兽药', '饲料', '肥料', '农产品质量安全', '动物防疫', '农机'])

/** Agricultural law names the goods and licences with each measure: 没收违法经营的农药, 吊销兽药经营许可证. The first pattern that fits tells. */
const MEASURES_OF: readonly (readonly [RegExp, (typeof MEASURES)[number]])[] = [
  [/^警告$/, 'warning'],
  [/^通报批评$/, 'public_criticism'],
  [/^(?:并处)?罚款$/, 'fine'],
  [/^没收/, 'confiscation'],
  [/^暂扣.*(?:证|件)$/, 'licence_suspension'],
  [/^吊销.*(?:证|件|文号)$/, 'licence_revocation'],
  [/^责令(?:停产停业|停业整顿|停产整顿|停止经营)$/, 'business_suspension'],
  [/^责令关闭$/, 'closure'],
  [/^(?:\S+年内|终身)?(?:不得|禁止)从事/, 'occupation_ban'],
]
const STATES: Readonly<Record<string, string>> = {
  已结案: 'in_force',
  执行中: 'in_force',
  已撤销: 'revoked',
  移送公安: 'transferred_to_police',
}

/** One cell may name who ordered the product and who made it: `委托方：…；受托方：…`. */
function namesOf(cell: string | null): string[] {
  const names = (cell ?? '').split(/[;；]/).map((name) => name.replace(/^(?:委托|受托)方[:：]/, '').trim())
  return names.filter((name) => name !== '')
}

export const connector = defineConnector({
  title: 'Penalties of agriculture: pesticides, seeds, veterinary drugs, feed (农业行政处罚)',
  agency: {
    name: '江阴市农业农村局',
    name_en: 'Jiangyin Bureau of Agriculture and Rural Affairs',
    uscc: null,
    level: 'county',
    region: '320281',
    source_class: 'administration',
  },
  publisher: 'Jiangyin Bureau of Agriculture and Rural Affairs, table of its comprehensive enforcement brigade',
  licence: 'Published for inspection; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose:
    'Know who sold or made unlawful pesticides, seeds, veterinary drugs and feed, and whose name the label bore.',
  legal_basis: 'Administrative Penalty Law, article 48; Provisions on Agricultural Administrative Penalty Procedure.',
  classification: 'internal',
  source: {
    files: 'sample.tsv',
    format: csv({
      delimiter: '\t',
      quote: false,
      columns: COLUMNS,
      required: ['处罚决定书文号', '当事人', '处罚决定日期', '处罚机关'],
    }),
    synthetic: true,
  },
  cadence: { cron: '30 4 * * 1', time_zone: 'Asia/Shanghai', stale_after_days: 30 },
  mode: { type: 'append' },
  key: 'authority / document number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['penalty'],
  volume: { min: 10, max: 200_000 },
  row,
  ignored: {
    货值金额: 'value of the goods: neither fine nor confiscation',
    执法人员: 'names of the officers, persons who are not the party',
  },
  personal: ['身份证号', '执法人员'],
  normalize(found, context) {
    const token = context.token.bind(context)
    const signals: Signal[] = []
    const parts = (found.处罚种类 ?? '').split(/[;；、]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
    const measures = parts.map((value) => {
      const measure = MEASURES_OF.find(([pattern]) => pattern.test(value))?.[1]
      if (measure === undefined) signals.push({ code: 'value_unknown', field: '处罚种类', value })
      return measure ?? 'other'
    })
    const status = found.案件状态 === null ? 'in_force' : (meaningOf(STATES, found.案件状态) ?? 'other')
    if (status === 'other') signals.push({ code: 'value_unknown', field: '案件状态', value: String(found.案件状态) })
    if (found.案件类别 !== null && !CATEGORIES.has(found.案件类别))
      signals.push({ code: 'value_unknown', field: '案件类别', value: found.案件类别 })
    const person = found.身份证号 !== null && found.统一社会信用代码 === null
    const parties = [
      chineseParty(
        'penalised',
        found.当事人,
        { uscc: found.统一社会信用代码, document: found.身份证号, ...(person ? { kind: 'person' } : {}) },
        token,
      ),
      ...namesOf(found.标称生产企业).map((name) => chineseParty('nominal_producer', name, {}, token)),
    ]
    const [fine, confiscated] = [found['罚款(元)'], found['没收违法所得(元)']]
    const flags = failedChecks(parties)
    if (measures.includes('fine') && fine === null) flags.push('required_missing:罚款(元)')
    if (parts.length === 0) flags.push('required_missing:处罚种类')
    const documentNo = documentNumber(found.处罚决定书文号)
    const goods = [found.涉案产品, found.生产批号 === null ? null : `批号 ${found.生产批号}`]
    return {
      version_at: null,
      signals,
      records: [
        draft('penalty', {
          source_key: `${found.处罚机关.normalize('NFKC').replace(/\s+/g, '')}|${documentNo}`,
          valid_from: found.处罚决定日期,
          in_force: status !== 'revoked',
          status,
          authority: found.处罚机关,
          parties,
          flags,
          document_no: documentNo,
          violation: found.案件类别,
          violation_facts: [found.违法事实, ...goods].filter((text) => text !== null).join('；') || null,
          legal_basis: found.处罚依据,
          measures: [...new Set(measures)],
          decision: found.处罚种类,
          decided_on: found.处罚决定日期,
          violated_on: found.违法行为发生日期,
          fine_amount: fine,
          confiscated_amount: confiscated,
          currency: fine === null && confiscated === null ? null : 'CNY',
        }),
      ],
    }
  },
})
