/** The rows of SDN.CSV: its columns by OFAC's data specification, and what their cells mean. */
import { z } from 'zod'
import type { PARTY_KINDS } from '../../schemas/party.js'
import { fail, known, optional, required } from '../../schemas/values.js'

/** What the file writes for nothing: `-0- `, by the specification and with the space that every release has. */
const NULL = '-0-'

const text = known(
  optional((found) => (found === NULL ? null : found)),
  'text',
  false,
)
const name = known(
  required((found, ctx) =>
    found === NULL ? fail(ctx, 'required_missing', 'the field is -0-, which is null', found) : found,
  ),
  'text',
  true,
)
/** The unique number of an entry. */
const number = known(
  required((found, ctx) =>
    /^\d{1,10}$/.test(found)
      ? found
      : fail(ctx, 'number_invalid', `'${found.slice(0, 40)}' is no number of an entry`, found),
  ),
  'number',
  true,
)

export const row = z.strictObject({
  ent_num: number,
  SDN_Name: name,
  SDN_Type: text,
  Program: text,
})

export const IGNORED = {
  Title: 'office or title of a person; a list entry has no field for it',
  Call_Sign: 'call sign of a vessel; a list entry has no field for it',
  Vess_type: 'kind of vessel; a list entry has no field for it',
  Tonnage: 'tonnage of a vessel; a list entry has no field for it',
  GRT: 'gross registered tonnage of a vessel; a list entry has no field for it',
  Vess_flag: 'flag of a vessel, which says neither where it is nor who owns it',
  Vess_owner: 'owner of a vessel in free text; an owner who is listed has an entry of his own',
  Remarks: 'free text: days and places of birth, passports, tax numbers, other names, links to other entries',
} as const

/** The columns in the order of the file, which has no header. */
export const COLUMNS = [
  'ent_num',
  'SDN_Name',
  'SDN_Type',
  'Program',
  'Title',
  'Call_Sign',
  'Vess_type',
  'Tonnage',
  'GRT',
  'Vess_flag',
  'Vess_owner',
  'Remarks',
] as const satisfies readonly (keyof typeof row.shape | keyof typeof IGNORED)[]

/** What an entry is of. A vessel or an aircraft is no party that could be one with a company of its name. */
export const TYPES: Readonly<Record<string, (typeof PARTY_KINDS)[number]>> = {
  individual: 'person',
  vessel: 'unknown',
  aircraft: 'unknown',
}

/** The programs under which an entry is listed: `SDGT] [IFSR` are two. */
export function programsOf(found: string | null): string[] {
  return (found ?? '')
    .split(/[[\]]+/)
    .map((program) => program.trim())
    .filter((program) => program !== '')
}
