/** Penalties and orders to put right of a municipal ecology and environment bureau: one row a decision, which may be both. */
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, REQUIRED } from './layout.js'
import { recordsOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Penalties and orders of ecology and environment (生态环境行政处罚)',
  agency: {
    name: '无锡市江阴生态环境局',
    name_en: 'Jiangyin Bureau of Ecology and Environment, Wuxi',
    uscc: null,
    level: 'county',
    region: '320281',
    source_class: 'administration',
  },
  publisher: 'Jiangyin Bureau of Ecology and Environment, table of its decisions',
  licence: 'Published for inspection; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who was penalised for pollution, what has to be put right, and whether the decision stands.',
  legal_basis:
    'Measures for Administrative Penalties of Ecology and Environment (2023); Administrative Penalty Law, article 48.',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: [...REQUIRED] }),
    synthetic: true,
  },
  cadence: { cron: '0 4 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'authority / document number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['penalty', 'rectification_order'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: {
    案件名称: 'title of the case, made of party and violation',
    法定代表人: 'name of the legal representative: a person, and no proof of who the party is',
    履行情况: 'whether the fine was paid: free text',
  },
  personal: ['证件号码'],
  normalize(found, context) {
    return { version_at: null, ...recordsOf(found, context) }
  },
})
