/**
 * What a cell of a sheet says, as text. A number means a date where its format shows one (ECMA-376 part 1, 18.8.30 and
 * 18.17.4); all else is the text that says exactly what the workbook holds, not what a program would show of it.
 */

import { ROUNDED } from './marks.js'

/** How the format of a cell shows its number: as a number, or as a point or length of time. */
export type Shows = 'number' | 'date' | 'time' | 'elapsed'

/** Built-in formats of dates (14 to 17, 22 and those of East Asia) and of times (18.8.30). */
const BUILT_IN_DATES = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]
const BUILT_IN_TIMES = [18, 19, 20, 21, 32, 33, 34, 35, 45, 47]
const BUILT_IN_ELAPSED = [46]

/** Columns of a sheet in every program. */
export const MAX_COLUMN = 16_384

const MS_A_DAY = 86_400_000
/** 31 December 9999. */
const LAST_SERIAL = 2_958_465
/** Days from 1 January 1904 back to the origin of the other calendar. */
const DAYS_TO_1904 = 1462
/** The 29 February 1900 of the calendar that begins with 1900, a day that never was. */
const NO_DAY = 60

/** What a format shows: a built-in one by its id, others by their code. */
export function showsOf(id: number, code: string | undefined): Shows {
  if (code === undefined) {
    if (BUILT_IN_DATES.includes(id)) return 'date'
    if (BUILT_IN_TIMES.includes(id)) return 'time'
    return BUILT_IN_ELAPSED.includes(id) ? 'elapsed' : 'number'
  }
  // Only the first section is for positive numbers. Literals and escapes say nothing; colours and languages neither.
  const marks = code.replace(/"[^"]*"?|[\\_*]./g, '').split(';', 1)[0] ?? ''
  if (/\[(h+|m+|s+)\]/i.test(marks)) return 'elapsed'
  const bare = marks.replace(/\[[^\]]*\]/g, '').replace(/general|e[+-]/gi, '')
  if (/[yd]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))) return 'date'
  return /[hs]/i.test(bare) ? 'time' : 'number'
}

/**
 * The number of a cell. A date is `2024-01-31`, with `T09:30:00` where it holds a time; a time of day or a length of time is
 * `09:30:00`. What is no date of the calendar stays the number that it is.
 */
export function numberText(value: string, shows: Shows, date1904: boolean): string {
  const text = value.trim()
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) return value
  if (shows === 'number') return plainNumber(text, number)
  return timeText(number, shows, date1904) ?? plainNumber(text, number)
}

/**
 * The shortest text that is the same double: 0.1 for 0.10000000000000001. Whole numbers stay as they are written, but for those of more than 15 digits:
 * Excel keeps 15 and puts zeros for the others (Microsoft Support, 269370), so that two codes of 18 digits would be one. A program
 * that writes all digits of such a number is believed.
 */
function plainNumber(text: string, number: number): string {
  if (Math.abs(number) >= 1e15 && !/^-?\d{15}0*[1-9]\d*$/.test(text)) return ROUNDED + text
  if (/^-?\d+$/.test(text)) return text
  const shortest = String(number)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(shortest)
  if (match === null) return shortest
  const [, sign = '', first = '', rest = '', exponent = ''] = match
  const [digits, point] = [first + rest, 1 + Number(exponent)]
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}

function timeText(serial: number, shows: Shows, date1904: boolean): string | undefined {
  if (serial < 0 || serial >= LAST_SERIAL + 1) return undefined
  const ms = Math.round(serial * MS_A_DAY)
  if (shows === 'elapsed') return clock(ms)
  const [day, rest] = [Math.floor(ms / MS_A_DAY), ms % MS_A_DAY]
  if (shows === 'time' && day === 0) return clock(rest)
  const date = dateText(date1904 ? day + DAYS_TO_1904 : day)
  return rest === 0 ? date : `${date}T${clock(rest)}`
}

function dateText(serial: number): string {
  if (serial === NO_DAY) return '1900-02-29'
  if (serial === 0) return '1900-01-00'
  const days = serial < NO_DAY ? serial + 1 : serial
  return new Date(Date.UTC(1899, 11, 30) + days * MS_A_DAY).toISOString().slice(0, 10)
}

function clock(ms: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const seconds = Math.floor(ms / 1000)
  const [hour, minute, second, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    ms % 1000,
  ]
  return `${two(hour)}:${two(minute)}:${two(second)}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}`
}

/** A date that the workbook holds as ISO text (`t="d"`); one at midnight is the day. */
export function isoText(value: string): string {
  return value.trim().replace(/T00:00:00(\.0+)?Z?$/, '')
}

/** Text with the characters that XML cannot hold, which workbooks write as `_x000D_` (18.17.2, ST_Xstring). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** The column of a cell, from 0, by its place: `C7` is 2. What is no place is a column that no sheet has. */
export function columnOf(place: string): number {
  let column = 0
  for (let at = 0; at < place.length && at < 4; at++) {
    const code = place.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column === 0 ? MAX_COLUMN : column - 1
}
