/** Restaurant inspections of New York City: a row for each violation, so that an inspection with five violations is five records. */
import { draft } from '../../schemas/draft.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { isComputedRegion, SOCRATA_FIELDS } from '../../sources/places/socrata_fields.js'
import { defineConnector } from '../define.js'
import { ACTIONS, IGNORED, NEVER, row } from './row.js'

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
  publisher: 'NYC Open Data, https://data.cityofnewyork.us/resource/43nn-pn8j.json',
  licence: 'Terms of use of NYC Open Data; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which restaurants were inspected, which violations were cited and which were closed.',
  legal_basis: 'New York City Health Code, article 81; published under the Open Data Law of the City.',
  classification: 'public',
  source: {
    files: 'sample.json',
    format: jsonRecords(),
    synthetic: true,
    place: { type: 'socrata', site: 'https://data.cityofnewyork.us', dataset: '43nn-pn8j' },
  },
  cadence: { cron: '0 6 * * *', time_zone: 'America/New_York', stale_after_days: 7 },
  mode: { type: 'append' },
  key: 'camis, day, type of inspection and violation code',
  version_by: 'arrival',
  kinds: ['inspection'],
  volume: { min: 5, max: 2_000_000 },
  row,
  ignored: { ...IGNORED, ...SOCRATA_FIELDS },
  stray: (_row, column) => isComputedRegion(column),
  personal: ['phone'],
  notes: [
    'Rows are read as the platform gives them by SODA 2.1 (`resource/43nn-pn8j.json`): JSON, numbers as text, a field without a value left out. The CSV of the portal’s export button has other column names.',
  ],
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
