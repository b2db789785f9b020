/** Licences to trade in fireworks, wholesale and retail, with the most that may be stored: one row a licence. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { documentNumber } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, IN_FORCE, maximumOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Licences to trade in fireworks (烟花爆竹经营许可证)',
  agency: {
    name: '南昌市应急管理局',
    name_en: 'Nanchang Emergency Management Bureau',
    uscc: null,
    level: 'city',
    region: '360100',
    source_class: 'administration',
  },
  publisher: 'Nanchang Emergency Management Bureau, register of the city and of its counties',
  licence: 'Published for inspection; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who may sell fireworks, where and until when, and how much may be in store.',
  legal_basis:
    'Regulation on the Safety of Fireworks (State Council order 455), chapter 3; Measures for Licences to Trade in Fireworks (2013).',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: COLUMNS,
      required: ['许可证编号', '单位名称', '许可类型', '证书状态'],
    }),
    synthetic: true,
  },
  cadence: { cron: '0 4 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 30 },
  mode: { type: 'snapshot', max_drop: 0.1 },
  key: 'licence number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['licence'],
  volume: { min: 10, max: 50_000 },
  row,
  ignored: { 主要负责人: 'name of the person in charge: a person who is not the licensee' },
  personal: [],
  normalize(found, context) {
    const number = documentNumber(found.许可证编号)
    const licensee = chineseParty(
      'licensee',
      found.单位名称,
      {
        uscc: found.统一社会信用代码,
        others: [{ scheme: 'cn_licence', issuer: 'cn_fireworks_trade', value: number }],
        address: found.经营场所,
      },
      context.token.bind(context),
    )
    const flags = failedChecks([licensee])
    const maximum = found.核定最大储存量 === null ? {} : maximumOf(found.核定最大储存量, flags)
    if (found.有效期至 === null) flags.push('required_missing:有效期至')
    const store = found.仓库地址 === null ? null : `仓库：${found.仓库地址}`
    // What is no quantity is still what the licence says.
    const unread = flags.includes('number_invalid:核定最大储存量') ? `核定最大储存量：${found.核定最大储存量}` : null
    return {
      version_at: null,
      records: [
        draft('licence', {
          source_key: number,
          valid_from: found.有效期自 ?? found.发证日期,
          valid_to: found.有效期至,
          in_force: IN_FORCE.has(found.证书状态),
          status: found.证书状态,
          authority: found.发证机关,
          parties: [licensee],
          flags,
          licence_type: '烟花爆竹经营许可证',
          licence_no: number,
          category: found.许可类型,
          scope: [found.许可范围, store, unread].filter((text) => text !== null).join('；') || null,
          decided_on: found.发证日期,
          ...maximum,
        }),
      ],
    }
  },
})
