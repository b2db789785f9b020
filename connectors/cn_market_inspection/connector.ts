/** Inspections by checklist of a city's market regulator: tasks that its branch offices have handled, and the orders that came of them. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, documentNumber, meaningOf, parseDate, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { findingsOf, INDUSTRIES, KEY_AREAS } from './checklist.js'

const COLUMNS = {
  任务编号: [],
  任务状态: [],
  检查类型: [],
  被检查单位: ['被检查单位名称'],
  统一社会信用代码: [],
  经营地址: [],
  负责人: [],
  联系电话: [],
  行业类别: ['行业类别代码'],
  重点区域: ['重点区域代码'],
  责任网格: [],
  所属分局: ['分局'],
  检查日期: [],
  检查人员: [],
  检查项: ['检查项结果'],
  检查结论: [],
  风险等级: [],
  责令改正文书号: [],
  责令改正日期: [],
  改正期限: [],
  改正完成日期: [],
}

const row = z.strictObject({
  任务编号: requiredText,
  任务状态: codeOf({ 已办结: 'done', 待检查: 'open', 已撤回: 'withdrawn' }),
  检查类型: publishedText,
  被检查单位: publishedName,
  统一社会信用代码: publishedText,
  经营地址: publishedText,
  联系电话: publishedText,
  行业类别: codeOf(INDUSTRIES),
  重点区域: publishedText,
  责任网格: publishedText,
  所属分局: publishedText,
  检查日期: publishedDay,
  检查项: publishedText,
  检查结论: publishedText,
  风险等级: publishedText,
  责令改正文书号: publishedText,
  责令改正日期: publishedDay,
  改正期限: publishedText,
  改正完成日期: publishedDay,
})
type Found = z.infer<typeof row>

const CONCLUSIONS: Readonly<Record<string, 'passed' | 'failed' | 'partly' | 'closed'>> = {
  符合: 'passed',
  基本符合: 'partly',
  不符合: 'failed',
  已停业: 'closed',
}

/** The order to put right what the inspection found, with its own number. */
function orderOf(found: Found, documentText: string, party: Party, violations: readonly string[], flags: string[]) {
  const documentNo = documentNumber(documentText)
  const due = found.改正期限 === null ? null : parseDate(found.改正期限)
  const orderedOn = found.责令改正日期 ?? found.检查日期
  return draft('rectification_order', {
    source_key: `责令改正|${documentNo}`.slice(0, 800),
    valid_from: orderedOn,
    valid_to: found.改正完成日期,
    in_force: true,
    status: found.改正完成日期 === null ? 'ordered' : 'completed',
    authority: found.所属分局 ?? '南昌市市场监督管理局',
    parties: [{ ...party, role: 'ordered' }],
    // An order without a day that can be read is an order all the same.
    flags: due === undefined ? [...flags, 'term_unread:改正期限'] : flags,
    document_no: documentNo,
    violation: violations.length === 0 ? null : violations.join('；'),
    ordered_on: orderedOn,
    due_on: due ?? null,
    completed_on: found.改正完成日期,
  })
}

export const connector = defineConnector({
  title: 'Food safety inspections by checklist (食品安全信用监管检查)',
  agency: {
    name: '南昌市市场监督管理局',
    name_en: 'Nanchang Administration for Market Regulation',
    uscc: null,
    level: 'city',
    region: '360100',
    source_class: 'administration',
  },
  publisher: 'The administration: tasks of city, counties and branch offices, as the branch closes them',
  licence: 'Internal to the administration; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know what inspectors found where, item by item, and whether it was put right.',
  legal_basis:
    'Food Safety Law, articles 109 and 110; Measures for Supervision and Inspection of Food Production and Trade (order 49 of 2021).',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['任务编号', '任务状态', '被检查单位'] }),
    synthetic: true,
  },
  cadence: { cron: '0 22 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 3 },
  mode: { type: 'append' },
  key: 'number of the task; of an order the number of its document, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['inspection', 'rectification_order'],
  volume: { min: 10, max: 5_000_000 },
  row,
  ignored: {
    负责人: 'name of a person who is not the party',
    检查人员: 'names of the officers',
  },
  personal: ['联系电话'],
  normalize(found, context) {
    if (found.任务状态 === 'open') return { ignored: 'the task is still open: nobody has inspected' }
    if (found.任务状态 === 'withdrawn') return { ignored: 'the task was withdrawn before anybody inspected' }
    if (found.检查日期 === null) {
      const message = 'the task is closed and has no day of inspection'
      return { issues: [{ field: '检查日期', code: 'required_missing', message, value: null }] }
    }
    const signals: Signal[] = []
    const unknown = (field: string, value: string) => signals.push({ code: 'value_unknown', field, value })
    const { findings, violations, unknown: unread } = findingsOf(found.检查项 ?? '')
    for (const value of unread) unknown('检查项', value)
    const keyArea = found.重点区域 === null ? null : meaningOf(KEY_AREAS, found.重点区域)
    if (keyArea === undefined) unknown('重点区域', String(found.重点区域))
    const result = found.检查结论 === null ? null : meaningOf(CONCLUSIONS, found.检查结论)
    if (result === undefined) unknown('检查结论', String(found.检查结论))
    const codes = { uscc: found.统一社会信用代码, phone: found.联系电话, address: found.经营地址, region: '360100' }
    const party = chineseParty('inspected', found.被检查单位, codes, context.token)
    const checks = failedChecks([party])
    const grid = [found.所属分局, found.责任网格].filter((part) => part !== null).join(' ')
    const inspection = draft('inspection', {
      source_key: found.任务编号.slice(0, 800),
      valid_from: found.检查日期,
      in_force: true,
      status: 'closed',
      authority: found.所属分局 ?? '南昌市市场监督管理局',
      parties: [party],
      flags: [...checks, ...(result === 'passed' && violations.length > 0 ? ['contradicts_items:检查结论'] : [])],
      inspection_no: found.任务编号,
      inspection_type: found.检查类型,
      industry: found.行业类别,
      key_area: keyArea === undefined ? 'other' : keyArea,
      grid: grid === '' ? null : grid,
      inspected_on: found.检查日期,
      result: result ?? null,
      rating: found.风险等级,
      violations,
      findings,
    })
    const documentText = found.责令改正文书号
    const records =
      documentText === null ? [inspection] : [inspection, orderOf(found, documentText, party, violations, checks)]
    return { version_at: null, signals, records }
  },
})
