/** Orders to put right what is unlawful (责令改正通知书) of a county's market regulator. An order is no penalty: it says what to do, until when. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, dueOn, REVIEWS, row } from './row.js'

export const connector = defineConnector({
  title: 'Orders to rectify of a market regulator (责令改正通知书)',
  agency: {
    name: '进贤县市场监督管理局',
    name_en: 'Jinxian County Administration for Market Regulation',
    uscc: null,
    level: 'county',
    region: '360124',
    source_class: 'administration',
  },
  publisher: 'The administration, from its case handling system',
  licence: 'Internal to the administration; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who was ordered to put what right, and whether it was done in time.',
  legal_basis:
    'Administrative Penalty Law (2021), article 28: with a penalty, or before it, the party is ordered to rectify. No penalty of article 9.',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['文书编号', '当事人', '签发日期'] }),
    synthetic: true,
  },
  cadence: { cron: '30 21 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'office / document number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['rectification_order'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: { 承办人: 'names of the officers' },
  personal: ['身份证件号码', '联系电话'],
  normalize(found, context) {
    const signals: Signal[] = []
    const review = found.复查结果 === null ? undefined : meaningOf(REVIEWS, found.复查结果)
    if (found.复查结果 !== null && review === undefined)
      signals.push({ code: 'value_unknown', field: '复查结果', value: found.复查结果 })
    const party = chineseParty(
      'ordered',
      found.当事人,
      {
        uscc: found.统一社会信用代码,
        document: found.身份证件号码,
        phone: found.联系电话,
        address: found.住所,
        ...(found.身份证件号码 !== null && found.统一社会信用代码 === null ? { kind: 'person' as const } : {}),
      },
      context.token,
    )
    const due = dueOn(found)
    const isCompleted = review?.status === 'completed'
    const flags = failedChecks([party])
    if (due === undefined) flags.push('term_unread:改正期限')
    if (isCompleted && found.复查日期 === null) flags.push('required_missing:复查日期')
    const documentNo = documentNumber(found.文书编号)
    const record = draft('rectification_order', {
      source_key: `${found.承办机构.normalize('NFKC').replace(/\s+/g, '')}|${documentNo}`.slice(0, 800),
      valid_from: found.签发日期,
      valid_to: isCompleted ? found.复查日期 : null,
      in_force: review?.in_force ?? true,
      status: review?.status ?? (found.复查结果 === null ? 'ordered' : 'other'),
      authority: found.承办机构,
      parties: [party],
      flags,
      document_no: documentNo,
      violation: found.违法行为,
      legal_basis: [found.违反规定, found.责令依据].filter((part) => part !== null).join('；') || null,
      demand: found.改正内容,
      ordered_on: found.签发日期,
      due_on: due ?? null,
      completed_on: isCompleted ? found.复查日期 : null,
    })
    return { version_at: null, signals, records: [record] }
  },
})
