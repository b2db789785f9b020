/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay } from '../../schemas/published_cells.js'
import { optionalNumberText, optionalText, requiredText } from '../../schemas/values.js'

/** What was done; the last full stop is not in all years. Cited without closing is `partly`: the score alone makes the grade, and a grade is no pass or fail. */
export const ACTIONS: Readonly<Record<string, 'passed' | 'partly' | 'closed'>> = {
  'No violations were recorded at the time of this inspection.': 'passed',
  'Violations were cited in the following area(s).': 'partly',
  'Establishment re-opened by DOHMH.': 'partly',
  'Establishment re-opened by DOHMH': 'partly',
  'Establishment re-closed by DOHMH.': 'closed',
  'Establishment re-closed by DOHMH': 'closed',
  'Establishment Closed by DOHMH. Violations were cited in the following area(s) and those requiring immediate action were addressed.':
    'closed',
}

/** The day that the publisher writes for a restaurant that was not inspected yet. */
export const NEVER = '1900-01-01'

export const row = z.strictObject({
  camis: requiredText,
  dba: optionalText,
  boro: optionalText,
  building: optionalText,
  street: optionalText,
  zipcode: optionalText,
  cuisine_description: optionalText,
  inspection_date: publishedDay,
  action: optionalText,
  violation_code: optionalText,
  violation_description: optionalText,
  critical_flag: optionalText,
  score: optionalNumberText,
  grade: optionalText,
  inspection_type: optionalText,
})

const DISTRICT = 'a district, which follows from the address'

export const IGNORED = {
  phone: 'telephone number of the restaurant',
  grade_date: 'when the grade was given; the inspection has its own day',
  record_date: 'the day of the extract, the same in all rows',
  latitude: 'follows from the address',
  longitude: 'follows from the address',
  community_board: DISTRICT,
  council_district: DISTRICT,
  census_tract: DISTRICT,
  bin: 'number of the building, which is not the restaurant',
  bbl: 'number of the lot, which is not the restaurant',
  nta: DISTRICT,
  location: 'latitude and longitude again',
  location_point1: 'latitude and longitude again, under the name they had before',
}
