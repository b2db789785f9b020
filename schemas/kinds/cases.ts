/** What police and hotlines take up: criminal cases, incidents, transfers, tip-offs. Suspects are counts, never persons. */
import { z } from 'zod'
import { day, decimal, text } from '../scalars.js'
import { bounds, everyRecordOrNobody } from './every_record.js'

export const FIELDS_OF_CRIME = ['food', 'drug', 'environment', 'ip', 'wildlife', 'fireworks', 'other'] as const

export const criminalCase = z.strictObject({
  kind: z.literal('criminal_case'),
  ...everyRecordOrNobody,
  case_no: text.nullable(),
  field: z.enum(FIELDS_OF_CRIME).describe('The field of crime.'),
  charge: text.nullable(),
  facts: text.nullable(),
  stage: text
    .nullable()
    .describe('How far it has come: filed, solved, sent for prosecution, in the words of the source.'),
  filed_on: day.nullable(),
  solved_on: day.nullable(),
  suspects: decimal.nullable().describe('How many suspects.'),
  detained: decimal.nullable().describe('How many of them are criminally detained.'),
  arrested: decimal.nullable().describe('How many of them are formally arrested.'),
  amount: decimal.nullable().describe('Value of the case in `currency`.'),
  currency: z.string().length(3).nullable(),
  supervision: z
    .enum(['none', 'city', 'province', 'ministry'])
    .nullable()
    .describe('Who supervises the case. Null: not said.'),
  campaign: text.nullable().describe('The cluster campaign that it belongs to.'),
  traits: z.array(text).describe('online, organised_crime and the like.'),
  measures: z.array(text).describe('What was done: raid, seizure, freeze, in the words of the source.'),
  bounds,
})

export const incident = z.strictObject({
  kind: z.literal('incident'),
  ...everyRecordOrNobody,
  incident_no: text.nullable(),
  category: text.nullable(),
  facts: text.nullable(),
  place: text.nullable(),
  reported_on: day.nullable(),
  handled_as: text.nullable().describe('What became of it: mediated, administrative case, criminal case.'),
  case_no: text.nullable().describe('The case that it led to.'),
})

export const transfer = z.strictObject({
  kind: z.literal('transfer'),
  ...everyRecordOrNobody,
  document_no: text.nullable().describe('The number of the transfer letter.'),
  case_no: text.nullable().describe('The administrative case that is handed over.'),
  charge: text.nullable().describe('The crime that is suspected.'),
  transferred_to: text.nullable().describe('The police organ that receives it.'),
  reported_on: day
    .nullable()
    .describe('When it was reported to the head of the agency, who decides within three days.'),
  approved_on: day.nullable(),
  sent_on: day.nullable(),
  accepted_on: day.nullable(),
  filed_on: day.nullable().describe('When the police filed a case.'),
  refused_on: day.nullable(),
  refusal_reason: text.nullable(),
  reconsidered_on: day.nullable(),
  documents: z.array(text).describe('Which documents were sent.'),
})

export const tipOff = z.strictObject({
  kind: z.literal('tip_off'),
  ...everyRecordOrNobody,
  report_no: text.nullable(),
  channel: text.nullable().describe('Hotline, mailbox, platform, brand owner, in the words of the source.'),
  category: text.nullable(),
  content: text.nullable(),
  received_on: day.nullable(),
  handled_on: day.nullable(),
  result: text.nullable(),
  reward_amount: decimal.nullable().describe('The reward in `currency`. Null: not said; zero is none.'),
  currency: z.string().length(3).nullable(),
  quantity: decimal.nullable().describe('How much the report is about, in `unit`. Null: not said.'),
  unit: text.nullable(),
  bounds,
})
