/** Identifiers as fields: the codes of China with their checks, and numbers of other schemes as soft evidence. */
import { looksLikeUscc, orgCodeOfUscc, validOrgCode, validUscc } from '../../schemas/identifiers.js'
import { isNothing } from '../text/fold.js'
import { edits } from '../text/similarity.js'
import type { Field, Level } from './field.js'
import { severalOf } from './several.js'

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** So much at least of what stands between separators is a code of its own; 1,234,567 is one number. */
const LEAST_CODE = 5

/** The codes of a cell: several only where each part is long enough to be one. A slash alone is part of a code. */
function codesIn(cell: string): string[] {
  const parts = cell
    .split(/[、，,；;|\n或]|\s[/／]\s/)
    .map(plain)
    .filter((part) => part !== '')
  return parts.length > 1 && parts.every((part) => part.length >= LEAST_CODE) ? parts : [plain(cell)]
}

const isPlaceholder = (code: string) => code.length < 3 || isNothing(code) || /^(.)\1*$/.test(code)

/** A code that an organisation of China has for life. */
export interface ChineseCode {
  /** What was published, or the code that it must have been. */
  readonly text: string
  /** The organisation code (GB 11714), which a unified code (GB 32100, characters 9 to 17) holds; '' where the check fails. */
  readonly org: string
  /** The organisation codes of other valid codes that stand with it: a party that took over another keeps both for a while. */
  readonly others: readonly string[]
  /** Department and category of a unified code: 91 an enterprise, 92 a sole trader; '' where only the organisation code is known. */
  readonly kind: string
  readonly valid: boolean
}

/** GB 32100 leaves out I, O, S, V and Z, because they are read for others: where one stands, a digit was meant. */
const MISREAD: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2' }

/** Characters of a cell that are looked at. */
const MOST_CELL = 200

/** Reads a unified social credit code or an organisation code; null for placeholders and for what is neither. */
export function readChineseCode(texts: readonly string[]): ChineseCode | null {
  const found = texts
    .flatMap((text) => codesIn(text.slice(0, MOST_CELL)))
    .flatMap((code) => (isPlaceholder(code) ? [] : (codeOf(code) ?? [])))
  const [first, ...more] = found.filter(({ valid }) => valid)
  if (first === undefined) return found[0] ?? null
  const others = new Set(more.map(({ org }) => org))
  others.delete(first.org)
  return others.size === 0 ? first : { ...first, others: [...others] }
}

function codeOf(text: string): ChineseCode | null {
  if (text.length === 9 && /^[0-9A-Z]{8}[0-9X]$/.test(text)) return checked(text, text, '', validOrgCode(text))
  if (text.length !== 18) return null
  const read = text.replace(/[IOSZ]/g, (letter) => MISREAD[letter] ?? letter)
  const code = validUscc(read) ? read : text
  if (!looksLikeUscc(code)) return { text, org: '', others: [], kind: '', valid: false }
  return checked(code, orgCodeOfUscc(code), code.slice(0, 2), validUscc(code))
}

/** A code whose check fails, or that is mostly zeros, is known by its whole text alone. */
const checked = (text: string, org: string, kind: string, valid: boolean): ChineseCode =>
  valid && !/0{8}/.test(text)
    ? { text, org, others: [], kind, valid }
    : { text, org: '', others: [], kind, valid: false }

export const CODE_LEVELS = [
  'same',
  'same, but its check fails',
  'with one slip',
  'of another kind',
  'different, but a check fails',
  'different',
] as const
/** m and u of the levels. A code whose check fails counts for something, and never enough to prove. */
const CODE_CHANCES: readonly (readonly [number, number])[] = [
  [0.9, 1e-6],
  [0.02, 1e-4],
  [0.03, 1e-5],
  [0.02, 0.2],
  [0.02, 0.05],
  [0.01, 0.75],
]
/** A code that is less rare stands where none is known: an agency's own on all of its rows. */
const COMMON_BITS = 6
/** What its check is worth. */
const CHECKED_BITS = 10
const DIFFERENT = CODE_LEVELS.indexOf('different')

/** An index of CODE_LEVELS. Two valid codes of one kind that differ are two parties; a sole trader that became a company has two. */
export function compareChineseCodes(a: ChineseCode, b: ChineseCode): number {
  if (a.valid && b.valid) {
    if (sharedOrg(a, b) !== undefined) return 0
    return a.kind !== '' && b.kind !== '' && a.kind !== b.kind ? 3 : DIFFERENT
  }
  if (a.text === b.text) return 1
  if (a.text.length === b.text.length && edits(a.text, b.text, 1) === 1) return 2
  return 4
}

const orgsOf = ({ org, others }: ChineseCode) => [org, ...others]
const sharedOrg = (a: ChineseCode, b: ChineseCode) =>
  a.org === b.org
    ? a.org
    : a.others.length + b.others.length === 0
      ? undefined
      : orgsOf(a).find((org) => orgsOf(b).includes(org))

/** Unified social credit code and organisation code, as one: the first holds the second. */
export const chineseCode: Field<ChineseCode> = {
  name: 'identifier.uscc',
  roles: ['identifier.uscc', 'identifier.cn_org_code'],
  slots: [
    {
      name: 'identifier.uscc',
      levels: CODE_LEVELS.map((label, index) => ({
        label: `code ${label}`,
        m: CODE_CHANCES[index]?.[0] ?? 0,
        u: CODE_CHANCES[index]?.[1] ?? 0,
        proves: index === 0,
        vetoes: index === DIFFERENT,
        given: index === 1,
      })),
    },
  ],
  termChance: 1e-6,
  read: readChineseCode,
  compare(a, b, rarity, found, at) {
    const level = compareChineseCodes(a, b)
    found.level[at] = level
    if (level !== 0) return
    // As rare as it is here; and if it is not common, a code is given to one organisation, for life.
    const bits = rarity(sharedOrg(a, b) ?? a.org)
    found.bits[at] = bits < (rarity.few ?? COMMON_BITS) ? bits : bits + CHECKED_BITS
  },
  keys: (code) =>
    code.org === ''
      ? [`i${code.text}`]
      : orgsOf(code).flatMap((org) => [`o${org}`, `s${org.slice(0, 5)}`, `t${org.slice(-5)}`]),
  terms: (code) => (code.org === '' ? [code.text] : orgsOf(code)),
}

/** A token stands for a number that was made unreadable: another token is another number, however alike the two look. */
const isToken = (scheme: string) => scheme.endsWith('_token')

const CITIZEN = 'cn_citizen_token'

/** A number that some authority gave out; a cell may hold several. */
export const identifier = (scheme: string): Field<string> =>
  severalOf(
    {
      name: `identifier.${scheme}`,
      slots: [
        {
          name: `identifier.${scheme}`,
          levels: [
            { label: `${scheme} same`, m: 0.9, u: 1e-6, proves: scheme === CITIZEN },
            { label: `${scheme} with one slip`, m: 0.07, u: 1e-5 },
            // A citizen number has a check digit, so that a slip of the pen makes no other one.
            scheme === CITIZEN
              ? { label: `${scheme} different`, m: 1e-5, u: 0.99999, conflicts: true, given: true }
              : { label: `${scheme} different`, m: 0.03, u: 0.99999 },
          ] satisfies Level[],
        },
      ],
      termChance: 1e-6,
      compare(a, b, rarity, found, at) {
        const slip = !isToken(scheme) && Math.min(a.length, b.length) > 4 && edits(a, b, 1) === 1
        found.level[at] = a === b ? 0 : slip ? 1 : 2
        if (a === b) found.bits[at] = rarity(a)
      },
      keys: (value) => [`i${value}`, `s${value.slice(0, 4)}`, `t${value.slice(-4)}`],
      terms: (value) => [value],
    },
    (text) => codesIn(text).filter((code) => !isPlaceholder(code)),
  )
