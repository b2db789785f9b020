/**
 * Recalls as openFDA gives them. Its three endpoints of enforcement reports (food, drug, device) have one layout, by its reference at
 * open.fda.gov/apis/drug/enforcement/searchable-fields; what is said of a product class stands in the connector that reads it.
 */
import { z } from 'zod'
import { draft } from './draft.js'
import type { Normalized, Signal } from './outcome.js'
import { usRegion } from './regions.js'
import { meaningOf, optionalDate, optionalText, requiredDate, requiredText } from './values.js'

const CLASSES: Readonly<Record<string, 'class_1' | 'class_2' | 'class_3' | null>> = {
  'Class I': 'class_1',
  'Class II': 'class_2',
  'Class III': 'class_3',
  'Not Yet Classified': null,
}

const STATUSES: Readonly<Record<string, string>> = {
  Ongoing: 'ongoing',
  'On-Going': 'ongoing',
  Pending: 'pending',
  Completed: 'completed',
  Terminated: 'terminated',
}

/** Countries of foreign firms, ISO 3166; one that is not here is a signal and leaves the region open. */
const COUNTRIES: Readonly<Record<string, string>> = {
  Canada: 'CA',
  Mexico: 'MX',
  China: 'CN',
  India: 'IN',
  Japan: 'JP',
  Germany: 'DE',
  France: 'FR',
  'United Kingdom': 'GB',
}

const UNITED_STATES = 'United States'

export const recallRow = z.strictObject({
  recall_number: requiredText,
  event_id: requiredText,
  status: requiredText,
  classification: requiredText,
  product_type: optionalText,
  recalling_firm: requiredText,
  address_1: optionalText,
  address_2: optionalText,
  city: optionalText,
  state: optionalText,
  postal_code: optionalText,
  country: optionalText,
  product_description: requiredText,
  product_quantity: optionalText,
  reason_for_recall: optionalText,
  distribution_pattern: optionalText,
  code_info: optionalText,
  more_code_info: optionalText,
  recall_initiation_date: optionalDate,
  report_date: requiredDate,
  termination_date: optionalDate,
})

/** Fields that are known and not used, each with the reason. */
export const RECALL_IGNORED = {
  openfda: 'what openFDA adds from other data sets; not said by the recall',
  voluntary_mandated: 'who set the recall going; a recall has no field for it',
  initial_firm_notification: 'by which means the firm told its customers',
  center_classification_date: 'when the class was given; the class itself is read',
}

/** The recall that a report tells. */
export function recallOf(found: z.infer<typeof recallRow>): Normalized {
  const signals: Signal[] = []
  const unknown = (field: string, value: string) => signals.push({ code: 'value_unknown', field, value })
  const classification = meaningOf(CLASSES, found.classification)
  if (classification === undefined) unknown('classification', found.classification)
  const status = meaningOf(STATUSES, found.status)
  if (status === undefined) unknown('status', found.status)
  const abroad = found.country === null ? undefined : meaningOf(COUNTRIES, found.country)
  const region = found.country === UNITED_STATES ? usRegion(found.state ?? '') : (abroad ?? null)
  if (found.country !== null && found.country !== UNITED_STATES && abroad === undefined)
    unknown('country', found.country)
  const { address_1, address_2, city, state, postal_code, country } = found
  const address = [address_1, address_2, city, state, postal_code, country].filter((part) => part !== null)
  const codes = [found.code_info, found.more_code_info].filter((part) => part !== null)
  const numbered = found.recall_number !== 'N/A'
  return {
    version_at: null,
    signals,
    records: [
      draft('recall', {
        // A recall that is not classified yet has N/A for its number, which many rows share.
        source_key: numbered
          ? found.recall_number
          : `unnumbered|${found.event_id}|${found.product_description.slice(0, 300)}`,
        valid_from: found.recall_initiation_date ?? found.report_date,
        valid_to: found.termination_date,
        in_force: true,
        status: status ?? 'other',
        authority: 'U.S. Food and Drug Administration',
        parties: [
          {
            role: 'recalling_firm',
            name: found.recalling_firm,
            kind: 'organisation',
            region,
            address: address.length === 0 ? null : address.join(', '),
            identifiers: [],
          },
        ],
        flags: region === null ? ['place_unread:state'] : [],
        recall_numbers: numbered ? [found.recall_number] : [],
        classification: classification ?? null,
        product_type: found.product_type,
        product: found.product_description,
        reason: found.reason_for_recall,
        quantity: found.product_quantity,
        distribution: found.distribution_pattern,
        code_info: codes.length === 0 ? null : codes.join(' '),
        reported_on: found.report_date,
      }),
    ],
  }
}
