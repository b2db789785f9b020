/** What one line says of a record of each kind. */
import type { Kind } from '../schemas/record.js'

export interface Summary {
  /** SQL over a record `r`: the day that it is about. */
  readonly on: string
  readonly what: string
  /** An amount, and the currency that it is in. */
  readonly money?: { readonly amount: string; readonly currency: string }
}

export const SUMMARIES: Readonly<Record<Kind, Summary>> = {
  penalty: {
    on: 'r.decided_on',
    what: "coalesce(r.violation, r.violation_facts, r.legal_basis, array_to_string(r.measures, ', '))",
    money: { amount: 'r.fine_amount', currency: 'r.currency' },
  },
  registration: {
    on: 'r.updated_on',
    what: "concat_ws(' ', r.register, r.register_no, r.industry)",
  },
  recall: {
    on: 'r.reported_on',
    what: "concat_ws(': ', r.reason, r.product)",
  },
  list_entry: {
    on: 'r.listed_on',
    what: "concat_ws(': ', r.list, r.reason)",
  },
  licence: {
    on: 'r.decided_on',
    what: "concat_ws(' ', r.licence_type, r.licence_no, r.scope)",
  },
  rectification_order: {
    on: 'r.ordered_on',
    what: 'coalesce(r.violation, r.demand)',
  },
  repair: {
    on: 'r.repaired_on',
    what: "concat_ws(' ', r.repaired_kind, r.document_no)",
  },
  inspection: {
    on: 'r.inspected_on',
    what: "concat_ws(': ', r.inspection_type, coalesce(nullif(array_to_string(r.violations, ', '), ''), r.result))",
  },
  sample_test: {
    on: 'coalesce(r.sampled_on, r.published_on)',
    what: "concat_ws(': ', r.product, r.result)",
  },
  exceedance: {
    on: 'r.measured_on',
    what: "concat_ws(' ', r.pollutant, r.measured_value, r.unit)",
  },
  stock_balance: {
    on: 'r.counted_on',
    what: "concat_ws(' ', r.store, r.quantity, r.unit, r.product)",
  },
  criminal_case: {
    on: 'r.filed_on',
    what: "concat_ws(': ', r.field, coalesce(r.charge, r.facts))",
    money: { amount: 'r.amount', currency: 'r.currency' },
  },
  incident: {
    on: 'r.reported_on',
    what: "concat_ws(': ', r.category, r.facts)",
  },
  transfer: {
    on: 'r.sent_on',
    what: "concat_ws(': ', r.charge, r.case_no)",
  },
  tip_off: {
    on: 'r.received_on',
    what: "concat_ws(': ', r.category, r.content)",
    money: { amount: 'r.reward_amount', currency: 'r.currency' },
  },
  stock_movement: {
    on: 'r.moved_on',
    what: "concat_ws(' ', r.direction, r.quantity, r.unit, r.product)",
  },
  sale: {
    on: 'r.sold_on',
    what: "concat_ws(' ', r.quantity, r.unit, r.product)",
    money: { amount: 'r.amount', currency: 'r.currency' },
  },
  listing: {
    on: 'r.listed_on',
    what: "concat_ws(': ', r.platform, r.title)",
    money: { amount: 'r.price', currency: 'r.currency' },
  },
  parcel: {
    on: 'r.shipped_on',
    what: "concat_ws(': ', r.waybill_no, r.goods)",
    money: { amount: 'r.declared_value', currency: 'r.currency' },
  },
  joint_action: {
    on: 'r.acted_on',
    what: 'r.title',
  },
  outreach: {
    on: 'r.held_on',
    what: "concat_ws(' ', r.activity, r.quantity, r.unit)",
  },
  bulletin_claim: {
    on: 'r.valid_to',
    what: "concat_ws(' ', r.bulletin, r.category, r.measure, r.value)",
  },
}
