/** What an answer is by its beginning: servers say "200 OK" and send a page of HTML about their maintenance. */
import type { Http } from './declaration.js'
import { invalid } from './refusals.js'

const SHOWN_CHARS = 200
/** gzip and zip, which the format unpacks. */
const PACKED = [Buffer.from([0x1f, 0x8b]), Buffer.from('PK\u0003\u0004')]
const BOM = /^\ufeff/

/** A text from outside in one line for people: without control characters, and short. */
export function excerpt(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, SHOWN_CHARS)
}

/** What an answer says to people, short: of markup only its text. */
export function said(text: string): string {
  if (!text.trimStart().startsWith('<')) return excerpt(text)
  // What was cut off within a tag or a script is no text either.
  return excerpt(
    text
      .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
      .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
      .replace(/<[^>]*(?:>|$)/g, ' '),
  )
}

/**
 * Holds the beginning of a document against what is declared; the media type is not asked, because many publishers send JSON as text.
 * Throws LedgerError place_invalid.
 */
export function checkContent(head: Buffer, content: Http['content'], mediaType: string, shown: string): void {
  if (PACKED.some((magic) => head.subarray(0, magic.length).equals(magic))) return
  const text = textOf(head)
  const html = /^(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)[\s>]/is.test(text)
  const found = html ? 'html' : /^[[{]/.test(text) ? 'json' : text.startsWith('<') ? 'xml' : 'other'
  const fits =
    content === 'any'
      ? !html
      : content === 'csv'
        ? found !== 'html' && found !== 'xml' && !/^application\/json\b/i.test(mediaType)
        : found === content
  if (fits) return
  const what = html ? 'a page of HTML' : 'something else'
  const words = html ? said(text) : excerpt(text)
  throw invalid(
    `${shown} is ${what} where ${content === 'any' ? 'a document' : content} is declared; it ${html ? 'says' : 'begins with'}: ${words}`,
    'Open the address in a browser: the publisher may show an error or a login page, or have changed its format.',
  )
}

function textOf(head: Buffer): string {
  const utf16 = head[0] === 0xff && head[1] === 0xfe
  return head
    .toString(utf16 ? 'utf16le' : 'utf8')
    .replace(BOM, '')
    .trimStart()
}
