/** What goes into and out of the stores of fireworks wholesalers, and what was counted there: one row a line of a stock document. */
import { failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { documentNumber } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { product } from './figures.js'
import { figuresOf, keyOf, partiesOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Stock ledger of fireworks wholesalers (烟花爆竹出入库台账)',
  agency: {
    name: '南昌市烟花爆竹批发企业',
    name_en: 'Licensed fireworks wholesalers of Nanchang',
    uscc: null,
    level: 'city',
    region: '360100',
    source_class: 'enterprise',
  },
  publisher: 'Licensed fireworks wholesalers of Nanchang, each for its own stores',
  licence: 'Reported to the authorities; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Hold stock against the approved maximum and movements against permits.',
  legal_basis:
    'Regulation on the Safety of Fireworks (State Council order 455): registers of purchase, sale and store.',
  classification: 'internal',
  source: { files: 'sample.ndjson', format: jsonRecords(), synthetic: true },
  cadence: { cron: '0 22 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 2 },
  mode: { type: 'append' },
  key: 'company / document / line of the document (its product where lines have no number); a count without a document by company, store, product and day',
  version_by: 'arrival',
  kinds: ['stock_movement', 'stock_balance'],
  volume: { min: 10, max: 5_000_000 },
  row,
  ignored: { 经办人: 'name of the clerk: a person who is not the party' },
  personal: ['经办人'],
  normalize(found, context) {
    const type = found.单据类型
    if (type === 'void') return { ignored: 'a document that was made void before anything moved' }
    const { figures, issues } = figuresOf(found)
    if (issues.length > 0) return { issues }
    if (found.单据编号 === null && (type !== 'count' || found.日期 === null)) {
      const message =
        'without the number of its document, and for a count without its day, a line cannot be told from another'
      return { issues: [{ field: '单据编号', code: 'required_missing', message, value: null }] }
    }
    const quantity = figures.数量
    const factor = figures.每单位含药量
    const charge = quantity === undefined || factor === undefined ? null : product(quantity.value, factor.value)
    const bound = quantity?.bound ?? null
    const bounds = bound === null ? [] : [`quantity:${bound}`, ...(charge === null ? [] : [`charge_kg:${bound}`])]
    const parties = partiesOf(found, context)
    const flags = failedChecks(parties)
    if (charge === null) flags.push('charge_not_comparable:每单位含药量')
    if (quantity === undefined) flags.push('required_missing:数量')
    const said = {
      source_key: keyOf(found, parties[0]),
      valid_from: found.日期,
      in_force: true,
      authority: null,
      parties,
      flags,
      store: found.仓库,
      product: found.产品名称,
      quantity: quantity?.value ?? null,
      unit: found.单位,
    }
    if (type === 'count') {
      const record = draft('stock_balance', {
        ...said,
        status: 'counted',
        charge_kg: charge,
        approved_maximum_kg: figures.核定最大储存量?.value ?? null,
        persons: figures.在库人数?.value ?? null,
        approved_persons: figures.核定人数?.value ?? null,
        counted_on: found.日期,
        bounds,
      })
      return { version_at: null, records: [record] }
    }
    if (found.许可证件号 === null) flags.push('required_missing:许可证件号')
    const record = draft('stock_movement', {
      ...said,
      status: 'moved',
      movement_no: found.单据编号,
      direction: type,
      charge_kg: charge,
      // Written as the permits themselves are keyed, so that the two meet.
      permit_no: found.许可证件号 === null ? null : documentNumber(found.许可证件号),
      moved_on: found.日期,
      bounds,
    })
    return { version_at: null, records: [record] }
  },
})
