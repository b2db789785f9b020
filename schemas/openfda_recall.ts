/**
 * Recalls as openFDA gives them. Its three endpoints of enforcement reports (food, drug, device) have one layout, by its reference
 * (open.fda.gov/apis/food/enforcement/searchable-fields and the like); what is said of a product class stands in the connector that reads it.
 *
 * By "Understanding the API results", reports from before June 2012 lack event_id, status, city, state, country, voluntary_mandated,
 * initial_firm_notification and recall_initiation_date: they are recalls all the same. A line of an address that is not there is `N/A`, or empty.
 */
import { z } from 'zod'
import { draft } from './draft.js'
import type { Normalized, Signal } from './outcome.js'
import { usRegion } from './regions.js'
import { meaningOf, optionalDate, optionalLongText, optionalText, requiredDate, requiredText } from './values.js'

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
  Australia: 'AU',
  Austria: 'AT',
  Belgium: 'BE',
  Brazil: 'BR',
  Chile: 'CL',
  Colombia: 'CO',
  'Costa Rica': 'CR',
  'Czech Republic': 'CZ',
  Denmark: 'DK',
  'Dominican Republic': 'DO',
  Ecuador: 'EC',
  Finland: 'FI',
  Greece: 'GR',
  Guatemala: 'GT',
  'Hong Kong': 'HK',
  Hungary: 'HU',
  Indonesia: 'ID',
  Ireland: 'IE',
  Israel: 'IL',
  Italy: 'IT',
  'Korea (the Republic of)': 'KR',
  Malaysia: 'MY',
  Netherlands: 'NL',
  'New Zealand': 'NZ',
  Norway: 'NO',
  Pakistan: 'PK',
  Peru: 'PE',
  Philippines: 'PH',
  Poland: 'PL',
  Portugal: 'PT',
  Singapore: 'SG',
  'South Korea': 'KR',
  Spain: 'ES',
  Sweden: 'SE',
  Switzerland: 'CH',
  Taiwan: 'TW',
  Thailand: 'TH',
  Turkey: 'TR',
  'Viet Nam': 'VN',
  Vietnam: 'VN',
}

const UNITED_STATES = 'United States'
const NOT_THERE = 'N/A'

export const recallRow = z.strictObject({
  recall_number: requiredText,
  event_id: optionalText,
  status: optionalText,
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
  // Lots and serial numbers of a large recall: more than 30,000 characters have been published.
  code_info: optionalLongText,
  more_code_info: optionalLongText,
  recall_initiation_date: optionalDate,
  report_date: requiredDate,
  termination_date: optionalDate,
})

/** Fields that are known and not used, each with the reason. */
export const RECALL_IGNORED = {
  product_code: 'code of the product class, which the reference lists; the product is described in words',
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
  const status = found.status === null ? 'not_stated' : meaningOf(STATUSES, found.status)
  if (status === undefined) unknown('status', String(found.status))
  const abroad = found.country === null ? undefined : meaningOf(COUNTRIES, found.country)
  const region = found.country === UNITED_STATES ? usRegion(found.state ?? '') : (abroad ?? null)
  if (found.country !== null && found.country !== UNITED_STATES && abroad === undefined)
    unknown('country', found.country)
  const { address_1, address_2, city, state, postal_code, country } = found
  const address = [address_1, address_2, city, state, postal_code, country].filter(
    (part) => part !== null && part !== NOT_THERE,
  )
  const codes = [found.code_info, found.more_code_info].filter((part) => part !== null)
  const numbered = found.recall_number !== NOT_THERE
  if (!numbered && found.event_id === null) {
    const message = 'without a recall number the event has to be named, or recalls would share a key'
    return { issues: [{ field: 'event_id', code: 'required_missing', message, value: null }] }
  }
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
