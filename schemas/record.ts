/**
 * The records: what a source row says, in the ledger's terms. One shape a kind (schemas/kinds/); a kind's fields are the columns of
 * its table in Postgres and of its view in schema `ledger` (a test compares them), and the JSON of its topic.
 */
import { z } from 'zod'
import { criminalCase, incident, tipOff, transfer } from './kinds/cases.js'
import { licence, listEntry, penalty, rectificationOrder, registration, repair } from './kinds/decisions.js'
import { exceedance, inspection, recall, sampleTest, stockBalance } from './kinds/examinations.js'
import { listing, parcel, sale, stockMovement } from './kinds/trade.js'
import { bulletinClaim, jointAction, outreach } from './kinds/work.js'
import { hash, instant, text } from './scalars.js'

export const KINDS = {
  penalty,
  registration,
  recall,
  list_entry: listEntry,
  licence,
  rectification_order: rectificationOrder,
  repair,
  inspection,
  sample_test: sampleTest,
  exceedance,
  stock_balance: stockBalance,
  criminal_case: criminalCase,
  incident,
  transfer,
  tip_off: tipOff,
  stock_movement: stockMovement,
  sale,
  listing,
  parcel,
  joint_action: jointAction,
  outreach,
  bulletin_claim: bulletinClaim,
} as const
export type Kind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as Kind[]

export type LedgerRecord = z.infer<(typeof KINDS)[Kind]>

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
  penalty: KINDS.penalty.extend(envelope),
  registration: KINDS.registration.extend(envelope),
  recall: KINDS.recall.extend(envelope),
  list_entry: KINDS.list_entry.extend(envelope),
  licence: KINDS.licence.extend(envelope),
  rectification_order: KINDS.rectification_order.extend(envelope),
  repair: KINDS.repair.extend(envelope),
  inspection: KINDS.inspection.extend(envelope),
  sample_test: KINDS.sample_test.extend(envelope),
  exceedance: KINDS.exceedance.extend(envelope),
  stock_balance: KINDS.stock_balance.extend(envelope),
  criminal_case: KINDS.criminal_case.extend(envelope),
  incident: KINDS.incident.extend(envelope),
  transfer: KINDS.transfer.extend(envelope),
  tip_off: KINDS.tip_off.extend(envelope),
  stock_movement: KINDS.stock_movement.extend(envelope),
  sale: KINDS.sale.extend(envelope),
  listing: KINDS.listing.extend(envelope),
  parcel: KINDS.parcel.extend(envelope),
  joint_action: KINDS.joint_action.extend(envelope),
  outreach: KINDS.outreach.extend(envelope),
  bulletin_claim: KINDS.bulletin_claim.extend(envelope),
} as const
export type RecordMessage = z.infer<(typeof RECORD_MESSAGES)[Kind]>

/**
 * Fields that a kind got after messages of it were written. A message without one was written before: it does not say, which is null, and for a list an
 * empty one. A field that was there from the start has to be there.
 */
export const ADDED: Partial<Readonly<Record<Kind, Readonly<Record<string, null | readonly []>>>>> = {
  registration: { entity_type: null, scope: null, registered_capital: null, currency: null },
  tip_off: { quantity: null, unit: null, bounds: [] },
  stock_movement: { bounds: [] },
  listing: { bounds: [] },
}

/** The fields of a kind, in the order of its table: what `store.<kind>` holds besides the ledger's own columns. */
export function fieldsOf(kind: Kind): string[] {
  return Object.keys(KINDS[kind].shape).filter((name) => name !== 'kind')
}
