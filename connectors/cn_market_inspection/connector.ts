/** Inspections by checklist of a city's market regulator: tasks that its branch offices have handled, and the orders that came of them. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { findingsOf, KEY_AREAS } from './checklist.js'
import { COLUMNS, CONCLUSIONS, orderOf, row } from './row.js'

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
