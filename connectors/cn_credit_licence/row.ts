/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { chineseParty } from '../../schemas/chinese_party.js'
import type { Signal } from '../../schemas/outcome.js'
import type { Party } from '../../schemas/party.js'
import { publishedName, publishedText, standsForNothing } from '../../schemas/published_cells.js'
import {
  fail,
  known,
  meaningOf,
  optional,
  optionalDate,
  parseDate,
  requiredDate,
  requiredText,
} from '../../schemas/values.js'

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

export const row = z.strictObject({
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

export function licensee(found: Found, token: (scheme: string, value: string) => string, signals: Signal[]): Party {
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
