/** Names in which a character was lost. */
import type { ChineseName } from './name.js'
import { FORMS } from './words.js'

/** Characters that were lost stand as ? or □ in what was published. */
const LOST = /[?□\ufffd]/

/** True when two names are one as far as both can be read. */
export function matchesLossy(a: string, b: string): boolean {
  if (a.length !== b.length || !(LOST.test(a) || LOST.test(b))) return false
  let known = ''
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? '', b[at] ?? '']
    if (LOST.test(x) || LOST.test(y)) continue
    if (x !== y) return false
    known += x
  }
  // A legal form and no more is everybody's.
  return known.replace(FORMS, '') !== ''
}

/** Longer names are told by the rest of them. */
const LONGEST_LOSSY = 60

/** What a name with one lost character looks like to others, the character as ?; null: none is lost, or more than one. */
export function patternOf({ whole }: ChineseName): string | null {
  const pattern = whole.replace(/[□\ufffd]/g, '?')
  return pattern.length <= LONGEST_LOSSY && pattern.split('?').length === 2 ? pattern : null
}

/** The patterns that a whole name would fit. */
export function patternsOf({ whole: text }: ChineseName): string[] {
  return text.includes('?') || text.length > LONGEST_LOSSY
    ? []
    : [...text].map((_, at) => `${text.slice(0, at)}?${text.slice(at + 1)}`)
}
