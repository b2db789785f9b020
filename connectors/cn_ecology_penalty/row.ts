/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import type { RecordDraft } from '../../schemas/record.js'
import { documentNumber, meaningOf, optionalMoney, requiredDate, requiredText } from '../../schemas/values.js'
import type { NormalizeContext } from '../define.js'
import { KINDS_OF_PENALTY, ORDERS, OUTCOMES } from './layout.js'

export const row = z.strictObject({
  决定书文号: requiredText,
  当事人名称: publishedName,
  统一社会信用代码: publishedText,
  组织机构代码: publishedText,
  证件号码: publishedText,
  违法行为类型: publishedText,
  违法事实: publishedText,
  违反法律: publishedText,
  处罚依据: publishedText,
  处罚种类: publishedText,
  处罚内容: publishedText,
  '罚款金额(万元)': optionalMoney(4),
  '罚款金额(元)': optionalMoney(0),
  责令改正内容: publishedText,
  改正期限: publishedDay,
  完成整改日期: publishedDay,
  决定日期: requiredDate,
  复议诉讼情况: publishedText,
  处罚机关: requiredText,
})

type Found = z.infer<typeof row>

/** The kinds of a decision: its penalties, and whether it orders something to be put right. */
function measuresOf(found: Found) {
  const parts = (found.处罚种类 ?? '').split(/[;；、,，]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
  const penalties = parts.filter((part) => !ORDERS.has(part))
  const signals = penalties
    .filter((part) => meaningOf(KINDS_OF_PENALTY, part) === undefined)
    .map((value): Signal => ({ code: 'value_unknown', field: '处罚种类', value }))
  const measures = [...new Set(penalties.map((part) => meaningOf(KINDS_OF_PENALTY, part) ?? 'other'))]
  return { measures, signals, orders: found.责令改正内容 !== null || penalties.length < parts.length }
}

export function recordsOf(found: Found, context: NormalizeContext): { records: RecordDraft[]; signals: Signal[] } {
  const { measures, signals, orders } = measuresOf(found)
  const outcome = found.复议诉讼情况 === null ? 'in_force' : meaningOf(OUTCOMES, found.复议诉讼情况)
  if (outcome === undefined)
    signals.push({ code: 'value_unknown', field: '复议诉讼情况', value: String(found.复议诉讼情况) })
  const [tenThousands, yuan] = [found['罚款金额(万元)'], found['罚款金额(元)']]
  const fine = yuan ?? tenThousands
  const codes = { uscc: found.统一社会信用代码, orgCode: found.组织机构代码, document: found.证件号码 }
  const party = (role: 'penalised' | 'ordered') =>
    chineseParty(role, found.当事人名称, codes, context.token.bind(context))
  const document_no = documentNumber(found.决定书文号)
  const said = {
    source_key: `${found.处罚机关.normalize('NFKC').replace(/\s+/g, '')}|${document_no}`,
    valid_from: found.决定日期,
    in_force: outcome !== 'revoked',
    status: outcome ?? 'outcome_unknown',
    authority: found.处罚机关,
    document_no,
  }
  const records: RecordDraft[] = []
  // A decision that only orders is no penalty; one that names neither is taken for the penalty that its table says it is.
  if (measures.length > 0 || fine !== null || !orders) {
    const flags = failedChecks([party('penalised')])
    if (tenThousands !== null && yuan !== null && tenThousands !== yuan) flags.push('units_disagree:罚款金额')
    // The table keeps the first amount, whatever review or court made of it.
    if (outcome === 'changed') flags.push('changed_on_appeal:罚款金额')
    if (measures.length === 0) flags.push('required_missing:处罚种类')
    if (measures.includes('fine') && fine === null) flags.push('required_missing:罚款金额')
    records.push(
      draft('penalty', {
        ...said,
        parties: [party('penalised')],
        flags,
        violation: found.违法行为类型,
        violation_facts: found.违法事实,
        legal_basis: found.处罚依据 ?? found.违反法律,
        measures,
        decision: found.处罚内容,
        decided_on: found.决定日期,
        fine_amount: fine,
        currency: fine === null ? null : 'CNY',
        outcome: found.复议诉讼情况,
      }),
    )
  }
  if (orders)
    records.push(
      draft('rectification_order', {
        ...said,
        parties: [party('ordered')],
        flags: failedChecks([party('ordered')]),
        violation: found.违法事实 ?? found.违法行为类型,
        legal_basis: found.违反法律,
        demand: found.责令改正内容,
        ordered_on: found.决定日期,
        due_on: found.改正期限,
        completed_on: found.完成整改日期,
      }),
    )
  return { records, signals }
}
