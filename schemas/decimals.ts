/** Decimals as text: exact at any length, in one form. */
import { citizenShape } from './citizen_numbers.js'

// Databases write a number below one without its zero: .2
const DECIMAL = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|(?=\.))(?:\.(\d+))?$/

/**
 * Shifts the decimal point of a plain decimal by `places` and writes it in its one canonical form (no exponent, no
 * leading or trailing zeros, no negative zero): 0.2 by 4 is 2000. Exact at any length; money never becomes a float.
 * Returns undefined when `text` is no decimal, or looks like a citizen's number: one that slipped into a column of figures is no figure.
 */
export function shiftDecimal(text: string, places: number): string | undefined {
  const match = DECIMAL.exec(text)
  if (match === null || citizenShape(text) !== undefined) return undefined
  const fraction = match[3] === undefined ? '' : match[3]
  const digits = String(match[2]).replaceAll(',', '') + fraction.padEnd(places, '0')
  const scale = Math.max(fraction.length, places) - places
  const whole = digits.slice(0, digits.length - scale).replace(/^0+(?=\d)/, '') || '0'
  const rest = digits.slice(digits.length - scale).replace(/0+$/, '')
  const value = rest === '' ? whole : `${whole}.${rest}`
  return match[1] === '-' && value !== '0' ? `-${value}` : value
}

/** Text with a decimal comma as text with a decimal point; undefined where points do not part thousands. */
export function pointed(text: string): string | undefined {
  const match = /^([+-]?)(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction] = match
  return `${sign}${whole.replaceAll('.', '')}${fraction === undefined ? '' : `.${fraction}`}`
}
