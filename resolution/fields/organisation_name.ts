/** Names of organisations in Latin letters: the words that set them apart. */
import { latinWords } from '../text/fold.js'
import { edits, jaroWinkler, pairsOf } from '../text/similarity.js'
import { withoutStatus } from '../text/status_remark.js'
import { formIn, LEGAL_FORMS, OWN_FORMS, spelledShort } from './legal_forms.js'

export interface LatinName {
  readonly whole: string
  readonly words: readonly string[]
  readonly joined: string
  /** Its legal form, spelled in one way; '' where it says none. */
  readonly form: string
  readonly pairs: Uint32Array
}

/** Legal forms, and words that names have or lack by chance. */
const FORMS = new Set([...LEGAL_FORMS, ...'the and und et of a an at for'.split(' ')])

/** Legal forms that are words of other names too: they count at the end of a name alone, if at all. */
const ALSO_WORDS = new Set(['as', 'sa', 'ag'])

/** True when a name says what kind of person in law it is: Acme LLC; not Acme Diner. */
export const hasLegalForm = (name: string): boolean =>
  wordsOf(name).some((word, at) => at > 0 && OWN_FORMS.has(word) && !ALSO_WORDS.has(word)) ||
  /\b(?:AG|SA|S\.A\.?)\W*$/i.test(name)

/** Forms of the Balkans that name shops elsewhere. */
const KEPT_FIRST = new Set(['doo', 'ood', 'eood'])

/** What stands beyond so many words is compared as letters only. */
const MOST_WORDS = 40

export function parseLatin(name: string): LatinName {
  const all = wordsOf(withoutStatus(name))
  const short = spelledShort(all)
  const kept = short.filter((word, at) => !FORMS.has(word) || (at === 0 && KEPT_FIRST.has(word)))
  const words = (kept.length > 0 ? kept : all).slice(0, MOST_WORDS)
  const joined = (kept.length > 0 ? kept : all).join('')
  return { whole: all.join(' '), words, joined, form: formIn(short), pairs: pairsOf(joined) }
}

/** Letters with stops are one word: L.L.C. is a legal form, and A.B.C. Trading is ABC Trading. */
const wordsOf = (name: string) =>
  latinWords(name.replace(/\b(?:\p{L}\.){2,}/gu, (letters) => letters.replaceAll('.', '')))

/** The same word but for a slip. */
export function nearWords(a: string, b: string): boolean {
  if (a === b) return true
  const [n, m] = [a.length, b.length]
  if (n < 3 || m < 3 || n - m > 2 || m - n > 2) return false
  const [begin, end] = [a.charCodeAt(0) === b.charCodeAt(0), a.charCodeAt(n - 1) === b.charCodeAt(m - 1)]
  if (!begin && !end) return false
  if (n > 4 && m > 4 && edits(a, b, 1) <= 1) return true
  return begin && n > 4 && m > 4 && jaroWinkler(a, b) >= 0.92
}

/** Long words of trades that are cut short (pharma), or lose their vowels (hldgs, intl). Of other words a beginning is another word: Park and Parking, Mart and Martinez. */
const CUT_SHORT: ReadonlySet<string> = new Set(
  `pharmaceutical pharmaceuticals holding holdings international technology technologies laboratory laboratories industries manufacturing services systems solutions engineering
  development communications associates association brothers center centre department national financial insurance management construction distribution distributors transportation
  properties university institute entertainment environmental electronics chemical chemicals petroleum resources products academy elementary hospital enterprises investments
  equipment commission government federation foundation`.split(/\s+/),
)

/** The first letter stays. */
function abbreviates(short: string, word: string): boolean {
  if (short.length < 3 || word.length < short.length + 3 || short[0] !== word[0] || !CUT_SHORT.has(word)) return false
  if (short.length > 3 && word.startsWith(short)) return true
  if (/[aeiou]/.test(short.slice(1))) return false
  let at = 0
  for (const letter of word) if (letter === short[at]) at++
  return at === short.length
}

/** The words that both names have, exactly or nearly, and what is left of each. */
export function sharedWords(a: LatinName, b: LatinName): { shared: string[]; left: string[]; right: string[] } {
  const right = [...b.words]
  const shared: string[] = []
  let left: string[] = [...a.words]
  const share = (isSame: (word: string, other: string) => boolean) => {
    left = left.filter((word) => {
      const at = right.findIndex((other) => isSame(word, other))
      if (at < 0) return true
      right.splice(at, 1)
      shared.push(word)
      return false
    })
  }
  share((word, other) => word === other)
  if (left.length > 0 && right.length > 0) share(nearWords)
  // The first word is what a name is known by.
  if (left.length > 0 && right.length > 0)
    share(
      (word, other) =>
        word !== a.words[0] && other !== b.words[0] && (abbreviates(word, other) || abbreviates(other, word)),
    )
  return { shared, left, right }
}
