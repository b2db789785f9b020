/** Figures as bulletins print them: `956`, `1,440`, `5,000+`, `1.35 billion`, `more than 4 million`, `+24.2 %`, and those in Chinese. */

import { shiftDecimal } from '../../schemas/decimals.js'
import { parseQuantity, type QuantityBound } from '../../schemas/quantity.js'
import { decimalWithin } from '../../schemas/values.js'

export interface Figure {
  /** A canonical decimal, multiplied out. */
  readonly value: string
  readonly bound: QuantityBound
  /** The unit that stands in the figure itself, if one does. */
  readonly unit: string | null
}

const WORDS: Readonly<Record<string, QuantityBound>> = {
  'more than': 'ge',
  over: 'ge',
  'at least': 'ge',
  'less than': 'le',
  'at most': 'le',
  about: 'approx',
}
const PLACES: Readonly<Record<string, number>> = { thousand: 3, million: 6, billion: 9 }
const SHAPE = new RegExp(
  `^(?:(${Object.keys(WORDS).join('|')}) )?([+-]?[\\d,]+(?:\\.\\d+)?) ?(${Object.keys(PLACES).join('|')}|%)?(\\+)?$`,
)
/** Beyond any figure of a bulletin; what is larger is a slip. */
const MOST = 1e15

/** The figure that a text says; undefined if it says none. */
export function figureOf(text: string): Figure | undefined {
  const match = SHAPE.exec(text.length > 60 ? '' : text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase())
  if (match === null) return parseQuantity(text)
  const [, word, digits = '', scale, plus] = match
  const places = scale === undefined ? 0 : (PLACES[scale] ?? 0)
  const shifted = shiftDecimal(digits, places)
  const value = shifted === undefined ? undefined : decimalWithin(shifted, -MOST, MOST)
  if (value === undefined) return undefined
  const said = word === undefined ? undefined : WORDS[word]
  // A figure in millions is rounded to its last digit: 1.67 billion stands for 1.665884 billion as well.
  const bound = said ?? (plus === undefined ? (places > 0 ? 'approx' : 'eq') : 'ge')
  return { value, bound, unit: scale === '%' ? '%' : null }
}
