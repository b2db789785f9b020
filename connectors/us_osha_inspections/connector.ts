/** Inspections of workplaces by the US OSHA and the states that have a plan of their own: one inspection a row. */
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { usRegion } from '../../schemas/regions.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { FIELDS, IGNORED, industryOf, NO_INSPECTION, REASONS, row, SCOPES, TYPES } from './row.js'

const OSHA = 'Occupational Safety and Health Administration'

export const connector = defineConnector({
  title: 'Inspections of workplaces by the US OSHA',
  agency: { name: OSHA, name_en: OSHA, uscc: null, level: 'national', region: 'US', source_class: 'administration' },
  publisher: 'U.S. Department of Labor, osha_inspection.csv, https://enforcedata.dol.gov and https://data.dol.gov',
  licence: 'A work of the US government, in the public domain; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which workplaces were inspected, why and how far, and where nobody was let in.',
  legal_basis: 'Occupational Safety and Health Act of 1970, section 8; published by the Department of Labor.',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: {
        ...Object.fromEntries([...Object.keys(row.shape), ...Object.keys(IGNORED)].map((name) => [name, []])),
        load_dt: ['ld_dt'],
      },
      required: ['activity_nr', 'estab_name', 'insp_type', 'insp_scope', 'open_date'],
    }),
    synthetic: true,
  },
  cadence: { cron: '0 8 * * *', time_zone: 'America/New_York', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'activity number',
  version_by: 'arrival',
  kinds: ['inspection'],
  volume: { min: 5, max: 20_000_000 },
  row,
  ignored: IGNORED,
  personal: [],
  notes: [
    'What an inspection found stands in another file (osha_violation.csv): here a result is never said, and a record without violations is no clean one.',
    'The department fills `why_no_insp` in nearly all rows. It is read where the scope says that nothing was inspected, and nowhere else.',
    'An establishment is named as the inspector wrote it and has no number that would tell it from another: it is joined by its exact name within the state.',
    'Files of different years write their header in capitals or not, and call the last column `ld_dt` or `load_dt`.',
  ],
  normalize(found) {
    const signals: Signal[] = []
    const said = (field: keyof typeof found & string, list: Readonly<Record<string, string>>): string | null => {
      const value = found[field]
      if (value === null) return null
      const meaning = meaningOf(list, value)
      if (meaning === undefined) signals.push({ code: 'value_unknown', field, value })
      return meaning ?? null
    }
    const details = [said('insp_scope', SCOPES), said('safety_hlth', FIELDS)].filter((part) => part !== null)
    const type = said('insp_type', TYPES)
    const reason = found.insp_scope === NO_INSPECTION ? (said('why_no_insp', REASONS) ?? 'reason not stated') : null
    const region = found.site_state === null ? null : usRegion(found.site_state)
    const address = [found.site_address, found.site_city, found.site_state, found.site_zip]
    return {
      version_at: null,
      signals,
      records: [
        draft('inspection', {
          source_key: found.activity_nr,
          valid_from: found.open_date,
          in_force: true,
          status: reason === null ? (found.close_case_date === null ? 'open' : 'closed') : `no inspection: ${reason}`,
          authority: OSHA,
          parties: [
            {
              role: 'inspected',
              name: found.estab_name,
              kind: 'organisation',
              region,
              address: address.filter((part) => part !== null).join(', ') || null,
              identifiers: [],
            },
          ],
          flags: [
            found.open_date === null ? ['required_missing:open_date'] : [],
            region === null ? ['place_unread:site_state'] : [],
          ].flat(),
          inspection_no: found.activity_nr,
          inspection_type: [type ?? [], details.length === 0 ? [] : `(${details.join(', ')})`].flat().join(' ') || null,
          industry: industryOf(found),
          grid: found.reporting_id,
          inspected_on: reason === null ? found.open_date : null,
          result: null,
        }),
      ],
    }
  },
})
