/**
 * Telephone numbers of China in one form for comparison, whatever width, separators and prefix they are written with: a mobile as its 11 digits, a
 * fixed line with its area code and trunk 0, one of another country with + and its code. What was written stays in the raw row.
 */

/** A mobile number of the plan of 2003 and later: 11 digits from 13 to 19. */
const MOBILE = /^1[3-9]\d{9}$/
/** An extension: 转8001, 分机8001, ext. 8001, or a third group behind a fixed line. */
const EXTENSION = /(?:转|轉|分机|分機|ext\.?|x)[:：]?\s*(\d{1,6})$/i
const THIRD_GROUP = /^(0\d{2,3}\D+\d{7,8})\D+(\d{1,6})$/
/** 86 with the sign or the prefix of a call abroad, and the trunk 0 in brackets behind it that some write. */
const COUNTRY = /^(?:\+|00)86/

/** 400 and 800 of China and Japan's 0120, 95 and 96 with three or four more digits, and 800 to 888 of North America. */
const HOTLINE = /^(?:\+?(?:86)?[48]00\d{7}|0120\d{6}|9[56]\d{3,4}|\+?1?8(?:00|33|44|55|66|77|88)\d{7})$/

/** True for a number that a firm has for all of its shops: it tells none of them from another. `digits`: as `comparablePhones` gives them. */
export const isHotline = (digits: string): boolean => HOTLINE.test(digits)

/** The numbers that a cell holds, each in its comparable form, each once; none for a masked number (138****5678 is many people's) or a placeholder. */
export function comparablePhones(text: string): string[] {
  const found = text
    .normalize('NFKC')
    .split(/[、,;/|或]|\n/)
    .flatMap((part) => {
      const number = comparablePhone(part.trim())
      return number === undefined ? [] : [number]
    })
  return [...new Set(found)]
}

function comparablePhone(text: string): string | undefined {
  if (/\*/.test(text) || /\d[Xx]{2}/.test(text)) return undefined
  const explicit = EXTENSION.exec(text)
  const body = explicit === null ? text : text.slice(0, explicit.index).trim()
  const group = THIRD_GROUP.exec(body)
  const line = lineOf(group?.[1] ?? body)
  const extension = explicit?.[1] ?? group?.[2]
  if (line === undefined) return undefined
  return extension === undefined ? line : `${line}x${extension}`
}

/** The line without its extension. */
function lineOf(text: string): string | undefined {
  const digits = text.replace(/^[^\d+]+/, '').replace(/(?!^\+)\D/g, '')
  if (!/\d/.test(digits) || /^\+?(\d)\1*$/.test(digits)) return undefined
  const abroad = COUNTRY.exec(digits)
  if (abroad !== null) return national(digits.slice(abroad[0].length), true)
  if (/^00\d{7,}$/.test(digits)) return `+${digits.slice(2)}`
  if (digits.startsWith('+')) return digits
  // 86 without a sign is the country only before a mobile number: 8612 3456 is a line of its own.
  if (digits.startsWith('86') && MOBILE.test(digits.slice(2))) return digits.slice(2)
  return national(digits, false)
}

/** A number within the country; behind its code the trunk 0 is mostly left out. */
function national(digits: string, behindCode: boolean): string {
  const bare = digits.replace(/^0+/, '')
  if (MOBILE.test(bare)) return bare
  return behindCode && bare.length >= 9 ? `0${bare}` : digits
}
