/** Food inspections of the City of Chicago: one inspection a row, its violations as numbered text. */
import { draft } from '../../schemas/draft.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { isComputedRegion, SOCRATA_FIELDS } from '../../sources/places/socrata_fields.js'
import { defineConnector } from '../define.js'
import { findingsOf, IGNORED, RESULTS, row } from './row.js'

export const connector = defineConnector({
  title: 'Food inspections of the City of Chicago',
  agency: {
    name: 'Chicago Department of Public Health',
    name_en: 'Chicago Department of Public Health',
    uscc: null,
    level: 'city',
    region: 'US-IL',
    source_class: 'administration',
  },
  publisher: 'City of Chicago, https://data.cityofchicago.org/resource/4ijn-s7e5.json',
  licence: 'Terms of use of data.cityofchicago.org; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which establishments were inspected, with what result and which violations.',
  legal_basis: 'Municipal Code of Chicago, title 7, chapter 7-42; published by the City.',
  classification: 'public',
  source: {
    files: 'sample.json',
    format: jsonRecords(),
    synthetic: true,
    place: { type: 'socrata', site: 'https://data.cityofchicago.org', dataset: '4ijn-s7e5' },
  },
  cadence: { cron: '0 6 * * *', time_zone: 'America/Chicago', stale_after_days: 7 },
  mode: { type: 'append' },
  key: 'inspection_id',
  version_by: 'arrival',
  kinds: ['inspection'],
  volume: { min: 5, max: 1_000_000 },
  row,
  ignored: { ...IGNORED, ...SOCRATA_FIELDS },
  stray: (_row, column) => isComputedRegion(column),
  personal: [],
  notes: [
    'Rows are read as the platform gives them by SODA 2.1 (`resource/4ijn-s7e5.json`): JSON, numbers as text, a field without a value left out. The CSV of the portal’s export button has other column names.',
  ],
  normalize(found) {
    const result = meaningOf(RESULTS, found.results)
    const licence = found.license_ === '0' ? null : found.license_
    const address = [found.address, found.city, found.state, found.zip].filter((part) => part !== null).join(', ')
    const findings = findingsOf(found.violations)
    return {
      version_at: null,
      signals: result === undefined ? [{ code: 'value_unknown', field: 'results', value: found.results }] : [],
      records: [
        draft('inspection', {
          source_key: found.inspection_id,
          valid_from: found.inspection_date,
          in_force: true,
          status: found.results,
          authority: 'Chicago Department of Public Health',
          parties: [
            {
              role: 'inspected',
              name: found.dba_name,
              kind: 'organisation',
              region: 'US-IL',
              address: address === '' ? null : address,
              identifiers:
                licence === null
                  ? []
                  : [{ scheme: 'us_chicago_licence', issuer: 'City of Chicago', value: licence, check: 'unchecked' }],
            },
          ],
          flags: found.inspection_date === null ? ['required_missing:inspection_date'] : [],
          inspection_no: found.inspection_id,
          inspection_type: found.inspection_type,
          industry: found.facility_type,
          inspected_on: found.inspection_date,
          result: result ?? null,
          rating: found.results,
          violations: findings.map(({ item }) => item),
          findings,
        }),
      ],
    }
  },
})
