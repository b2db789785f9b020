/** Dishonest judgment debtors (失信被执行人): persons and companies that do not do what a court has ordered. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { looksLikeUscc, realDate, validUscc } from '../../schemas/identifiers.js'
import type { Signal } from '../../schemas/outcome.js'
import { publishedName, publishedText } from '../../schemas/published_cells.js'
import {
  codeOf,
  documentNumber,
  meaningOf,
  optionalDate,
  optionalNumberText,
  requiredDate,
  requiredText,
} from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { CONDUCTS } from './conducts.js'

const row = z.strictObject({
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

const PERFORMANCES: Readonly<Record<string, string>> = {
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
function termOf(conducts: readonly string[], publishedOn: string): { ends: string | null; flags: string[] } {
  const items = new Set(conducts.map((conduct) => meaningOf(CONDUCTS, conduct)))
  const [item] = items
  if (items.size === 0 || items.has(undefined)) return { ends: null, flags: ['term_unknown:disrupttypename'] }
  if (items.size === 1 && item === 1) return { ends: null, flags: [] }
  const isExtendable = items.size > 1 || conducts.some((conduct) => conduct.includes('暴力'))
  return isExtendable
    ? { ends: null, flags: ['term_unknown:disrupttypename'] }
    : { ends: twoYearsAfter(publishedOn), flags: [] }
}

/** The number of a citizen by its shape, whatever its check digit: a mistyped one is still somebody's. */
const CITIZEN_SHAPE = /^[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/

function debtor(found: Found, token: (scheme: string, value: string) => string) {
  // Published numbers are masked (`3423011964****3224`): many people share what is left, so that it identifies nobody.
  const number = found.cardnum?.includes('*') === true ? null : found.cardnum
  if (found.type === 'person') return chineseParty('listed', found.iname, { document: number, kind: 'person' }, token)
  const code = (number ?? '')
    .normalize('NFKC')
    .replace(/[\s-]+/g, '')
    .toUpperCase()
  const isUscc = looksLikeUscc(code) && (validUscc(code) || !CITIZEN_SHAPE.test(code))
  const isOrgCode = /^[0-9A-Z]{8}[0-9X]$/.test(code)
  // Courts put the legal representative's number there too: what has not the shape of a company's code becomes a token.
  const codes = isUscc ? { uscc: code } : isOrgCode ? { orgCode: code } : { document: number }
  return chineseParty('listed', found.iname, { ...codes, kind: 'organisation' }, token)
}

export const connector = defineConnector({
  title: 'Dishonest judgment debtors (失信被执行人)',
  agency: {
    name: '最高人民法院',
    name_en: "Supreme People's Court",
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'administration',
  },
  publisher: 'China Enforcement Information Online (中国执行信息公开网)',
  licence: 'Public by law; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who does not do what a court has ordered, as a negative fact about credit.',
  legal_basis:
    "Civil Procedure Law, article 266 (2023); Provisions of the Supreme People's Court on the List of Dishonest Judgment Debtors, articles 1, 2 and 7.",
  classification: 'internal',
  source: { files: 'sample.ndjson', format: jsonRecords(), synthetic: true },
  cadence: { cron: '10 4 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 5 },
  mode: { type: 'snapshot', max_drop: 0.2 },
  key: "the court's number of the entry; without one court / case / name",
  version_by: 'arrival',
  kinds: ['list_entry'],
  volume: { min: 10, max: 20_000_000 },
  row,
  ignored: {
    businessentity: 'name of the legal representative: a person, and no proof of who the party is',
    areaname: 'province; the court is named in full',
    duty: 'what the court has ordered, in free text that names those to whom it is owed',
    performedPart: 'what has been paid, free text; the state of performance is read',
    unperformPart: 'what is still owed, free text; the state of performance is read',
    age: 'age of a person',
    sexy: 'sex of a person',
  },
  personal: ['cardnum'],
  normalize(found, context) {
    const signals: Signal[] = []
    const conducts = (found.disrupttypename ?? '')
      .split(/[,，;；]/)
      .map((conduct) => conduct.trim())
      .filter((conduct) => conduct !== '')
    for (const value of conducts)
      if (meaningOf(CONDUCTS, value) === undefined)
        signals.push({ code: 'value_unknown', field: 'disrupttypename', value })
    const performance = found.performance === null ? undefined : meaningOf(PERFORMANCES, found.performance)
    if (found.performance !== null && performance === undefined)
      signals.push({ code: 'value_unknown', field: 'performance', value: found.performance })
    const party = debtor(found, context.token)
    const term = termOf(conducts, found.publishdate)
    const caseNo = documentNumber(found.casecode)
    const flags = [...failedChecks([party]), ...term.flags]
    if (found.cardnum?.includes('*') === true) flags.push('number_masked:cardnum')
    if (found.regdate !== null && found.regdate > found.publishdate) flags.push('published_before_filed:publishdate')
    const basis = [found.gistunit, found.gistid === null ? null : documentNumber(found.gistid)]
      .filter((part) => part !== null)
      .join(' ')
    const record = draft('list_entry', {
      source_key: found.id ?? [found.courtname, caseNo, found.iname].join('|').slice(0, 800),
      valid_from: found.publishdate,
      valid_to: term.ends,
      in_force: true,
      status: performance ?? 'listed',
      authority: found.courtname,
      parties: [party],
      flags,
      list: '失信被执行人名单',
      reason: [caseNo, ...conducts].join('；'),
      legal_basis: basis === '' ? null : basis,
      listed_on: found.publishdate,
    })
    return { version_at: null, signals, records: [record] }
  },
})
