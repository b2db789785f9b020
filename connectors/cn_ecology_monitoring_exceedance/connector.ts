/** Exceedances that the automatic monitors of key dischargers in a province report: one row a measured value above its limit. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { publishedDay } from '../../schemas/published_cells.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { MARKS, MEDIA, measured, NOT_MEASURED, row } from './row.js'

export const connector = defineConnector({
  title: 'Exceedances of automatic monitoring (自动监测超标)',
  agency: {
    name: '陕西省生态环境厅',
    name_en: 'Shaanxi Provincial Department of Ecology and Environment',
    uscc: null,
    level: 'province',
    region: '610000',
    source_class: 'administration',
  },
  publisher: 'Shaanxi Provincial Department of Ecology and Environment, monitoring of key dischargers',
  licence: 'Published for inspection; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'See which plants exceed their limits, with what, how often and why.',
  legal_basis: 'Environmental Protection Law, articles 42 and 55.',
  classification: 'internal',
  source: { files: 'sample.ndjson', format: jsonRecords(), synthetic: true },
  cadence: { cron: '10 * * * *', time_zone: 'Asia/Shanghai', stale_after_days: 2 },
  mode: { type: 'append' },
  key: 'discharger / monitoring point / pollutant / kind of value / time of measurement to the minute',
  version_by: 'arrival',
  kinds: ['exceedance'],
  volume: { min: 10, max: 10_000_000 },
  row,
  ignored: { 超标倍数: 'how many times the limit: follows from value and limit' },
  personal: [],
  normalize(found, context) {
    const unmeasured = found.数据标记 === null ? undefined : meaningOf(NOT_MEASURED, found.数据标记)
    if (unmeasured !== undefined) return { ignored: unmeasured }
    const time = publishedDay.safeParse(found.监测时间)
    if (!time.success || time.data === null) {
      const message = `'${found.监测时间.slice(0, 40)}' is no point in time`
      return { issues: [{ field: '监测时间', code: 'date_invalid', message, value: found.监测时间.slice(0, 200) }] }
    }
    const operator = chineseParty(
      'operator',
      found.排污单位名称,
      {
        uscc: found.统一社会信用代码,
        others: [{ scheme: 'cn_licence', issuer: 'cn_pollutant_permit', value: found.排污许可证编号 }],
        ...(/^\d{6}$/.test(found.行政区划代码 ?? '') ? { region: found.行政区划代码 } : {}),
      },
      context.token.bind(context),
    )
    const flags = failedChecks([operator])
    const value = measured(found.监测值, '监测值', flags)
    const limit = measured(found.标准限值, '标准限值', flags)
    if (value !== null && limit !== null && Number(value) <= Number(limit)) flags.push('not_above_limit:监测值')
    if (found.数据标记 === 'T') flags.push('above_range:监测值')
    const medium = found.监测类型 === null ? null : meaningOf(MEDIA, found.监测类型)
    const signals: Signal[] = []
    if (medium === undefined) signals.push({ code: 'value_unknown', field: '监测类型', value: String(found.监测类型) })
    if (found.数据标记 !== null && !MARKS.has(found.数据标记))
      signals.push({ code: 'value_unknown', field: '数据标记', value: found.数据标记 })
    const minute = /(\d{1,2})[:：时](\d{1,2})/.exec(found.监测时间)
    const clock =
      minute === null
        ? ''
        : `T${minute
            .slice(1)
            .map((part) => part.padStart(2, '0'))
            .join(':')}`
    // A sole trader's citizen number may stand where the code belongs: the party has its token, and so has the key.
    const discharger = operator.identifiers[0]?.value ?? operator.name
    return {
      version_at: null,
      signals,
      records: [
        draft('exceedance', {
          source_key: [discharger, found.监测点编码, found.污染物, found.数据类型 ?? '', `${time.data}${clock}`]
            .map((part) => part.slice(0, 150))
            .join('|'),
          valid_from: time.data,
          in_force: true,
          status: 'measured',
          authority: '陕西省生态环境厅',
          parties: [operator],
          flags,
          monitoring_point: found.监测点名称 ?? found.监测点编码,
          medium: medium === undefined ? 'other' : medium,
          pollutant: found.污染物,
          measured_value: value,
          limit_value: limit,
          unit: found.单位,
          measured_on: time.data,
          cause: found.超标原因,
        }),
      ],
    }
  },
})
