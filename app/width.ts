/** How wide text is on a terminal: Chinese, Japanese and Korean characters take two columns. */
import { stripVTControlCharacters } from 'node:util'

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const MARK = /\p{Mn}|\p{Me}|\p{Cf}/u

// Controls, and marks that turn the direction of text: with them a value could move the cursor or show itself as another one.
const UNPRINTABLE = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const STYLES = new RegExp(`(${String.fromCharCode(27)}\\[(?:1|22|31|32|33|35|39)m)`)

/** Text that can be shown on a terminal whatever it is made of: of escape sequences only the styles that we ourselves use stay. */
export function printable(text: string): string {
  return text
    .split(STYLES)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(UNPRINTABLE, '\ufffd')))
    .join('')
}

/** JSON that can be shown on a terminal: the same document, what is not printable in it escaped. */
export function printableJson(document: unknown, indent?: number): string {
  return JSON.stringify(document, null, indent).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const columnsOf = (character: string) => (WIDE.test(character) ? 2 : MARK.test(character) ? 0 : 1)

/** Columns that the text takes, styles not counted. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text)) width += columnsOf(character)
  return width
}

/** The text, cut so that it takes at most `width` columns; what was cut shows as `…`. Styled text loses its style when it is cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  let taken = 0
  for (const character of stripVTControlCharacters(text)) {
    taken += columnsOf(character)
    if (taken > width - 1) break
    kept += character
  }
  return `${kept}…`
}

/**
 * Widths for columns of a table that together take at most `total`: the widest give way first, none below its `least` as
 * long as that can be.
 */
export function fitWidths(widths: readonly number[], total: number, least: readonly number[]): number[] {
  const fitted = [...widths]
  for (let over = fitted.reduce((sum, width) => sum + width, 0) - total; over > 0; over--) {
    const spare = fitted.map((width, column) => (width > (least[column] ?? 0) ? width : 0))
    const widest = Math.max(...spare)
    if (widest === 0) break
    fitted[spare.indexOf(widest)] = widest - 1
  }
  return fitted
}
