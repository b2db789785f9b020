/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay } from '../../schemas/published_cells.js'
import { optionalText, requiredText } from '../../schemas/values.js'

/** What an inspection came to; where nobody could look (No Entry and the like) there is no result. */
export const RESULTS: Readonly<Record<string, 'passed' | 'failed' | 'partly' | null>> = {
  Pass: 'passed',
  'Pass w/ Conditions': 'partly',
  Fail: 'failed',
  'No Entry': null,
  'Not Ready': null,
  'Out of Business': null,
  'Business Not Located': null,
}

export const row = z.strictObject({
  inspection_id: requiredText,
  dba_name: requiredText,
  license_: optionalText,
  facility_type: optionalText,
  address: optionalText,
  city: optionalText,
  state: optionalText,
  zip: optionalText,
  inspection_date: publishedDay,
  inspection_type: optionalText,
  results: requiredText,
  violations: optionalText,
})

export const IGNORED = {
  aka_name: 'the name on the sign; the licensed name is dba_name',
  risk: 'risk category of the establishment, which decides how often it is inspected; an inspection has no field for it',
  latitude: 'follows from the address',
  longitude: 'follows from the address',
  location: 'latitude and longitude again',
}

/** `3. MANAGEMENT… - Comments: … | 10. …`: a stroke parts violations only where the next number follows. */
export function findingsOf(text: string | null) {
  return (text ?? '')
    .split(/\s*\|\s*(?=\d+\. )/)
    .filter((part) => part !== '')
    .map((part) => {
      const [item = part, ...comments] = part.split(/\s*- Comments:\s*/)
      const said = comments.join(' - Comments: ').trim()
      return { item: item.trim(), answer: 'no' as const, text: said === '' ? null : said }
    })
}
