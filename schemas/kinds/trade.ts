/** What moves and is sold: stock movements, sales, listings, parcels. */
import { z } from 'zod'
import { day, decimal, text } from '../scalars.js'
import { bounds, everyRecord, everyRecordOrNobody } from './every_record.js'

export const stockMovement = z.strictObject({
  kind: z.literal('stock_movement'),
  ...everyRecord,
  movement_no: text.nullable(),
  direction: z.enum(['in', 'out']),
  store: text.nullable(),
  product: text.nullable(),
  quantity: decimal.nullable().describe('In `unit`.'),
  unit: text.nullable(),
  charge_kg: decimal.nullable().describe('Explosive charge in kilograms. Null: not said.'),
  permit_no: text.nullable().describe('The permit that covers it.'),
  moved_on: day.nullable(),
  bounds,
})

export const sale = z.strictObject({
  kind: z.literal('sale'),
  ...everyRecord,
  sale_no: text.nullable(),
  product: text.nullable(),
  quantity: decimal.nullable().describe('In `unit`.'),
  unit: text.nullable(),
  amount: decimal.nullable().describe('In `currency`.'),
  currency: z.string().length(3).nullable(),
  permit_no: text.nullable().describe("The purchaser's permit. Null: none was shown."),
  sold_on: day.nullable(),
})

export const listing = z.strictObject({
  kind: z.literal('listing'),
  ...everyRecord,
  platform: text,
  listing_no: text.nullable(),
  title: text.nullable(),
  brand: text.nullable(),
  category: text.nullable(),
  price: decimal.nullable().describe('In `currency`, a piece.'),
  currency: z.string().length(3).nullable(),
  sold_quantity: decimal.nullable(),
  ships_from: text.nullable().describe('As written.'),
  listed_on: day.nullable(),
  removed_on: day.nullable(),
  bounds,
})

export const parcel = z.strictObject({
  kind: z.literal('parcel'),
  ...everyRecordOrNobody,
  waybill_no: text,
  goods: text.nullable().describe('As declared.'),
  weight_kg: decimal.nullable(),
  declared_value: decimal.nullable().describe('In `currency`.'),
  currency: z.string().length(3).nullable(),
  origin: text.nullable().describe('As written.'),
  destination: text.nullable().describe('As written.'),
  shipped_on: day.nullable(),
  finding: text.nullable().describe('What an examination found.'),
})
