/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../schemas/values.js'

export const CLASSES: Readonly<Record<string, 'class_1' | 'class_2' | 'class_3' | null>> = {
  'Class I': 'class_1',
  'Class II': 'class_2',
  'Class III': 'class_3',
  'Not Yet Classified': null,
}

export const STATUSES: Readonly<Record<string, string>> = {
  Ongoing: 'ongoing',
  'On-Going': 'ongoing',
  Pending: 'pending',
  Completed: 'completed',
  Terminated: 'terminated',
}

/** Countries of foreign firms, ISO 3166; one that is not here is a signal and leaves the region open. */
export const COUNTRIES: Readonly<Record<string, string>> = {
  Canada: 'CA',
  Mexico: 'MX',
  China: 'CN',
  India: 'IN',
  Japan: 'JP',
  Germany: 'DE',
  France: 'FR',
  'United Kingdom': 'GB',
}

export const UNITED_STATES = 'United States'

export const row = z.strictObject({
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
