/** Companies that Japan's labour ministry lists for violations of labour law, with when each entry was on the list. */
import { japanRegion } from '../../schemas/regions.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { NOTES } from './notes.js'
import { columns, row, STATUSES, spaceless } from './row.js'

export const connector = defineConnector({
  title: 'Published violations of labour law in Japan',
  agency: {
    name: '厚生労働省',
    name_en: 'Ministry of Health, Labour and Welfare',
    uscc: null,
    level: 'national',
    region: 'JP',
    source_class: 'administration',
  },
  publisher: 'Ministry of Health, Labour and Welfare (archived by github.com/nyampire/jp-labor-violation-archive)',
  licence: "MIT (archive); the facts are the ministry's",
  purpose:
    'Know which companies were published for labour-law violations, also after the ministry removes the entry (about a year).',
  legal_basis: 'Published by the ministry in its list of cases of violation (労働基準関係法令違反に係る公表事案).',
  classification: 'public',
  source: {
    files: 'data',
    format: csv({
      delimiter: '\t',
      quote: false,
      columns: Object.fromEntries(columns.map((name) => [name, []])),
      required: Object.keys(row.shape),
    }),
  },
  cadence: { cron: '0 6 * * 1', time_zone: 'Asia/Tokyo', stale_after_days: 62 },
  mode: { type: 'append' },
  key: 'company / location / bureau / first appearance / date of referral / law / summary: the list has no number of its own',
  version_by: 'arrival',
  kinds: ['list_entry'],
  volume: { min: 1000, max: 50_000 },
  row,
  ignored: {
    duration_days: 'the difference of the two appearances',
    crossed_data_gap: 'whether the archive missed months in between',
  },
  personal: [],
  notes: NOTES,
  normalize(found) {
    const status = meaningOf(STATUSES, found.status)
    const removedOn = status === 'delisted' ? found.last_appeared : null
    return {
      version_at: null,
      signals: status === undefined ? [{ code: 'value_unknown' as const, field: 'status', value: found.status }] : [],
      records: [
        {
          kind: 'list_entry',
          source_key: [
            found.company_name,
            found.location,
            found.labor_bureau,
            found.first_appeared,
            found.prosecution_date,
            found.violation_law,
            found.violation_summary,
          ]
            .map(spaceless)
            .join('|'),
          valid_from: found.first_appeared,
          valid_to: removedOn,
          in_force: true,
          status: status ?? 'status_unknown',
          authority: found.labor_bureau,
          parties: [
            {
              role: 'listed',
              name: found.company_name,
              kind: 'organisation',
              region: japanRegion(found.location ?? ''),
              address: found.location,
              identifiers: [],
            },
          ],
          flags: status === 'delisted' && removedOn === null ? ['removal_date_missing:last_appeared'] : [],
          list: 'jp_mhlw_labor_violations',
          reason: found.violation_summary,
          legal_basis: found.violation_law,
          listed_on: found.first_appeared,
          removed_on: removedOn,
          referred_on: found.prosecution_date,
        },
      ],
    }
  },
})
