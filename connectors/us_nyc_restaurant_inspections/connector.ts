/** Restaurant inspections of New York City: a row for each violation, so that an inspection with five violations is five records. */
import { z } from 'zod'
import { draft } from '../../schemas/draft.js'
import { publishedDay } from '../../schemas/published_cells.js'
import { meaningOf, optionalNumberText, optionalText, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

/** What was done. Cited without closing is `partly`: the score alone makes the grade, and a grade is no pass or fail. */
const ACTIONS: Readonly<Record<string, 'passed' | 'partly' | 'closed'>> = {
  'No violations were recorded at the time of this inspection.': 'passed',
  'Violations were cited in the following area(s).': 'partly',
  'Establishment re-opened by DOHMH.': 'partly',
  'Establishment re-closed by DOHMH.': 'closed',
  'Establishment Closed by DOHMH. Violations were cited in the following area(s) and those requiring immediate action were addressed.':
    'closed',
}
/** The day that the publisher writes for a restaurant that was not inspected yet. */
const NEVER = '1900-01-01'

const row = z.strictObject({
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
const IGNORED = {
  phone: 'telephone number of the restaurant',
  grade_date: 'when the grade was given; the inspection has its own day',
  record_date: 'the day of the extract, the same in all rows',
  latitude: 'follows from the address',
  longitude: 'follows from the address',
}

export const connector = defineConnector({
  title: 'Restaurant inspections of New York City',
  agency: {
    name: 'New York City Department of Health and Mental Hygiene',
    name_en: 'New York City Department of Health and Mental Hygiene',
    uscc: null,
    level: 'city',
    region: 'US-NY',
    source_class: 'administration',
  },
  publisher: 'NYC Open Data, https://data.cityofnewyork.us/resource/43nn-pn8j.csv',
  licence: 'Terms of use of NYC Open Data; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which restaurants were inspected, which violations were cited and which were closed.',
  legal_basis: 'New York City Health Code, article 81; published under the Open Data Law of the City.',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: Object.fromEntries([...Object.keys(row.shape), ...Object.keys(IGNORED)].map((name) => [name, []])),
      required: ['camis', 'dba', 'inspection_date', 'violation_code'],
    }),
    synthetic: true,
  },
  cadence: { cron: '0 6 * * *', time_zone: 'America/New_York', stale_after_days: 7 },
  mode: { type: 'append' },
  key: 'camis, day, type of inspection and violation code',
  version_by: 'arrival',
  kinds: ['inspection'],
  volume: { min: 5, max: 2_000_000 },
  row,
  ignored: IGNORED,
  personal: ['phone'],
  normalize(found) {
    const { camis, dba, inspection_date, violation_code } = found
    if (inspection_date === NEVER) return { ignored: 'not inspected yet (1900-01-01)' }
    if (dba === null)
      return {
        issues: [{ field: 'dba', code: 'required_missing', message: 'the field is absent or empty', value: null }],
      }
    const result = found.action === null ? null : meaningOf(ACTIONS, found.action.replace(/\s+/g, ' '))
    const address = [found.building, found.street, found.boro, found.zipcode].filter((part) => part !== null).join(', ')
    const described = [found.critical_flag, found.violation_description].filter((part) => part !== null).join(': ')
    return {
      version_at: null,
      signals: result === undefined ? [{ code: 'value_unknown', field: 'action', value: String(found.action) }] : [],
      records: [
        draft('inspection', {
          source_key: [camis, inspection_date ?? '', found.inspection_type ?? '', violation_code ?? ''].join('|'),
          valid_from: inspection_date,
          in_force: true,
          status: found.action ?? 'not_stated',
          authority: 'New York City Department of Health and Mental Hygiene',
          parties: [
            {
              role: 'inspected',
              name: dba,
              kind: 'organisation',
              region: 'US-NY',
              address: address === '' ? null : address,
              identifiers: [{ scheme: 'us_nyc_camis', issuer: 'NYC DOHMH', value: camis, check: 'unchecked' }],
            },
          ],
          flags: inspection_date === null ? ['required_missing:inspection_date'] : [],
          inspection_type: found.inspection_type,
          industry: found.cuisine_description,
          inspected_on: inspection_date,
          result: result ?? null,
          rating:
            [found.grade === null ? [] : `grade ${found.grade}`, found.score === null ? [] : `score ${found.score}`]
              .flat()
              .join(', ') || null,
          violations: violation_code === null ? [] : [violation_code],
          findings:
            violation_code === null
              ? []
              : [{ item: violation_code, answer: 'no', text: described === '' ? null : described }],
        }),
      ],
    }
  },
})
