/** The list of Specially Designated Nationals and Blocked Persons of the US Treasury, by its main file SDN.CSV: an entry a row, without a header. */
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, IGNORED, programsOf, row, TYPES } from './row.js'

export const connector = defineConnector({
  title: 'Specially designated nationals and blocked persons (OFAC SDN list)',
  agency: {
    name: 'U.S. Department of the Treasury, Office of Foreign Assets Control',
    name_en: 'U.S. Department of the Treasury, Office of Foreign Assets Control',
    uscc: null,
    level: 'national',
    region: 'US',
    source_class: 'administration',
  },
  publisher: 'OFAC, https://www.treasury.gov/ofac/downloads/sdn.csv',
  licence: 'Work of the US Government (17 U.S.C. 105); the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know with whom US persons may not deal, and under which sanctions programs.',
  legal_basis:
    'International Emergency Economic Powers Act, 50 U.S.C. 1701 to 1708; 31 CFR chapter V; published by OFAC.',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: Object.fromEntries(COLUMNS.map((name) => [name, []])),
      required: [],
      headerless: true,
    }),
    synthetic: true,
    place: { type: 'http', url: 'https://www.treasury.gov/ofac/downloads/sdn.csv', content: 'csv' },
  },
  cadence: { cron: '15 */6 * * *', time_zone: 'America/New_York', stale_after_days: 30 },
  mode: { type: 'snapshot', max_drop: 0.1 },
  key: 'number of the entry (ent_num)',
  version_by: 'arrival',
  kinds: ['list_entry'],
  volume: { min: 5, max: 200_000 },
  row,
  ignored: IGNORED,
  personal: ['Remarks'],
  notes: [
    'Addresses and other names are in files of their own (add.csv, alt.csv), which are not read: an entry has no region, so that it is joined with others by its number alone, never by its name.',
    'Days of birth, passports and tax numbers stand in the remarks; they are not read, and the remarks are masked wherever a row is shown.',
    'The list says neither since when nor why an entry stands in it; the programs stand for the reason. Vessels and aircraft are parties of unknown kind.',
  ],
  normalize(found) {
    const signals: Signal[] = []
    const kind = found.SDN_Type === null ? 'organisation' : meaningOf(TYPES, found.SDN_Type)
    if (kind === undefined) signals.push({ code: 'value_unknown', field: 'SDN_Type', value: String(found.SDN_Type) })
    const programs = programsOf(found.Program)
    return {
      version_at: null,
      signals,
      records: [
        draft('list_entry', {
          source_key: found.ent_num,
          in_force: true,
          status: 'listed',
          authority: 'Office of Foreign Assets Control',
          parties: [
            {
              role: 'listed',
              name: found.SDN_Name,
              kind: kind ?? 'unknown',
              region: null,
              address: null,
              identifiers: [
                { scheme: 'sanctions_entry', issuer: 'OFAC SDN', value: found.ent_num, check: 'unchecked' },
              ],
            },
          ],
          flags: programs.length === 0 ? ['required_missing:Program'] : [],
          list: 'OFAC SDN List',
          reason: programs.length === 0 ? null : programs.join('; '),
        }),
      ],
    }
  },
})
