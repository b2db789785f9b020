/** Dates of columns that went through a spreadsheet, for the connectors that declare such a column. */
import { fail, optionalOfNumber, parseDate, quoted } from './values.js'

/** The day before day 1 in days since 1970, for days after 1900-02-28: Excel counts a 29 February 1900 that never was. */
const EXCEL_EPOCH_DAYS = -25_569
const DAY_MS = 86_400_000

/** The day of an Excel serial of five digits (1927-05-18 to 2173-10-13), with or without a time of day; undefined if the text is none. */
export function excelSerialDate(text: string): string | undefined {
  const match = /^([1-9]\d{4})(?:\.\d{1,15})?$/.exec(text)
  if (match === null) return undefined
  return new Date((Number(match[1]) + EXCEL_EPOCH_DAYS) * DAY_MS).toISOString().slice(0, 10)
}

/** A date that may be absent, written as a date or as the Excel serial of one (system of 1900), as ISO text. A time of day is not kept. */
export const optionalDateOrSerial = optionalOfNumber(
  (text, ctx) =>
    parseDate(text) ??
    excelSerialDate(text) ??
    fail(ctx, 'date_invalid', `'${quoted(text)}' is neither a date that exists nor an Excel serial`, text),
)
