/** Administrative licences that an approval bureau publishes (双公示, 2018 layout): who may do what, until when. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { publishedName, publishedText, standsForNothing } from '../../schemas/published_cells.js'
import {
  documentNumber,
  fail,
  known,
  meaningOf,
  optional,
  optionalDate,
  parseDate,
  requiredDate,
  requiredText,
} from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { CATEGORIES, COLUMNS, REQUIRED, STATES } from './layout.js'

/** The last day of a licence: 长期 and, by the guide of the layout, the last day of 2099 stand for a licence without an end. */
const endOfTerm = known(
  optional((text, ctx): string | null => {
    if (standsForNothing(text) || text === '长期') return null
    const day = parseDate(text)
    if (day === undefined) return fail(ctx, 'date_invalid', `'${text.slice(0, 40)}' is not a date that exists`, text)
    return day === '2099-12-31' ? null : day
  }),
  'date',
  false,
)

const row = z.strictObject({
  XK_XDR_MC: publishedName,
  XK_XDR_LB: publishedText,
  XK_XDR_SHXYM: publishedText,
  XK_XDR_GSZC: publishedText,
  XK_XDR_ZZJG: publishedText,
  XK_XDR_SWDJ: publishedText,
  XK_XDR_SYDW: publishedText,
  XK_XDR_SHZZ: publishedText,
  XK_XDR_ZJHM: publishedText,
  XK_XKWS: requiredText,
  XK_WSH: requiredText,
  XK_XKLB: publishedText,
  XK_XKZS: publishedText,
  XK_XKBH: publishedText,
  XK_NR: publishedText,
  XK_JDRQ: requiredDate,
  XK_YXQZ: optionalDate,
  XK_YXQZI: endOfTerm,
  XK_XKJG: requiredText,
  XK_ZT: publishedText,
})
type Found = z.infer<typeof row>

const KINDS_OF_PARTY: Readonly<Record<string, Party['kind']>> = {
  法人及非法人组织: 'organisation',
  自然人: 'person',
  个体工商户: 'sole_trader',
}

function licensee(found: Found, token: (scheme: string, value: string) => string, signals: Signal[]): Party {
  const kind = found.XK_XDR_LB === null ? undefined : meaningOf(KINDS_OF_PARTY, found.XK_XDR_LB)
  if (found.XK_XDR_LB !== null && kind === undefined)
    signals.push({ code: 'value_unknown', field: 'XK_XDR_LB', value: found.XK_XDR_LB })
  const other = (scheme: Party['identifiers'][number]['scheme'], value: string | null) => ({
    scheme,
    issuer: 'cn',
    value,
  })
  return chineseParty(
    'licensee',
    found.XK_XDR_MC,
    {
      uscc: found.XK_XDR_SHXYM,
      orgCode: found.XK_XDR_ZZJG,
      businessRegistration: found.XK_XDR_GSZC,
      document: found.XK_XDR_ZJHM,
      others: [
        other('cn_tax_registration', found.XK_XDR_SWDJ),
        other('cn_institution_certificate', found.XK_XDR_SYDW),
        other('cn_social_group_certificate', found.XK_XDR_SHZZ),
        // SC and 14 digits: the food production licence; other numbers are those of the licence and name no party.
        other('cn_food_licence', found.XK_XKBH !== null && /^SC\d{14}$/i.test(found.XK_XKBH) ? found.XK_XKBH : null),
      ],
      ...(kind === undefined ? {} : { kind }),
    },
    token,
  )
}

export const connector = defineConnector({
  title: 'Administrative licences in double publication (双公示)',
  agency: {
    name: '南昌市行政审批局',
    name_en: 'Nanchang Administrative Approval Bureau',
    uscc: null,
    level: 'city',
    region: '360100',
    source_class: 'administration',
  },
  publisher: 'Credit platform of the city, for its licensing authorities',
  licence: 'Published for reuse; all bundled rows but one are synthetic and ours (Apache-2.0)',
  purpose: 'Know who holds which licence, for what and until when, so that trade without one stands out.',
  legal_basis:
    'Administrative Licensing Law, article 40 (decisions are public); publication within seven working days (双公示).',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: [...REQUIRED] }),
    synthetic: true,
  },
  cadence: { cron: '45 1 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 10 },
  mode: { type: 'append' },
  key: 'authority / document number, with all kinds of bracket alike / licence number',
  version_by: 'arrival',
  kinds: ['licence'],
  volume: { min: 10, max: 20_000_000 },
  row,
  ignored: {
    XK_FRDB: 'name of the legal representative: a person, and no proof of who the party is',
    XK_FR_ZJLX: "type of the legal representative's document",
    XK_FR_ZJHM: "number of the legal representative's document: a person who is not the party",
    XK_XDR_ZJLX: 'type of the document; its number is tokenized either way',
    XK_XKJGDM: 'code of the authority, which is named in full',
    XK_LYDW: 'who delivered the row to the platform',
    XK_LYDWDM: 'code of who delivered the row',
    BZ: 'remarks, free text',
  },
  personal: ['XK_FR_ZJHM', 'XK_XDR_ZJHM'],
  normalize(found, context) {
    const signals: Signal[] = []
    const party = licensee(found, context.token, signals)
    const flags = failedChecks([party])
    // `其他-备案`: the list lets authorities add in words what the other category is.
    const category = found.XK_XKLB?.replace(/^(其他)[-—(（:：].*$/, '$1') ?? null
    if (category !== null && meaningOf(CATEGORIES, category) === undefined)
      signals.push({ code: 'value_unknown', field: 'XK_XKLB', value: category })
    const state = found.XK_ZT === null ? undefined : meaningOf(STATES, found.XK_ZT)
    if (found.XK_ZT !== null && state === undefined) {
      flags.push('meaning_unknown:XK_ZT')
      if (!/^[12]$/.test(found.XK_ZT)) signals.push({ code: 'value_unknown', field: 'XK_ZT', value: found.XK_ZT })
    }
    if (found.XK_YXQZ !== null && found.XK_YXQZI !== null && found.XK_YXQZI < found.XK_YXQZ)
      flags.push('ends_before_it_begins:XK_YXQZI')
    const documentNo = documentNumber(found.XK_WSH)
    const record = draft('licence', {
      source_key: [found.XK_XKJG, documentNo, found.XK_XKBH ?? '']
        .join('|')
        .normalize('NFKC')
        .replace(/\s+/g, '')
        .slice(0, 800),
      valid_from: found.XK_YXQZ ?? found.XK_JDRQ,
      valid_to: found.XK_YXQZI,
      in_force: state?.in_force ?? true,
      status: state?.status ?? (found.XK_ZT === null ? 'not_stated' : `state_code_${found.XK_ZT.slice(0, 20)}`),
      authority: found.XK_XKJG,
      parties: [party],
      flags,
      licence_type: found.XK_XKZS ?? found.XK_XKWS,
      licence_no: found.XK_XKBH,
      document_no: documentNo,
      category: category === null ? null : (meaningOf(CATEGORIES, category) ?? 'other'),
      scope: found.XK_NR,
      decided_on: found.XK_JDRQ,
    })
    return { version_at: null, signals, records: [record] }
  },
})
