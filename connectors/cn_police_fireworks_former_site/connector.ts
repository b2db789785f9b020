/** Former workshops, stores and shops of fireworks that the police keep an eye on: one row a site. The list names places, not persons. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, row, TYPES } from './row.js'

export const connector = defineConnector({
  title: 'Former sites of fireworks under watch (原烟花爆竹作坊、仓库、零售点)',
  agency: {
    name: '进贤县公安局',
    name_en: 'Jinxian County Public Security Bureau',
    uscc: null,
    level: 'county',
    region: '360124',
    source_class: 'police',
  },
  publisher: 'Jinxian County Public Security Bureau, list of its police stations',
  licence: 'Not published, for police use only; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know where fireworks were once made and stored, because that is where it begins again.',
  legal_basis: "Regulation on the Safety of Fireworks (State Council order 455); People's Police Law, article 6.",
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['场所编号', '场所名称', '管控状态'] }),
    synthetic: true,
  },
  cadence: { cron: '0 7 * * 1', time_zone: 'Asia/Shanghai', stale_after_days: 31 },
  mode: { type: 'snapshot', max_drop: 0.1 },
  key: 'site number (场所编号)',
  version_by: 'arrival',
  kinds: ['list_entry'],
  volume: { min: 10, max: 20_000 },
  row,
  ignored: {
    房主: 'name of the owner of the house, who need not know of anything',
    房主证件号码: 'identity number of the owner of the house, who need not know of anything',
    最近检查日期: 'when the site was last looked at: an inspection, which the list only mentions',
  },
  personal: ['房主', '房主证件号码'],
  normalize(found, context) {
    const token = context.token.bind(context)
    const region = /^\d{6}$/.test(found.行政区划代码 ?? '') ? found.行政区划代码 : null
    const site = chineseParty('listed', found.场所名称, { kind: 'facility', address: found.地址, region }, token)
    const licenceNo = found.原许可证号 === null ? null : documentNumber(found.原许可证号)
    const former =
      found.原经营单位 === null
        ? []
        : [
            chineseParty(
              'holder',
              found.原经营单位,
              {
                uscc: found.原单位代码,
                others: [{ scheme: 'cn_licence', issuer: 'cn_fireworks_trade', value: licenceNo }],
              },
              token,
            ),
          ]
    const type = found.场所类型 === null ? null : meaningOf(TYPES, found.场所类型)
    const signals: Signal[] =
      type === undefined ? [{ code: 'value_unknown', field: '场所类型', value: String(found.场所类型) }] : []
    const flags = failedChecks(former)
    const undated = found.管控状态 === 'removed' && found.移出日期 === null
    if (undated) flags.push('required_missing:移出日期')
    if (former.length === 0 && (found.原单位代码 ?? found.原许可证号) !== null)
      flags.push('required_missing:原经营单位')
    const closed = found.关停日期 === null ? null : `关停 ${found.关停日期}`
    return {
      version_at: null,
      signals,
      records: [
        draft('list_entry', {
          source_key: found.场所编号,
          valid_from: found.列入日期,
          valid_to: found.移出日期,
          // Taken off with its day, the entry ends then; without, it must not go on for ever.
          in_force: found.管控状态 !== 'entered_in_error' && !undated,
          status: found.管控状态,
          authority: found.管控责任单位,
          parties: [site, ...former],
          flags,
          list: 'cn_fireworks_former_sites',
          reason: [found.场所类型, found.关停原因, closed].filter((part) => part !== null).join('；') || null,
          listed_on: found.列入日期,
          removed_on: found.移出日期,
        }),
      ],
    }
  },
})
