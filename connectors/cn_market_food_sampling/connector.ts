/** Notices of food sampling (食品安全监督抽检): a sample with its items that failed, the unit it was taken from and the producer on its label. */
import { z } from 'zod'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party, PartyRole } from '../../schemas/party.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { meaningOf, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { cityOfAddress, failedItems, firmsOf } from './cells.js'

const FAILED = '不合格项目║检验结果║标准值'
const COLUMNS = {
  抽样编号: ['抽检编号'],
  序号: [],
  标称生产企业名称: [],
  标称生产企业地址: [],
  被抽样单位名称: [],
  被抽样单位地址: [],
  食品名称: ['样品名称'],
  规格型号: [],
  商标: [],
  '生产日期/批号': [],
  [FAILED]: ['不合格项目‖检验结果‖标准值'],
  检验结论: ['结果判定'],
  分类: ['食品大类'],
  公告号: [],
  公告日期: [],
  抽样日期: [],
  '任务来源/项目名称': ['任务来源'],
  检验机构: ['承检机构'],
  备注: [],
}

const row = z.strictObject({
  抽样编号: publishedText,
  标称生产企业名称: publishedText,
  标称生产企业地址: publishedText,
  被抽样单位名称: publishedText,
  被抽样单位地址: publishedText,
  食品名称: requiredText,
  规格型号: publishedText,
  商标: publishedText,
  '生产日期/批号': publishedText,
  [FAILED]: publishedText,
  检验结论: publishedText,
  分类: publishedText,
  公告号: requiredText,
  公告日期: publishedDay,
  抽样日期: publishedDay,
  '任务来源/项目名称': publishedText,
  检验机构: publishedText,
  备注: publishedText,
})
type Found = z.infer<typeof row>

const CONCLUSIONS: Readonly<Record<string, 'passed' | 'failed'>> = {
  合格: 'passed',
  纯抽检合格样品: 'passed',
  不合格: 'failed',
  纯抽检不合格样品: 'failed',
}

function party(role: PartyRole, name: string, address: string | null): Party {
  return { role, name, kind: 'unknown', region: cityOfAddress(address), address, identifiers: [] }
}

/** The producers on the label, each with the address that stands under the same word in the other cell. */
function producers(found: Found, signals: Signal[]): Party[] {
  const { firms, unknown } = firmsOf(found.标称生产企业名称 ?? '')
  for (const value of unknown) signals.push({ code: 'value_unknown', field: '标称生产企业名称', value })
  const addresses = firmsOf(found.标称生产企业地址 ?? '').firms
  return firms.map(({ part, role, name }) => {
    const own = part === null ? undefined : addresses.find((address) => address.part === part)
    const only = firms.length === 1 ? found.标称生产企业地址 : null
    return party(role, name, own?.name ?? only)
  })
}

/** passed or failed, as conclusion and failed items say together; an issue where they contradict one another or say nothing. */
function resultOf(found: Found) {
  const said = found.检验结论 === null ? undefined : meaningOf(CONCLUSIONS, found.检验结论)
  const issue = (code: 'code_unknown' | 'value_invalid' | 'required_missing', message: string) => ({
    issues: [{ field: '检验结论', code, message, value: found.检验结论 }],
  })
  if (found.检验结论 !== null && said === undefined)
    return issue('code_unknown', 'the conclusion is neither 合格 nor 不合格')
  if (said === 'passed' && found[FAILED] !== null)
    return issue('value_invalid', 'the conclusion is 合格, and failed items are named')
  if (found[FAILED] !== null || said === 'failed') return { result: 'failed' as const }
  if (said === 'passed') return { result: 'passed' as const }
  return issue('required_missing', 'neither a conclusion nor a failed item is named')
}

export const connector = defineConnector({
  title: 'Notices of food safety sampling (食品安全监督抽检)',
  agency: {
    name: '江西省市场监督管理局',
    name_en: 'Jiangxi Administration for Market Regulation',
    uscc: null,
    level: 'province',
    region: '360000',
    source_class: 'administration',
  },
  publisher: 'Notices of the administration on its site, one table of failed and one of passed samples each',
  licence: 'Public by law; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which food failed and why, where it was on sale, and whom its label names as producer.',
  legal_basis: 'Food Safety Law, articles 87 and 118; Measures for Food Safety Sampling Inspection (order 15 of 2019).',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['食品名称', '公告号'] }),
    synthetic: true,
  },
  cadence: { cron: '0 18 * * 5', time_zone: 'Asia/Shanghai', stale_after_days: 21 },
  mode: { type: 'append' },
  key: 'sample number; without one notice / food / batch / sampled unit / producer',
  version_by: 'arrival',
  kinds: ['sample_test'],
  volume: { min: 10, max: 5_000_000 },
  row,
  ignored: { 序号: 'place in the notice, another one when the notice is corrected' },
  personal: [],
  normalize(found) {
    const judged = resultOf(found)
    if ('issues' in judged) return judged
    const signals: Signal[] = []
    const sampled = found.被抽样单位名称
    const parties = [
      ...(sampled === null ? [] : [party('sampled', sampled, found.被抽样单位地址)]),
      ...producers(found, signals),
    ]
    if (parties.length === 0) {
      const message = 'neither the sampled unit nor a producer is named'
      return { issues: [{ field: '被抽样单位名称', code: 'required_missing', message, value: sampled }] }
    }
    const { items, whole } = found[FAILED] === null ? { items: [], whole: true } : failedItems(found[FAILED])
    const flags: string[] = []
    if (!whole) flags.push(`items_unread:${FAILED}`)
    if (judged.result === 'failed' && items.length === 0) flags.push(`required_missing:${FAILED}`)
    const place = [found.公告号, found.食品名称, found['生产日期/批号'], sampled, found.标称生产企业名称]
    const record = draft('sample_test', {
      source_key:
        found.抽样编号?.slice(0, 800) ??
        place
          .map((part) => part ?? '')
          .join('|')
          .slice(0, 800),
      valid_from: found.抽样日期 ?? found.公告日期,
      in_force: true,
      status: 'published',
      authority: '江西省市场监督管理局',
      parties,
      flags,
      sample_no: found.抽样编号,
      product: found.食品名称,
      category: found.分类,
      specification: found.规格型号,
      trademark: found.商标,
      batch: found['生产日期/批号'],
      sampled_on: found.抽样日期,
      published_on: found.公告日期,
      programme: found['任务来源/项目名称'],
      tested_by: found.检验机构,
      result: judged.result,
      findings: items,
      remarks:
        [found.备注, ...firmsOf(found.标称生产企业名称 ?? '').origins].filter((part) => part !== null).join('；') ||
        null,
    })
    return { version_at: null, signals, records: [record] }
  },
})
