/** Notices of food sampling (食品安全监督抽检): a sample with its items that failed, the unit it was taken from and the producer on its label. */
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { failedItems, firmsOf } from './cells.js'
import { COLUMNS, FAILED, party, producers, resultOf, row } from './row.js'

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
