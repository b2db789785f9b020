/** What agencies do and say of their work: joint actions, outreach, and the figures of their bulletins. */
import { z } from 'zod'
import { day, decimal, text } from '../scalars.js'
import { bounds, everyRecordOrNobody } from './every_record.js'

export const jointAction = z.strictObject({
  kind: z.literal('joint_action'),
  ...everyRecordOrNobody,
  title: text,
  field: text.nullable(),
  agencies: z.array(text).describe('Who took part.'),
  acted_on: day.nullable(),
  actions: decimal.nullable().describe('How many actions it stands for.'),
  officers: decimal.nullable(),
  units_inspected: decimal.nullable(),
  problems_rectified: decimal.nullable(),
  administrative_cases: decimal.nullable(),
  administrative_detentions: decimal.nullable(),
  criminal_cases: decimal.nullable(),
  bounds,
})

export const outreach = z.strictObject({
  kind: z.literal('outreach'),
  ...everyRecordOrNobody,
  activity: text.describe('leaflets, slogans, seminars, consultations, training and the like.'),
  topic: text.nullable(),
  held_on: day.nullable(),
  quantity: decimal.nullable(),
  unit: text.nullable(),
  bounds,
})

export const bulletinClaim = z.strictObject({
  kind: z.literal('bulletin_claim'),
  ...everyRecordOrNobody,
  bulletin: text.describe('Which bulletin says it.'),
  category: text.describe('The row of its table, or what the figure is about. `total`: as published.'),
  measure: text.describe('What is counted: cases, suspects, detained, amount and the like.'),
  value: decimal.nullable().describe('Null: the bulletin leaves it open; that is not zero.'),
  unit: text.nullable(),
  currency: z.string().length(3).nullable(),
  cross_cut: z.boolean().describe('True for a figure that cuts across the categories and adds nothing to their sum.'),
  quote: text.nullable().describe('The words of the bulletin.'),
  bounds,
})
