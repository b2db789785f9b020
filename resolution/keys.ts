/** Keys by which mentions are joined: identifiers that prove, and exact names within a region. */
import { idOf } from '../core/ids.js'
import { IDENTIFIER_SCHEMES, type Identifier, type Party } from '../schemas/party.js'
import { isOwnName } from './fields/organisation.js'
import { comparableName } from './names.js'

const SCHEMES = Object.keys(IDENTIFIER_SCHEMES)

/** Values that stand where an identifier should: one character repeated, or a row of zeros with a little around it. */
function placeholder(value: string): boolean {
  return /^(.)\1*$/.test(value) || /0{8,}/.test(value) || value.length < 4
}

/**
 * The key of an identifier that proves alone that two mentions are one party; null when it does not: its scheme does not
 * prove, its check digit is wrong, or it is a placeholder. Its first digit ranks the scheme, so that the smallest key of a
 * party is that of its best scheme.
 */
export function identifierKey(identifier: Identifier): string | null {
  const { scheme, issuer, value, check } = identifier
  if (!IDENTIFIER_SCHEMES[scheme].proves || check === 'failed' || placeholder(value)) return null
  return SCHEMES.indexOf(scheme).toString(16).slice(-1) + idOf('identifier', scheme, issuer, value).slice(1)
}

/**
 * The key by which a party may be joined by name: the comparable name within its region. The name of a company, or of a party that bears its place in its name,
 * is its own there (企业名称登记管理规定, art. 17); what is written over a shop is not, so that the address has to be the same too. Null for persons (a
 * name is no proof of a person), for parties without a region, for shops and sites without an address, and for names that name nobody. Sites and
 * companies are kept apart.
 */
export function nameKey(party: Party): string | null {
  if (party.kind === 'person' || party.kind === 'unknown' || party.region === null) return null
  const name = comparableName(party.name)
  if (name === null) return null
  if (party.kind !== 'facility' && isOwnName(name, [party.region]))
    return idOf('name', 'organisation', party.region, name)
  const address = party.address === null ? '' : comparableAddress(party.address)
  if (address.length < SHORTEST_ADDRESS) return null
  return idOf('name', party.kind === 'facility' ? 'facility' : 'organisation', party.region, name, address)
}

/** The unit of the mentions without identifier of a name: the one party that bears it, by the units that identifiers prove; else the name itself. */
export function unitOfName(name: string, proven: ReadonlySet<string> | undefined): string {
  const [only = name, another] = proven ?? []
  return another === undefined ? only : name
}

/** The unit of a mention that nothing joins to others. */
export const aloneKey = (recordId: string, ordinal: number): string => idOf('alone', recordId, String(ordinal))

const SHORTEST_ADDRESS = 4
const comparableAddress = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
