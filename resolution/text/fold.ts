/** Texts made comparable: width, case, script and marks folded, nothing that carries meaning taken away. */
import anyAscii from 'any-ascii'
import { Converter } from 'opencc-js/t2cn'
import { NOTHING } from '../names.js'

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/
const CJK = /[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\u{20000}-\u{3ffff}]/u

/** Traditional characters by their simplified ones, as OpenCC has them (Apache-2.0). */
const simplified = Converter({ from: 't', to: 'cn' })

/** True when the text holds Chinese characters or kana. */
export const isCjk = (text: string): boolean => CJK.test(text)

/** Width and case folded, simplified characters, spaces made one. */
export function folded(text: string): string {
  const narrow = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  return HAN.test(narrow) ? simplified(narrow) : narrow
}

/** The words of a text in Latin letters, whatever script it is in: `Müllenkranz GmbH` gives mullenkranz, gmbh. Apostrophes join, all else parts. */
export function latinWords(text: string): string[] {
  return (
    anyAscii(text.normalize('NFKC'))
      .toLowerCase()
      .replace(/['`’]/g, '')
      .match(/[a-z0-9]+/g) ?? []
  )
}

/** What sources write where there is no value of any kind: what stands for no name, and more. */
const NO_VALUE = new Set([...NOTHING, ...'空 暂无 nil ? x xx xxx test 0 00 000 nan'.split(' ')])

/** True for texts that stand for no value: placeholders, and texts without a letter or digit. */
export function isNothing(text: string): boolean {
  const plain = text.normalize('NFKC').toLowerCase().trim()
  return NO_VALUE.has(plain) || !/[\p{L}\p{N}]/u.test(plain)
}
