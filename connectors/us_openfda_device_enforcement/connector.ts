/** Recalls of medical devices that the US FDA has classified, as the openFDA API gives them today: one recall number a row. */
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { usRegion } from '../../schemas/regions.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { CLASSES, COUNTRIES, row, STATUSES, UNITED_STATES } from './row.js'

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
  row,
  ignored: {
    openfda: 'what openFDA adds from other data sets; not said by the recall',
    voluntary_mandated: 'who set the recall going; a recall has no field for it',
    initial_firm_notification: 'by which means the firm told its customers',
    center_classification_date: 'when the class was given; the class itself is read',
  },
  personal: [],
  normalize(found) {
    const signals: Signal[] = []
    const unknown = (field: string, value: string) => signals.push({ code: 'value_unknown', field, value })
    const classification = meaningOf(CLASSES, found.classification)
    if (classification === undefined) unknown('classification', found.classification)
    const status = meaningOf(STATUSES, found.status)
    if (status === undefined) unknown('status', found.status)
    const abroad = found.country === null ? undefined : meaningOf(COUNTRIES, found.country)
    const region = found.country === UNITED_STATES ? usRegion(found.state ?? '') : (abroad ?? null)
    if (found.country !== null && found.country !== UNITED_STATES && abroad === undefined)
      unknown('country', found.country)
    const { address_1, address_2, city, state, postal_code, country } = found
    const address = [address_1, address_2, city, state, postal_code, country].filter((part) => part !== null)
    const codes = [found.code_info, found.more_code_info].filter((part) => part !== null)
    const numbered = found.recall_number !== 'N/A'
    return {
      version_at: null,
      signals,
      records: [
        draft('recall', {
          // A recall that is not classified yet has N/A for its number, which many rows share.
          source_key: numbered
            ? found.recall_number
            : `unnumbered|${found.event_id}|${found.product_description.slice(0, 300)}`,
          valid_from: found.recall_initiation_date ?? found.report_date,
          valid_to: found.termination_date,
          in_force: true,
          status: status ?? 'other',
          authority: 'U.S. Food and Drug Administration',
          parties: [
            {
              role: 'recalling_firm',
              name: found.recalling_firm,
              kind: 'organisation',
              region,
              address: address.length === 0 ? null : address.join(', '),
              identifiers: [],
            },
          ],
          flags: region === null ? ['place_unread:state'] : [],
          recall_numbers: numbered ? [found.recall_number] : [],
          classification: classification ?? null,
          product_type: found.product_type,
          product: found.product_description,
          reason: found.reason_for_recall,
          quantity: found.product_quantity,
          distribution: found.distribution_pattern,
          code_info: codes.length === 0 ? null : codes.join(' '),
          reported_on: found.report_date,
        }),
      ],
    }
  },
})
