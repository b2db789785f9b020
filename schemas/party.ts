/** A party as one record names it. Roles are kept apart: whom the penalty is for is not where the violation happened. */
import { z } from 'zod'
import { OPEN } from './scalars.js'

/** What a party is to the record. `subject` roles carry the risk; the others are only where or through whom it happened. */
export const PARTY_ROLES = {
  penalised: { subject: true, title: 'the party that the decision is against', zh: '行政相对人' },
  listed: { subject: true, title: 'the party that the list names', zh: '列入名单者' },
  recalling_firm: { subject: true, title: 'the firm that recalls its product', zh: '召回企业' },
  registrant: { subject: true, title: 'the party that the register holds', zh: '登记主体' },
  site: { subject: false, title: 'where it happened', zh: '违法地点' },
  manufacturer: { subject: false, title: 'who made the product', zh: '生产企业' },
} as const
export type PartyRole = keyof typeof PARTY_ROLES

export const PARTY_KINDS = ['organisation', 'sole_trader', 'person', 'facility', 'unknown'] as const

/**
 * Schemes of identifiers. `proves`: one valid identifier alone is proof that two mentions are one party.
 * `site`: it names a place (a facility), not the company that runs it.
 */
export const IDENTIFIER_SCHEMES = {
  uscc: { proves: true, title: 'unified social credit code, GB 32100' },
  cn_org_code: { proves: true, title: 'organisation code, GB 11714' },
  cn_business_registration: { proves: false, title: 'business registration number (issuer not stated)' },
  cn_tax_registration: { proves: false, title: 'tax registration number' },
  cn_institution_certificate: { proves: false, title: 'public institution certificate number' },
  cn_social_group_certificate: { proves: false, title: 'social organisation certificate number' },
  cn_citizen_token: { proves: true, title: 'keyed token of a citizen identity number' },
  cn_document_token: { proves: false, title: 'keyed token of another identity document' },
  tw_moenv_control_no: { proves: true, title: 'facility control number (管制編號) of the environment register' },
  tw_moenv_registration_no: { proves: true, title: 'register number of the environment ministry for other parties' },
} as const
export type IdentifierScheme = keyof typeof IDENTIFIER_SCHEMES

/** A list of names with what each means, for people who read the published schema. */
function meanings(table: Readonly<Record<string, { readonly title: string }>>): string {
  return Object.entries(table)
    .map(([name, { title }]) => `${name}: ${title}`)
    .join('; ')
}

export const identifier = z.strictObject({
  scheme: z
    .enum(Object.keys(IDENTIFIER_SCHEMES) as [IdentifierScheme, ...IdentifierScheme[]])
    .meta({ ...OPEN, description: `What kind of identifier it is. ${meanings(IDENTIFIER_SCHEMES)}.` }),
  issuer: z.string().max(200).describe('Who gives it out: a value is unique within scheme and issuer.'),
  value: z.string().min(1).max(200).describe('Personal identifiers are keyed tokens, never the number itself.'),
  check: z
    .enum(['valid', 'failed', 'unchecked'])
    .describe('valid: its check digit is right; failed: it is wrong; unchecked: the scheme has none.'),
})
export type Identifier = z.infer<typeof identifier>

const MOST_NAME = 800

export const party = z.strictObject({
  role: z
    .enum(Object.keys(PARTY_ROLES) as [PartyRole, ...PartyRole[]])
    .meta({ ...OPEN, description: `What the party is to the record. ${meanings(PARTY_ROLES)}.` }),
  // As long as an index of Postgres can hold whatever characters it has.
  name: z.string().min(1).max(MOST_NAME).describe('The name as the record gives it.'),
  kind: z.enum(PARTY_KINDS),
  region: z
    .string()
    .nullable()
    .describe('GB/T 2260 code in China, ISO 3166-2 elsewhere. Null: the record does not say.'),
  address: z.string().nullable(),
  identifiers: z.array(identifier),
})
export type Party = z.infer<typeof party>
