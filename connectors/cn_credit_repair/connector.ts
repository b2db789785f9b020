/** Decisions on credit repair (信用修复): a penalty or an entry in a list that need no longer be published, shared and held against somebody. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, REPAIRED, row } from './row.js'

export const connector = defineConnector({
  title: 'Decisions on credit repair (信用修复决定)',
  agency: {
    name: '国家发展和改革委员会',
    name_en: 'National Development and Reform Commission',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'administration',
  },
  publisher: 'Credit China (信用中国)',
  licence: 'Internal to the credit platforms; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Hold nothing against a party whose record was repaired: repair ends publication, sharing and use.',
  legal_basis:
    'Measures for Repair of Credit Information after Correction of Dishonest Conduct (order 58 of 2023); Regulation on Disclosure of Government Information.',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['信用主体名称', '修复类型', '修复结果'] }),
    synthetic: true,
  },
  cadence: { cron: '15 5 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 7 },
  mode: { type: 'append' },
  key: 'number of the repair decision; without one party / kind / number of what is repaired / day of application',
  version_by: 'arrival',
  kinds: ['repair'],
  volume: { min: 10, max: 10_000_000 },
  row,
  ignored: { 经办人: 'name of the person who applies for the party' },
  personal: ['联系电话'],
  normalize(found, context) {
    const outcome = found.修复结果
    if (outcome === 'open') return { ignored: 'the application is not decided yet' }
    if (outcome === 'withdrawn') return { ignored: 'the applicant has withdrawn: nothing was decided' }
    if (found.修复决定日期 === null) {
      const message = 'the application is decided, and the day of the decision is absent'
      return { issues: [{ field: '修复决定日期', code: 'required_missing', message, value: null }] }
    }
    const signals: Signal[] = []
    const kind = meaningOf(REPAIRED, found.修复类型)
    if (kind === undefined) signals.push({ code: 'value_unknown', field: '修复类型', value: found.修复类型 })
    const codes = { uscc: found.统一社会信用代码, phone: found.联系电话 }
    const party = chineseParty('repaired', found.信用主体名称, codes, context.token)
    const isRepaired = outcome === 'repaired'
    const repairedDocument = found.行政处罚决定书文号 === null ? null : documentNumber(found.行政处罚决定书文号)
    const flags = failedChecks([party])
    if (kind === 'penalty' && repairedDocument === null) flags.push('required_missing:行政处罚决定书文号')
    // Repair needs a public commitment: without one the decision stands, and somebody should look.
    if (isRepaired && found.信用承诺 !== '是') flags.push('commitment_missing:信用承诺')
    const repairNo = found.修复决定书文号 === null ? null : documentNumber(found.修复决定书文号)
    const unnumbered = [found.信用主体名称, found.修复类型, repairedDocument ?? '', found.申请日期 ?? ''].join('|')
    const record = draft('repair', {
      source_key: (repairNo ?? unnumbered).normalize('NFKC').slice(0, 800),
      valid_from: isRepaired ? (found.停止公示日期 ?? found.修复决定日期) : found.修复决定日期,
      // A repair that was refused or revoked repairs nothing: it is kept, and counts towards nothing.
      in_force: isRepaired,
      status: outcome,
      authority: found.受理机构 ?? found.认定机关,
      parties: [party],
      flags,
      repaired_kind: kind ?? 'other',
      document_no: repairedDocument,
      repair_no: repairNo,
      applied_on: found.申请日期,
      repaired_on: isRepaired ? (found.停止公示日期 ?? found.修复决定日期) : null,
      commitment: found.承诺书摘要,
    })
    return { version_at: null, signals, records: [record] }
  },
})
