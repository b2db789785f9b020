/** Figures of a stock ledger: exact ones, those that were estimated, and the charge of a quantity. */
import { shiftDecimal } from '../../schemas/decimals.js'

/** An exact decimal, and what it is when it is not exact. */
export interface Figure {
  readonly value: string
  readonly bound: 'ge' | 'le' | 'approx' | null
}

const SHAPE = /^(约|不少于|不超过)?([\d,]+(?:\.\d+)?)(余|多|以上|以下|左右)?$/
const BOUNDS: Readonly<Record<string, Figure['bound']>> = {
  约: 'approx',
  左右: 'approx',
  不少于: 'ge',
  余: 'ge',
  多: 'ge',
  以上: 'ge',
  不超过: 'le',
  以下: 'le',
}

/** Reads a figure such as `600余` or `约120`. Undefined: it is none, or a negative one. */
export function figureOf(text: string): Figure | undefined {
  const match = SHAPE.exec(text.length > 40 ? '' : text.normalize('NFKC').replace(/\s+/g, ''))
  const value = match === null ? undefined : shiftDecimal(String(match[2]), 0)
  if (value === undefined) return undefined
  return { value, bound: BOUNDS[match?.[1] ?? match?.[3] ?? ''] ?? null }
}

/** The exact product of two canonical decimals that are not negative. */
export function product(a: string, b: string): string {
  const places = (text: string) => text.split('.')[1]?.length ?? 0
  const digits = String(BigInt(a.replace('.', '')) * BigInt(b.replace('.', '')))
  const scale = places(a) + places(b)
  const padded = digits.padStart(scale + 1, '0')
  const text = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  return shiftDecimal(text, 0) ?? text
}
