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
  licensee: { subject: true, title: 'whom the licence is for', zh: '被许可人' },
  ordered: { subject: true, title: 'whom the order binds', zh: '责令对象' },
  repaired: { subject: false, title: 'whose record is repaired', zh: '信用修复主体' },
  inspected: { subject: true, title: 'whom the inspection looked at', zh: '被检查单位' },
  sampled: { subject: true, title: 'with whom the sample was taken', zh: '被抽样单位' },
  nominal_producer: {
    subject: false,
    title: 'who is said on the label to have made it; the label may be false',
    zh: '标称生产企业',
  },
  operator: { subject: true, title: 'who runs the plant that was measured', zh: '排污单位' },
  holder: { subject: true, title: 'whose store it is', zh: '库存单位' },
  supplier: { subject: false, title: 'from whom the goods come', zh: '供货方' },
  recipient: { subject: false, title: 'to whom the goods go', zh: '收货方' },
  seller: { subject: true, title: 'who sells', zh: '销售者' },
  buyer: { subject: false, title: 'who buys', zh: '购买者' },
  sender: { subject: true, title: 'who sends the parcel', zh: '寄件人' },
  carrier: { subject: false, title: 'who carries it', zh: '承运企业' },
  platform: { subject: false, title: 'on whose platform it is offered', zh: '平台' },
  suspect_unit: { subject: true, title: 'a unit that is involved in the case', zh: '涉案单位' },
  rights_holder: { subject: false, title: 'whose rights are injured', zh: '权利人' },
  reported: { subject: true, title: 'whom the report is about', zh: '被举报对象' },
  reporter: { subject: false, title: 'who reports, as a token', zh: '举报人' },
  organiser: { subject: false, title: 'who organises it', zh: '主办单位' },
  participant: { subject: false, title: 'who takes part', zh: '参与单位' },
  member: { subject: false, title: 'a member of the association', zh: '会员' },
  practitioner: { subject: false, title: 'who works there', zh: '从业人员' },
  employer: { subject: false, title: 'for whom the practitioner works', zh: '从业单位' },
  representative: { subject: false, title: 'the legal representative', zh: '法定代表人' },
} as const

/** The roles that carry the risk. */
export const SUBJECT_ROLES = Object.entries(PARTY_ROLES).flatMap(([role, { subject }]) => (subject ? [role] : []))
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
  cn_food_licence: { proves: false, title: 'food production licence number (SC and 14 digits)' },
  cn_licence: { proves: false, title: 'number of another licence; the issuer says which' },
  cn_phone_token: { proves: false, title: 'keyed token of a telephone number' },
  shop: { proves: true, title: 'number of a shop; the issuer is the platform' },
  us_fei: { proves: false, title: 'FDA establishment identifier' },
  us_frs_registry: { proves: true, title: 'registry id of a site in the Facility Registry Service of the EPA' },
  us_chicago_licence: { proves: false, title: 'business licence number of the City of Chicago' },
  us_nyc_camis: { proves: true, title: 'restaurant id (CAMIS) of the New York City health department' },
  gb_fhrs: { proves: true, title: 'establishment id of the Food Hygiene Rating Scheme' },
  sanctions_entry: { proves: true, title: 'number of an entry; the issuer is the list' },
  us_tax_id_token: { proves: false, title: 'keyed token of a tax number' },
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
