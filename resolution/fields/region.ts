/** Where a party is, as the name or the code of a division: two of them agree when one is or lies in the other, whatever they are called. */
import { divisionCode, regionOf } from '../chinese/places.js'
import { folded, isCjk, isNothing, latinWords } from '../text/fold.js'
import { edits, jaroWinkler } from '../text/similarity.js'
import type { Field } from './field.js'

export interface RegionValue {
  readonly text: string
  /** Codes of the divisions of China that it can mean; none where it is not one. */
  readonly codes: readonly string[]
}

export const REGION_LEVELS = ['same', 'near', 'different'] as const

export function readRegion(text: string): RegionValue | null {
  if (isNothing(text)) return null
  const code = divisionCode(text.normalize('NFKC').trim())
  if (code !== null) return { text: code, codes: [code] }
  if (!isCjk(text)) {
    const words = latinWords(text).join(' ')
    return words === '' || words === 'unknown' ? null : { text: words, codes: [] }
  }
  const plain = folded(text.slice(0, 60)).replace(/\s+/g, '')
  const { codes, rest } = regionOf(plain)
  return { text: plain, codes: rest === '' ? codes : [] }
}

/** An index of REGION_LEVELS. */
export function compareRegions(a: RegionValue, b: RegionValue): number {
  if (a.text === b.text) return 0
  if (a.codes.length > 0 && b.codes.length > 0) {
    if (a.codes.some((code) => b.codes.includes(code))) return 0
    if (a.codes.some((x) => b.codes.some((y) => x.startsWith(y) || y.startsWith(x)))) return 1
    // Counties become cities and cities become districts (江阴县, 江阴市), and registers keep either.
    return a.text.slice(0, -1) === b.text.slice(0, -1) ? 1 : 2
  }
  const [few, many] = a.text.length < b.text.length ? [a.text, b.text] : [b.text, a.text]
  if (many.startsWith(few) || (few.length > 3 && many.includes(few)) || jaroWinkler(a.text, b.text) >= 0.9) return 1
  return a.text.length > 3 && edits(a.text, b.text, 1) === 1 ? 1 : 2
}

export const region = (name: string): Field<RegionValue> => ({
  name,
  slots: [
    {
      name,
      levels: [
        { label: `${name} same`, m: 0.82, u: 0.05 },
        { label: `${name} near`, m: 0.07, u: 0.01 },
        { label: `${name} different`, m: 0.11, u: 0.94 },
      ],
    },
  ],
  termChance: 0.02,
  read: ([text = '']) => readRegion(text),
  compare(a, b, rarity, found, at) {
    const level = compareRegions(a, b)
    found.level[at] = level
    if (level === 0) found.bits[at] = Math.min(rarity(termOf(a)), rarity(termOf(b)), 12)
  },
  keys: (value) => [`v${termOf(value)}`, `f${value.codes[0]?.slice(0, 4) ?? value.text.slice(0, 3)}`],
  terms: (value) => [termOf(value)],
})

const termOf = ({ text, codes }: RegionValue) => codes[0] ?? text
