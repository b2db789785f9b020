/** What authorities decide about somebody: penalties, licences, orders, lists, registers, and what ends them. */
import { z } from 'zod'
import { day, decimal, text } from '../scalars.js'
import { everyRecord } from './every_record.js'

/** Kinds of penalty: Administrative Penalty Law of China 2021, article 9, (1) to (6); other laws map onto them. */
export const MEASURES = [
  'warning',
  'public_criticism',
  'fine',
  'confiscation',
  'licence_suspension',
  'licence_downgrade',
  'licence_revocation',
  'business_restriction',
  'business_suspension',
  'closure',
  'occupation_ban',
  'detention',
  'other',
] as const

export const penalty = z.strictObject({
  kind: z.literal('penalty'),
  ...everyRecord,
  document_no: text.nullable().describe('The number of the decision.'),
  violation: text.nullable().describe('The kind of violation.'),
  violation_facts: text.nullable().describe('What happened, as the decision tells it.'),
  legal_basis: text.nullable().describe('The articles that the decision names.'),
  measures: z
    .array(z.enum(MEASURES))
    .describe('What was imposed, in the kinds of the Administrative Penalty Law of China 2021, article 9.'),
  decision: text.nullable().describe('What was imposed, in the words of the decision.'),
  decided_on: day.nullable(),
  violated_on: day.nullable(),
  fine_amount: decimal
    .nullable()
    .describe('An exact decimal in `currency`. Null: the source does not say; that is not zero.'),
  confiscated_amount: decimal.nullable().describe('An exact decimal in `currency`. Null: the source does not say.'),
  currency: z.string().length(3).nullable().describe('ISO 4217 code of both amounts.'),
  authority_code: text.nullable().describe('The identifier of the authority, where the source gives one.'),
  outcome: text
    .nullable()
    .describe('What an appeal or the authority itself later did to the decision, as the source says it.'),
  published_until: day.nullable().describe('Until when the source means to publish the decision.'),
})

export const registration = z.strictObject({
  kind: z.literal('registration'),
  ...everyRecord,
  register: text.describe('Which register it is.'),
  register_no: text.describe('The number in the register.'),
  industry: text.nullable(),
  zone: text.nullable().describe('The industrial zone, where there is one.'),
  regulated_for: z
    .array(text)
    .describe('What it is supervised for: air, water and the like, in the words of the source.'),
  longitude: decimal.nullable().describe('Degrees, a decimal.'),
  latitude: decimal.nullable().describe('Degrees, a decimal.'),
  updated_on: day.nullable(),
  entity_type: text
    .nullable()
    .describe('The legal form or the rank in the register, in its words: 有限责任公司, 个体工商户, 理事单位.'),
  scope: text.nullable().describe('What the registrant may do, in the words of the source (经营范围).'),
  registered_capital: decimal
    .nullable()
    .describe('Subscribed capital, an exact decimal in `currency`. Null: not said; it is no proof of means.'),
  currency: z.string().length(3).nullable().describe('ISO 4217 code of the capital.'),
})

export const listEntry = z.strictObject({
  kind: z.literal('list_entry'),
  ...everyRecord,
  list: text.describe('Which list it is.'),
  reason: text.nullable(),
  legal_basis: text.nullable(),
  listed_on: day.nullable(),
  removed_on: day.nullable(),
  referred_on: day.nullable().describe('The day the case was referred to prosecutors, where the list says so.'),
})

export const licence = z.strictObject({
  kind: z.literal('licence'),
  ...everyRecord,
  licence_type: text.describe('Which licence or permit it is, in the words of its authority.'),
  licence_no: text.nullable().describe('The number of the licence.'),
  document_no: text.nullable().describe('The number of the decision that grants it.'),
  category: text
    .nullable()
    .describe('The legal category: ordinary, special, approval, verification, registration, other.'),
  scope: text.nullable().describe('What it allows, in the words of the source: goods, processes, a route.'),
  decided_on: day.nullable(),
  approved_quantity: decimal.nullable().describe('The most that it allows, in `approved_unit`. Null: not said.'),
  approved_unit: text.nullable(),
})

export const rectificationOrder = z.strictObject({
  kind: z.literal('rectification_order'),
  ...everyRecord,
  document_no: text.nullable(),
  violation: text.nullable(),
  legal_basis: text.nullable(),
  demand: text.nullable().describe('What has to be put right.'),
  ordered_on: day.nullable(),
  due_on: day.nullable(),
  completed_on: day.nullable().describe('Null: not known to be done.'),
})

export const repair = z.strictObject({
  kind: z.literal('repair'),
  ...everyRecord,
  repaired_kind: z.enum(['penalty', 'list_entry', 'other']).describe('What kind of record is repaired.'),
  document_no: text.nullable().describe('The number of the decision that is repaired.'),
  repair_no: text.nullable().describe('The number of the repair decision.'),
  applied_on: day.nullable(),
  repaired_on: day.nullable().describe('From when on the repaired record is no longer published or shared.'),
  commitment: text.nullable().describe('The public commitment that was given.'),
})
