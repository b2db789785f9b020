/**
 * The rows of this data set: their columns, and what their cells mean. Codes as the Department of Labor publishes them with the columns of the
 * data set "OSHA Inspection" (apiprod.dol.gov/v4/datasets/10334, before at enforcedata.dol.gov).
 */
import { z } from 'zod'
import { publishedDay } from '../../schemas/published_cells.js'
import { optionalText, requiredText } from '../../schemas/values.js'

/** Why there was an inspection (insp_type). */
export const TYPES: Readonly<Record<string, string>> = {
  A: 'Accident',
  B: 'Complaint',
  C: 'Referral',
  D: 'Monitoring',
  E: 'Variance',
  F: 'Follow-up',
  G: 'Unprogrammed related',
  H: 'Planned',
  I: 'Programmed related',
  J: 'Unprogrammed other',
  K: 'Programmed other',
  L: 'Other',
  M: 'Fatality/Catastrophe',
  N: 'Unprogrammed emphasis',
}

/** How much was inspected (insp_scope). */
export const SCOPES: Readonly<Record<string, string>> = {
  A: 'Complete',
  B: 'Partial',
  C: 'Records only',
  D: 'No inspection',
}

/** The scope of a visit at which nothing was inspected. */
export const NO_INSPECTION = 'D'

/** Why nothing was inspected (why_no_insp), where the scope says so. */
export const REASONS: Readonly<Record<string, string>> = {
  A: 'establishment not found',
  B: 'out of business',
  C: 'process inactive',
  D: 'ten or fewer employees',
  E: 'entry denied',
  F: 'SIC not on the planning guide',
  G: 'exempt voluntary',
  H: 'non-exempt consultation',
  I: 'other',
  J: 'employer exempted by appropriation act',
}

/** What was looked at (safety_hlth). */
export const FIELDS: Readonly<Record<string, string>> = { S: 'safety', H: 'health' }

export const row = z.strictObject({
  activity_nr: requiredText,
  reporting_id: optionalText,
  estab_name: requiredText,
  site_address: optionalText,
  site_city: optionalText,
  site_state: optionalText,
  site_zip: optionalText,
  safety_hlth: optionalText,
  sic_code: optionalText,
  naics_code: optionalText,
  insp_type: optionalText,
  insp_scope: optionalText,
  why_no_insp: optionalText,
  open_date: publishedDay,
  close_case_date: publishedDay,
})

const PLANNING = 'whether the planning guide of the office was for this kind of establishment; left empty for years'

export const IGNORED = {
  state_flag: 'never filled; reporting_id says which office it was',
  owner_type: 'whether the employer is private or a government; it is an organisation either way',
  owner_code: 'which part of a government the employer is',
  adv_notice: 'whether the visit was announced; an inspection has no field for it',
  union_status: 'whether the employees have a union',
  safety_manuf: PLANNING,
  safety_const: PLANNING,
  safety_marit: PLANNING,
  health_manuf: PLANNING,
  health_const: PLANNING,
  health_marit: PLANNING,
  migrant: 'whether migrant farm workers were concerned',
  mail_street: 'where the employer gets its post; the site is what was inspected',
  mail_city: 'where the employer gets its post; the site is what was inspected',
  mail_state: 'where the employer gets its post; the site is what was inspected',
  mail_zip: 'where the employer gets its post; the site is what was inspected',
  host_est_key:
    'number of the establishment in an office of old; employers that have nothing to do with each other share one',
  nr_in_estab: 'how many people work there; an inspection has no field for it',
  case_mod_date: 'when the case was last changed',
  close_conf_date: 'when the closing conference was held',
  load_dt: 'when the department loaded the row',
}

/** The codes of an industry: NAICS, which came later, before SIC. */
export function industryOf({ naics_code, sic_code }: z.infer<typeof row>): string | null {
  if (naics_code !== null) return `NAICS ${naics_code}`
  return sic_code === null ? null : `SIC ${sic_code}`
}
