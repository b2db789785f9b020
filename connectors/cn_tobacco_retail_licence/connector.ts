/** Licences for the retail sale of tobacco: one row a licence. Who has no trade name is registered under the own name. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, IN_FORCE, row } from './row.js'

export const connector = defineConnector({
  title: 'Licences for the retail sale of tobacco (烟草专卖零售许可证)',
  agency: {
    name: '江阴市烟草专卖局',
    name_en: 'Jiangyin Tobacco Monopoly Administration',
    uscc: null,
    level: 'county',
    region: '320281',
    source_class: 'administration',
  },
  publisher: 'Jiangyin Tobacco Monopoly Administration, register of retail licences',
  licence: 'Shared between departments; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who may sell tobacco, where and until when, and who may not any more.',
  legal_basis: 'Tobacco Monopoly Law, article 16; Measures for Tobacco Monopoly Licences.',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['许可证号', '经营者姓名', '许可证状态'] }),
    synthetic: true,
  },
  cadence: { cron: '0 5 * * 1', time_zone: 'Asia/Shanghai', stale_after_days: 30 },
  mode: { type: 'snapshot', max_drop: 0.05 },
  key: 'licence number (许可证号)',
  version_by: 'arrival',
  kinds: ['licence'],
  volume: { min: 10, max: 500_000 },
  row,
  ignored: {
    联系电话: 'telephone number of the licensee; nothing else in this data set is joined by it',
    市场类型: 'town or country: for the sales plan of the bureau',
  },
  personal: ['经营者证件号码', '联系电话'],
  normalize(found, context) {
    const token = context.token.bind(context)
    const number = found.许可证号.normalize('NFKC').replace(/\s+/g, '')
    // Only where there is no trade name is the person the party; else the name of a person is not carried. Who runs a sole
    // trader is that sole trader, so that the number tells who it is; who manages the shop of a company is not the company.
    const isOwn = found.字号 === null || found.统一社会信用代码?.startsWith('92') === true
    const licensee = chineseParty(
      'licensee',
      found.字号 ?? found.经营者姓名,
      {
        uscc: found.统一社会信用代码,
        others: [{ scheme: 'cn_licence', issuer: 'cn_tobacco_retail', value: number }],
        document: isOwn ? found.经营者证件号码 : null,
        address: found.经营场所,
        ...(isOwn ? { kind: 'sole_trader' } : {}),
      },
      token,
    )
    const parties =
      found.供货单位 === null ? [licensee] : [licensee, chineseParty('supplier', found.供货单位, {}, token)]
    const flags = failedChecks(parties)
    if (found.有效期止 === null) flags.push('required_missing:有效期止')
    if (found.有效期起 !== null && found.有效期止 !== null && found.有效期止 < found.有效期起)
      flags.push('ends_before_it_begins:有效期止')
    return {
      version_at: null,
      records: [
        draft('licence', {
          source_key: number,
          valid_from: found.有效期起 ?? found.发证日期,
          valid_to: found.有效期止,
          in_force: IN_FORCE.has(found.许可证状态),
          status: found.许可证状态,
          authority: found.发证机关,
          parties,
          flags,
          licence_type: '烟草专卖零售许可证',
          licence_no: number,
          scope: found.许可范围,
          decided_on: found.发证日期,
        }),
      ],
    }
  },
})
