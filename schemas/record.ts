/**
 * The records: what a source row says, in the ledger's terms. One shape a kind; a kind's fields are the columns of
 * its table in Postgres and of its view in schema `ledger` (a test compares them), and the JSON of its topic.
 */
import { z } from 'zod'
import { party } from './party.js'

/** A calendar day as ISO text. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** An exact decimal as text; Postgres numeric. */
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/)
/** An instant in UTC as ISO text. */
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
const text = z.string()

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
  connector: text,
  /** The key of the record within its connector. */
  source_key: text.min(1).max(1000),
  /** Valid time, half-open: when it began and ended to be true in the world. Null: not said. */
  valid_from: day.nullable(),
  valid_to: day.nullable(),
  /** False once revoked, withdrawn or entered in error: kept, and counting towards nothing. */
  in_force: z.boolean(),
  status: text,
  /** Who decided, listed or registered. */
  authority: text.nullable(),
  parties: z.array(party).min(1),
  /** Doubts about single values that did not keep the record out, as `code:field`. */
  flags: z.array(text),
}

export const penalty = z.strictObject({
  kind: z.literal('penalty'),
  ...common,
  document_no: text.nullable(),
  violation: text.nullable(),
  violation_facts: text.nullable(),
  legal_basis: text.nullable(),
  measures: z.array(z.enum(MEASURES)),
  decision: text.nullable(),
  decided_on: day.nullable(),
  violated_on: day.nullable(),
  fine_amount: decimal.nullable(),
  confiscated_amount: decimal.nullable(),
  currency: z.string().length(3).nullable(),
  authority_code: text.nullable(),
  /** What an appeal or the authority itself later did to the decision, as the source says it. */
  outcome: text.nullable(),
  published_until: day.nullable(),
})

export const registration = z.strictObject({
  kind: z.literal('registration'),
  ...common,
  register: text,
  register_no: text,
  industry: text.nullable(),
  zone: text.nullable(),
  regulated_for: z.array(text),
  longitude: decimal.nullable(),
  latitude: decimal.nullable(),
  updated_on: day.nullable(),
})

export const recall = z.strictObject({
  kind: z.literal('recall'),
  ...common,
  recall_numbers: z.array(text),
  classification: z.enum(['class_1', 'class_2', 'class_3']).nullable(),
  product_type: text.nullable(),
  product: text.nullable(),
  reason: text.nullable(),
  quantity: text.nullable(),
  distribution: text.nullable(),
  code_info: text.nullable(),
  reported_on: day.nullable(),
})

export const listEntry = z.strictObject({
  kind: z.literal('list_entry'),
  ...common,
  list: text,
  reason: text.nullable(),
  legal_basis: text.nullable(),
  listed_on: day.nullable(),
  removed_on: day.nullable(),
  /** The day the case was referred to prosecutors, where the list says so. */
  referred_on: day.nullable(),
})

export const KINDS = { penalty, registration, recall, list_entry: listEntry } as const
export type Kind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as Kind[]

export const record = z.discriminatedUnion('kind', [penalty, registration, recall, listEntry])
export type LedgerRecord = z.infer<typeof record>

/** What normalize returns: a record without the connector, which the pipeline knows. */
type WithoutConnector<T> = T extends unknown ? Omit<T, 'connector'> : never
export type RecordDraft = WithoutConnector<LedgerRecord>

/**
 * What surrounds a record on its topic. `version_at` and `version_seq` order two versions of one record: the publisher's
 * own update time and 0, or the first arrival of the source and the line in it. `content_hash` covers the record alone.
 */
const envelope = {
  record_id: z.guid(),
  content_hash: z.string().regex(/^[0-9a-f]{32}$/),
  version_at: instant,
  version_seq: z.int().nonnegative(),
  locator: text,
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
