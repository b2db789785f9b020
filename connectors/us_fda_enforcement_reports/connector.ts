/** Weekly enforcement reports of the US FDA in the old layout with hyphenated names: one recall a row, with one or more recall numbers. */
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { NOTES } from './notes.js'
import { CLASSES, firms, PRODUCT_TYPES, recallNumbers, row, statusOf } from './row.js'

export const connector = defineConnector({
  title: 'Recall enforcement reports of the US FDA',
  agency: {
    name: 'U.S. Food and Drug Administration',
    name_en: 'U.S. Food and Drug Administration',
    uscc: null,
    level: 'national',
    region: 'US',
    source_class: 'administration',
  },
  publisher: 'U.S. Food and Drug Administration (github.com/FDA/openfda)',
  licence: 'CC0-1.0',
  purpose: 'Know which firms recalled which products, why, and how dangerous they were.',
  legal_basis: 'Published by the FDA; 21 CFR 7.50.',
  classification: 'public',
  source: { files: 'data', format: jsonRecords() },
  cadence: { cron: '0 12 * * 4', time_zone: 'America/New_York', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'the recall numbers in the product description; a report without any is keyed by firm, date and description',
  version_by: 'arrival',
  kinds: ['recall'],
  volume: { min: 50, max: 5000 },
  row,
  ignored: {},
  personal: [],
  notes: NOTES,
  normalize(found) {
    const firmCell = found['recalling-firm'].replace(/\s+/g, ' ')
    const description = found['product-description']
    const numbers = recallNumbers(description)
    const classification = found.classification === null ? null : meaningOf(CLASSES, found.classification)
    const productType = found['product-type']
    const signals: Signal[] = []
    if (classification === undefined)
      signals.push({ code: 'value_unknown', field: 'classification', value: String(found.classification) })
    if (productType !== null && !PRODUCT_TYPES.has(productType))
      signals.push({ code: 'value_unknown', field: 'product-type', value: productType })
    const parties = firms(firmCell)
    return {
      version_at: null,
      signals,
      records: [
        {
          kind: 'recall',
          source_key:
            numbers.length > 0
              ? numbers.join('+').slice(0, 900)
              : `unnumbered|${parties[0]?.name}|${found['report-date'] ?? ''}|${description.slice(0, 300)}`,
          valid_from: found['report-date'],
          valid_to: null,
          in_force: true,
          status: statusOf(firmCell),
          authority: 'U.S. Food and Drug Administration',
          parties,
          flags: parties[0]?.region === null ? ['place_unread:recalling-firm'] : [],
          recall_numbers: numbers,
          classification: classification ?? null,
          product_type: productType,
          product: description,
          reason: found['reason-for-recall'],
          quantity: found['product-quantity'],
          distribution: found['distribution-pattern'],
          code_info: found['code-info'],
          reported_on: found['report-date'],
        },
      ],
    }
  },
})
