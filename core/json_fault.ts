/** Why a text is no JSON, in the same words whatever the version of Node, without an excerpt of the text, and where. */

export interface JsonFault {
  readonly message: string
  /** Where reading stopped, in UTF-16 units. */
  readonly position: number
}

/** Longer texts are not read again to find the place. */
const LONG = 1 << 24

/** The fault of a text that is no JSON; null for one that is. */
export function jsonFault(text: string): JsonFault | null {
  const said = errorOf(text)
  if (said === null) return null
  const message = said.replace(/ \(line \d+ column \d+\)$/, '')
  const known = / at position (\d+)$/.exec(message)
  if (known !== null) return { message, position: Number(known[1]) }
  if (!isUnexpected(message)) return { message, position: text.length }
  if (text.length > LONG) return { message: 'Unexpected token in JSON', position: text.length }
  const position = firstUnexpected(text)
  return {
    message: `Unexpected token ${shown(text.codePointAt(position) ?? 0)} in JSON at position ${position}`,
    position,
  }
}

function errorOf(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Of a token that it does not expect V8 quotes what stands around it, and does not say where that is. */
const isUnexpected = (message: string | null) => message?.endsWith('is not valid JSON') === true

/** What the text begins with fails likewise once it holds the token, and merely ends too early before: looked for in twice as much again and again, then by halves. */
function firstUnexpected(text: string): number {
  let [good, bad] = [0, 1]
  while (bad < text.length && !isUnexpected(errorOf(text.slice(0, bad))))
    [good, bad] = [bad, Math.min(text.length, 2 * bad)]
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (isUnexpected(errorOf(text.slice(0, middle)))) bad = middle
    else good = middle
  }
  return good
}

const shown = (point: number) => {
  const text = String.fromCodePoint(point)
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(text) ? `'${text}'` : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}
