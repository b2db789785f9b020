/** Dates as publishers write them. */

import { dayExists } from '../../schemas/calendar.js'

export interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly day: number
  /** YYYYMMDD. */
  readonly text: string
  /** Days since an epoch, for distances. */
  readonly ordinal: number
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function dayOf(year: number, month: number, day: number): CalendarDay | null {
  // 20/8/1991 can only be the 20th of August.
  if (month > 12) return day <= 12 ? dayOf(year, day, month) : null
  if (!Number.isInteger(year) || !dayExists(year, month, day)) return null
  const text = `${String(year).padStart(4, '0')}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
  return { year, month, day, text, ordinal: Math.round(Date.UTC(year, month - 1, day) / 86_400_000) }
}

const century = (year: number) => (year >= 100 ? year : year <= 30 ? 2000 + year : 1900 + year)

/** Reads 1971-06-24, 19710624, 1971年6月24日, 24-May-11, Mar 1 1970, 12/11/1978 (month first, unless it cannot be); null for all else. */
export function readDay(text: string): CalendarDay | null {
  const plain = text.normalize('NFKC').toLowerCase().trim()
  const [a, b, c] = plain.match(/\d+|[a-z]{3,}/g) ?? []
  if (/^\d{8}$/.test(plain)) return dayOf(Number(plain.slice(0, 4)), Number(plain.slice(4, 6)), Number(plain.slice(6)))
  if (a === undefined || b === undefined || c === undefined) return null
  const named = (word: string) => MONTHS.indexOf(word.slice(0, 3)) + 1
  if (/^[a-z]/.test(a)) return dayOf(century(Number(c)), named(a), Number(b))
  if (/^[a-z]/.test(b))
    return a.length === 4 ? dayOf(Number(a), named(b), Number(c)) : dayOf(century(Number(c)), named(b), Number(a))
  if (a.length === 4) return dayOf(Number(a), Number(b), Number(c))
  return dayOf(century(Number(c)), Number(a), Number(b))
}

/** A day that no calendar has, such as 1964-11-71: its digits say what was meant. Null for what is no date, and where month or day was not known (00 or 99). */
export function readImpossibleDay(written: string): CalendarDay | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})\D?(\d\d)\D?(\d\d)$/.exec(written.normalize('NFKC').trim()) ?? []
  if (year === '' || UNKNOWN.has(month) || UNKNOWN.has(day)) return null
  const text = year + month + day
  return { year: Number(year), month: Number(month), day: Number(day), text, ordinal: Number.NaN }
}
const UNKNOWN = new Set(['00', '99'])
