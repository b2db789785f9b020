/** Weekly enforcement reports of the US FDA in the old layout with hyphenated names: one recall a row, with one or more recall numbers. */
import { z } from 'zod'
import type { Signal } from '../../schemas/outcome.js'
import type { Party, PartyRole } from '../../schemas/party.js'
import { usRegion } from '../../schemas/regions.js'
import { meaningOf, optionalText, optionalUsDate, requiredText } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { NOTES } from './notes.js'

const CLASSES: Readonly<Record<string, 'class_1' | 'class_2' | 'class_3'>> = {
  'Class I': 'class_1',
  'Class II': 'class_2',
  'Class III': 'class_3',
}
const PRODUCT_TYPES = new Set(['Food', 'Drugs', 'Biologics', 'Devices', 'Veterinary', 'Cosmetics', 'Tobacco'])

const row = z.strictObject({
  'recalling-firm': requiredText,
  'product-description': requiredText,
  'reason-for-recall': optionalText,
  'code-info': optionalText,
  'product-quantity': optionalText,
  'distribution-pattern': optionalText,
  'product-type': optionalText,
  'report-date': optionalUsDate,
  classification: optionalText,
})

/** `Name, City, ST` or `Name, City ST` at the beginning of a text: the name ends where a city and a state follow. */
const FIRM = /^(.+?),\s*([A-Z][A-Za-z .'-]*?),?\s+([A-Z]{2})(?![A-Za-z])/

function firm(role: PartyRole, text: string): Party {
  const match = FIRM.exec(text)
  const region = match === null ? null : usRegion(String(match[3]))
  const [name, address] =
    match !== null && region !== null
      ? [String(match[1]), `${match[2]}, ${match[3]}`]
      : [text.split(',')[0] ?? text, null]
  return { role, name: name.trim(), kind: 'organisation', region, address, identifiers: [] }
}

/** The firms that the one cell names: `Recalling Firm: A, …Manufacturers: B, …; C, …. Firm initiated recall is ongoing.` */
function firms(cell: string): Party[] {
  const [recalling = '', ...makers] = cell.replace(/^Recalling Firm:\s*/i, '').split(/\s*Manufacturers?:\s*/i)
  const others = makers.flatMap((text) => text.replace(/\.\s+[^.]*initiated recall.*$/i, '').split(';'))
  return [
    firm('recalling_firm', recalling),
    ...others
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map((text) => firm('manufacturer', text)),
  ]
}

/** `recall is ongoing` and what typing makes of it: `recallis ongoing`, `recall is on going`. */
function statusOf(firmCell: string): string {
  const match = /recall ?is (on ?going|complete)/i.exec(firmCell)
  return match === null ? 'not_stated' : String(match[1]).toLowerCase().replace(' ', '')
}

function recallNumbers(description: string): string[] {
  return [
    ...new Set(
      [...description.matchAll(/Recall\s*#\s*:?\s*([A-Z]-\d{2,4}-\d{2,4})/gi)].map((match) =>
        String(match[1]).toUpperCase(),
      ),
    ),
  ].sort()
}

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
