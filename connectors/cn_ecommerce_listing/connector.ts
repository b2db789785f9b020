/** Listings of an e-commerce platform: what is offered by which shop, at what price, and how much of it was sold. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { parseQuantity } from '../../schemas/quantity.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { row, SELLERS, STATES } from './row.js'

export const connector = defineConnector({
  title: 'Listings on an e-commerce platform (网络交易商品信息)',
  agency: {
    name: '样本商城（电子商务平台经营者）',
    name_en: 'Sample Mall, an e-commerce platform',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'logistics_ecommerce',
  },
  publisher: 'The platform, on request of the market regulator or the police',
  licence: 'Not published in bulk; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Find shops that sell what they may not sell, or what cannot be genuine at its price.',
  legal_basis:
    'E-Commerce Law, articles 25 (data for authorities), 28 and 29; Measures for the Supervision of Online Transactions 2021, article 22.',
  classification: 'internal',
  source: { files: 'sample.ndjson', format: jsonRecords(), synthetic: true },
  cadence: { cron: '0 2 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 2 },
  mode: { type: 'append' },
  key: 'platform / number of the listing (item_id)',
  version_by: 'arrival',
  kinds: ['listing'],
  volume: { min: 10, max: 100_000_000 },
  row,
  ignored: {
    seller_contact: 'name of the person to call',
    item_url: 'address of the page; platform and number say which it is',
  },
  personal: ['seller_contact', 'seller_phone'],
  normalize(found, context) {
    if (found.status === 'draft') return { ignored: 'a draft that was never offered' }
    const token = context.token.bind(context)
    const signals: Signal[] = []
    const unknown = (field: string, value: string) => signals.push({ code: 'value_unknown', field, value })
    const status = found.status === null ? 'not_stated' : meaningOf(STATES, found.status)
    if (status === undefined) unknown('status', String(found.status))
    const kind = found.seller_type === null ? undefined : meaningOf(SELLERS, found.seller_type)
    if (kind === undefined && found.seller_type !== null) unknown('seller_type', found.seller_type)
    const currency = found.currency?.toUpperCase() ?? null
    if (found.price !== null && (currency === null || !/^[A-Z]{3}$/.test(currency)))
      return {
        issues: [
          {
            field: 'currency',
            code: currency === null ? 'required_missing' : 'code_unknown',
            message: 'the price has no currency of ISO 4217',
            value: currency,
          },
        ],
      }
    const sold = found.sold_total === null ? null : parseQuantity(found.sold_total)
    const seller = chineseParty(
      'seller',
      found.shop_name,
      {
        uscc: found.seller_code,
        phone: found.seller_phone,
        others: [{ scheme: 'shop', issuer: found.platform, value: found.shop_id }],
        ...(kind === undefined ? {} : { kind }),
      },
      token,
    )
    const flags = failedChecks([seller])
    if (sold === undefined) flags.push('figure_unread:sold_total')
    if (found.listed_at !== null && found.removed_at !== null && found.removed_at < found.listed_at)
      flags.push('out_of_order:removed_at')
    if (seller.kind === 'organisation' && found.seller_code === null) flags.push('required_missing:seller_code')
    return {
      version_at: null,
      signals,
      records: [
        draft('listing', {
          source_key: `${found.platform}|${found.item_id}`,
          valid_from: found.listed_at,
          valid_to: found.removed_at,
          in_force: true,
          status: status ?? 'other',
          authority: null,
          parties: [seller, chineseParty('platform', found.platform, { kind: 'organisation' }, token)],
          flags,
          platform: found.platform,
          listing_no: found.item_id,
          title: found.title,
          brand: found.brand,
          category: found.category,
          price: found.price,
          currency: found.price === null ? null : currency,
          sold_quantity: sold?.value ?? null,
          ships_from: found.ships_from,
          listed_on: found.listed_at,
          removed_on: found.removed_at,
          bounds: sold == null || sold.bound === 'eq' ? [] : [`sold_quantity:${sold.bound}`],
        }),
      ],
    }
  },
})
