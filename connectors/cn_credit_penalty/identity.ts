/** Who the penalised party is: the codes of the layout, and the region that they tell. */
import { bareCode, citizenShape } from '../../schemas/citizen_numbers.js'
import { looksLikeUscc, validCitizenId, validOrgCode, validUscc } from '../../schemas/identifiers.js'
import type { Identifier } from '../../schemas/party.js'
import type { NormalizeContext } from '../define.js'

/** The columns that hold codes of the party. */
type Codes = Readonly<
  Record<
    'CF_XDR_SHXYM' | 'CF_XDR_GSZC' | 'CF_XDR_ZZJG' | 'CF_XDR_SWDJ' | 'CF_XDR_SYDW' | 'CF_XDR_SHZZ' | 'CF_XDR_ZJHM',
    string | null
  >
>

/** A code without space, in capitals, half width. */
export const code = (text: string) =>
  /^[0-9A-Z]+$/.test(text) ? text : text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** Platforms put a natural person's identity number where the codes of companies stand: it is as personal there. */
const isCitizenId = (value: string) => citizenShape(bareCode(value)) === 'eighteen'

/** Identifiers of the penalised party; a failed check digit stays a flag and never keeps the record out. */
export function identifiersOf(found: Codes, context: NormalizeContext): Identifier[] {
  const list: Identifier[] = []
  const token = (value: string) => {
    const number = isCitizenId(value) ? bareCode(value) : null
    const scheme = number === null ? 'cn_document_token' : 'cn_citizen_token'
    const made = context.token(scheme, number ?? value)
    if (list.some((other) => other.value === made)) return
    const check = number === null ? 'unchecked' : validCitizenId(number) ? 'valid' : 'failed'
    list.push({ scheme, issuer: 'cn', value: made, check })
  }
  const add = (scheme: Identifier['scheme'], text: string | null, valid?: (value: string) => boolean) => {
    if (text === null) return
    const value = code(text)
    if (isCitizenId(value)) return token(value)
    list.push({
      scheme,
      issuer: 'cn',
      value: value.slice(0, 200),
      check: valid === undefined ? 'unchecked' : valid(value) ? 'valid' : 'failed',
    })
  }
  add('uscc', found.CF_XDR_SHXYM, validUscc)
  add('cn_org_code', found.CF_XDR_ZZJG?.replace(/[-－]/, '') ?? null, validOrgCode)
  add('cn_business_registration', found.CF_XDR_GSZC)
  add('cn_tax_registration', found.CF_XDR_SWDJ)
  add('cn_institution_certificate', found.CF_XDR_SYDW)
  add('cn_social_group_certificate', found.CF_XDR_SHZZ)
  if (found.CF_XDR_ZJHM !== null) token(code(found.CF_XDR_ZJHM))
  return list
}

/** The city (GB/T 2260) in which a code was registered: characters 3 to 6, and 00. */
export function cityOf(uscc: string | null): string | null {
  const value = uscc === null ? '' : code(uscc)
  return looksLikeUscc(value) && !isCitizenId(value) && /^[1-8]\d{5}/.test(value.slice(2))
    ? `${value.slice(2, 6)}00`
    : null
}
