/** Permits of the police to carry fireworks on the road: one row a permit, good for one journey on one route. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { shiftDecimal } from '../../schemas/decimals.js'
import { draft } from '../../schemas/draft.js'
import { documentNumber } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, row } from './row.js'

export const connector = defineConnector({
  title: 'Permits to carry fireworks on the road (烟花爆竹道路运输许可证)',
  agency: {
    name: '南昌市公安局',
    name_en: 'Nanchang Public Security Bureau',
    uscc: null,
    level: 'city',
    region: '360100',
    source_class: 'police',
  },
  publisher: 'Nanchang Public Security Bureau, register of the permits of the police of its counties and districts',
  licence: 'Not published, for police use only; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Hold movements and sales of fireworks against the permits that have to cover them.',
  legal_basis:
    'Regulation on the Safety of Fireworks (State Council order 455), chapter 4: permit of the police, decided within three days, for one journey.',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['许可证编号', '托运人', '许可证状态'] }),
    synthetic: true,
  },
  cadence: { cron: '0 */4 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 3 },
  mode: { type: 'append' },
  key: 'permit number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['licence'],
  volume: { min: 10, max: 500_000 },
  row,
  ignored: {
    车牌号: 'number plate: the permit is held against goods and parties, not vehicles',
    驾驶员: 'name of the driver: a person who is not the party',
    驾驶员证件号码: 'identity number of the driver: a person who is not the party',
    押运员: 'name of the escort: a person who is not the party',
  },
  personal: ['车牌号', '驾驶员', '驾驶员证件号码', '押运员'],
  normalize(found, context) {
    const token = context.token.bind(context)
    const parties = [
      chineseParty('licensee', found.托运人, { uscc: found.托运人代码 }, token),
      ...(found.收货单位 === null
        ? []
        : [chineseParty('recipient', found.收货单位, { uscc: found.收货单位代码 }, token)]),
      ...(found.承运人 === null ? [] : [chineseParty('carrier', found.承运人, { uscc: found.承运人代码 }, token)]),
    ]
    const flags = failedChecks(parties)
    const text = found.数量?.normalize('NFKC').trim() ?? '/'
    const quantity = /^[/—-]$/.test(text) ? null : text.length > 40 ? undefined : shiftDecimal(text, 0)
    if (quantity === undefined || quantity?.startsWith('-') === true) flags.push('number_invalid:数量')
    if (found.收货单位 === null) flags.push('required_missing:收货单位')
    if (found.有效期至 === null) flags.push('required_missing:有效期至')
    if (found.有效期自 !== null && found.有效期至 !== null && found.有效期至 < found.有效期自)
      flags.push('ends_before_it_begins:有效期至')
    const route = [found.起运地, found.到达地].every((place) => place === null)
      ? null
      : `${found.起运地 ?? '?'} → ${found.到达地 ?? '?'}`
    const scope = [found.货物名称, route, found.行驶路线].filter((part) => part !== null)
    const number = documentNumber(found.许可证编号)
    const status = found.许可证状态
    return {
      version_at: null,
      records: [
        draft('licence', {
          source_key: number,
          valid_from: found.有效期自 ?? found.签发日期,
          valid_to: found.有效期至,
          in_force: status !== 'void' && status !== 'cancelled',
          status,
          authority: found.签发机关,
          parties,
          flags,
          licence_type: '烟花爆竹道路运输许可证',
          licence_no: number,
          scope: scope.join('；') || null,
          decided_on: found.签发日期,
          approved_quantity: quantity === undefined || quantity?.startsWith('-') === true ? null : quantity,
          approved_unit: found.计量单位,
        }),
      ],
    }
  },
})
