/** Figures of cases as they are reported: `1600余`, `约20`, `500以上`, an amount with a unit of its own. */
import { shiftDecimal } from '../../schemas/decimals.js'

/** An exact decimal, and what it is when it is not exact. */
export interface Figure {
  readonly value: string
  readonly bound: 'ge' | 'le' | 'approx' | null
}

const WORDS: readonly (readonly [RegExp, Figure['bound']])[] = [
  [/^(?:不少于|至少|超过?)|余|多|以上|\+$/, 'ge'],
  [/^(?:不超过|至多)|以下|以内/, 'le'],
  [/^[约近]|左右/, 'approx'],
]
const PLACES: Readonly<Record<string, number>> = { 元: 0, 万: 4, 万元: 4, 亿: 8, 亿元: 8 }
const SHAPE =
  /^[^\d.]*?([\d,]+(?:\.\d+)?|\.\d+)[余多]?(亿元|亿|万元|万|元)?[余多]?(?:人|名)?(?:以上|以下|以内|左右|\+)?$/

/** Reads a figure; `places` is the unit where the cell names none (万元 is 4). Undefined: it is no figure. */
export function figureOf(text: string, places: number): Figure | undefined {
  const plain = text.length > 40 ? '' : text.normalize('NFKC').replace(/\s+/g, '')
  const match = SHAPE.exec(plain)
  if (match === null || !/^(?:不少于|至少|超过?|不超过|至多|约|近)?[\d.]/.test(plain)) return undefined
  const value = shiftDecimal(String(match[1]), match[2] === undefined ? places : (PLACES[match[2]] ?? places))
  const bound = WORDS.find(([word]) => word.test(plain))?.[1] ?? null
  return value === undefined ? undefined : { value, bound }
}
