/** Penalties of an agriculture bureau for pesticides, seeds, veterinary drugs and feed: one row a decision. Amounts are in yuan. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { CATEGORIES, COLUMNS, MEASURES_OF, namesOf, row, STATES } from './row.js'

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
