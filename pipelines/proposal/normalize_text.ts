/** The first `normalize` of a proposed connector, as TypeScript: what the names of columns say, and `fillIn` where they say nothing. */
import type { Kind } from '../../schemas/record.js'
import type { ColumnProfile, ColumnType } from './columns.js'
import { literal, member } from './literals.js'
import { fieldsOfKind, type KindField, type Mapping, roleOf } from './mapping.js'

export interface NormalizeRequest {
  readonly kind: Kind
  readonly mapping: Mapping
  readonly profiles: readonly ColumnProfile[]
  /** The columns of the key; empty when none was found. */
  readonly key: readonly string[]
  /** Where there is no key: a column that tells most rows apart, and what is said of it. */
  readonly almost: { readonly column: string; readonly said: string } | null
  /** The name of the agency, where it is known. */
  readonly agency: string | null
  /** The currency that the region of the agency suggests. */
  readonly currency: string | null
}

export interface NormalizeText {
  /** Functions that stand before the declaration. */
  readonly functions: string
  /** The method. */
  readonly method: string
  /** The columns that it reads. */
  readonly used: ReadonlySet<string>
}

const OF_OTHERS = /机关|機關|来源|來源|法定代表|法人代表|authority|agency|source|legal rep/i

const found = (column: string) => member('found', column)
const open = (what: string, ...columns: readonly string[]) =>
  `fillIn(${[literal(what), ...columns.map(found)].join(', ')})`

/** Writes `normalize` and what it calls. */
export function writeNormalize(request: NormalizeRequest): NormalizeText {
  const { kind, mapping, profiles, key, almost } = request
  // The number of the authority is not one of the party.
  const codes = profiles.filter(
    ({ type, column }) => (type === 'uscc' || type === 'citizen') && !OF_OTHERS.test(column),
  )
  const used = new Set([
    ...key,
    ...(almost === null || key.length > 0 ? [] : [almost.column]),
    ...[...mapping.values()].map(({ column }) => column),
    ...codes.map(({ column }) => column),
  ])
  const fields = fieldsOfKind(kind).map((field) => `${field.field}: ${fieldText(field, request, codes.length > 0)},`)
  const context = codes.length > 0 ? ', context' : ''
  const method = [
    `normalize(found${context}) {`,
    ...(codes.length > 0 ? [`const identifiers = identifiersOf(found${context})`] : []),
    'return {',
    'version_at: null,',
    `records: [{ kind: ${literal(kind)},`,
    ...fields,
    '}],',
    '}',
    '},',
  ].join('\n')
  const splits = fieldsOfKind(kind).some(({ field, type }) => type === 'texts' && mapping.has(field))
  return {
    functions: [splits ? PARTS : '', identifiersText(codes)].filter((text) => text !== '').join('\n\n'),
    method,
    used,
  }
}

function fieldText(field: KindField, request: NormalizeRequest, hasCodes: boolean): string {
  const { mapping, agency } = request
  const profile = mapping.get(field.field)
  switch (field.field) {
    case 'source_key':
      return keyText(request)
    case 'in_force':
      return inForceText(mapping.get('status'))
    case 'flags':
      return hasCodes
        ? "identifiers.filter(({ check }) => check === 'failed').map(({ scheme }) => `check_failed:$" + '{scheme}`)'
        : '[]'
    case 'parties':
      return partiesText(request, hasCodes)
    case 'authority':
      if (profile === undefined && agency !== null) return literal(agency)
      break
    case 'currency':
      if (field.nullable) return currencyText(request)
      break
    case 'valid_from':
      if (profile === undefined) return firstDay(request)
  }
  return profile === undefined ? unsaid(field) : said(field, profile)
}

/** A column of states may say whether a record stands; which of its values say so is for a person to tell. */
function inForceText(status: ColumnProfile | undefined): string {
  const what = 'true, unless a column says that the record was revoked, withdrawn or entered in error'
  if (status === undefined) return open(what)
  const [first] = status.codes
  const such = first === undefined ? '' : `, as in ${found(status.column)} === ${literal(first)}`
  return open(`${what}: the column ${status.column} may say it${such}`, status.column)
}

/** A field that no column says: null where that means "not said", else a place to fill in. */
function unsaid({ field, type, nullable, choices, about }: KindField): string {
  if (nullable) return 'null'
  if (type === 'texts') return '[]'
  if (type === 'choices') return open(`a list of ${choices.join(', ')}; [] where the source says none`)
  return open(choices.length > 0 ? `one of ${choices.join(', ')}` : about || `what ${field} is`)
}

function said({ field, type, nullable, choices }: KindField, profile: ColumnProfile): string {
  const { column } = profile
  const value = found(column)
  if (type === 'choice' || type === 'choices') {
    const shape = type === 'choices' ? 'a list of' : 'one of'
    return open(`${shape} ${choices.join(', ')}: what each value of the column ${column} means`, column)
  }
  if (type === 'texts') return `partsOf(${value})`
  if (profile.type === 'number' && type === 'decimal')
    return open(`the number as an exact decimal, and a flag where it is none: see decimalWithin`, column)
  if (profile.doubt !== null) return open(`${value}, once you know ${profile.doubt}`, column)
  if (isMoney(profile) && profile.places === null)
    return open(`${value}, once you know in which unit of money the column is: optionalMoney(4) is for 万元`, column)
  return nullable || isAlwaysThere(profile)
    ? value
    : `${value} ?? ${open(`what ${field} is where the column ${column} is empty`)}`
}

/** Whether the value type of a column lets no row without a value through. */
const isAlwaysThere = ({ required, type }: ColumnProfile) =>
  required && ['text', 'date', 'code', 'uscc', 'citizen'].includes(type)

function keyText({ key, almost, profiles }: NormalizeRequest): string {
  const [only] = key
  if (only === undefined && almost !== null)
    return open(`what tells one record from every other: ${almost.said}`, almost.column)
  if (only === undefined) return open('what tells one record from every other; no few columns of the sample do')
  // A row without a part of its key would be one with every other such row.
  const parts = key.map((column) =>
    profiles.some((profile) => profile.column === column && isAlwaysThere(profile))
      ? found(column)
      : `${found(column)} ?? ${open(`what tells a record from others where the column ${column} is empty`)}`,
  )
  return parts.length === 1 ? parts.join('') : `[${parts.join(', ')}].join('|')`
}

/** The day on which the first dated event of the kind happened, where a column says it. */
function firstDay({ kind, mapping }: NormalizeRequest): string {
  const day = fieldsOfKind(kind).find(
    ({ field, type }) => type === 'day' && !/^valid_|until|removed|expir/.test(field) && mapping.has(field),
  )
  const profile = day === undefined ? undefined : mapping.get(day.field)
  if (profile === undefined) return 'null'
  return profile.doubt === null ? found(profile.column) : open(`the day that ${profile.column} says`, profile.column)
}

function currencyText({ mapping, currency }: NormalizeRequest): string {
  const amounts = [...mapping].filter(([field, { type }]) => /amount|price|value/.test(field) && MONEY.includes(type))
  if (amounts.length === 0) return 'null'
  const named = amounts.map(([, profile]) => profile.currency).find((name) => name !== null) ?? currency
  const none = amounts.map(([, { column }]) => `${found(column)} === null`).join(' && ')
  return `${none} ? null : ${named === null ? open('the ISO 4217 code of the amounts, such as CNY') : literal(named)}`
}

const MONEY: readonly ColumnType[] = ['money', 'comma_money']
const isMoney = ({ type }: ColumnProfile) => MONEY.includes(type)

const SAYS_COMPANY = /企业|企業|公司|单位|單位|事業|会社|company|firm|business|organi[sz]ation/i

function partiesText({ kind, mapping }: NormalizeRequest, hasCodes: boolean): string {
  const name = mapping.get('parties.name')
  const address = mapping.get('parties.address')
  const role = roleOf(kind)
  return [
    '[{',
    `role: ${role === undefined ? open('what the party is to the record: one of PARTY_ROLES in schemas/party.ts') : literal(role)},`,
    `name: ${name === undefined ? open('the name of the party') : name.required ? found(name.column) : `${found(name.column)} ?? ${open('who it is where the name is empty')}`},`,
    `kind: ${name !== undefined && SAYS_COMPANY.test(name.column) ? "'organisation'" : open('organisation, sole_trader, person, facility or unknown')},`,
    '// Names are joined within a region alone: say it where a column tells where the party sits.',
    'region: null,',
    `address: ${address === undefined ? 'null' : found(address.column)},`,
    `identifiers${hasCodes ? '' : ': []'},`,
    '}]',
  ].join('\n')
}

const PARTS = `/** The parts of a cell that holds several values. */
const partsOf = (text: string | null) => (text ?? '').split(/[;；]/).map((part) => part.trim()).filter((part) => part !== '')`

function identifiersText(codes: readonly ColumnProfile[]): string {
  if (codes.length === 0) return ''
  const adds = codes.map(({ column, type }) => {
    const value = found(column)
    return type === 'citizen' ? `addPerson(${value})` : `addCompany(${value})`
  })
  const company = `const addCompany = (text: string | null) => {
    if (text === null) return
    const value = codeOfParty(text)
    // Publishers put numbers of persons where codes of companies stand.
    if (validCitizenId(value) && !validUscc(value)) return addPerson(text)
    list.push({ scheme: 'uscc', issuer: 'cn', value: value.slice(0, 200), check: validUscc(value) ? 'valid' : 'failed' })
  }`
  return `/** A code without space, in capitals, half width. */
const codeOfParty = (text: string) => text.normalize('NFKC').replace(/\\s+/g, '').toUpperCase()

/** Identifiers of the party; numbers of persons become keyed tokens, and a failed check digit keeps nothing out. */
function identifiersOf(found: z.infer<typeof row>, context: NormalizeContext): Identifier[] {
  const list: Identifier[] = []
  const addPerson = (text: string | null) => {
    if (text === null) return
    const value = codeOfParty(text)
    const scheme = validCitizenId(value) ? 'cn_citizen_token' : 'cn_document_token'
    list.push({ scheme, issuer: 'cn', value: context.token(scheme, value), check: scheme === 'cn_citizen_token' ? 'valid' : 'unchecked' })
  }
  ${codes.some(({ type }) => type === 'uscc') ? company : ''}
  ${adds.join('\n  ')}
  return list
}`
}
