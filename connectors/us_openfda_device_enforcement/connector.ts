/** Recalls of medical devices that the US FDA has classified, as the openFDA API gives them today: one recall number a row. */
import { RECALL_IGNORED, recallOf, recallRow } from '../../schemas/openfda_recall.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'

export const connector = defineConnector({
  title: 'Recalls of medical devices at the US FDA (openFDA)',
  agency: {
    name: 'U.S. Food and Drug Administration, Center for Devices and Radiological Health',
    name_en: 'U.S. Food and Drug Administration, Center for Devices and Radiological Health',
    uscc: null,
    level: 'national',
    region: 'US',
    source_class: 'administration',
  },
  publisher: 'openFDA, https://api.fda.gov/device/enforcement.json',
  licence: 'CC0-1.0 (open.fda.gov/license); the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know which firms recalled which medical devices, why, and how dangerous they were.',
  legal_basis: 'Published by the FDA in its weekly enforcement reports; 21 CFR 7.50.',
  classification: 'public',
  source: {
    files: 'sample.ndjson',
    format: jsonRecords({ path: ['results'] }),
    synthetic: true,
    place: { type: 'openfda', endpoint: 'device/enforcement' },
  },
  cadence: { cron: '0 12 * * 4', time_zone: 'America/New_York', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'recall number; while it has none yet, the event with its product',
  version_by: 'arrival',
  kinds: ['recall'],
  volume: { min: 10, max: 100_000 },
  row: recallRow,
  ignored: RECALL_IGNORED,
  personal: [],
  normalize: recallOf,
})
