/** Joint actions of several agencies (联合执法): who led, who took part, and what came of it, in figures as reported. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { parseQuantity } from '../../schemas/quantity.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, FIGURES, row } from './row.js'

export const connector = defineConnector({
  title: 'Joint enforcement actions (联合执法行动)',
  agency: {
    name: '陕西省公安厅',
    name_en: 'Shaanxi Provincial Public Security Department',
    uscc: null,
    level: 'province',
    region: '610000',
    source_class: 'police',
  },
  publisher: 'The department, from what its cities and counties report',
  licence: 'Not published in rows; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Count what agencies do together, and see which units were looked at in it.',
  legal_basis:
    "People's Police Law, article 6; Administrative Penalty Law 2021, articles 26 (assistance) and 27 (transfer).",
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['行动编号', '行动名称', '牵头单位'] }),
    synthetic: true,
  },
  cadence: { cron: '0 8 * * 1', time_zone: 'Asia/Shanghai', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'leading agency / number of the action (行动编号)',
  version_by: 'arrival',
  kinds: ['joint_action'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: { 负责人: 'name of the officer who leads it' },
  personal: ['负责人'],
  normalize(found, context) {
    if (found.状态 === '计划') return { ignored: 'an action that is only planned' }
    const flags: string[] = []
    const bounds: string[] = []
    const figures: Record<string, string | null> = {}
    for (const [field, column] of FIGURES) {
      const text = found[column]
      const quantity = text === null ? null : parseQuantity(text)
      figures[field] = quantity?.value ?? null
      if (quantity === undefined) flags.push(`figure_unread:${column}`)
      else if (quantity !== null && quantity.bound !== 'eq') bounds.push(`${field}:${quantity.bound}`)
    }
    const known = found.状态 === null || found.状态 === '完成' || found.状态 === '取消'
    const { 被查单位: name, 被查单位代码: uscc } = found
    const units = name === null ? [] : [chineseParty('inspected', name, { uscc }, context.token.bind(context))]
    const others = (found.参与单位 ?? '').split(/[、;；,，]/).map((part) => part.trim())
    return {
      version_at: null,
      signals: known ? [] : [{ code: 'value_unknown', field: '状态', value: String(found.状态) }],
      records: [
        draft('joint_action', {
          source_key: `${found.牵头单位}|${found.行动编号}`,
          valid_from: found.行动日期,
          in_force: found.状态 !== '取消',
          status: found.状态 === null ? 'not_stated' : found.状态 === '取消' ? 'cancelled' : known ? 'done' : 'other',
          authority: found.牵头单位,
          parties: units,
          flags: [...failedChecks(units), ...flags],
          title: found.行动名称,
          field: found.领域,
          agencies: [...new Set([found.牵头单位, ...others.filter((part) => part !== '')])],
          acted_on: found.行动日期,
          ...figures,
          bounds,
        }),
      ],
    }
  },
})
