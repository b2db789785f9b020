/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { chineseParty } from '../../schemas/chinese_party.js'
import { bareCode, citizenShape } from '../../schemas/citizen_numbers.js'
import { looksLikeUscc, realDate } from '../../schemas/identifiers.js'
import { publishedName, publishedText } from '../../schemas/published_cells.js'
import {
  codeOf,
  meaningOf,
  optionalDate,
  optionalNumberText,
  requiredDate,
  requiredText,
} from '../../schemas/values.js'
import { CONDUCTS } from './conducts.js'

export const row = z.strictObject({
  id: optionalNumberText,
  iname: publishedName,
  type: codeOf({ '0': 'person', '1': 'company' }),
  cardnum: publishedText,
  casecode: requiredText,
  courtname: requiredText,
  gistid: publishedText,
  gistunit: publishedText,
  regdate: optionalDate,
  publishdate: requiredDate,
  performance: publishedText,
  disrupttypename: publishedText,
})

type Found = z.infer<typeof row>

export const PERFORMANCES: Readonly<Record<string, string>> = {
  全部未履行: 'unperformed',
  部分未履行: 'partly_performed',
  部分履行: 'partly_performed',
  全部已履行: 'performed',
  全部履行: 'performed',
}

/** The day two years later, on which the entry is over; the 29th of February becomes the 1st of March. */
function twoYearsAfter(day: string): string {
  const year = Number(day.slice(0, 4)) + 2
  return realDate(year, Number(day.slice(5, 7)), Number(day.slice(8))) ?? `${year}-03-01`
}

/**
 * Article 2 of the Provisions: two years for items 2 to 6; violence and several kinds of conduct may add one to three more, which the list
 * does not tell; item 1 has no term, and its entry stands until the debt is paid.
 */
export function termOf(conducts: readonly string[], publishedOn: string): { ends: string | null; flags: string[] } {
  const items = new Set(conducts.map((conduct) => meaningOf(CONDUCTS, conduct)))
  const [item] = items
  if (items.size === 0 || items.has(undefined)) return { ends: null, flags: ['term_unknown:disrupttypename'] }
  if (items.size === 1 && item === 1) return { ends: null, flags: [] }
  const isExtendable = items.size > 1 || conducts.some((conduct) => conduct.includes('暴力'))
  return isExtendable
    ? { ends: null, flags: ['term_unknown:disrupttypename'] }
    : { ends: twoYearsAfter(publishedOn), flags: [] }
}

export function debtor(found: Found, token: (scheme: string, value: string) => string) {
  // Published numbers are masked (`3423011964****3224`): many people share what is left, so that it identifies nobody.
  const number = found.cardnum?.includes('*') === true ? null : found.cardnum
  if (found.type === 'person') return chineseParty('listed', found.iname, { document: number, kind: 'person' }, token)
  const code = bareCode(number ?? '')
  const isUscc = looksLikeUscc(code) && citizenShape(code) === undefined
  const isOrgCode = /^[0-9A-Z]{8}[0-9X]$/.test(code)
  // Courts put the legal representative's number there too: what has not the shape of a company's code becomes a token.
  const codes = isUscc ? { uscc: code } : isOrgCode ? { orgCode: code } : { document: number }
  return chineseParty('listed', found.iname, { ...codes, kind: 'organisation' }, token)
}
