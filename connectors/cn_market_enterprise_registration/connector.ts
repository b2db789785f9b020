/** Enterprises and sole traders as the market regulator of a county-level city registers them: one row a market entity. */
import { citizenShape, citizenToken } from '../../schemas/citizen_numbers.js'
import { draft } from '../../schemas/draft.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, REQUIRED } from './layout.js'
import { capitalOf, flagsOf, partiesOf, permitted, row } from './row.js'

export const connector = defineConnector({
  title: 'Registered enterprises and sole traders (市场主体登记)',
  agency: {
    name: '江阴市市场监督管理局',
    name_en: 'Jiangyin Administration for Market Regulation',
    uscc: null,
    level: 'county',
    region: '320281',
    source_class: 'administration',
  },
  publisher: 'Jiangyin Administration for Market Regulation, extract of the register for other departments',
  licence: 'Shared between departments; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which enterprise a code stands for, whether it still exists, and for what it needs permits.',
  legal_basis:
    'Regulation on the Registration and Administration of Market Entities (State Council order 746); Provisional Regulation on Enterprise Information Disclosure, article 6.',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: [...REQUIRED] }),
    synthetic: true,
  },
  cadence: { cron: '0 2 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 7 },
  mode: { type: 'snapshot', max_drop: 0.02 },
  key: 'unified social credit code; for an old entry without one its registration number (注册号)',
  version_by: 'arrival',
  kinds: ['registration'],
  volume: { min: 10, max: 2_000_000 },
  row,
  ignored: {
    联系电话: 'telephone number of the contact, a person who is not the party',
    数据更新日期: 'when the extract was made; 核准日期 says when the entry last changed',
  },
  personal: ['联系电话'],
  normalize(found, context) {
    const number = (found.统一社会信用代码 ?? found.注册号)?.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
    if (number === undefined) {
      const message = 'the entry has neither a unified social credit code nor a registration number'
      return { issues: [{ field: '统一社会信用代码', code: 'required_missing', message, value: null }] }
    }
    const parties = partiesOf(found, context)
    const capital = found.注册资本 === null ? null : capitalOf(found.注册资本)
    // A sole trader's citizen number stands where the code is missing: the key must not show it either.
    const key = citizenShape(number) === undefined ? number : citizenToken(number, context.token).value
    return {
      version_at: null,
      records: [
        draft('registration', {
          source_key: key,
          valid_from: found.成立日期,
          valid_to: found.注销日期 ?? found.吊销日期 ?? found.营业期限至,
          in_force: found.登记状态 === 'existing' || found.登记状态 === 'dormant',
          status: found.登记状态,
          authority: found.登记机关,
          parties,
          flags: flagsOf(found, parties),
          register: 'cn_market_entities',
          register_no: key,
          industry: found.所属行业,
          regulated_for: permitted(found.经营范围),
          updated_on: found.核准日期,
          entity_type: found.类型,
          scope: found.经营范围,
          registered_capital: capital?.value ?? null,
          currency: capital?.currency ?? null,
        }),
      ],
    }
  },
})
