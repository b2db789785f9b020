/**
 * Numbers of citizens (GB 11643: 18 characters, 15 digits before 1999) wherever publishers put them: in columns for company codes, in names, in free
 * text. They are known by their shape, because a mistyped one is still somebody's; nobody may read them from what the ledger says or shows.
 */
import { validUscc } from './identifiers.js'

/** The provinces of GB/T 2260, with which the number of a citizen begins; 81 to 83 stand for Hong Kong, Macao and Taiwan. */
const PROVINCE = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])'
const MONTH_AND_DAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'
const DATED = new RegExp(`^[1-9]\\d{5}(?:18|19|20)\\d{2}${MONTH_AND_DAY}\\d{3}[\\dX]$`)
const UNDATED = new RegExp(`^${PROVINCE}\\d{4}(?:19|20)\\d{9}[\\dX]$`)
const OLD = new RegExp(`^${PROVINCE}\\d{6}${MONTH_AND_DAY}\\d{3}$`)

/** What of a text may be one: 18 characters, alone or in groups; 15 digits in a row that belong to no longer code and to no fraction. */
const CANDIDATE = /(?<!\d)[1-9](?:[ -]?\d){16}[ -]?[\dX](?!\d)|(?<![\dA-Z.])\d{15}(?![\dA-Z])/g
const MANY_DIGITS = /(?:[0-9０-９][ \u00a0\u3000－-]?){15}/

/** Which it looks like: `eighteen` characters with a check digit or `fifteen` without; undefined for anything else. `code` is half width, in capitals. */
export function citizenShape(code: string): 'eighteen' | 'fifteen' | undefined {
  if (code.length === 15) return OLD.test(code) ? 'fifteen' : undefined
  if (code.length !== 18) return undefined
  // No region begins with 9, and the codes of enterprises do. Other codes give way: one that is hidden is a link less, one number that is shown a breach.
  if (DATED.test(code)) return code.startsWith('9') && validUscc(code) ? undefined : 'eighteen'
  // Mistyped in the date of birth; a code whose own check digit is right is a code.
  return UNDATED.test(code) && !validUscc(code) ? 'eighteen' : undefined
}

/** A code without spaces and hyphens, half width, in capitals. */
export const bareCode = (text: string) =>
  /^[0-9A-Z]+$/.test(text)
    ? text
    : text
        .normalize('NFKC')
        .replace(/[\s-]+/g, '')
        .toUpperCase()

/** The same text at the same length, with the characters that a number may be written with in ASCII. */
function halfWidth(text: string): string {
  return text
    .replace(/[０-９Ｘｘ－]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u3000]/g, ' ')
    .replace(/[a-z]/g, (char) => char.toUpperCase())
}

/** A text with `instead` in the place of each number that looks like a citizen's; it is given the bare number. The same text when there is none. */
export function replaceCitizenNumbers(text: string, instead: (code: string) => string): string {
  // So many digits in a row are rare: most text is not looked at twice.
  if (text.length < 15 || !MANY_DIGITS.test(text)) return text
  const folded = halfWidth(text)
  let result = ''
  let end = 0
  for (const match of folded.matchAll(CANDIDATE)) {
    const code = bareCode(match[0])
    if (citizenShape(code) === undefined) continue
    result += text.slice(end, match.index) + instead(code)
    end = match.index + match[0].length
  }
  return end === 0 ? text : result + text.slice(end)
}

/** A text as it may be shown: without numbers that look like a citizen's. */
export function masked(text: string): string {
  return replaceCitizenNumbers(text, () => '[masked]')
}

/** The scheme and the token that stand for such a number. One of 15 digits has no check digit and proves nothing: many other numbers are as long. */
export function citizenToken(code: string, token: (scheme: string, value: string) => string) {
  const scheme = citizenShape(code) === 'fifteen' ? ('cn_document_token' as const) : ('cn_citizen_token' as const)
  return { scheme, value: token(scheme, code) }
}
