/** Sales of fireworks as licensed sellers register them: one row a sale, with the buyer and the permit that was shown. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { shiftDecimal } from '../../schemas/decimals.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { BUYERS, COLUMNS, NO_PERMIT, NOBODY, row } from './row.js'

export const connector = defineConnector({
  title: 'Sales of fireworks (烟花爆竹销售登记)',
  agency: {
    name: '进贤县烟花爆竹零售经营者',
    name_en: 'Licensed fireworks retailers of Jinxian County',
    uscc: null,
    level: 'county',
    region: '360124',
    source_class: 'enterprise',
  },
  publisher: 'Licensed fireworks retailers of Jinxian County, each for its own sales',
  licence: 'Reported to the authorities; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'See what was sold to whom, and whether a permit was shown.',
  legal_basis:
    'Regulation on the Safety of Fireworks (State Council order 455); Personal Information Protection Law, article 13 (statutory duty to register buyers).',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['销售单号', '销售单位', '状态'] }),
    synthetic: true,
  },
  cadence: { cron: '30 22 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 7 },
  mode: { type: 'append' },
  key: 'seller (code, else licence, else name) / number of the sale',
  version_by: 'arrival',
  kinds: ['sale'],
  volume: { min: 10, max: 5_000_000 },
  row,
  ignored: { 产品级别: 'class of danger: stands in the name of the product' },
  personal: ['购买人证件号码', '购买人电话'],
  normalize(found, context) {
    const token = context.token.bind(context)
    const text = found.数量?.normalize('NFKC').trim() ?? null
    const quantity = text === null || /^[/—-]$/.test(text) || text.length > 40 ? null : shiftDecimal(text, 0)
    if (quantity === undefined || quantity?.startsWith('-') === true || (text?.length ?? 0) > 40) {
      const message = 'the quantity is no number of what was sold'
      return { issues: [{ field: '数量', code: 'number_invalid', message, value: String(found.数量).slice(0, 200) }] }
    }
    const signals: Signal[] = []
    const kind = found.购买方类型 === null ? null : meaningOf(BUYERS, found.购买方类型)
    if (kind === undefined)
      signals.push({ code: 'value_unknown', field: '购买方类型', value: String(found.购买方类型) })
    const licenceNo = found.经营许可证号 === null ? null : documentNumber(found.经营许可证号)
    const seller = chineseParty(
      'seller',
      found.销售单位,
      {
        uscc: found.销售单位代码,
        others: [{ scheme: 'cn_licence', issuer: 'cn_fireworks_trade', value: licenceNo }],
      },
      token,
    )
    const buyer =
      found.购买方 === null || NOBODY.has(found.购买方)
        ? null
        : chineseParty(
            'buyer',
            found.购买方,
            {
              uscc: found.购买方代码,
              // Who fetches the goods for a unit is not the unit.
              ...(kind === 'organisation' || found.购买方代码 !== null
                ? {}
                : { document: found.购买人证件号码, phone: found.购买人电话 }),
              ...(kind === null || kind === undefined ? {} : { kind }),
            },
            token,
          )
    const parties = buyer === null ? [seller] : [seller, buyer]
    const flags = failedChecks(parties)
    const permit = found.购买许可证号 !== null && NO_PERMIT.has(found.购买许可证号) ? null : found.购买许可证号
    if (permit === null) flags.push('required_missing:购买许可证号')
    if (buyer === null) flags.push('required_missing:购买方')
    return {
      version_at: null,
      signals,
      records: [
        draft('sale', {
          // A sole trader's citizen number may stand where the code belongs: the party has its token, and so has the key.
          source_key: [seller.identifiers[0]?.value ?? seller.name, found.销售单号]
            .map((part) => part.normalize('NFKC').slice(0, 300))
            .join('|'),
          valid_from: found.销售日期,
          in_force: found.状态 === 'sold',
          status: found.状态,
          parties,
          flags,
          sale_no: found.销售单号,
          product: found.产品名称,
          quantity,
          unit: found.单位,
          amount: found['金额(元)'],
          currency: found['金额(元)'] === null ? null : 'CNY',
          // Written as the permits themselves are keyed, so that the two meet.
          permit_no: permit === null ? null : documentNumber(permit),
          sold_on: found.销售日期,
        }),
      ],
    }
  },
})
