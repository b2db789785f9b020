/** What documents say of their own encoding. The decoder finds out by itself which it is: what is declared can only forbid to believe it. */

/** Encodings that a document may declare, UTF-16 among them, because the decoder refuses it by itself. */
export const KNOWN_ENCODING =
  /^(?:utf-?8|utf-?16(?:le|be)?|unicode|(?:us-)?ascii|gb2312|gbk|gb18030|(?:cp|ms|windows-)?936|x-gbk)$/i
/** Text in which the encoding makes a difference. */
export const NOT_ASCII = /[\u0080-\uffff]/

/**
 * The encoding that a page declares, in `charset` or in the `content` of a `meta` (HTML, 4.2.5.4), where the decoder does not know it. GB18030 takes nearly all
 * Big5 and much Western text for other characters, so that nothing else would tell.
 */
export function foreignEncoding(attributes: ReadonlyMap<string, string>): string | undefined {
  const said = attributes.get('charset') ?? /charset\s*=\s*["']?([^\s;"']+)/i.exec(attributes.get('content') ?? '')?.[1]
  const encoding = said?.trim().slice(0, 40)
  return encoding === undefined || encoding === '' || KNOWN_ENCODING.test(encoding) ? undefined : encoding
}
