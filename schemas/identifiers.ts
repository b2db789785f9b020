/** Check digits of published identifier standards. A failed check is a flag on the identifier, not a reason to reject a record. */
import { dayExists } from './calendar.js'

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const
const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const

/** The value of each character of the alphabet by its character code; -1 for all others. */
const usccValues = new Int8Array(128).fill(-1)
for (let value = 0; value < USCC_ALPHABET.length; value++) usccValues[USCC_ALPHABET.charCodeAt(value)] = value

/** True when `code` has the 18 characters of a unified social credit code (GB 32100-2015), whatever its check digit. */
export function looksLikeUscc(code: string): boolean {
  return /^[0-9A-HJ-NP-RTUW-Y]{18}$/.test(code)
}

/** True when `code` is a unified social credit code whose check character is right (GB 32100-2015, section 4). */
export function validUscc(code: string): boolean {
  if (code.length !== 18) return false
  let sum = 0
  for (let index = 0; index < 17; index++) {
    const value = usccValues[code.charCodeAt(index)]
    const weight = USCC_WEIGHTS[index]
    if (value === undefined || value < 0 || weight === undefined) return false
    sum += value * weight
  }
  return code.charAt(17) === USCC_ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** True when `code` is a nine-character organisation code whose check character is right (GB 11714-1997; 10 is X, 11 is 0). */
export function validOrgCode(code: string): boolean {
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return false
  let sum = 0
  for (const [index, weight] of ORG_WEIGHTS.entries()) sum += Number.parseInt(code.charAt(index), 36) * weight
  return code.charAt(8) === '0123456789X0'.charAt(11 - (sum % 11))
}

/** The organisation code inside a unified social credit code (characters 9 to 17). */
export function orgCodeOfUscc(uscc: string): string {
  return uscc.slice(8, 17)
}

/** True when `code` is a citizen identity number with a real birth date and the right check character (GB 11643-1999). */
export function validCitizenId(code: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(code)) return false
  const year = Number(code.slice(6, 10))
  if (year < 1800 || year > 2099) return false
  if (!dayExists(year, Number(code.slice(10, 12)), Number(code.slice(12, 14)))) return false
  let sum = 0
  for (const [index, weight] of CITIZEN_WEIGHTS.entries()) sum += Number(code.charAt(index)) * weight
  return code.charAt(17) === '10X98765432'.charAt(sum % 11)
}

/** The ISO date of a day that exists in the Gregorian calendar, years 1900 to 2099; else undefined. */
export function realDate(year: number, month: number, day: number): string | undefined {
  if (year < 1900 || year > 2099 || !dayExists(year, month, day)) return undefined
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}
