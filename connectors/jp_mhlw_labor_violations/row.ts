/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { optionalDate, optionalText, requiredDate, requiredText } from '../../schemas/values.js'

/** What the archive says of an entry: still on the list, or taken off it. */
export const STATUSES = { active: 'listed', removed: 'delisted' } as const

export const row = z.strictObject({
  company_name: requiredText,
  location: optionalText,
  labor_bureau: requiredText,
  first_appeared: requiredDate,
  last_appeared: optionalDate,
  violation_law: optionalText,
  violation_summary: optionalText,
  prosecution_date: optionalDate,
  status: requiredText,
})

export const columns = [...Object.keys(row.shape), 'duration_days', 'crossed_data_gap']

/** The PDF that the list is published as breaks lines inside words, and the break comes through as a space: no key may hang on it. */
export const spaceless = (text: string | null) => (text ?? '').replace(/\s+/g, '')
