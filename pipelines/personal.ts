/** What of a row may be shown, and what of a record may be read: no personal column, and no number that looks like a citizen's. */
import type { Connector, NormalizeContext } from '../connectors/define.js'
import { bareCode, citizenShape, citizenToken, masked, replaceCitizenNumbers } from '../schemas/citizen_numbers.js'
import { validCitizenId } from '../schemas/identifiers.js'
import type { Identifier, Party } from '../schemas/party.js'
import { KIND_NAMES, KINDS } from '../schemas/record.js'
import type { FileFaultReport, SourceRow } from '../sources/source.js'

const MOST_SHOWN = 500
const MOST_OF_A_ROW = 65_536

/** Text that Postgres can hold. */
const storable = (text: string) => text.replaceAll('\0', '␀').toWellFormed()

/** A value as found, short enough to show, without numbers of citizens, and without characters that Postgres cannot hold. */
export function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  // Masked before it is cut: half a number is half a secret. Nobody writes one over so many characters that it reaches behind the second cut.
  return storable(masked(text.slice(0, 2 * MOST_SHOWN)).slice(0, MOST_SHOWN))
}

/**
 * Text that could not be split into columns, as it may be shown: where the connector knows personal columns, any number long enough to be one
 * of theirs is masked, because nobody can tell which it is.
 */
export function maskedFault(connector: Connector, text: string): string {
  const clean = masked(storable(text.slice(0, MOST_OF_A_ROW)))
  return connector.personal.length === 0 ? clean : clean.replace(/[A-Za-z]{0,2}\d{6,}[A-Za-z]?/g, '[masked]')
}

/**
 * The row as it may be shown: personal columns masked, and whatever looks like a citizen's number anywhere. The row
 * itself stays in schema raw, from which it is replayed.
 */
export function maskedRow(connector: Connector, found: SourceRow): string {
  if ('fault' in found) return maskedFault(connector, found.text)
  const entries = Object.entries(found.row).map(([column, value]) => [
    masked(column),
    connector.personal.includes(column) && value !== '' && value !== null ? '[masked]' : maskedValue(value),
  ])
  return JSON.stringify(Object.fromEntries(entries)).slice(0, MOST_OF_A_ROW)
}

function maskedValue(value: unknown): unknown {
  if (typeof value === 'string') return masked(value)
  if (typeof value === 'number') return citizenShape(String(value)) === undefined ? value : '[masked]'
  if (Array.isArray(value)) return value.map(maskedValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [masked(name), maskedValue(inside)]))
}

/** The fault of a file as it may be shown: a file without its header has a row of data where the columns are named. */
export function maskedFileFault(fault: FileFaultReport): FileFaultReport {
  return {
    ...fault,
    message: masked(fault.message),
    ...(fault.value === undefined ? {} : { value: masked(fault.value) }),
  }
}

// What these hold tells one thing from another: a token does so too, a mask would make them one.
const isNumber = (field: string) => /^source_key$|_no$|_code$/.test(field)
const NUMBERS = new Set(KIND_NAMES.flatMap((kind) => Object.keys(KINDS[kind].shape)).filter(isNumber))
const AS_FOUND = new Set(['kind', 'connector'])

/**
 * The fields of a record without numbers of citizens, each change flagged: tokens where a number stands as a code, masks where it stands in text.
 * `flags` comes last, because the others add to it.
 */
export function withoutNumbers(
  fields: Readonly<Record<string, unknown>>,
  { token }: NormalizeContext,
): Readonly<Record<string, unknown>> {
  let flags: string[] | undefined
  const flag = (text: string) => {
    flags ??= []
    if (!flags.includes(text)) flags.push(text)
  }
  // Most records hold none, and stay the object that they are.
  const changed: Record<string, unknown> = {}
  for (const field in fields) {
    const value = fields[field]
    if (AS_FOUND.has(field) || value === null || typeof value === 'boolean') continue
    const clean =
      field === 'parties' && Array.isArray(value)
        ? eachClean(value, (party: Party) => partyWithout(party, token, flag))
        : textWithout(
            value,
            (code) => (NUMBERS.has(field) ? citizenToken(code, token).value : '[masked]'),
            () => flag(`citizen_number:${field}`),
          )
    if (clean !== value) changed[field] = clean
  }
  if (flags === undefined) return fields
  const result = { ...fields, ...changed }
  const own: unknown[] = Array.isArray(result['flags']) ? result['flags'] : []
  return { ...result, flags: [...own, ...flags.filter((text) => !own.includes(text))] }
}

/** A value without numbers of citizens: text, or a list or an object of texts. */
function textWithout(value: unknown, instead: (code: string) => string, changed: () => void): unknown {
  if (typeof value === 'string') {
    const text = replaceCitizenNumbers(value, instead)
    if (text !== value) changed()
    return text
  }
  if (Array.isArray(value)) return eachClean(value, (item) => textWithout(item, instead, changed))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const clean = eachClean(entries, (entry) => {
    const inside = textWithout(entry[1], instead, changed)
    return inside === entry[1] ? entry : ([entry[0], inside] as [string, unknown])
  })
  return clean === entries ? value : Object.fromEntries(clean)
}

/** The same list where every item stays what it is. */
function eachClean<T>(items: T[], clean: (item: T) => T): T[] {
  let result: T[] | undefined
  items.forEach((item, at) => {
    const one = clean(item)
    if (one === item) return
    result ??= [...items]
    result[at] = one
  })
  return result ?? items
}

function partyWithout(party: Party, token: NormalizeContext['token'], flag: (text: string) => void): Party {
  let same = true
  const text = <T extends string | null>(field: string, value: T): T | string => {
    const clean = value === null ? value : replaceCitizenNumbers(value, () => '[masked]')
    if (clean === value) return value
    same = false
    flag(`citizen_number:${field}`)
    return clean
  }
  const [name, address] = [text('name', party.name), text('address', party.address)]
  const identifiers: Identifier[] = []
  for (const one of party.identifiers) {
    const clean = identifierWithout(one, token, flag)
    if (clean !== one) same = false
    if (clean === one || !identifiers.some(({ scheme, value }) => scheme === clean.scheme && value === clean.value))
      identifiers.push(clean)
  }
  return same ? party : { ...party, name, address, identifiers }
}

/** An identifier; as a token where a citizen's number stands in the place of another code. */
function identifierWithout(
  one: Identifier,
  token: NormalizeContext['token'],
  flag: (text: string) => void,
): Identifier {
  // A token is 32 hex digits, and no scheme of one has ever anything else.
  if (one.scheme.endsWith('_token')) return one
  const code = bareCode(one.value)
  const shape = citizenShape(code)
  if (shape !== undefined) {
    flag(`citizen_number:${one.scheme}`)
    const check = shape === 'fifteen' ? 'unchecked' : validCitizenId(code) ? 'valid' : 'failed'
    return { ...citizenToken(code, token), issuer: 'cn', check }
  }
  const instead = (inside: string) => citizenToken(inside, token).value
  const [issuer, value] = [replaceCitizenNumbers(one.issuer, instead), replaceCitizenNumbers(one.value, instead)]
  if (issuer === one.issuer && value === one.value) return one
  flag(`citizen_number:${one.scheme}`)
  return { ...one, issuer: issuer.slice(0, 200), value: value.slice(0, 200) }
}
