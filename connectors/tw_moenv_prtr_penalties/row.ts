/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { realDate } from '../../schemas/identifiers.js'
import type { Identifier } from '../../schemas/party.js'
import { optionalDate, optionalMoney, optionalText, requiredDate, requiredText } from '../../schemas/values.js'

const ISSUER = 'tw_moenv'

export const row = z.strictObject({
  REGISTRATIONNO: optionalText,
  FACILITYNAME: requiredText,
  COUNTY: requiredText,
  DOCUMENTNO: requiredText,
  PENALTYDATE: requiredDate,
  TRANSGRESSDATE: optionalDate,
  TRANSGRESSLAW: optionalText,
  PENALTYMONEY: optionalMoney(0),
  PETITIONRESULTS: optionalText,
  APPEALRESCIND: optionalText,
  UPDATETIME: optionalText,
  TRANSGRESSNAME: optionalText,
  TRANSGRESSCONTROLID: optionalText,
  管制編號: optionalText,
})

export function identifiers(number: string | null): Identifier[] {
  if (number === null) return []
  const value = number.replace(/\s+/g, '')
  const scheme = /^[A-Z]\d[\dA-Z]\d{5}$|^[A-Z]\d{2}[\dA-Z]\d{4}$/.test(value)
    ? 'tw_moenv_control_no'
    : 'tw_moenv_registration_no'
  return [{ scheme, issuer: ISSUER, value, check: 'unchecked' }]
}

/** The publisher writes 2017/11/05 01:01 in Taipei time, eight hours ahead of UTC. Null when it is no minute that exists. */
export function updatedAt(text: string | null): string | null {
  const match = text === null ? null : /^(\d{4})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2})$/.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute] = match.slice(1).map(Number)
  if (realDate(Number(year), Number(month), Number(day)) === undefined || Number(hour) > 23 || Number(minute) > 59)
    return null
  return new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour) - 8, Number(minute)),
  ).toISOString()
}
