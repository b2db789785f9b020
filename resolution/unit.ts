/** Units: what exact joins hold to be one party, read into the fields by which it is compared with others. */
import { orgCodeOfUscc } from '../schemas/identifiers.js'
import type { UnitRow } from '../schemas/links.js'
import type { IdentifierScheme } from '../schemas/party.js'
import { type Address, readAddress } from './fields/address.js'
import { isOwnName, type OrganisationName, organisation } from './fields/organisation.js'
import { type PersonName, splitName } from './fields/person_name.js'
import { comparableName } from './names.js'

export interface Unit {
  readonly id: string
  readonly joinedBy: UnitRow['joined_by']
  /** A site is where a party is; neither is the other. */
  readonly kind: 'person' | 'site' | 'party'
  readonly name: OrganisationName | null
  /** Whether one of its names is one party's in its region; others may be those of many shops. */
  readonly ownName: boolean
  readonly person: PersonName | null
  readonly regions: readonly string[]
  readonly addresses: readonly Address[]
  /** Identifiers of which a party has one alone, by scheme and issuer. */
  readonly exclusive: ReadonlyMap<string, readonly string[]>
  /** All others, and those that prove nothing alone. */
  readonly others: ReadonlyMap<string, readonly string[]>
  /** Identifiers that prove who its legal representatives are. */
  readonly representatives: readonly string[]
}

/** Two valid values of one of these are two parties, or two sites. A party may well have two shops, or two entries on a list. */
const EXCLUSIVE: ReadonlySet<string> = new Set([
  'uscc',
  'cn_org_code',
  'cn_citizen_token',
  'us_frs_registry',
  'us_nyc_camis',
  'gb_fhrs',
  'tw_moenv_control_no',
] satisfies IdentifierScheme[])

const MOST_KNOWN = 100_000

const remembered: Map<string, unknown>[] = []

/** Remembers what texts were read as; the same companies come again and again. */
function remembering<V>(read: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  remembered.push(known)
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const value = read(text)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(text, value)
    return value
  }
}

/** Forgets what texts were read as: for who goes through so many units that none comes again soon. */
export function forgetTexts(): void {
  for (const known of remembered) known.clear()
}

const SEPARATOR = '\u0001'
const nameOf = remembering((texts) => organisation.read(texts.split(SEPARATOR)))
const isComparable = remembering((text) => comparableName(text) !== null)
const personOf = remembering((text) => splitName(text))
const isOwn = remembering((text) => {
  const [name = '', ...regions] = text.split(SEPARATOR)
  return isOwnName(name, regions)
})
const addressOf = remembering((text) => readAddress([text]))

/** What stands where a person's name should. */
const NOBODY = new Set([
  '收件人',
  '寄件人',
  '举报人',
  '投诉人',
  '报警人',
  '报案人',
  '当事人',
  '负责人',
  '法定代表人',
  '消费者',
])

/** The region that a name itself says, by the narrowest place in it; none where several places have that name. */
function regionsOfName(name: OrganisationName | null): string[] {
  const regions = (name?.all ?? []).flatMap((one) => {
    if (!('chinese' in one)) return []
    const place = one.chinese.branchPlaces.at(-1) ?? one.chinese.places.at(-1)
    const [code = '', another] = place?.codes ?? []
    return another === undefined && /^\d{4,6}$/.test(code) && !code.startsWith('71') ? [code.padEnd(6, '0')] : []
  })
  return [...new Set(regions)].slice(0, 1)
}

export function readUnit(row: UnitRow): Unit {
  const kind = row.kind === 'person' ? 'person' : row.kind === 'facility' ? 'site' : 'party'
  const [first] = row.names
  const person = kind === 'person' && first !== undefined && !NOBODY.has(first) ? personOf(first) : null
  const names = kind === 'person' ? [] : row.names.filter(isComparable)
  const name = names.length === 0 ? null : nameOf(names.join(SEPARATOR))
  return {
    id: row.unit_id,
    joinedBy: row.joined_by,
    kind,
    name,
    // Few pairs come so far that it matters.
    get ownName() {
      return names.some((text) => isOwn([text, ...row.regions].join(SEPARATOR)))
    },
    person: person !== null && person.given === null && person.family === null ? null : person,
    regions: row.regions.length > 0 ? row.regions : regionsOfName(name),
    addresses: row.addresses.map(addressOf).filter((address) => address !== null),
    ...identifiersOf(row.identifiers),
  }
}

const REPRESENTATIVE = '@'
/** Scheme, issuer and value, without the mark and the check. */
const personIn = (text: string) => text.slice(1).split('\t').slice(0, 3).join(' ')

function identifiersOf(texts: readonly string[]): Pick<Unit, 'exclusive' | 'others' | 'representatives'> {
  const [exclusive, others] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const representatives: string[] = []
  const add = (into: Map<string, string[]>, scheme: string, value: string) => {
    const known = into.get(scheme)
    if (known === undefined) into.set(scheme, [value])
    else if (!known.includes(value)) known.push(value)
  }
  for (const text of texts) {
    if (text.startsWith(REPRESENTATIVE)) {
      representatives.push(personIn(text))
      continue
    }
    const [scheme = '', issuer = '', value = ''] = text.slice(1).split('\t')
    const proves = text.startsWith('+')
    add(proves && EXCLUSIVE.has(scheme) ? exclusive : others, `${scheme} ${issuer}`, value)
    // The organisation code inside is compared with organisation codes; by itself it proves nothing.
    if (proves && scheme === 'uscc') add(others, 'organisation code', orgCodeOfUscc(value))
    if (proves && scheme === 'cn_org_code') add(others, 'organisation code', value)
  }
  return { exclusive, others, representatives }
}

/** The identifier by which two units are certainly two; undefined when there is none. */
export function conflictOf(a: Unit, b: Unit): string | undefined {
  for (const [scheme, values] of a.exclusive) {
    const other = b.exclusive.get(scheme)
    if (other !== undefined && !values.some((value) => other.includes(value))) return scheme.split(' ')[0]
  }
  const [x, y] = [a.others.get('organisation code'), b.others.get('organisation code')]
  return x !== undefined && y !== undefined && !x.some((value) => y.includes(value)) ? 'cn_org_code' : undefined
}

/** 310115 lies in 310100 and in 310000; US-IL lies in US. */
function within(part: string, whole: string): boolean {
  const stem = /^\d{6}$/.test(whole) ? whole.replace(/(?:00)+$/, '') : `${whole}-`
  return stem !== '' && part.startsWith(stem)
}

/** True when both have regions, and no region of one is or lies in one of the other. */
export const elsewhere = (a: Unit, b: Unit): boolean =>
  a.regions.length > 0 &&
  b.regions.length > 0 &&
  !a.regions.some((x) => b.regions.some((y) => x === y || within(x, y) || within(y, x)))
