/**
 * Marks in decoded text, and how broken rows are made. All marks hold NUL, so that no good row can hold one, and they
 * stand in the text itself, so that a batch kept for years and read again has the same faults as on the first day.
 */
import type { RowFault, SourceRow } from './source.js'

/** Put by the decoder for bytes that are not text. A U+FFFD without NUL was published as such, and is let through. */
export const LOST = '\uFFFD\u0000'

/** Ends a line that was too long to be kept: the rest of it, up to the line end, is gone. */
export const CUT = '\u0000cut\u0000'

/** Stands in a cell of a sheet for a formula whose value nobody has worked out. */
export const UNCOMPUTED = '\u0000formula\u0000'

/** Stands before a number in a cell of a sheet whose last digits a spreadsheet program has probably taken away. */
export const ROUNDED = '\u0000rounded\u0000'

/** Characters of a broken row that are kept and shown. */
const KEPT_CHARS = 1 << 16

/** The first characters of a text too long to keep; never half of a surrogate pair, which UTF-8 could not keep. */
export function clip(text: string, chars = KEPT_CHARS): string {
  if (text.length <= chars) return text
  const last = text.charCodeAt(chars - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? chars - 1 : chars)
}

/** How much of an oversize line is kept: less than a row may hold, so that it does not depend on what was read ahead. */
export function keptChars(rowChars: number): number {
  return Math.min(rowChars, KEPT_CHARS)
}

export function brokenRow(line: number, fault: RowFault, message: string, text: string): SourceRow {
  const shown = clip(text).replaceAll(LOST, '\uFFFD').replaceAll('\u0000', '\u2400')
  return { line, fault, message, text: shown }
}

export function tooLarge(line: number, rowChars: number, text: string): SourceRow {
  return brokenRow(line, 'row_too_large', `the row is longer than ${rowChars} characters`, text)
}

/** The broken row that a text with NUL is, or undefined if it holds none. */
export function markedRow(line: number, text: string): SourceRow | undefined {
  const nul = text.indexOf('\u0000')
  if (nul < 0) return undefined
  if (text.includes(UNCOMPUTED)) {
    const message = 'the row holds a formula without a value; open the workbook in a spreadsheet program and save it'
    return brokenRow(line, 'row_formula', message, text)
  }
  if (text.includes(ROUNDED)) {
    const message =
      'the row holds a number of more than 15 digits, of which spreadsheet programs keep 15; format the column as text before the numbers are put in'
    return brokenRow(line, 'row_rounded', message, text.replaceAll(ROUNDED, ''))
  }
  const lost = text.split(LOST).length - 1
  if (lost === 0) return brokenRow(line, 'row_nul', `the row holds a NUL byte at character ${nul + 1}`, text)
  const places = lost === 1 ? 'one place' : `${lost} places`
  const message = `the row holds bytes in ${places} that are not text in the encoding of the file (shown as U+FFFD)`
  return brokenRow(line, 'row_encoding', message, text)
}
