/**
 * The records: what a source row says, in the ledger's terms. One shape a kind; a kind's fields are the columns of
 * its table in Postgres and of its view in schema `ledger` (a test compares them), and the JSON of its topic.
 */
import { z } from 'zod'
import { party } from './party.js'
import { day, decimal, hash, instant, text } from './scalars.js'

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

const common = {
  connector: text.describe('The connector that reads the data set: its folder under connectors/.'),
  source_key: text.min(1).max(800).describe('The key of the record within its connector.'),
  valid_from: day.nullable().describe('When it began to be true in the world. Null: not said.'),
  valid_to: day.nullable().describe('When it ended to be true in the world (half-open). Null: not said, or no end.'),
  in_force: z
    .boolean()
    .describe('False once revoked, withdrawn or entered in error: the record is kept and counts towards nothing.'),
  status: text.describe('Where the record stands: in_force, revoked and the like, in the words of its connector.'),
  authority: text.nullable().describe('Who decided, listed or registered, as the source names it.'),
  parties: z.array(party).min(1).describe('Whom the record names, each with its role.'),
  flags: z.array(text).describe('Doubts about single values that did not keep the record out, as `code:field`.'),
}

export const penalty = z.strictObject({
  kind: z.literal('penalty'),
  ...common,
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
  ...common,
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
})

export const recall = z.strictObject({
  kind: z.literal('recall'),
  ...common,
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

export const listEntry = z.strictObject({
  kind: z.literal('list_entry'),
  ...common,
  list: text.describe('Which list it is.'),
  reason: text.nullable(),
  legal_basis: text.nullable(),
  listed_on: day.nullable(),
  removed_on: day.nullable(),
  referred_on: day.nullable().describe('The day the case was referred to prosecutors, where the list says so.'),
})

export const KINDS = { penalty, registration, recall, list_entry: listEntry } as const
export type Kind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as Kind[]

export const record = z.discriminatedUnion('kind', [penalty, registration, recall, listEntry])
export type LedgerRecord = z.infer<typeof record>

/** What normalize returns: a record without the connector, which the pipeline knows. */
type WithoutConnector<T> = T extends unknown ? Omit<T, 'connector'> : never
export type RecordDraft = WithoutConnector<LedgerRecord>

/** What surrounds a record on its topic. */
const envelope = {
  record_id: z.guid().describe('The identity of the record: follows from connector, kind and source_key.'),
  content_hash: hash.describe('Hash of the record without these last five fields: equal when the content is.'),
  version_at: instant.describe(
    "Orders the versions of a record, before version_seq: the publisher's own update time, else when its file first arrived.",
  ),
  version_seq: z.int().nonnegative().describe("0 with the publisher's own update time, else the line in the file."),
  locator: text.describe('The place of the row: file and line.'),
}

/** The value of a message on `riskledger.<kind>.v1`. */
export const RECORD_MESSAGES = {
  penalty: penalty.extend(envelope),
  registration: registration.extend(envelope),
  recall: recall.extend(envelope),
  list_entry: listEntry.extend(envelope),
} as const
export type RecordMessage = z.infer<(typeof RECORD_MESSAGES)[Kind]>

/** The fields of a kind that are true or false. */
export function booleansOf(kind: Kind): Set<string> {
  const shape: Readonly<Record<string, z.ZodType>> = KINDS[kind].shape
  return new Set(Object.keys(shape).filter((field) => shape[field] instanceof z.ZodBoolean))
}

/** The fields of a kind, in the order of its table: what `store.<kind>` holds besides the ledger's own columns. */
export function fieldsOf(kind: Kind): string[] {
  return Object.keys(KINDS[kind].shape).filter((name) => name !== 'kind')
}
