/** Quantities as reports put them in words: 600余箱, 约1600万元, 三十多人. They are bounds far more often than figures, and are never made exact. */

import { shiftDecimal } from './decimals.js'
import { fail, optionalOfNumber, plain, quoted } from './values.js'

/** How the published quantity lies to the value: exactly it, at least, at most, or about it. */
export type QuantityBound = 'eq' | 'ge' | 'le' | 'approx'

export interface Quantity {
  /** A canonical decimal. */
  readonly value: string
  readonly bound: QuantityBound
  /** The unit as published, `人(次)` where the publisher leaves open which; null if none is said. */
  readonly unit: string | null
}

// 近 says less than and near: as a bound it would say too much to those who only compare.
const BEFORE: Readonly<Record<string, QuantityBound>> = {
  不超过: 'le',
  不多于: 'le',
  不高于: 'le',
  至多: 'le',
  最多: 'le',
  不足: 'le',
  不到: 'le',
  不满: 'le',
  低于: 'le',
  少于: 'le',
  '<=': 'le',
  '≤': 'le',
  不少于: 'ge',
  不低于: 'ge',
  不下: 'ge',
  至少: 'ge',
  最少: 'ge',
  超过: 'ge',
  高于: 'ge',
  多于: 'ge',
  超: 'ge',
  逾: 'ge',
  上: 'ge',
  '>=': 'ge',
  '≥': 'ge',
  大约: 'approx',
  大概: 'approx',
  约: 'approx',
  将近: 'approx',
  接近: 'approx',
  近: 'approx',
}
const BEHIND: Readonly<Record<string, QuantityBound>> = {
  以上: 'ge',
  以下: 'le',
  以内: 'le',
  左右: 'approx',
  上下: 'approx',
  许: 'approx',
}
const longestFirst = (words: Readonly<Record<string, unknown>>) =>
  Object.keys(words).sort((one, other) => other.length - one.length)
const PREFIX = new RegExp(`^(?:${longestFirst(BEFORE).join('|')})`)
const SUFFIX = new RegExp(`(?:${longestFirst(BEHIND).join('|')})$`)

const DIGITS = '零一二三四五六七八九'
const OTHER_DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  两: 2,
  壹: 1,
  贰: 2,
  叁: 3,
  肆: 4,
  伍: 5,
  陆: 6,
  柒: 7,
  捌: 8,
  玖: 9,
}
const POWERS: Readonly<Record<string, number>> = {
  十: 1,
  拾: 1,
  百: 2,
  佰: 2,
  千: 3,
  仟: 3,
  万: 4,
  萬: 4,
  亿: 8,
  億: 8,
}
/** A figure with powers of ten behind it, or Chinese numerals; 余, 多 or + behind a figure, before or after its last power. */
const FIGURE = /^((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([余多+]?)([十百千万亿]*)([余多+]?)/
const WORDS = /^([零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿億]+)([余多几]?)([万萬亿億]?)([余多]?)/
const NUMERAL = /[\d零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]/
const MAX_CHARS = 60
const MAX_UNIT = 20

/**
 * The quantity that a text says, or undefined if it says none that can be told: 若干, 数百, a range, several quantities (2亿3000万 too). Two
 * different bounds make it approximate; 以上 beside 不足 says nothing.
 */
export function parseQuantity(published: string): Quantity | undefined {
  const text = plain(published).replace(/\s+/g, '')
  if (text.length > MAX_CHARS) return undefined
  const before = PREFIX.exec(text)?.[0]
  const behind = SUFFIX.exec(text)?.[0]
  const body = text.slice(before?.length ?? 0, text.length - (behind?.length ?? 0))
  const figure = figureOf(body) ?? wordsOf(body)
  if (figure === undefined) return undefined
  const unit = body.slice(figure.length)
  if (unit.length > MAX_UNIT || /^[-~—–至到.,]/.test(unit) || NUMERAL.test(unit.replace(/^[a-z]+[23]$/i, '')))
    return undefined
  const bounds = new Set<QuantityBound>()
  if (before !== undefined) bounds.add(BEFORE[before] ?? 'approx')
  if (behind !== undefined) bounds.add(BEHIND[behind] ?? 'approx')
  if (figure.isMore) bounds.add('ge')
  if (bounds.has('ge') && bounds.has('le')) return undefined
  const [bound = 'eq', another] = bounds
  return { value: figure.value, bound: another === undefined ? bound : 'approx', unit: unit === '' ? null : unit }
}

interface Figure {
  readonly value: string
  readonly isMore: boolean
  readonly length: number
}

function figureOf(text: string): Figure | undefined {
  const match = FIGURE.exec(text)
  if (match === null) return undefined
  const [whole, digits = '', inner = '', powers = '', outer = ''] = match
  const places = [...powers].reduce((sum, power) => sum + (POWERS[power] ?? 0), 0)
  const value = shiftDecimal(digits, places)
  return value === undefined ? undefined : { value, isMore: inner + outer !== '', length: whole.length }
}

function wordsOf(text: string): Figure | undefined {
  const match = WORDS.exec(text)
  if (match === null) return undefined
  const [whole, numerals = '', inner = '', power = '', outer = ''] = match
  const number = numeralValue(numerals)
  // 几 stands for a digit: 十几 is more than ten, and 百几 is nothing.
  if (number === undefined || (inner === '几' && !/[十拾]$/.test(numerals))) return undefined
  const value = shiftDecimal(number, POWERS[power] ?? 0)
  return value === undefined ? undefined : { value, isMore: inner + outer !== '', length: whole.length }
}

/** The value of Chinese numerals, 三千五百 or 二〇二一; undefined if they are none. */
function numeralValue(numerals: string): string | undefined {
  const digitOf = (char: string) => OTHER_DIGITS[char] ?? (DIGITS.includes(char) ? DIGITS.indexOf(char) : undefined)
  const values = [...numerals].map(digitOf)
  if (values.every((value) => value !== undefined)) {
    const isPlain = values.length === 1 || !numerals.includes('两')
    return isPlain ? shiftDecimal(values.join(''), 0) : undefined
  }
  let total = 0
  let section = 0
  let digit: number | undefined
  let lastPower = 99
  for (const [index, char] of [...numerals].entries()) {
    const value = values[index]
    const power = POWERS[char] ?? 0
    if (value !== undefined) {
      if (digit !== undefined && digit !== 0) return undefined
      digit = value
    } else if (power >= 4) {
      const count = section + (digit ?? (section === 0 && index === 0 ? 1 : 0))
      if (count === 0) return undefined
      total = power === 8 ? (total + count) * 1e8 : total + count * 1e4
      section = 0
      digit = undefined
      lastPower = 99
    } else {
      if (power >= lastPower || digit === 0) return undefined
      section += (digit ?? 1) * 10 ** power
      digit = undefined
      lastPower = power
    }
  }
  const value = total + section + (digit ?? 0)
  return Number.isSafeInteger(value) ? String(value) : undefined
}

/** A quantity that may be absent; text that says none is an issue (number_invalid). */
export const optionalQuantity = optionalOfNumber(
  (text, ctx): Quantity =>
    parseQuantity(text) ?? fail(ctx, 'number_invalid', `'${quoted(text)}' is not a quantity that can be told`, text),
)
