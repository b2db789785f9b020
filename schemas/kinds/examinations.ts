/** What authorities find when they look: inspections, samples, measurements, recalls. */
import { z } from 'zod'
import { day, decimal, text } from '../scalars.js'
import { bounds, everyRecord, everyRecordOrNobody } from './every_record.js'

/** One answer of a checklist, or one finding in free words. */
const finding = z.strictObject({
  item: text.describe('What was looked at: the code of a checklist item, or its words.'),
  answer: z.enum(['yes', 'no', 'not_applicable', 'unknown']).describe('yes: as it has to be; no: a violation.'),
  text: text.nullable(),
})

export const inspection = z.strictObject({
  kind: z.literal('inspection'),
  ...everyRecord,
  inspection_no: text.nullable(),
  inspection_type: text.nullable().describe('Routine, random, complaint and the like, in the words of the source.'),
  industry: text.nullable().describe('The class of business in the list of the authority.'),
  key_area: text.nullable().describe('The key area in which it lies: round a school, and the like.'),
  grid: text.nullable().describe('The grid cell or branch office that is in charge.'),
  inspected_on: day.nullable(),
  result: z.enum(['passed', 'failed', 'partly', 'closed']).nullable().describe('Null: the source does not say.'),
  rating: text.nullable().describe('The mark that the authority gives, in its own words.'),
  violations: z.array(text).describe('Codes or words of the violations that were found.'),
  findings: z.array(finding).describe('Answers of the checklist, and other findings.'),
})

const sampleItem = z.strictObject({
  item: text.describe('What was tested.'),
  result: text.nullable().describe('As written, with its unit.'),
  limit: text.nullable().describe('The standard that it is held against, as written.'),
})

export const sampleTest = z.strictObject({
  kind: z.literal('sample_test'),
  ...everyRecord,
  sample_no: text.nullable(),
  product: text.nullable(),
  category: text.nullable(),
  specification: text.nullable(),
  trademark: text.nullable(),
  batch: text.nullable().describe('Production date or lot, as written.'),
  sampled_on: day.nullable(),
  published_on: day.nullable(),
  programme: text.nullable().describe('The programme that the sample belongs to.'),
  tested_by: text.nullable(),
  result: z.enum(['passed', 'failed']),
  findings: z.array(sampleItem).describe('The items that failed, or all that are told.'),
  remarks: text.nullable(),
})

export const exceedance = z.strictObject({
  kind: z.literal('exceedance'),
  ...everyRecord,
  monitoring_point: text.nullable(),
  medium: z.enum(['air', 'water', 'noise', 'soil', 'other']).nullable(),
  pollutant: text,
  measured_value: decimal.nullable(),
  limit_value: decimal.nullable(),
  unit: text.nullable().describe('Of both values. They compare only in one unit.'),
  measured_on: day.nullable(),
  cause: text.nullable(),
})

export const recall = z.strictObject({
  kind: z.literal('recall'),
  ...everyRecord,
  recall_numbers: z.array(text).describe('The numbers that the authority gave the recall.'),
  classification: z
    .enum(['class_1', 'class_2', 'class_3'])
    .nullable()
    .describe('How dangerous the product is: class_1 most, class_3 least. Null: not classified.'),
  product_type: text.nullable(),
  product: text.nullable(),
  reason: text.nullable(),
  quantity: text.nullable().describe('How much is recalled, in the words of the source.'),
  distribution: text.nullable().describe('Where the product was sold, in the words of the source.'),
  code_info: text.nullable().describe('Lot numbers and dates that tell the recalled units.'),
  reported_on: day.nullable(),
})

export const stockBalance = z.strictObject({
  kind: z.literal('stock_balance'),
  ...everyRecordOrNobody,
  store: text.describe('The store or workshop, as the source names it.'),
  product: text.nullable(),
  quantity: decimal.nullable().describe('In `unit`.'),
  unit: text.nullable(),
  charge_kg: decimal
    .nullable()
    .describe('Explosive charge in kilograms. Null: not said, and not comparable with a maximum.'),
  approved_maximum_kg: decimal.nullable().describe('The approved maximum of the store, kilograms of charge.'),
  persons: decimal.nullable().describe('How many persons were in it.'),
  approved_persons: decimal.nullable(),
  counted_on: day.nullable(),
  bounds,
})
