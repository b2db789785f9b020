/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { Party, PartyRole } from '../../schemas/party.js'
import { usRegion } from '../../schemas/regions.js'
import { optionalText, optionalUsDate, requiredText } from '../../schemas/values.js'

export const CLASSES: Readonly<Record<string, 'class_1' | 'class_2' | 'class_3'>> = {
  'Class I': 'class_1',
  'Class II': 'class_2',
  'Class III': 'class_3',
}

export const PRODUCT_TYPES = new Set(['Food', 'Drugs', 'Biologics', 'Devices', 'Veterinary', 'Cosmetics', 'Tobacco'])

export const row = z.strictObject({
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
export function firms(cell: string): Party[] {
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
export function statusOf(firmCell: string): string {
  const match = /recall ?is (on ?going|complete)/i.exec(firmCell)
  return match === null ? 'not_stated' : String(match[1]).toLowerCase().replace(' ', '')
}

export function recallNumbers(description: string): string[] {
  return [
    ...new Set(
      [...description.matchAll(/Recall\s*#\s*:?\s*([A-Z]-\d{2,4}-\d{2,4})/gi)].map((match) =>
        String(match[1]).toUpperCase(),
      ),
    ),
  ].sort()
}
