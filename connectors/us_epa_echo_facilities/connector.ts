/** The facilities that the US EPA and the states supervise, as the weekly ECHO Exporter has them: one registry id a row. */
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { usRegion } from '../../schemas/regions.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { IGNORED } from './ignored.js'
import { ACTIVE, industryOf, placeOf, programmesOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Facilities in ECHO of the US EPA',
  agency: {
    name: 'U.S. Environmental Protection Agency',
    name_en: 'U.S. Environmental Protection Agency',
    uscc: null,
    level: 'national',
    region: 'US',
    source_class: 'administration',
  },
  publisher: 'EPA, ECHO Exporter (ECHO_EXPORTER.csv), https://echo.epa.gov/tools/data-downloads',
  licence: 'A work of the US government, in the public domain; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which facility a registry id stands for, where it is and by which programmes it is supervised.',
  legal_basis: 'Published by the EPA in Enforcement and Compliance History Online; Clean Air Act, section 114(c).',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: Object.fromEntries([...Object.keys(row.shape), ...Object.keys(IGNORED)].map((name) => [name, []])),
      required: ['REGISTRY_ID', 'FAC_NAME', 'FAC_STATE', 'FAC_ACTIVE_FLAG'],
    }),
    synthetic: true,
  },
  cadence: { cron: '0 12 * * 1', time_zone: 'America/New_York', stale_after_days: 21 },
  mode: { type: 'snapshot', max_drop: 0.05 },
  key: 'registry id of the Facility Registry Service',
  version_by: 'arrival',
  kinds: ['registration'],
  volume: { min: 5, max: 5_000_000 },
  row,
  ignored: IGNORED,
  personal: [],
  notes: [
    'A registry id names a site. FAC_NAME is the name of that site in one of the programmes, and says nothing of who owns it.',
    '`active` means that at least one permit of the facility is active, not that its business runs. A facility without active permit stays registered.',
    'The exporter is the whole of ECHO and comes out weekly: load it with `--full`, and a facility that it no longer has is withdrawn.',
  ],
  normalize(found) {
    const { regulated_for, signals } = programmesOf(found)
    const { flags, longitude, latitude } = placeOf(found)
    const status = found.FAC_ACTIVE_FLAG === null ? 'not_stated' : meaningOf(ACTIVE, found.FAC_ACTIVE_FLAG)
    const unknown: Signal[] =
      status === undefined
        ? [{ code: 'value_unknown', field: 'FAC_ACTIVE_FLAG', value: String(found.FAC_ACTIVE_FLAG) }]
        : []
    const region = found.FAC_STATE === null ? null : usRegion(found.FAC_STATE)
    const address = [found.FAC_STREET, found.FAC_CITY, found.FAC_STATE, found.FAC_ZIP].filter((part) => part !== null)
    return {
      version_at: null,
      signals: [...unknown, ...signals],
      records: [
        draft('registration', {
          source_key: found.REGISTRY_ID,
          in_force: true,
          status: status ?? 'not_stated',
          authority: 'U.S. Environmental Protection Agency',
          parties: [
            {
              role: 'registrant',
              name: found.FAC_NAME,
              kind: 'facility',
              region,
              address: address.join(', ') || null,
              identifiers: [
                { scheme: 'us_frs_registry', issuer: 'us_epa', value: found.REGISTRY_ID, check: 'unchecked' },
              ],
            },
          ],
          flags: [...(region === null ? ['place_unread:FAC_STATE'] : []), ...flags],
          register: 'us_frs',
          register_no: found.REGISTRY_ID,
          industry: industryOf(found),
          regulated_for,
          longitude,
          latitude,
        }),
      ],
    }
  },
})
