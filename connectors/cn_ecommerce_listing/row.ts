/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { optionalMoney, optionalNumberText, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  platform: requiredText,
  item_id: requiredText,
  title: publishedText,
  brand: publishedText,
  category: publishedText,
  price: optionalMoney(0),
  currency: publishedText,
  sold_total: optionalNumberText,
  shop_id: requiredText,
  shop_name: requiredText,
  seller_type: publishedText,
  seller_code: publishedText,
  seller_phone: publishedText,
  ships_from: publishedText,
  listed_at: publishedDay,
  removed_at: publishedDay,
  status: publishedText,
})

export const STATES: Readonly<Record<string, string>> = {
  on_sale: 'on_sale',
  sold_out: 'sold_out',
  removed_by_seller: 'removed_by_seller',
  removed_by_platform: 'removed_by_platform',
  removed_by_order: 'removed_by_order',
}

export const SELLERS: Readonly<Record<string, Party['kind']>> = {
  enterprise: 'organisation',
  sole_trader: 'sole_trader',
  individual: 'person',
}
