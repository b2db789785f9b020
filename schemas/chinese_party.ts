/** Parties as Chinese authorities write them: a name, and codes in columns that hold one scheme each or several. */
import { bareCode, citizenShape, citizenToken } from './citizen_numbers.js'
import { looksLikeUscc, validCitizenId, validOrgCode, validUscc } from './identifiers.js'
import type { Identifier, IdentifierScheme, Party, PartyRole } from './party.js'
import { comparablePhones, isHotline } from './phones.js'

/** Makes a keyed token of a personal identifier. */
type Token = (scheme: string, value: string) => string

/** What a row says of a party besides role and name; what it does not say is left out or null. */
export interface ChineseCodes {
  /** Unified social credit code; a citizen's number that stands here is treated as what it is. */
  readonly uscc?: string | null
  readonly orgCode?: string | null
  readonly businessRegistration?: string | null
  /** Number of an identity document: always a token. */
  readonly document?: string | null
  /** Telephone number, or several: always a token each, of the form in which they compare. */
  readonly phone?: string | null
  /** Numbers of other schemes, with their issuer. */
  readonly others?: readonly {
    readonly scheme: IdentifierScheme
    readonly issuer: string
    readonly value: string | null
  }[]
  readonly kind?: Party['kind']
  readonly address?: string | null
  /** GB/T 2260; by default the city in which the code was registered. */
  readonly region?: string | null
}

/** A code without space, in capitals, half width. */
const plainCode = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** Whether the number of a citizen stands where the code of a company should, right or mistyped. */
const isCitizenId = (value: string) => citizenShape(bareCode(value)) === 'eighteen'

/**
 * A party with its identifiers: valid ones, those whose check digit is wrong (`check: failed`), and tokens of personal ones. What looks like the number
 * of a citizen is a token whatever column it stands in; one of 15 digits in a column of codes becomes one with the record (pipelines/personal.ts).
 */
export function chineseParty(role: PartyRole, name: string, codes: ChineseCodes, token: Token): Party {
  const identifiers: Identifier[] = []
  const add = (scheme: IdentifierScheme, issuer: string, value: string, check: Identifier['check']) => {
    if (!identifiers.some((one) => one.scheme === scheme && one.value === value))
      identifiers.push({ scheme, issuer, value: value.slice(0, 200), check })
  }
  const addDocument = (value: string) => {
    if (!isCitizenId(value)) return add('cn_document_token', 'cn', token('cn_document_token', value), 'unchecked')
    const code = bareCode(value)
    return add('cn_citizen_token', 'cn', citizenToken(code, token).value, validCitizenId(code) ? 'valid' : 'failed')
  }
  const addCode = (scheme: IdentifierScheme, text: string | null | undefined, valid?: (value: string) => boolean) => {
    const value = plainCode(text ?? '')
    if (value === '') return
    if (isCitizenId(value)) addDocument(value)
    else add(scheme, 'cn', value, valid === undefined ? 'unchecked' : valid(value) ? 'valid' : 'failed')
  }
  addCode('uscc', codes.uscc, validUscc)
  addCode('cn_org_code', codes.orgCode?.replace(/[-－]/g, ''), validOrgCode)
  addCode('cn_business_registration', codes.businessRegistration)
  const document = plainCode(codes.document ?? '')
  if (document !== '') addDocument(document)
  for (const phone of comparablePhones(codes.phone ?? ''))
    if (!isHotline(phone)) add('cn_phone_token', 'cn', token('cn_phone_token', phone), 'unchecked')
  for (const { scheme, issuer, value } of codes.others ?? [])
    if (value !== null && value !== '') add(scheme, issuer, plainCode(value), 'unchecked')
  return {
    role,
    name,
    kind: codes.kind ?? kindOf(codes.uscc),
    region: codes.region ?? cityOf(codes.uscc),
    address: codes.address ?? null,
    identifiers,
  }
}

/** What the code says: 92 is a sole trader, the other registering departments are organisations; without one it is unknown. */
function kindOf(uscc: string | null | undefined): Party['kind'] {
  const value = plainCode(uscc ?? '')
  if (!looksLikeUscc(value) || isCitizenId(value)) return 'unknown'
  return value.startsWith('92') ? 'sole_trader' : 'organisation'
}

/** The city (GB/T 2260) in which a code was registered: characters 3 to 6, and 00. */
function cityOf(uscc: string | null | undefined): string | null {
  const value = plainCode(uscc ?? '')
  if (!looksLikeUscc(value) || isCitizenId(value) || !/^[1-8]\d{5}/.test(value.slice(2))) return null
  return `${value.slice(2, 6)}00`
}

/** A flag for each identifier of the parties whose check digit is wrong. */
export function failedChecks(parties: readonly Party[]): string[] {
  const failed = parties.flatMap(({ identifiers }) => identifiers.filter(({ check }) => check === 'failed'))
  return [...new Set(failed.map(({ scheme }) => `check_failed:${scheme}`))]
}
